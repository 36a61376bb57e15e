"""Accounts on REST: shapes, statuses and codes."""

from datetime import UTC, datetime

import httpx2
import pytest

from resolvers.collaborators import Collaborators
from tests.conftest import PASSWORD, Person

SIGN_UP = {"email": "new@example.com", "password": "winter-Kettle-88-moss", "username": "new"}


async def test_sign_up_answers_the_user(client: httpx2.AsyncClient) -> None:
    response = await client.post("/api/auth/signup", json=SIGN_UP)
    assert response.status_code == 201
    body = response.json()
    user = body["data"]["user"]
    assert body == {"data": {"user": user}, "message": "The account is open: log in."}
    assert list(user) == ["id", "email", "username", "email_confirmed", "plan", "created_at"]
    assert (user["email"], user["username"], user["plan"]) == ("new@example.com", "new", "free")
    assert user["created_at"].endswith("Z")


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"email": "ada@example.com"}, 409, "EMAIL_TAKEN"),
        ({"username": "ADA"}, 409, "USERNAME_TAKEN"),
        ({"password": "password1"}, 400, "WEAK_PASSWORD"),
        ({"password": "short"}, 400, "WEAK_PASSWORD"),
        ({"email": "nobody"}, 400, "VALIDATION_ERROR"),
    ],
)
async def test_sign_up_says_why_not(
    ada: Person, client: httpx2.AsyncClient, fields: dict[str, str], status: int, code: str
) -> None:
    response = await client.post("/api/auth/signup", json=SIGN_UP | fields)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


async def test_log_in_answers_tokens_that_work(ada: Person, client: httpx2.AsyncClient) -> None:
    response = await client.post("/api/auth/login", json={"email": ada.email, "password": PASSWORD})
    assert response.status_code == 200
    data = response.json()["data"]
    assert list(data) == ["user", "access_token", "refresh_token", "token_type", "expires_at"]
    assert data["token_type"] == "Bearer"
    assert datetime.fromisoformat(data["expires_at"]) > datetime.now(UTC)
    me = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {data['access_token']}"})
    assert me.json() == {"data": data["user"]}


async def test_a_wrong_password_is_invalid_credentials(ada: Person, client: httpx2.AsyncClient) -> None:
    response = await client.post("/api/auth/login", json={"email": ada.email, "password": "wrong"})
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "INVALID_CREDENTIALS"


async def test_refresh_answers_in_the_flat_shape(ada: Person, client: httpx2.AsyncClient, app: Collaborators) -> None:
    response = await client.post("/api/auth/refresh", json={"refresh_token": ada.refresh_token})
    assert response.status_code == 200
    body = response.json()
    assert list(body) == ["token", "refresh_token", "expires_at", "access_token"]
    assert body["token"] == body["access_token"]
    assert body["expires_at"] == int(app.signer.read(body["token"]).expires_at)


@pytest.mark.parametrize(
    ("body", "status"),
    [({"refresh_token": "prt_x"}, 401), ({}, 400), ({"refresh_token": 5}, 400), ({"refresh_token": ""}, 400)],
)
async def test_refresh_refuses_with_a_string(
    ada: Person, client: httpx2.AsyncClient, body: dict[str, object], status: int
) -> None:
    response = await client.post("/api/auth/refresh", json=body)
    assert response.status_code == status
    assert isinstance(response.json()["error"], str)
    assert list(response.json()) == ["error"]


async def test_verify_names_the_user(ada: Person, bob: Person, client: httpx2.AsyncClient) -> None:
    assert (await ada.rest.get("/api/auth/verify")).json() == {
        "valid": True,
        "user_id": str(ada.id),
        "username": "Ada",
    }
    assert (await bob.rest.get("/api/auth/verify")).json()["username"] == "bob@example.com"
    refused = await client.get("/api/auth/verify")
    assert refused.status_code == 401
    assert refused.json() == {
        "error": "Authentication is needed: log in and send the access token as 'Authorization: Bearer TOKEN'."
    }


async def test_a_token_works_until_the_session_is_logged_out(ada: Person) -> None:
    assert (await ada.rest.post("/api/auth/logout")).json() == {"data": {"message": "You are logged out."}}
    refused = await ada.rest.get("/api/auth/me")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["error"] == {
        "code": "UNAUTHORIZED",
        "message": "This session has ended: log in again.",
        "request_id": refused.headers["x-request-id"],
    }


async def test_a_bad_token_does_not_close_public_routes(ada: Person, client: httpx2.AsyncClient) -> None:
    headers = {"Authorization": "Bearer nonsense"}
    login = {"email": ada.email, "password": PASSWORD}
    assert (await client.post("/api/auth/login", json=login, headers=headers)).status_code == 200
    assert (await client.get("/api/health", headers=headers)).status_code == 200
