"""Idempotency keys on REST: on every POST that creates, answers as they were."""

import asyncio
from typing import Any

import httpx2
import limits
import pytest

from core import database
from core.rate_limit import RateLimiter, Tier
from resolvers.collaborators import Collaborators
from rest_compat.routes import OPERATIONS
from tests.conftest import Person

CAPTURE = {
    "title": "Engineer", "company": "Northwind", "location": "", "description": "", "sourceUrl": "https://a.example/1",
}  # fmt: skip
BODIES: dict[str, list[dict[str, Any]]] = {
    "/api/auth/signup": [{"email": "new@example.com", "password": "winter-Kettle-88-moss"}],
    "/api/auth/tokens": [{"name": "script"}],
    "/api/jobs": [{"company_name": "Acme", "job_title": "Engineer"}, CAPTURE],
    "/api/jobs/bulk": [{"operations": [{"op": "create", "data": {"company_name": "Acme", "job_title": "Engineer"}}]}],
    "/api/scraper/runs": [{"url": "https://a.example/1", "save": True}],
    "/api/profile/resumes": [{"text": "I know Python."}],
    "/api/ai/digest": [{"period": "daily"}],
    "/api/scraper/boards": [{"url": "https://a.example/jobs"}],
}
KEY = {"Idempotency-Key": "k-1"}


async def rows() -> list[int]:
    tables = ("account", "api_token", "job", "job_event", "capture_count", "run", "pgq.pgqueuer")
    return [await database.fetch_value(f"SELECT count(*) FROM {table}") for table in tables]


def test_every_creating_route_is_tried_here() -> None:
    creating = {operation.path for operation in OPERATIONS if operation.creates}
    assert {operation.method for operation in OPERATIONS if operation.creates} == {"POST"}
    assert creating == set(BODIES)
    made = {operation.path for operation in OPERATIONS if operation.status == 201}
    assert made <= creating


@pytest.mark.parametrize(("path", "body"), [(path, body) for path, bodies in BODIES.items() for body in bodies])
async def test_the_same_request_again_is_answered_alike_and_done_once(
    ada: Person, path: str, body: dict[str, Any]
) -> None:
    first = await ada.rest.post(path, json=body, headers=KEY)
    assert first.status_code in (200, 201, 202), first.text
    before = await rows()
    again = await ada.rest.post(path, json=body, headers=KEY)
    if path != "/api/auth/tokens":  # whose secret is not stored
        assert again.content == first.content
    kept = ("content-type", "location", "etag", "cache-control")
    assert again.status_code == first.status_code
    assert [again.headers.get(name) for name in kept] == [first.headers.get(name) for name in kept]
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    other = await ada.rest.post(path, json=body | {"location": "Porto", "name": "other"}, headers=KEY)
    assert other.status_code == 409  # and never a word about what is wrong with it
    assert await rows() == before


async def test_another_body_is_a_conflict_in_each_dialect(ada: Person) -> None:
    job = {"company_name": "Acme", "job_title": "Engineer"}
    assert (await ada.rest.post("/api/jobs", json=job, headers=KEY)).status_code == 201
    message = "This Idempotency-Key was used for another request: take a new one."
    for body in (job | {"notes": "x"}, CAPTURE):
        refused = await ada.rest.post("/api/jobs", json=body, headers=KEY)
        assert refused.status_code == 409
        error = refused.json()["error"]
        assert error == (message if body is CAPTURE else {"code": "CONFLICT", "message": message,
                                                          "request_id": refused.headers["x-request-id"]})  # fmt: skip
    assert await database.fetch_value("SELECT count(*) FROM job") == 1


async def test_refusals_are_given_again_too(ada: Person, app: Collaborators) -> None:
    body = {"company_name": "Acme", "job_title": "Engineer", "source_url": "https://a.example/1"}
    job = (await ada.rest.post("/api/jobs", json=body)).json()["data"]
    refused = await ada.rest.post("/api/jobs", json=body, headers=KEY)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "DUPLICATE_JOB")
    await ada.rest.delete(f"/api/jobs/{job['id']}")
    again = await ada.rest.post("/api/jobs", json=body, headers=KEY)
    assert (again.status_code, again.json()) == (409, refused.json())
    assert (await ada.rest.post("/api/jobs", json=body, headers={"Idempotency-Key": "k-2"})).status_code == 201


@pytest.mark.parametrize("path", BODIES)
async def test_a_request_that_was_not_valid_is_answered_alike(ada: Person, path: str) -> None:
    refused = [await ada.rest.post(path, json={}, headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in refused] == [400, 400]
    assert refused[0].content == refused[1].content
    assert (await ada.rest.post(path, json=BODIES[path][0], headers=KEY)).status_code == 409


async def test_a_spent_quota_is_given_again_and_saves_nothing(ada: Person) -> None:
    await database.fetch(
        "INSERT INTO capture_count (user_id, month, used) VALUES ($1, date_trunc('month', now()), 50)", ada.id
    )
    for _ in range(2):
        refused = await ada.rest.post("/api/jobs", json=CAPTURE, headers=KEY)
        assert refused.status_code == 403
    assert await database.fetch_value("SELECT count(*) FROM job") == 0


async def test_what_may_pass_is_not_kept(
    ada: Person, client: httpx2.AsyncClient, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"email": "new@example.com", "password": "winter-Kettle-88-moss"}
    with monkeypatch.context() as patched:
        patched.setattr(
            app.identities, "_limiter", RateLimiter({Tier.AUTHENTICATION: limits.parse("1/day")}, {})
        )  # fmt: skip
        assert (await client.post("/api/auth/login", json={"username": "x", "password": "x"})).status_code == 401
        assert (await client.post("/api/auth/signup", json=body, headers=KEY)).status_code == 429
    assert (await client.post("/api/auth/signup", json=body, headers=KEY)).status_code == 201
    assert (await client.post("/api/jobs", json=CAPTURE, headers=KEY)).status_code == 401


async def test_an_answer_from_memory_is_counted_too(
    client: httpx2.AsyncClient, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = limits.parse("2/day")
    monkeypatch.setattr(
        app.identities, "_limiter", RateLimiter({Tier.AUTHENTICATION: day, Tier.STANDARD: day}, {})
    )  # fmt: skip
    body = BODIES["/api/auth/signup"][0]
    answers = [await client.post("/api/auth/signup", json=body, headers=KEY) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["1", "1", "0", "0"]


async def test_fifty_at_once_create_one_job(ada: Person) -> None:
    body = {"company_name": "Acme", "job_title": "Engineer"}
    answers = await asyncio.gather(*(ada.rest.post("/api/jobs", json=body, headers=KEY) for _ in range(50)))
    created = [answer for answer in answers if answer.status_code == 201]
    in_flight = [answer for answer in answers if answer.status_code == 409]
    assert len(created) + len(in_flight) == 50
    assert len({answer.content for answer in created}) == 1
    assert {answer.json()["error"]["message"] for answer in in_flight} <= {
        "A request with this Idempotency-Key is being carried out: try again in a moment."
    }
    assert await database.fetch_value("SELECT count(*) FROM job") == 1


@pytest.mark.parametrize("path", ["/api/jobs", "/api/auth/tokens"])
async def test_an_empty_key_is_refused(ada: Person, path: str) -> None:
    refused = await ada.rest.post(path, json=BODIES[path][0], headers={"Idempotency-Key": ""})
    assert [fault["field"] for fault in refused.json()["error"]["details"]] == ["Idempotency-Key"]
