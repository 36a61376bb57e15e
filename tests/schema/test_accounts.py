"""Accounts on GraphQL."""

from typing import Any

import httpx2
import pytest

from tests.conftest import PASSWORD, Person

SIGN_UP = """mutation($i: SignUpInput!) { signUp(input: $i) { __typename
  ... on SignUpPayload { user { email username plan emailConfirmed } } ... on Error { code }
  ... on ValidationError { fields { field } } } }"""
LOG_IN = """mutation($i: LogInInput!) { logIn(input: $i) { __typename
  ... on LogInPayload { user { id } session { accessToken refreshToken tokenType expiresAt } }
  ... on Error { code } } }"""
REFRESH = """mutation($i: RefreshSessionInput!) { refreshSession(input: $i) { __typename
  ... on RefreshSessionPayload { session { accessToken } } } }"""
STRONG = "winter-Kettle-88-moss"


async def run(client: httpx2.AsyncClient, query: str, **fields: Any) -> Any:
    response = await client.post("/graphql", json={"query": query, "variables": {"i": fields}})
    assert response.status_code == 200
    return response.json()


async def test_sign_up(client: httpx2.AsyncClient) -> None:
    answer = await run(client, SIGN_UP, email="New@example.com", password=STRONG)
    user = {"email": "new@example.com", "username": None, "plan": "FREE", "emailConfirmed": False}
    assert answer["data"] == {"signUp": {"__typename": "SignUpPayload", "user": user}}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"email": "ada@example.com"}, {"__typename": "EmailTaken", "code": "EMAIL_TAKEN"}),
        ({"username": "ada"}, {"__typename": "UsernameTaken", "code": "USERNAME_TAKEN"}),
        ({"password": "password1"}, {"__typename": "WeakPassword", "code": "WEAK_PASSWORD"}),
        (
            {"email": "x", "username": None},
            {
                "__typename": "ValidationError",
                "code": "VALIDATION_ERROR",
                "fields": [{"field": "email"}, {"field": "username"}],
            },
        ),
    ],
)
async def test_sign_up_says_why_not(
    ada: Person, client: httpx2.AsyncClient, fields: dict[str, Any], expected: dict[str, Any]
) -> None:
    answer = await run(client, SIGN_UP, **{"email": "new@example.com", "password": STRONG} | fields)
    assert answer["data"] == {"signUp": expected}


async def test_log_in_refresh_and_log_out(ada: Person, client: httpx2.AsyncClient) -> None:
    login = (await run(client, LOG_IN, email=ada.email, password=PASSWORD))["data"]["logIn"]
    assert login["user"] == {"id": str(ada.id)}
    session = login["session"]
    assert session["tokenType"] == "Bearer"
    refreshed = (await run(client, REFRESH, refreshToken=session["refreshToken"]))["data"]["refreshSession"]
    client.headers["Authorization"] = f"Bearer {refreshed['session']['accessToken']}"
    me = await client.post("/graphql", json={"query": "{ me { id username createdAt } }"})
    assert me.json()["data"]["me"]["id"] == str(ada.id)
    out = await client.post("/graphql", json={"query": "mutation { logOut { ... on LogOutPayload { message } } }"})
    assert out.json()["data"] == {"logOut": {"message": "You are logged out."}}
    assert (await client.post("/graphql", json={"query": "{ me { id } }"})).status_code == 401


async def test_a_wrong_password_is_a_member_of_the_union(ada: Person, client: httpx2.AsyncClient) -> None:
    answer = await run(client, LOG_IN, email=ada.email, password="wrong")
    assert answer["data"] == {"logIn": {"__typename": "InvalidCredentials", "code": "INVALID_CREDENTIALS"}}


async def test_a_bad_refresh_token_is_unauthorized(client: httpx2.AsyncClient) -> None:
    answer = await run(client, REFRESH, refreshToken="prt_x")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["UNAUTHORIZED"]
