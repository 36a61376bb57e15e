"""The quota: by plan, and anew on the first of the month by the project's clock."""

from datetime import UTC, date, datetime

import pytest

from core import clock, database
from core.actor import Actor, Client, Identity, Scope
from core.errors import Forbidden, QuotaExceeded, Unauthorized
from core.page import Row
from models.user import Plan, User
from resolvers import quota
from tests.conftest import Person


async def read(actor: Actor) -> Row:
    return await quota.read(actor, free_captures=2)


async def take(actor: Actor, free_captures: int = 2) -> None:
    await quota.take(actor, free_captures=free_captures)


def at(monkeypatch: pytest.MonkeyPatch, *moment: int) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(*moment, tzinfo=UTC))  # type: ignore[misc,arg-type]


async def test_it_turns_over_at_the_months_end(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 2026, 1, 31, 23, 59, 59)
    await take(ada.actor)
    await take(ada.actor)
    assert await read(ada.actor) == {"used": 2, "limit": 2, "remaining": 0, "reset_date": date(2026, 2, 1)}
    with pytest.raises(QuotaExceeded) as refused:
        await take(ada.actor)
    assert refused.value.message == (
        "The monthly quota of 2 captures is used up: wait until it starts anew on 2026-02-01, "
        "or upgrade to a plan without one."
    )
    at(monkeypatch, 2026, 2, 1)
    assert await read(ada.actor) == {"used": 0, "limit": 2, "remaining": 2, "reset_date": date(2026, 3, 1)}
    await take(ada.actor)
    assert (await read(ada.actor))["used"] == 1


async def test_december_is_followed_by_january(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 2026, 12, 31)
    assert (await read(ada.actor))["reset_date"] == date(2027, 1, 1)


@pytest.mark.parametrize("plan", [Plan.PREMIUM, Plan.ENTERPRISE])
async def test_no_limit_is_minus_one(ada: Person, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 2026, 1, 5)
    await User.filter(id=ada.id).update(plan=plan)
    for _ in range(3):
        await take(ada.actor)
    assert await read(ada.actor) == {"used": 3, "limit": -1, "remaining": -1, "reset_date": date(2026, 2, 1)}


async def test_a_plan_given_up_leaves_nothing_over(ada: Person) -> None:
    await User.filter(id=ada.id).update(plan=Plan.PREMIUM)
    for _ in range(3):
        await take(ada.actor)
    await User.filter(id=ada.id).update(plan=Plan.FREE)
    assert {name: (await read(ada.actor))[name] for name in ("used", "limit", "remaining")} == {
        "used": 3, "limit": 2, "remaining": 0,
    }  # fmt: skip
    with pytest.raises(QuotaExceeded):
        await take(ada.actor)


async def test_a_quota_of_none_allows_none(ada: Person) -> None:
    with pytest.raises(QuotaExceeded):
        await take(ada.actor, free_captures=0)
    assert await database.fetch_value("SELECT count(*) FROM capture_count") == 0


async def test_each_account_has_its_own(ada: Person, bob: Person) -> None:
    await take(ada.actor)
    assert (await read(bob.actor))["used"] == 0


async def test_who_may_read_it(ada: Person, nobody: Actor) -> None:
    with pytest.raises(Unauthorized):
        await read(nobody)
    for scope, may in ((Scope.READ, True), (Scope.CAPTURE, True), (Scope.WRITE, False)):
        token = Actor(Client(), Identity(ada.id, "free", None, frozenset({scope})))
        if may:
            assert (await read(token))["used"] == 0
        else:
            with pytest.raises(Forbidden):
                await read(token)


async def test_the_account_of_an_old_token_may_be_gone(ada: Person) -> None:
    await database.fetch("DELETE FROM account")
    with pytest.raises(Unauthorized):
        await read(ada.actor)
