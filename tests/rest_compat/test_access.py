"""Sessions and API tokens on REST: their exact members, their pages, and what becomes of them."""

from uuid import uuid4

import httpx2
import pytest

from tests.conftest import PASSWORD, Person


async def test_sessions_are_listed_with_their_members(ada: Person, client: httpx2.AsyncClient) -> None:
    agent = {"User-Agent": "phone/1"}
    await client.post("/api/auth/login", json={"email": ada.email, "password": PASSWORD}, headers=agent)
    response = await ada.rest.get("/api/auth/sessions")
    body = response.json()
    newest, mine = body.pop("data")
    assert body == {"total": 2, "page": 1, "limit": 100, "has_more": False}
    assert list(newest) == ["id", "user_agent", "ip", "created_at", "last_used_at", "current"]
    assert (newest["user_agent"], newest["ip"], newest["current"]) == ("phone/1", "192.0.2.7", False)
    assert (mine["id"], mine["current"]) == (str(ada.actor.session_id), True)
    second = await ada.rest.get("/api/auth/sessions", params={"limit": 1, "page": 2})
    assert (second.json()["data"], second.json()["has_more"]) == ([mine], False)
    assert 'rel="prev"' in second.headers["link"]


async def test_a_session_that_is_ended_stops_at_once(ada: Person, client: httpx2.AsyncClient) -> None:
    login = (await client.post("/api/auth/login", json={"email": ada.email, "password": PASSWORD})).json()["data"]
    bearer = {"Authorization": f"Bearer {login['access_token']}"}
    assert (await client.get("/api/auth/me", headers=bearer)).status_code == 200
    newest = (await ada.rest.get("/api/auth/sessions")).json()["data"][0]
    ended = await ada.rest.delete(f"/api/auth/sessions/{newest['id']}")
    assert (ended.status_code, ended.json()) == (200, {"data": newest | {"current": False}})
    refused = await client.get("/api/auth/me", headers=bearer)
    assert (refused.status_code, refused.json()["error"]["message"]) == (401, "This session has ended: log in again.")
    refresh = await client.post("/api/auth/refresh", json={"refresh_token": login["refresh_token"]})
    assert refresh.status_code == 401
    assert [row["current"] for row in (await ada.rest.get("/api/auth/sessions")).json()["data"]] == [True]


async def test_one_may_end_ones_own(ada: Person) -> None:
    (mine,) = (await ada.rest.get("/api/auth/sessions")).json()["data"]
    assert (await ada.rest.delete(f"/api/auth/sessions/{mine['id']}")).json() == {"data": mine}
    assert (await ada.rest.get("/api/auth/me")).status_code == 401


async def test_a_tokens_secret_is_answered_once(ada: Person, client: httpx2.AsyncClient) -> None:
    sent = {"name": "script", "expires_at": "2199-01-01T01:00:00+01:00", "scopes": ["read"]}
    made = await ada.rest.post("/api/auth/tokens", json=sent)
    assert made.status_code == 201
    data = made.json()["data"]
    assert list(data) == ["id", "name", "scopes", "created_at", "expires_at", "last_used_at", "token"]
    assert (data["scopes"], data["expires_at"], data["last_used_at"]) == (["read"], "2199-01-01T00:00:00Z", None)
    secret = data.pop("token")
    listed = (await ada.rest.get("/api/auth/tokens")).json()
    assert listed == {"data": [data], "total": 1, "page": 1, "limit": 100, "has_more": False}
    bearer = {"Authorization": f"Bearer {secret}"}
    assert (await client.get("/api/jobs", headers=bearer)).status_code == 200
    (used,) = (await ada.rest.get("/api/auth/tokens")).json()["data"]
    assert used == data | {"last_used_at": used["last_used_at"]}
    assert used["last_used_at"].endswith("Z")
    deleted = await ada.rest.delete(f"/api/auth/tokens/{data['id']}")
    assert (deleted.status_code, deleted.json()) == (200, {"data": used})
    refused = await client.get("/api/jobs", headers=bearer)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "UNAUTHORIZED")


async def test_a_token_made_twice_with_one_key_keeps_its_secret(ada: Person) -> None:
    first, again = [
        await ada.rest.post("/api/auth/tokens", json={"name": "script"}, headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    secret = first.json()["data"].pop("token")
    assert (again.status_code, again.json()["data"]["token"]) == (201, f"{secret[:17]}...")
    assert (await ada.rest.get("/api/auth/tokens")).json()["total"] == 1


async def test_a_token_is_accepted_wherever_an_access_token_is(ada: Person, client: httpx2.AsyncClient) -> None:
    secret = (await ada.rest.post("/api/auth/tokens", json={"name": "script"})).json()["data"]["token"]
    bearer = {"Authorization": f"Bearer {secret}"}
    assert (await client.get("/api/auth/me", headers=bearer)).json()["data"]["id"] == str(ada.id)
    assert (await client.get("/api/auth/verify", headers=bearer)).json()["valid"] is True
    answer = await client.post("/graphql", json={"query": "{ me { id } }"}, headers=bearer)
    assert answer.json()["data"] == {"me": {"id": str(ada.id)}}
    refused = await client.post("/api/auth/logout", headers=bearer)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize("kind", ["sessions", "tokens"])
async def test_other_peoples_are_not_found(ada: Person, bob: Person, kind: str) -> None:
    await ada.rest.post("/api/auth/tokens", json={"name": "script"})
    (row,) = (await ada.rest.get(f"/api/auth/{kind}")).json()["data"]
    for wanted in (row["id"], str(uuid4()), "x"):
        refused = await bob.rest.delete(f"/api/auth/{kind}/{wanted}")
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "NOT_FOUND")
    assert (await ada.rest.get(f"/api/auth/{kind}")).json()["data"] == [row]


async def test_a_logout_takes_no_fields(ada: Person) -> None:
    refused = await ada.rest.post("/api/auth/logout", json={"everywhere": True})
    assert refused.status_code == 400
    assert refused.json()["error"]["details"] == [{"field": "everywhere", "message": "is not a known field"}]
    assert (await ada.rest.post("/api/auth/logout", content=b"bye")).status_code == 415
    assert (await ada.rest.post("/api/auth/logout", json={})).status_code == 200
