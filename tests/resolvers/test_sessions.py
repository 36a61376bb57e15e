"""Sessions: tokens that rotate, reuse that ends the family, logging out, and who a token speaks for."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
import pytest

from core import clock, database
from core.actor import Actor, Client, Identity, Scope
from core.errors import Forbidden, NotFound, ServiceUnavailable, TokenExpired, Unauthorized
from resolvers import identity as identity_module
from resolvers import sessions
from resolvers.collaborators import Collaborators
from resolvers.sessions import RefreshRequest, Tokens
from tests.conftest import Person

CLIENT = Client("192.0.2.7", "tests")


async def refresh(app: Collaborators, token: str) -> Tokens:
    request = RefreshRequest(refresh_token=token)
    return await sessions.refresh(Actor(CLIENT), request, signer=app.signer, identity=app.identities)


async def speaks_for(app: Collaborators, token: str) -> Actor:
    return await app.identities.identify(f"Bearer {token}", CLIENT)


def later(monkeypatch: pytest.MonkeyPatch, **delta: float) -> None:
    moment = datetime.now(UTC) + timedelta(**delta)
    monkeypatch.setattr(clock, "now", lambda: moment)


async def test_a_refresh_token_is_replaced(ada: Person, app: Collaborators) -> None:
    first = await refresh(app, ada.refresh_token)
    second = await refresh(app, first.refresh_token)
    assert len({ada.refresh_token, first.refresh_token, second.refresh_token}) == 3
    for tokens in (first, second):
        assert (await speaks_for(app, tokens.access_token)).user_id == ada.id
    assert (await speaks_for(app, ada.token)).user_id == ada.id


async def test_tokens_are_stored_hashed(ada: Person) -> None:
    stored = await database.fetch_value("SELECT digest FROM refresh_token")
    assert ada.refresh_token not in stored
    assert len(stored) == 64


async def test_two_tabs_may_refresh_at_once(ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch) -> None:
    both = await asyncio.gather(refresh(app, ada.refresh_token), refresh(app, ada.refresh_token))
    later(monkeypatch, seconds=9)
    third = await refresh(app, ada.refresh_token)
    for tokens in (*both, third):
        assert (await refresh(app, tokens.refresh_token)).access_token


async def test_reuse_after_the_grace_ends_the_family(
    ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = await refresh(app, ada.refresh_token)
    later(monkeypatch, seconds=11)
    with pytest.raises(Unauthorized):
        await refresh(app, ada.refresh_token)
    with pytest.raises(Unauthorized):
        await refresh(app, newest.refresh_token)
    actor = await speaks_for(app, newest.access_token)
    assert isinstance(actor.refusal, Unauthorized)


async def test_a_session_ends_when_it_is_not_refreshed(
    ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, seconds=app.settings.refresh_token_ttl)
    with pytest.raises(Unauthorized):
        await refresh(app, ada.refresh_token)


async def test_refreshing_keeps_a_session_alive(
    ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, seconds=app.settings.refresh_token_ttl - 60)
    tokens = await refresh(app, ada.refresh_token)
    later(monkeypatch, seconds=app.settings.refresh_token_ttl + 60)
    assert (await refresh(app, tokens.refresh_token)).access_token
    assert await database.fetch_value("SELECT count(*) FROM refresh_token") == 2  # the expired one was swept


async def test_an_unknown_refresh_token_is_refused(ada: Person, app: Collaborators) -> None:
    for token in ("prt_unknown", ada.token[:255], ada.refresh_token + "x", "\u2603"):
        with pytest.raises(Unauthorized):
            await refresh(app, token)


async def test_logging_out_ends_the_session_at_once_here(ada: Person, app: Collaborators) -> None:
    assert (await speaks_for(app, ada.token)).user_id == ada.id
    await sessions.end_current(ada.actor, identity=app.identities)
    refused = await speaks_for(app, ada.token)
    with pytest.raises(Unauthorized):
        _ = refused.user_id
    with pytest.raises(Unauthorized):
        await refresh(app, ada.refresh_token)


async def test_nobody_logs_out(nobody: Actor, app: Collaborators) -> None:
    with pytest.raises(Unauthorized):
        await sessions.end_current(nobody, identity=app.identities)


async def opened(ada: Person, app: Collaborators, user_agent: str) -> tuple[Tokens, str]:
    """Another session of the same person, and its id."""
    tokens = await sessions.open_session(Client("192.0.2.9", user_agent), ada.id, signer=app.signer)
    return tokens, str(app.signer.read(tokens.access_token).session_id)


async def test_open_sessions_are_listed_newest_first(ada: Person, bob: Person, app: Collaborators) -> None:
    _, session_id = await opened(ada, app, "phone\0" + "x" * 300)
    newest, first = await sessions.everything(ada.actor)
    assert newest == {
        "id": session_id, "user_agent": ("phone" + "x" * 300)[:255], "ip": "192.0.2.9", "current": False,
        "created_at": newest["created_at"], "last_used_at": newest["created_at"],
    }  # fmt: skip
    assert (first["id"], first["current"]) == (str(ada.actor.session_id), True)


async def test_a_refreshed_session_says_when_and_from_where(ada: Person, app: Collaborators) -> None:
    (before,) = await sessions.everything(ada.actor)
    request = RefreshRequest(refresh_token=ada.refresh_token)
    elsewhere = Actor(Client("198.51.100.4", "tests"))
    await sessions.refresh(elsewhere, request, signer=app.signer, identity=app.identities)
    (after,) = await sessions.everything(ada.actor)
    assert after == before | {"ip": "198.51.100.4", "last_used_at": after["last_used_at"]}
    assert after["last_used_at"] > before["last_used_at"]


async def test_a_session_is_ended_by_hand(ada: Person, app: Collaborators) -> None:
    tokens, session_id = await opened(ada, app, "phone")
    assert (await speaks_for(app, tokens.access_token)).user_id == ada.id
    ended = await sessions.end(ada.actor, UUID(session_id), identity=app.identities)
    assert (ended["id"], ended["user_agent"], ended["current"]) == (session_id, "phone", False)
    assert type((await speaks_for(app, tokens.access_token)).refusal) is Unauthorized
    with pytest.raises(Unauthorized):
        await refresh(app, tokens.refresh_token)
    assert [row["current"] for row in await sessions.everything(ada.actor)] == [True]
    with pytest.raises(NotFound):
        await sessions.end(ada.actor, UUID(session_id), identity=app.identities)


async def test_a_session_is_ended_by_its_owner_alone(
    ada: Person, bob: Person, nobody: Actor, app: Collaborators
) -> None:
    mine = ada.actor.session_id
    reader = Actor(Client(), Identity(ada.id, "free", None, frozenset({Scope.READ})))
    writer = Actor(Client(), Identity(ada.id, "free", None, frozenset({Scope.WRITE})))
    for actor, failure in ((bob.actor, NotFound), (nobody, Unauthorized), (reader, Forbidden)):
        with pytest.raises(failure):
            await sessions.end(actor, mine, identity=app.identities)
    for actor, failure in ((nobody, Unauthorized), (writer, Forbidden)):
        with pytest.raises(failure):
            await sessions.everything(actor)
    assert (await speaks_for(app, ada.token)).user_id == ada.id


async def test_a_live_session_is_looked_up_once_in_half_a_minute(
    ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = 0
    real, now = database.fetch, 1000.0

    async def counted(sql: str, *parameters: object) -> list[dict[str, Any]]:
        nonlocal reads
        reads += 1
        return await real(sql, *parameters)

    monkeypatch.setattr(database, "fetch", counted)
    monkeypatch.setattr(identity_module, "monotonic", lambda: now)
    for _ in range(5):
        assert (await speaks_for(app, ada.token)).user_id == ada.id
    assert reads == 1
    await real("UPDATE session SET ended_at = now() WHERE user_id = $1", ada.id)
    now += 29.9
    assert (await speaks_for(app, ada.token)).refusal is None
    now += 0.2
    assert isinstance((await speaks_for(app, ada.token)).refusal, Unauthorized)


async def test_only_so_many_sessions_are_remembered(
    ada: Person, bob: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_module, "_REMEMBERED", 1)
    await speaks_for(app, ada.token)
    await speaks_for(app, bob.token)
    assert list(app.identities._seen) == [bob.actor.session_id]


async def test_an_expired_token_says_so(ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, seconds=app.settings.access_token_ttl)
    assert isinstance((await speaks_for(app, ada.token)).refusal, TokenExpired)


async def test_a_token_that_is_not_ours_speaks_for_nobody(ada: Person, app: Collaborators) -> None:
    claims = jwt.decode(ada.token, options={"verify_signature": False})
    key, header = "k" * 32, {"typ": "at+jwt"}
    headers, body, signature = ada.token.split(".")
    forgeries = [
        ada.token[:-2],
        f"{headers}.{body}.",
        f"{headers}.{body}.{signature[::-1]}",
        jwt.encode(claims, "", algorithm="none", headers=header),
        jwt.encode(claims, "x" * 32, algorithm="HS256", headers=header),
        jwt.encode(claims, key, algorithm="HS256"),
        jwt.encode(claims, key * 2, algorithm="HS512", headers=header),
        jwt.encode(claims | {"aud": "other"}, key, algorithm="HS256", headers=header),
        jwt.encode(claims | {"iss": "other"}, key, algorithm="HS256", headers=header),
        jwt.encode(claims | {"sub": "me"}, key, algorithm="HS256", headers=header),
        jwt.encode(claims | {"sid": "00000000-0000-0000-0000-000000000000"}, key, algorithm="HS256", headers=header),
        *(
            jwt.encode({k: v for k, v in claims.items() if k != name}, key, algorithm="HS256", headers=header)
            for name in claims
        ),
        "x" * 5000,
        "prt_x",
        ada.refresh_token,
    ]
    for forged in forgeries:
        actor = await speaks_for(app, forged)
        assert type(actor.refusal) is Unauthorized, forged


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer  ", "Basic YTpi", "bearer"])
async def test_a_header_that_is_no_bearer_token_is_refused(app: Collaborators, header: str) -> None:
    assert type((await app.identities.identify(header, CLIENT)).refusal) is Unauthorized


async def test_while_the_database_is_away_a_token_is_neither_good_nor_bad(
    ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_arguments: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(database, "fetch", away)
    assert type((await speaks_for(app, ada.token)).refusal) is ServiceUnavailable


async def test_a_bug_in_identification_is_not_hidden(
    ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(database, "fetch", broken)
    with pytest.raises(ZeroDivisionError):
        await speaks_for(app, ada.token)
