"""The extension's routes: recognised by what is sent, flat answers, string errors."""

from datetime import UTC, datetime
from typing import Any

import httpx2
import limits
import pytest

from core import database
from core.rate_limit import RateLimiter, Tier
from models.user import Plan, User
from resolvers.collaborators import Collaborators
from tests.conftest import PASSWORD, Person

URL = "https://jobs.example.com/northwind/1"
CAPTURE = {"title": "Engineer", "company": "Northwind", "location": "Lisbon", "description": "", "sourceUrl": URL}
JSON = {"Content-Type": "application/json"}


def text(response: httpx2.Response, status: int) -> str:
    """The error of a refusal in the extension's dialect, which has nothing beside it."""
    assert response.status_code == status, response.text
    body = response.json()
    assert list(body) == ["error"]
    assert isinstance(body["error"], str)
    return body["error"]


async def used(person: Person) -> int:
    count: int = (await person.rest.get("/api/jobs/quota")).json()["used"]
    return count


async def test_a_capture_answers_both_ids(ada: Person) -> None:
    response = await ada.rest.post("/api/jobs", json=CAPTURE | {"jobType": "contract", "notes": "x", "extra": {"a": 1}})
    assert response.status_code == 200
    body = response.json()
    assert body == {"message": "Job created successfully", "jobId": body["jobId"], "id": body["id"]}
    job = (await ada.rest.get(f"/api/jobs/{body['id']}")).json()["data"]
    expected = {"job_id": body["jobId"], "job_title": "Engineer", "company_name": "Northwind", "location": "Lisbon",
                "job_description": "", "source_url": URL, "job_type": "contract", "notes": "x", "source": "extension",
                "status": "interested"}  # fmt: skip
    assert {name: job[name] for name in expected} == expected
    assert isinstance(body["jobId"], int)


async def test_the_same_posting_again_answers_the_same_ids_and_costs_nothing(ada: Person) -> None:
    first = (await ada.rest.post("/api/jobs", json=CAPTURE)).json()
    again = await ada.rest.post("/api/jobs", json=CAPTURE | {"sourceUrl": f"{URL}/?utm_source=mail#apply"})
    assert again.status_code == 409
    assert again.json() == {
        "error": "A job with this address already exists: update the existing job or use another address.",
        "jobId": first["jobId"],
        "id": first["id"],
    }
    assert await used(ada) == 1


@pytest.mark.parametrize("body", [
    {"title": "x"}, {"company": "x"}, {"sourceUrl": URL}, {"jobType": "other"}, {"applicationUrl": URL},
])  # fmt: skip
async def test_a_capture_is_recognised_by_any_of_its_own_names(ada: Person, body: dict[str, str]) -> None:
    assert "is required" in text(await ada.rest.post("/api/jobs", json=body), 400)


@pytest.mark.parametrize("body", [
    {}, {"location": "x"}, {"description": "x"}, {"notes": "x"}, CAPTURE | {"company_name": "x"},
    CAPTURE | {"job_title": "x"},
])  # fmt: skip
async def test_everything_else_is_answered_in_the_other_dialect(ada: Person, body: dict[str, str]) -> None:
    response = await ada.rest.post("/api/jobs", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("name", ["title", "company", "location", "description", "sourceUrl"])
async def test_five_fields_are_needed(ada: Person, name: str) -> None:
    sent = {key: value for key, value in CAPTURE.items() if key != name} | {"jobType": "other"}
    assert text(await ada.rest.post("/api/jobs", json=sent), 400) == f"{name}: is required"
    assert await used(ada) == 0


async def test_every_faulty_field_is_named_as_it_was_sent(ada: Person) -> None:
    wrong = dict.fromkeys(("title", "company", "location", "description", "sourceUrl", "applicationUrl", "notes"), 1)
    error = text(await ada.rest.post("/api/jobs", json={**wrong, "jobType": "temporary", "ignored": 1}), 400)
    named = [part.partition(": ")[0] for part in error.split("; ")]
    assert sorted(named) == sorted([*wrong, "jobType"])


async def test_errors_are_strings_on_every_path(ada: Person, client: httpx2.AsyncClient) -> None:
    async def save(**headers: str) -> httpx2.Response:
        return await client.post("/api/jobs", json=CAPTURE, headers=headers)

    assert "log in" in text(await save(), 401)
    assert "log in" in text(await save(Authorization="Bearer nonsense"), 401)
    assert "log in" in text(await save(Authorization="Basic YTpi"), 401)
    token = (await ada.rest.post("/api/auth/tokens", json={"name": "reader", "scopes": ["read"]})).json()["data"]
    assert "scope" in text(await save(Authorization=f"Bearer {token['token']}"), 403)
    bearer = {"Authorization": f"Bearer {ada.token}"}
    assert "Idempotency-Key" in text(await save(**bearer, **{"Idempotency-Key": ""}), 400)
    for content in (b'{"title": "x", ', b'{"company": NaN}', b'{"sourceUrl": "\xff"}', b"{'a': 1, \"title\" : }"):
        response = await client.post("/api/jobs", content=content, headers=bearer | JSON)
        assert text(response, 400) == "body: must be valid JSON in UTF-8"
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        response = await client.post("/api/jobs", content=b'{"title": 1}', headers=bearer | {"Content-Type": kind})
        assert "application/json" in text(response, 415)
    for field in CAPTURE:  # wherever in the text the large one stands
        rest = {name: value for name, value in CAPTURE.items() if name != field}
        for big in ({field: "x" * 2**21} | rest, rest | {field: "x" * 2**21}):
            assert text(await ada.rest.post("/api/jobs", json=big), 413) == "The request body is larger than 1024 KiB."
    assert await used(ada) == 0


async def test_too_many_requests_are_a_string(ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.identities, "_limiter", RateLimiter({Tier.STANDARD: limits.parse("1/day")}, {}))
    app.identities.forget_all()
    assert (await ada.rest.get("/api/auth/verify")).status_code == 200
    for method, path, body in (
        ("POST", "/api/jobs", CAPTURE), ("GET", "/api/jobs/quota", None), ("GET", "/api/auth/verify", None),
        ("POST", "/api/auth/refresh", {"refresh_token": "x"}), ("PUT", "/health", None),
    ):  # fmt: skip
        refused = await ada.rest.request(method, path, json=body)
        assert "Too many standard requests: try again in" in text(refused, 429)
        assert int(refused.headers["retry-after"]) >= 1


@pytest.mark.parametrize(("method", "path", "allowed"), [
    ("PUT", "/health", "GET, HEAD"), ("POST", "/api/auth/verify", "GET, HEAD"), ("GET", "/api/auth/refresh", "POST"),
    ("DELETE", "/api/jobs/quota", "GET, HEAD"),
])  # fmt: skip
async def test_a_wrong_method_is_a_string_where_only_the_extension_is_at_home(
    client: httpx2.AsyncClient, method: str, path: str, allowed: str
) -> None:
    response = await client.request(method, path)
    assert text(response, 405) == f"{method} is not possible here; use {allowed}."
    assert response.headers["allow"] == allowed


async def test_the_spent_quota_says_when_it_starts_anew_and_how_to_go_on(ada: Person, app: Collaborators) -> None:
    free = app.settings.free_monthly_captures
    month = datetime.now(UTC).date().replace(day=1)
    await database.fetch("INSERT INTO capture_count (user_id, month, used) VALUES ($1, $2, $3)", ada.id, month, free)
    quota = (await ada.rest.get("/api/jobs/quota")).json()
    assert quota == {"used": 50, "limit": 50, "remaining": 0, "reset_date": quota["reset_date"]}
    assert text(await ada.rest.post("/api/jobs", json=CAPTURE), 403) == (
        f"The monthly quota of 50 captures is used up: wait until it starts anew on {quota['reset_date']}, "
        "or upgrade to a plan without one."
    )
    await User.filter(id=ada.id).update(plan=Plan.PREMIUM)
    assert (await ada.rest.post("/api/jobs", json=CAPTURE)).status_code == 200
    assert (await ada.rest.get("/api/jobs/quota")).json() == quota | {"used": 51, "limit": -1, "remaining": -1}


async def test_log_in_by_username_is_flat(ada: Person, client: httpx2.AsyncClient, app: Collaborators) -> None:
    for username in ("Ada", "aDA", "ada@example.com"):
        sent: dict[str, Any] = {"username": username, "password": PASSWORD, "remember": True}
        response = await client.post("/api/auth/login?from=popup", json=sent)
        assert response.status_code == 200
        assert list(response.json()) == ["token", "refresh_token", "expires_at"]
        access = app.signer.read(response.json()["token"])
        assert (access.user_id, response.json()["expires_at"]) == (ada.id, int(access.expires_at))


async def test_a_login_that_fails_is_a_string(ada: Person, client: httpx2.AsyncClient) -> None:
    wrong = await client.post("/api/auth/login", json={"username": "ada", "password": "wrong"})
    assert text(wrong, 401) == "The login or the password is wrong: check both and log in again."
    assert wrong.headers["www-authenticate"] == "Bearer"
    both = await client.post("/api/auth/login", json={"username": 5})
    assert text(both, 400) == "username: must be a string; password: is required"
    broken = await client.post("/api/auth/login", content=b'{"username": "ada", "password": ', headers=JSON)
    assert text(broken, 400) == "body: must be valid JSON in UTF-8"
    mixed = await client.post("/api/auth/login", json={"username": "ada", "email": "a@b.c", "password": "x"})
    assert [fault["field"] for fault in mixed.json()["error"]["details"]] == ["username"]
