"""What is left of a limit is said on every answer of the API, and nowhere else."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp

from tests.conftest import Person, Ticking, http_client
from tests.redis_server import RedisServer

LIMITED = {"rate_limit_standard": "100/minute", "rate_limit_auth": "5/minute"}
NAMES = {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"}
JOB = {"company_name": "Acme", "job_title": "Engineer"}
LOGIN = {"email": "nobody@example.com", "password": "wrong"}
ANSWERS: list[tuple[int, str, str, dict[str, Any]]] = [
    (200, "GET", "/api/health", {}),
    (200, "GET", "/health", {}),
    (200, "HEAD", "/api/health", {}),
    (400, "GET", "/api/health?x=1", {}),
    (400, "POST", "/api/auth/refresh", {"json": {}}),
    (401, "GET", "/api/jobs", {}),
    (401, "GET", "/api/jobs", {"headers": {"Authorization": "Bearer forged"}}),
    (401, "POST", "/api/auth/refresh", {"json": {"refresh_token": "x"}}),
    (404, "GET", "/api/nope", {}),
    (405, "PUT", "/api/health", {}),
    (405, "OPTIONS", "/api/jobs", {}),
    (413, "POST", "/api/auth/refresh", {"content": b"x" * 1_100_000}),
    (415, "POST", "/api/auth/refresh", {"content": b"x", "headers": {"Content-Type": "text/plain"}}),
    (200, "POST", "/graphql", {"json": {"query": "{ __typename }"}}),
    (400, "POST", "/graphql", {"json": {}}),
    (401, "POST", "/graphql", {"json": {"query": "{ me { id } }"}, "headers": {"Authorization": "Bearer forged"}}),
    (405, "PUT", "/graphql", {}),
    (406, "POST", "/graphql", {"json": {"query": "{ __typename }"}, "headers": {"Accept": "text/csv"}}),
    (413, "POST", "/graphql", {"content": b"x" * 1_100_000, "headers": {"Content-Type": "application/json"}}),
    (415, "POST", "/graphql", {"content": b"x"}),
]
UNCOUNTED: list[tuple[int, str, str, dict[str, Any]]] = [
    (200, "GET", "/", {}),
    (200, "GET", "/graphql", {"headers": {"Accept": "text/html"}}),
    (200, "GET", "/api/docs", {}),
    (200, "GET", "/api/openapi.json", {}),
    (200, "GET", "/static/start.css", {}),
    (404, "GET", "/static/nope.css", {}),
    (200, "OPTIONS", "/api/jobs",
     {"headers": {"Origin": "chrome-extension://abc", "Access-Control-Request-Method": "POST"}}),
]  # fmt: skip


@pytest.fixture
def start(ticking: Ticking) -> int:
    return int(ticking.moment.timestamp())


def said(response: httpx2.Response) -> list[int]:
    assert set(response.headers) >= NAMES
    return [int(response.headers[f"x-ratelimit-{name}"]) for name in ("limit", "remaining", "reset")]


@pytest.mark.parametrize(("status", "method", "path", "sent"), ANSWERS)
async def test_every_answer_of_the_api_says_what_is_left(
    beside: Callable[..., ASGIApp], database_emptied: None, start: int,
    status: int, method: str, path: str, sent: dict[str, Any],
) -> None:  # fmt: skip
    async with http_client(beside(**LIMITED)) as client:
        for remaining in (99, 98):
            response = await client.request(method, path, **sent)
            assert response.status_code == status
            assert said(response) == [100, remaining, start + 60]


@pytest.mark.parametrize(("status", "method", "path", "sent"), UNCOUNTED)
async def test_pages_assets_and_preflights_are_not_counted(
    beside: Callable[..., ASGIApp], start: int, status: int, method: str, path: str, sent: dict[str, Any]
) -> None:
    async with http_client(beside(**LIMITED)) as client:
        response = await client.request(method, path, **sent)
        assert response.status_code == status
        assert not NAMES & set(response.headers)
        assert said(await client.get("/api/health")) == [100, 99, start + 60]


@pytest.mark.parametrize(("status", "method", "path", "sent"), ANSWERS)
async def test_a_tier_that_is_off_says_nothing(
    client: httpx2.AsyncClient, status: int, method: str, path: str, sent: dict[str, Any]
) -> None:
    response = await client.request(method, path, **sent)
    assert response.status_code == status
    assert not NAMES & set(response.headers)


async def test_a_user_has_one_budget_on_both_wires(
    ada: Person, bob: Person, beside: Callable[..., ASGIApp], start: int
) -> None:
    asgi = beside(**LIMITED)
    async with http_client(asgi, ada.token) as first, http_client(asgi, bob.token) as other:
        assert said(await first.post("/api/jobs", json=JOB)) == [100, 99, start + 60]
        assert said(await first.post("/graphql", json={"query": "{ me { id } }"})) == [100, 98, start + 60]
        listed = await first.get("/api/jobs")
        assert said(listed) == [100, 97, start + 60]
        unchanged = await first.get("/api/jobs", headers={"If-None-Match": listed.headers["etag"]})
        assert (unchanged.status_code, said(unchanged)) == (304, [100, 96, start + 60])
        assert said(await other.get("/api/jobs")) == [100, 99, start + 60]


async def test_too_many_requests(beside: Callable[..., ASGIApp], start: int, ticking: Ticking) -> None:
    async with http_client(beside(rate_limit_standard="2/minute")) as client:
        await client.get("/api/health")
        ticking.advance(20.5)
        await client.get("/api/health")
        for path in ("/api/health", "/api/nope", "/api/health?x=1", "/api/jobs"):
            response = await client.get(path)
            assert (response.status_code, response.headers["retry-after"]) == (429, "40")
            assert said(response) == [2, 0, start + 60]
            error = response.json()["error"]
            assert (error["code"], error["retry_after"]) == ("RATE_LIMIT_EXCEEDED", 40)
            assert error["message"] == "Too many standard requests: try again in 40 seconds."
        flat = await client.get("/health")
        assert (flat.status_code, flat.headers["retry-after"]) == (429, "40")
        assert flat.json() == {"error": "Too many standard requests: try again in 40 seconds."}
        graphql = await client.post("/graphql", json={"query": "{ __typename }"})
        assert (graphql.status_code, graphql.headers["retry-after"]) == (429, "40")
        assert said(graphql) == [2, 0, start + 60]
        ticking.advance(39.5)
        assert said(await client.get("/api/health")) == [2, 0, start + 81]


async def test_attempts_to_get_in_have_a_limit_of_their_own(
    beside: Callable[..., ASGIApp], database_emptied: None, start: int
) -> None:
    async with http_client(beside(**LIMITED)) as client:
        for remaining in (4, 3, 2, 1, 0):
            response = await client.post("/api/auth/login", json=LOGIN)
            assert (response.status_code, said(response)) == (401, [5, remaining, start + 60])
        response = await client.post("/api/auth/login", json=LOGIN)
        assert (response.status_code, said(response)) == (429, [5, 0, start + 60])
        flat = await client.post("/api/auth/login", json={"username": "nobody", "password": "wrong"})
        assert (flat.status_code, flat.json()) == (
            429, {"error": "Too many authentication requests: try again in 60 seconds."},
        )  # fmt: skip
        assert said(await client.get("/api/health")) == [100, 99, start + 60]


async def test_with_one_tier_off_the_other_is_said(
    beside: Callable[..., ASGIApp], database_emptied: None, start: int
) -> None:
    async with http_client(beside(rate_limit_auth="5/minute")) as client:
        assert said(await client.post("/api/auth/login", json=LOGIN)) == [5, 4, start + 60]
        assert not NAMES & set((await client.get("/api/health")).headers)
    async with http_client(beside(rate_limit_standard="100/minute")) as client:
        assert not NAMES & set((await client.post("/api/auth/login", json=LOGIN)).headers)
        assert said(await client.get("/api/health")) == [100, 99, start + 60]


async def test_servers_share_their_limits_and_never_lose_them(
    beside: Callable[..., ASGIApp], database_emptied: None, redis: RedisServer
) -> None:
    first, second = (beside(rate_limit_auth="5/minute", redis_url=redis.url) for _ in range(2))

    async def attempts(asgi: ASGIApp, count: int) -> list[int]:
        async with http_client(asgi) as client:
            return [(await client.post("/api/auth/login", json=LOGIN)).status_code for _ in range(count)]

    assert await attempts(first, 3) + await attempts(second, 3) + await attempts(first, 1) == [401] * 5 + [429] * 2
    redis.kill()
    try:
        assert await attempts(first, 6) == [401] * 5 + [429]
        assert await attempts(second, 6) == [401] * 5 + [429]
    finally:
        redis.start()
