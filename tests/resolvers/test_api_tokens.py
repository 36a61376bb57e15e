"""Personal API tokens: shown once, stored hashed, scoped, ended by time or by hand."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from core import clock, database
from core.actor import EVERYTHING, Actor, Client, Identity, Scope
from core.errors import Forbidden, NotFound, TokenExpired, Unauthorized, ValidationFailed
from resolvers import api_tokens, sessions
from resolvers import identity as identity_module
from resolvers.api_tokens import ApiTokenDraft, NewApiToken
from resolvers.collaborators import Collaborators
from tests.conftest import Person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def made(person: Person, **fields: Any) -> NewApiToken:
    return await api_tokens.create(person.actor, ApiTokenDraft.model_validate({"name": "script"} | fields))


async def speaks_for(app: Collaborators, token: str) -> Actor:
    return await app.identities.identify(f"Bearer {token}", Client("192.0.2.7", "tests"))


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


async def test_a_token_is_shown_once_and_stored_hashed(ada: Person, app: Collaborators) -> None:
    new = await made(ada, name=" my script ")
    assert re.fullmatch(r"pjt_[a-z0-9]{12}_[\w-]{43}", new.token)
    assert new.row == {
        "id": new.row["id"], "name": "my script", "scopes": ["capture", "read", "write"],
        "created_at": new.row["created_at"], "expires_at": None, "last_used_at": None,
    }  # fmt: skip
    assert await api_tokens.everything(ada.actor) == [new.row]
    stored = await database.fetch("SELECT * FROM api_token")
    assert new.token.split("_", 2)[2] not in str(stored)
    actor = await speaks_for(app, new.token)
    assert (actor.user_id, actor.scopes) == (ada.id, EVERYTHING)


async def test_a_token_may_do_what_its_scopes_say(ada: Person, app: Collaborators) -> None:
    new = await made(ada, scopes=["write", "read", "write"])
    assert new.row["scopes"] == ["read", "write"]
    actor = await speaks_for(app, new.token)
    assert actor.scopes == {Scope.READ, Scope.WRITE}
    with pytest.raises(Forbidden) as refused:
        actor.allowed(Scope.CAPTURE)
    assert refused.value.message == "This API token has not the scope capture: use one that has."


async def test_a_token_gives_away_no_more_than_it_has(ada: Person, app: Collaborators) -> None:
    writer = await speaks_for(app, (await made(ada, scopes=["write"])).token)
    for scopes in (["read"], ["write", "capture"]):
        with pytest.raises(Forbidden):
            await api_tokens.create(writer, ApiTokenDraft.model_validate({"name": "more", "scopes": scopes}))
    heir = await api_tokens.create(writer, ApiTokenDraft(name="heir"))
    assert heir.row["scopes"] == ["write"]
    assert await database.fetch_value("SELECT count(*) FROM api_token") == 2


async def test_a_token_ends_at_its_time(ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)
    new = await made(ada, expires_at="2026-03-02T10:00:01+01:00")
    other = await made(ada, expires_at="2026-03-02T09:00:01Z")
    assert (await speaks_for(app, other.token)).refusal is None
    for token in (new.token, other.token):  # one never seen before, one remembered
        at(monkeypatch, NOW + timedelta(seconds=1))
        assert isinstance((await speaks_for(app, token)).refusal, TokenExpired)
        assert isinstance((await speaks_for(app, token)).refusal, TokenExpired)


async def test_it_must_end_in_the_future(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOW)
    for moment in ("2026-03-02T09:00:00Z", "2020-01-01T00:00:00Z"):
        with pytest.raises(ValidationFailed) as refused:
            await made(ada, expires_at=moment)
        assert [fault.field for fault in refused.value.faults] == ["expires_at"]
    assert await database.fetch_value("SELECT count(*) FROM api_token") == 0


async def test_its_last_use_is_known_within_half_a_minute(
    ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = 1000.0
    monkeypatch.setattr(identity_module, "monotonic", lambda: ticks)
    new = await made(ada)

    async def used_at(moment: datetime) -> Any:
        at(monkeypatch, moment)
        await speaks_for(app, new.token)
        return (await api_tokens.everything(ada.actor))[0]["last_used_at"]

    assert await used_at(NOW) == NOW
    ticks += 29.9
    assert await used_at(NOW + timedelta(seconds=29)) == NOW
    ticks += 0.2
    assert await used_at(NOW + timedelta(seconds=31)) == NOW + timedelta(seconds=31)


async def test_a_deleted_token_stops_working_at_once(ada: Person, app: Collaborators) -> None:
    new, kept = await made(ada), await made(ada, name="kept")
    assert (await speaks_for(app, new.token)).user_id == ada.id
    deleted = await api_tokens.delete(ada.actor, new.row["id"], identity=app.identities)
    assert deleted == new.row | {"last_used_at": deleted["last_used_at"]}
    refusal = (await speaks_for(app, new.token)).refusal
    assert isinstance(refusal, Unauthorized)
    assert refusal.message == "The API token is not valid any more: log in and make a new one."
    assert [row["name"] for row in await api_tokens.everything(ada.actor)] == ["kept"]
    assert (await speaks_for(app, kept.token)).user_id == ada.id
    with pytest.raises(NotFound):
        await api_tokens.delete(ada.actor, new.row["id"], identity=app.identities)


async def test_what_only_looks_like_a_token_is_nobodys(ada: Person, app: Collaborators) -> None:
    new = await made(ada)
    _, public_id, secret = new.token.split("_", 2)
    for forged in (
        "pjt_", "pjt__", f"pjt_{public_id}", f"pjt_{public_id}_", f"pjt_{public_id}_{secret[::-1]}", f"{new.token}x",
        f"pjt_{'a' * 12}_{secret}", "pjt_\0_x", "pjt_\u2603_x", f"pjt_{'x' * 5000}",
    ):  # fmt: skip
        assert type((await speaks_for(app, forged)).refusal) is Unauthorized, forged
    assert await database.fetch_value("SELECT last_used_at FROM api_token") is None


async def test_it_belongs_to_no_session(ada: Person, app: Collaborators) -> None:
    actor = await speaks_for(app, (await made(ada)).token)
    with pytest.raises(Forbidden):
        await sessions.end_current(actor, identity=app.identities)
    assert [row["current"] for row in await sessions.everything(actor)] == [False]


async def test_other_peoples_tokens_are_not_found(ada: Person, bob: Person, app: Collaborators) -> None:
    new = await made(ada)
    assert await api_tokens.everything(bob.actor) == []
    with pytest.raises(NotFound):
        await api_tokens.delete(bob.actor, new.row["id"], identity=app.identities)
    assert (await speaks_for(app, new.token)).user_id == ada.id


async def test_nobody_and_the_wrong_scope_do_nothing(ada: Person, nobody: Actor, app: Collaborators) -> None:
    new = await made(ada)
    reader = Actor(Client(), Identity(ada.id, "free", None, frozenset({Scope.READ})))
    writer = Actor(Client(), Identity(ada.id, "free", None, frozenset({Scope.WRITE})))
    past = ApiTokenDraft.model_validate({"name": "x", "expires_at": "2020-01-01T00:00:00Z"})
    for actor, failure in ((nobody, Unauthorized), (reader, Forbidden)):
        with pytest.raises(failure):
            await api_tokens.create(actor, past)
        with pytest.raises(failure):
            await api_tokens.delete(actor, new.row["id"], identity=app.identities)
    for actor, failure in ((nobody, Unauthorized), (writer, Forbidden)):
        with pytest.raises(failure):
            await api_tokens.everything(actor)
    assert await api_tokens.everything(ada.actor) == [new.row]


async def test_there_are_so_many_and_no_more(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_tokens, "MAX_TOKENS", 2)
    await made(ada)
    await made(ada)
    with pytest.raises(ValidationFailed) as refused:
        await made(ada)
    assert [fault.message for fault in refused.value.faults] == ["there are 2 tokens already: delete one first"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\0"}, "name"),
        ({"name": None}, "name"),
        ({"expires_at": "2026-03-02"}, "expires_at"),
        ({"scopes": []}, "scopes"),
        ({"scopes": None}, "scopes"),
        ({"scopes": "read"}, "scopes"),
        ({"admin": True}, "admin"),
    ],
)
def test_a_draft_that_breaks_a_rule_names_the_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ApiTokenDraft.model_validate({"name": "script"} | fields)
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]
