"""Idempotency keys: once carried out, alike answered, and forgotten after a day."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from core import clock, database
from core.actor import Actor, Client
from core.errors import AppError, Conflict, Unauthorized, ValidationFailed
from models.idempotency_key import IdempotencyKey
from resolvers import idempotency
from resolvers.idempotency import Reply
from tests.conftest import Person
from tests.resolvers.factory import saved

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def saving(actor: Actor, *, status: int = 201, is_kept: bool = True) -> Callable[[], Awaitable[Reply]]:
    """Work that saves a job and answers its id."""

    async def work() -> Reply:
        row = await saved(actor)
        return Reply(status, {"location": f"/api/jobs/{row['id']}"}, row["id"].encode(), is_kept=is_kept)

    return work


async def once(actor: Actor, key: str = "k", request: bytes = b"r") -> Reply:
    return await idempotency.once(actor, key, request, saving(actor))


async def jobs() -> int:
    count: int = await database.fetch_value("SELECT count(*) FROM job")
    return count


async def test_the_same_again_is_answered_alike_and_done_once(ada: Person) -> None:
    first = await once(ada.actor)
    assert await once(ada.actor) == first
    assert await jobs() == 1


async def test_another_request_with_the_same_key_is_refused(ada: Person) -> None:
    await once(ada.actor)
    with pytest.raises(Conflict) as refused:
        await once(ada.actor, request=b"other")
    assert refused.value.message == "This Idempotency-Key was used for another request: take a new one."
    assert await jobs() == 1


async def test_keys_are_ones_own(ada: Person, bob: Person) -> None:
    answers = {
        (await once(ada.actor)).body,
        (await once(bob.actor)).body,
        (await once(ada.actor, "K")).body,
    }
    assert (len(answers), await jobs()) == (3, 3)


@pytest.mark.usefixtures("database_emptied")
async def test_somebody_unknown_has_keys_by_address() -> None:
    async def work() -> Reply:
        return Reply(201, {}, b"done", is_kept=True)

    first, second = Actor(Client("192.0.2.7")), Actor(Client("192.0.2.8"))
    await idempotency.once(first, "k", b"r", work)
    await idempotency.once(second, "k", b"other", work)
    with pytest.raises(Conflict):
        await idempotency.once(first, "k", b"other", work)


@pytest.mark.parametrize("key", ["", "x" * 256, "ünïcode", "tab\t", "line\n"])
async def test_a_key_of_the_wrong_form_is_named(ada: Person, key: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        await once(ada.actor, key)
    assert [fault.field for fault in refused.value.faults] == ["Idempotency-Key"]
    assert await jobs() == 0


@pytest.mark.parametrize("key", ["x", "x" * 255, "with space", "~!\"#$%&'()*+,-./:;<=>?@[]^_`{|}"])
async def test_every_printable_key_will_do(ada: Person, key: str) -> None:
    assert (await once(ada.actor, key)).status == 201


async def test_while_it_is_carried_out_the_others_are_told_so(ada: Person) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow() -> Reply:
        begun.set()
        await may_end.wait()
        return await saving(ada.actor)()

    first = asyncio.create_task(idempotency.once(ada.actor, "k", b"r", slow))
    await begun.wait()
    for request in (b"r", b"other"):
        with pytest.raises(Conflict) as refused:
            await once(ada.actor, request=request)
        assert refused.value.message == (
            "A request with this Idempotency-Key is being carried out: try again in a moment."
        )
    may_end.set()
    answer = await first
    assert await once(ada.actor) == answer
    assert await jobs() == 1


async def test_work_that_fails_leaves_nothing_behind(ada: Person) -> None:
    async def failing() -> Reply:
        await saved(ada.actor)
        raise Unauthorized

    with pytest.raises(Unauthorized):
        await idempotency.once(ada.actor, "k", b"r", failing)
    assert await jobs() == 0
    assert (await once(ada.actor)).status == 201


async def test_a_reply_that_is_not_kept_undoes_its_work(ada: Person) -> None:
    reply = await idempotency.once(ada.actor, "k", b"r", saving(ada.actor, status=200, is_kept=False))
    assert (reply.status, await jobs()) == (200, 0)
    assert (await once(ada.actor)).status == 201


async def test_the_answer_and_the_work_are_one_transaction(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(**_columns: object) -> None:
        raise AppError

    with monkeypatch.context() as patched:
        patched.setattr(IdempotencyKey, "create", broken)
        with pytest.raises(AppError):
            await once(ada.actor)
    assert await jobs() == 0


async def test_after_a_day_a_key_is_new(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = NOW
    monkeypatch.setattr(clock, "now", lambda: moment)
    first = await once(ada.actor)
    moment = NOW + timedelta(hours=24) - timedelta(microseconds=1)
    assert await once(ada.actor) == first
    moment = NOW + timedelta(hours=24)
    assert (await once(ada.actor, request=b"other")).body != first.body
    assert await database.fetch_value("SELECT count(*) FROM idempotency_key") == 1


async def test_the_expired_are_purged(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = NOW
    monkeypatch.setattr(clock, "now", lambda: moment)
    await once(ada.actor, "old")
    moment = NOW + timedelta(hours=1)
    kept = await once(ada.actor, "new")
    moment = NOW + timedelta(hours=24)
    assert await idempotency.purge() == 1
    assert await once(ada.actor, "new") == kept
    assert await jobs() == 2


async def test_tokens_are_not_stored_and_nothing_else_is_touched(ada: Person) -> None:
    secret = f"pjt_abcdefghij12_{'S' * 43}"
    text = 'prt_number eyJ.a.b pjt_short "prt_'

    async def work() -> Reply:
        body = f"{secret} {ada.refresh_token} {ada.token} {text}".encode()
        return Reply(201, {}, body, is_kept=True)

    assert secret.encode() in (await idempotency.once(ada.actor, "k", b"r", work)).body
    again = await idempotency.once(ada.actor, "k", b"r", work)
    assert again.body == f"pjt_abcdefghij12_... prt_... eyJ... {text}".encode()


async def test_fifty_at_once_create_one_job(ada: Person) -> None:
    answers = await asyncio.gather(*(once(ada.actor) for _ in range(50)), return_exceptions=True)
    replies = [answer for answer in answers if isinstance(answer, Reply)]
    refusals = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(replies) + len(refusals) == 50
    assert len({reply.body for reply in replies}) == 1
    assert await jobs() == 1
