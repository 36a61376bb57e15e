"""Which pages of other origins may use the API, and how."""

from collections.abc import Callable

import httpx2
import pytest
from starlette.types import ASGIApp

from tests.conftest import Person, http_client

APP = "https://app.example.com"
EXTENSIONS = ["chrome-extension://abcdefghijklmnopabcdefghijklmnop", "moz-extension://6f1c-11ee"]
STRANGERS = [
    "https://evil.example", "http://app.example.com", "https://app.example.com:8443", "https://app.example.com.evil",
    "https://APP.example.com", "null", "", "chrome-extension://", "chrome-extension://a/b", "chrome-extension://a.b",
    "xchrome-extension://abc", "safari-extension://abc", "https://chrome-extension://abc", "moz-extension://ü",
]  # fmt: skip
EXPOSED = "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, ETag, Link, Location, X-Request-ID"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}


def granted(response: httpx2.Response) -> dict[str, str]:
    return {
        name.removeprefix("access-control-"): value
        for name, value in response.headers.items()
        if name.startswith("access-control-")
    }


@pytest.fixture
def asgi(beside: Callable[..., ASGIApp]) -> ASGIApp:
    return beside(cors_origins=f"{APP}, http://localhost:3000", rate_limit_standard="100/minute")


@pytest.mark.parametrize("path", ["/api/jobs", "/api/auth/login", "/graphql", "/health", "/api/nope"])
@pytest.mark.parametrize("origin", [APP, "http://localhost:3000", *EXTENSIONS])
async def test_a_preflight_is_granted_without_a_token_and_without_cost(asgi: ASGIApp, origin: str, path: str) -> None:
    async with http_client(asgi) as client:
        response = await client.options(path, headers={"Origin": origin, **PREFLIGHT})
        assert (response.status_code, response.content, response.headers["vary"]) == (200, b"", "Origin")
        expected = {
            "allow-origin": origin,
            "allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
            "allow-headers": "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-ID",
            "max-age": "7200",
        }
        with_credentials = {} if origin in EXTENSIONS else {"allow-credentials": "true"}
        assert granted(response) == expected | with_credentials
        assert len(response.headers["x-request-id"]) == 32
        assert (await client.get("/api/health")).headers["x-ratelimit-remaining"] == "99"


@pytest.mark.parametrize("origin", STRANGERS)
async def test_strangers_are_granted_nothing(asgi: ASGIApp, origin: str) -> None:
    async with http_client(asgi) as client:
        sent = {b"Origin": origin.encode()}
        preflight = await client.options("/api/jobs", headers={**sent, b"Access-Control-Request-Method": b"GET"})
        assert (preflight.status_code, preflight.content, granted(preflight)) == (200, b"", {})
        response = await client.get("/api/health", headers=sent)
        assert response.status_code == 200
        assert granted(response).keys() == {"expose-headers"}
        assert response.headers["vary"] == "Origin"


async def test_without_configured_origins_extensions_alone_are_let_in(client: httpx2.AsyncClient) -> None:
    assert granted(await client.get("/api/health", headers={"Origin": APP})).keys() == {"expose-headers"}
    response = await client.get("/api/health", headers={"Origin": EXTENSIONS[0]})
    assert granted(response) == {"allow-origin": EXTENSIONS[0], "expose-headers": EXPOSED}


async def test_answers_and_refusals_can_be_read(ada: Person, asgi: ASGIApp) -> None:
    requests = [
        ("GET", "/api/jobs", 200), ("GET", "/api/jobs?limit=0", 400), ("GET", "/api/nope", 404),
        ("DELETE", "/api/health", 405), ("POST", "/api/jobs", 415), ("GET", "/graphql", 400), ("GET", "/health", 200),
    ]  # fmt: skip
    async with http_client(asgi, ada.token) as client:
        for method, path, status in requests:
            response = await client.request(method, path, headers={"Origin": APP})
            assert response.status_code == status, path
            assert granted(response) == {
                "allow-origin": APP, "allow-credentials": "true", "expose-headers": EXPOSED,
            }  # fmt: skip
    async with http_client(asgi) as client:
        response = await client.get("/api/jobs", headers={"Origin": EXTENSIONS[0]})
        assert response.status_code == 401
        assert granted(response) == {"allow-origin": EXTENSIONS[0], "expose-headers": EXPOSED}


async def test_too_many_requests_can_be_read(beside: Callable[..., ASGIApp]) -> None:
    async with http_client(beside(cors_origins=APP, rate_limit_standard="1/minute")) as client:
        await client.get("/api/health")
        response = await client.get("/api/health", headers={"Origin": APP})
        assert (response.status_code, granted(response)["allow-origin"]) == (429, APP)


async def test_options_without_a_preflight_is_an_ordinary_request(asgi: ASGIApp) -> None:
    async with http_client(asgi) as client:
        response = await client.options("/api/health", headers={"Origin": APP})
        assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
        assert granted(response)["allow-origin"] == APP


async def test_without_an_origin_nothing_is_said(asgi: ASGIApp) -> None:
    async with http_client(asgi) as client:
        response = await client.get("/api/health")
        assert granted(response) == {}
        assert "vary" not in response.headers
