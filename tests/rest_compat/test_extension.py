"""The shipped browser extension against a running server, over HTTP, as it calls it: unmodified."""

import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.processes import Server, serving

ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
PASSWORD = "plum-Orbit-lantern-42"
POSTING = {
    "title": "Backend Engineer", "company": "Northwind", "location": "Lisbon", "description": "We look for ...",
    "sourceUrl": "https://jobs.example.com/northwind/1", "jobType": "full_time", "applicationUrl": None, "notes": None,
    "extensionVersion": "1.4.2",
}  # fmt: skip
# Short, but time enough for a handful of requests on a busy machine.
TTL = 4
NUMBERS = itertools.count(1)
JSON = {"Content-Type": "application/json"}


class Extension:
    """What the extension keeps and does; every request comes from its own origin."""

    def __init__(self, address: str, username: str, ip: str) -> None:
        self.http = httpx2.Client(base_url=address, headers={"Origin": ORIGIN, "X-Forwarded-For": ip})
        self.username = username
        self.refresh_token = ""

    def log_in(self, password: str = PASSWORD) -> httpx2.Response:
        sent = {"username": self.username.upper(), "password": password}
        response = self.http.post("/api/auth/login", json=sent)
        if response.status_code == 200:
            self._keep(response.json())
        return response

    def refresh(self) -> httpx2.Response:
        response = self.http.post("/api/auth/refresh", json={"refresh_token": self.refresh_token})
        if response.status_code == 200:
            self._keep(response.json())
        return response

    def save(self, **fields: Any) -> httpx2.Response:
        return self.http.post("/api/jobs", json=POSTING | fields)

    def quota(self) -> Any:
        return self.http.get("/api/jobs/quota").json()

    def _keep(self, tokens: dict[str, Any]) -> None:
        self.http.headers["Authorization"] = f"Bearer {tokens['token']}"
        self.refresh_token = tokens["refresh_token"]


@pytest.fixture(scope="module")
async def server(
    clone: Callable[[], Awaitable[str]], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Server]:
    with serving(
        tmp_path_factory.mktemp("extension"), DATABASE_URL=await clone(), ACCESS_TOKEN_TTL=str(TTL),
        RATE_LIMIT_AUTH="6/hour", FREE_MONTHLY_CAPTURES="2", TRUSTED_PROXIES="127.0.0.1",
    ) as running:  # fmt: skip
        yield running


@pytest.fixture
def extension(server: Server) -> Iterator[Extension]:
    """Installed by somebody new, with an address of his own."""
    number = next(NUMBERS)
    installed = Extension(server.address, f"user-{number}", f"192.0.2.{number}")
    account = {"email": f"{number}@example.com", "password": PASSWORD, "username": installed.username}
    assert installed.http.post("/api/auth/signup", json=account).status_code == 201
    yield installed
    installed.http.close()


def until_expired(extension: Extension) -> httpx2.Response:
    """The first answer that is not 200."""
    deadline = time.monotonic() + 10 * TTL
    while (answer := extension.http.get("/api/auth/verify")).status_code == 200:
        assert time.monotonic() < deadline, "the access token does not expire"
        time.sleep(0.05)
    return answer


def refused(answer: httpx2.Response, status: int, *words: str) -> None:
    assert answer.status_code == status, answer.text
    assert list(answer.json()) == ["error"]
    assert all(word in answer.json()["error"] for word in words), answer.text


def test_from_logging_in_to_a_spent_quota(extension: Extension) -> None:
    logged_in = extension.log_in()
    assert list(logged_in.json()) == ["token", "refresh_token", "expires_at"]
    assert 0 < logged_in.json()["expires_at"] - time.time() <= TTL
    verified = extension.http.get("/api/auth/verify").json()
    assert verified == {"valid": True, "username": extension.username, "user_id": verified["user_id"]}
    saved = extension.save()
    job = saved.json()
    assert (saved.status_code, job) == (200, job | {"message": "Job created successfully", "jobId": job["jobId"]})
    quota = extension.quota()
    assert quota == {"used": 1, "limit": 2, "remaining": 1, "reset_date": quota["reset_date"]}
    again = extension.save(sourceUrl="https://www.jobs.example.com/northwind/1/?utm_campaign=x#apply")
    assert (again.status_code, again.json()["jobId"], again.json()["id"]) == (409, job["jobId"], job["id"])
    assert "already exists" in again.json()["error"]
    assert extension.quota() == quota

    refused(until_expired(extension), 401, "expired", "refresh it or log in")
    refused(extension.save(sourceUrl="https://jobs.example.com/northwind/2"), 401, "expired")
    refreshed = extension.refresh()
    assert list(refreshed.json()) == ["token", "refresh_token", "expires_at", "access_token"]
    assert extension.save(sourceUrl="https://jobs.example.com/northwind/2").status_code == 200
    assert extension.quota() == quota | {"used": 2, "remaining": 0}
    refused(
        extension.save(sourceUrl="https://jobs.example.com/northwind/3"), 403, "quota", quota["reset_date"], "upgrade"
    )
    assert extension.save().status_code == 409  # a duplicate is looked for first


def test_five_failures_in_a_row_lock_nobody_out(extension: Extension) -> None:
    assert extension.log_in().status_code == 200
    for fields, status in (
        ({"title": ""}, 400), ({"sourceUrl": "about:blank"}, 400), ({"jobType": "temporary"}, 400),
        ({"description": None}, 400), ({"location": 5}, 400),
    ):  # fmt: skip
        refused(extension.save(**fields), status, *fields)
    refused(extension.http.post("/api/jobs", content=b'{"title": "x', headers=JSON), 400, "body")
    assert extension.save().status_code == 200
    assert extension.quota()["used"] == 1


def test_five_wrong_passwords_in_a_row_are_told_to_wait_and_a_save_is_not(extension: Extension) -> None:
    assert extension.log_in().status_code == 200
    for _ in range(4):  # the sign-up and the login were the first two of six
        refused(extension.log_in("wrong"), 401, "log in again")
    waits = extension.log_in("wrong")
    refused(waits, 429, "try again in")
    assert int(waits.headers["retry-after"]) > 0
    assert (waits.headers["x-ratelimit-limit"], waits.headers["x-ratelimit-remaining"]) == ("6", "0")
    refused(extension.log_in(), 429)  # not even with the right one
    assert extension.refresh().status_code == 200
    assert extension.save().status_code == 200


def test_a_preflight_from_its_origin(server: Server) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    with httpx2.Client(base_url=server.address) as browser:
        for origin, granted in (
            (ORIGIN, ORIGIN), ("moz-extension://0b9d2f6e-4d0c-4a1f-9a55-4d5a3f1f7c11", "same"),
            ("https://evil.example", None), ("chrome-extension://a/b", None), ("null", None),
        ):  # fmt: skip
            response = browser.options("/api/jobs", headers=asked | {"Origin": origin})
            assert response.status_code == 200
            assert response.headers.get("access-control-allow-origin") == (origin if granted == "same" else granted)
            assert "access-control-allow-credentials" not in response.headers
            assert not [name for name in response.headers if name.startswith("x-ratelimit")]
            if granted:
                assert response.headers["access-control-allow-headers"] == (
                    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-ID"
                )
                assert "POST" in response.headers["access-control-allow-methods"].split(", ")
        answer = browser.get("/api/jobs/quota", headers={"Origin": ORIGIN})
        refused(answer, 401, "log in")
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        exposed = answer.headers["access-control-expose-headers"].split(", ")
        assert {"X-RateLimit-Limit", "Retry-After", "ETag", "Link", "Location", "X-Request-ID"} < set(exposed)


def test_two_tabs_refresh_with_one_token(extension: Extension) -> None:
    first = extension.log_in().json()["refresh_token"]
    tabs = []
    for _ in range(2):
        extension.refresh_token = first
        tabs.append(extension.refresh())
    assert [tab.status_code for tab in tabs] == [200, 200]
    for tab in tabs:
        extension.refresh_token = tab.json()["refresh_token"]
        assert extension.refresh().status_code == 200
