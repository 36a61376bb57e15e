"""Sessions and API tokens on GraphQL."""

from typing import Any

import httpx2

from tests.conftest import Person

SESSIONS = "{ sessions { id userAgent ip createdAt lastUsedAt current } }"
END = """mutation($i: EndSessionInput!) { endSession(input: $i) { __typename
  ... on EndSessionPayload { session { id current } } ... on Error { code } } }"""
TOKENS = "{ apiTokens { id name scopes createdAt expiresAt lastUsedAt } }"
CREATE = """mutation($i: CreateApiTokenInput!) { createApiToken(input: $i) { __typename
  ... on CreateApiTokenPayload { token apiToken { id name scopes createdAt expiresAt lastUsedAt } }
  ... on ValidationError { code fields { field } } } }"""
DELETE = """mutation($i: DeleteApiTokenInput!) { deleteApiToken(input: $i) { __typename
  ... on DeleteApiTokenPayload { apiToken { id } } ... on Error { code } } }"""


async def create(person: Person, **fields: Any) -> Any:
    return (await person.data(CREATE, i={"name": "script"} | fields))["createApiToken"]


async def test_sessions_are_the_same_as_on_rest(ada: Person) -> None:
    (session,) = (await ada.data(SESSIONS))["sessions"]
    (listed,) = (await ada.rest.get("/api/auth/sessions")).json()["data"]
    assert list(session.values()) == list(listed.values())
    assert session["current"] is True


async def test_a_session_is_ended(ada: Person, bob: Person) -> None:
    (session,) = (await ada.data(SESSIONS))["sessions"]
    for person, wanted in ((bob, session["id"]), (ada, "nonsense")):
        refused = (await person.data(END, i={"id": wanted}))["endSession"]
        assert refused == {"__typename": "NotFound", "code": "NOT_FOUND"}
    ended = (await ada.data(END, i={"id": session["id"]}))["endSession"]
    assert ended == {"__typename": "EndSessionPayload", "session": {"id": session["id"], "current": True}}
    assert (await ada.rest.get("/api/auth/me")).status_code == 401


async def test_a_token_is_made_listed_used_and_deleted(ada: Person, bob: Person, client: httpx2.AsyncClient) -> None:
    made = await create(ada, scopes=["READ"], expiresAt="2199-01-01T00:00:00Z")
    token = made["apiToken"]
    assert (made["__typename"], token["scopes"], token["expiresAt"]) == (
        "CreateApiTokenPayload", ["READ"], "2199-01-01T00:00:00Z",
    )  # fmt: skip
    assert (await ada.data(TOKENS))["apiTokens"] == [token]
    bearer = {"Authorization": f"Bearer {made['token']}"}
    listed = await client.post("/graphql", json={"query": TOKENS}, headers=bearer)
    assert listed.json()["data"]["apiTokens"][0]["lastUsedAt"] is not None
    refused = (await bob.data(DELETE, i={"id": token["id"]}))["deleteApiToken"]
    assert refused == {"__typename": "NotFound", "code": "NOT_FOUND"}
    deleted = (await ada.data(DELETE, i={"id": token["id"]}))["deleteApiToken"]
    assert deleted == {"__typename": "DeleteApiTokenPayload", "apiToken": {"id": token["id"]}}
    gone = await client.post("/graphql", json={"query": TOKENS}, headers=bearer)
    assert (gone.status_code, gone.headers["www-authenticate"]) == (401, "Bearer")
    assert gone.json()["errors"][0]["extensions"]["code"] == "UNAUTHORIZED"


async def test_a_token_that_would_have_ended_is_not_made(ada: Person) -> None:
    refused = await create(ada, expiresAt="2020-01-01T00:00:00Z")
    assert refused == {
        "__typename": "ValidationError", "code": "VALIDATION_ERROR", "fields": [{"field": "expiresAt"}],
    }  # fmt: skip
    assert (await ada.data(TOKENS))["apiTokens"] == []


async def test_a_token_gives_away_no_more_than_it_has(ada: Person, client: httpx2.AsyncClient) -> None:
    made = await create(ada, scopes=["WRITE"])
    client.headers["Authorization"] = f"Bearer {made['token']}"
    body = {"query": CREATE, "variables": {"i": {"name": "x", "scopes": ["READ"]}}}
    refused = (await client.post("/graphql", json=body)).json()
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["FORBIDDEN"]
    assert len((await ada.data(TOKENS))["apiTokens"]) == 1
