"""Rate limits on running servers: shared through a real Redis, and kept when it is away."""

import itertools
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
import limits
import pytest
from starlette.types import ASGIApp

from core import database
from core.rate_limit import RateLimiter, Tier
from models.user import Plan
from resolvers.collaborators import Collaborators
from tests.conftest import Person, person
from tests.processes import Server, serving
from tests.redis_server import RedisServer

PASSWORD = "plum-Orbit-lantern-42"
STANDARD, AUTH = 200, 5
NUMBERS = itertools.count(1)
PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two server processes on one database and one Redis."""

    redis: RedisServer
    servers: tuple[Server, Server]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person at an address of his own, who may ask either server."""

    clients: tuple[httpx2.Client, httpx2.Client]
    email: str

    def log_in(self, server: int, password: str = "wrong") -> httpx2.Response:
        sent = {"email": self.email, "password": password}
        return self.clients[server].post("/api/auth/login", json=sent)

    def ask(self, server: int) -> httpx2.Response:
        return self.clients[server].get("/api/auth/me")


@pytest.fixture(scope="module")
async def pair(
    redis: RedisServer, clone: Callable[[], Awaitable[str]], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Pair]:
    folder = tmp_path_factory.mktemp("limits")
    shared = {
        "DATABASE_URL": await clone(), "SECRET_KEY": "k" * 32, "REDIS_URL": redis.url, "METRICS": "1",
        "RATE_LIMIT_STANDARD": f"{STANDARD}/day", "RATE_LIMIT_AUTH": f"{AUTH}/day", "TRUSTED_PROXIES": "127.0.0.1",
    }  # fmt: skip
    with serving(folder / "a", **shared) as first, serving(folder / "b", **shared) as second:
        yield Pair(redis, (first, second))


@pytest.fixture
def somebody(pair: Pair) -> Iterator[Somebody]:
    """Signed up at one server, logged in at the other: two of his attempts are gone."""
    number = next(NUMBERS)
    headers = {"X-Forwarded-For": f"198.51.100.{number}"}
    with (
        httpx2.Client(base_url=pair.servers[0].address, headers=headers, timeout=PATIENCE) as first,
        httpx2.Client(base_url=pair.servers[1].address, headers=headers, timeout=PATIENCE) as second,
    ):
        who = Somebody((first, second), f"{number}@example.com")
        account = {"email": who.email, "password": PASSWORD}
        assert first.post("/api/auth/signup", json=account).headers["x-ratelimit-remaining"] == str(AUTH - 1)
        login = who.log_in(1, PASSWORD)
        assert (login.status_code, login.headers["x-ratelimit-remaining"]) == (200, str(AUTH - 2))
        for client in who.clients:
            client.headers["Authorization"] = f"Bearer {login.json()['data']['access_token']}"
        yield who


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def degraded(server: Server) -> bool:
    metrics = httpx2.get(f"{server.address}/metrics").text
    return "pipeline_rate_limit_degraded 1.0" in metrics


def left(response: httpx2.Response) -> int:
    return int(response.headers["x-ratelimit-remaining"])


def test_one_budget_for_both_processes_and_both_wires(somebody: Somebody) -> None:
    for spent in range(1, 11):
        assert left(somebody.ask(spent % 2)) == STANDARD - spent
    graphql = somebody.clients[0].post("/graphql", json={"query": "{ me { id } }"})
    assert left(graphql) == STANDARD - 11
    assert graphql.headers["x-ratelimit-limit"] == str(STANDARD)
    for _ in range(STANDARD - 11):
        assert somebody.ask(0).status_code == 200
    for server in (0, 1):
        refused = somebody.ask(server)
        assert (refused.status_code, left(refused)) == (429, 0)
        error = refused.json()["error"]
        assert (error["code"], str(error["retry_after"])) == ("RATE_LIMIT_EXCEEDED", refused.headers["retry-after"])
        assert abs(int(refused.headers["x-ratelimit-reset"]) - time.time() - error["retry_after"]) <= 2
        over = somebody.clients[server].post("/graphql", json={"query": "{ me { id } }"})
        assert (over.status_code, over.json()["errors"][0]["extensions"]["code"]) == (429, "RATE_LIMIT_EXCEEDED")
    assert somebody.log_in(0, PASSWORD).status_code == 200  # another tier


def test_attempts_to_get_in_are_counted_together(somebody: Somebody) -> None:
    statuses = [somebody.log_in(server).status_code for server in (0, 1, 0, 1, 0, 1)]
    assert statuses == [401, 401, 401, 429, 429, 429]
    flat = {"username": somebody.email, "password": PASSWORD}
    assert isinstance(somebody.clients[0].post("/api/auth/login", json=flat).json()["error"], str)
    mutation = f'mutation {{ logIn(input: {{email: "{somebody.email}", password: "{PASSWORD}"}}) {{ __typename }} }}'
    answer = somebody.clients[1].post("/graphql", json={"query": mutation})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (200, "RATE_LIMIT_EXCEEDED")
    assert error["extensions"]["retryAfter"] > 0


@dataclass
class Traffic:
    """Requests that go on whatever happens."""

    statuses: list[int] = field(default_factory=list)
    slowest: float = 0.0


@contextmanager
def traffic(pair: Pair) -> Iterator[Traffic]:
    """Both servers are asked without a pause, by two people, until the block ends."""
    seen, over = Traffic(), threading.Event()

    def ask(server: Server) -> None:
        with httpx2.Client(base_url=server.address, timeout=PATIENCE) as client:
            while not over.is_set():
                began = time.monotonic()
                seen.statuses.append(client.get("/api/health").status_code)
                seen.slowest = max(seen.slowest, time.monotonic() - began)
                over.wait(0.005)

    with ThreadPoolExecutor() as threads:
        asked = [threads.submit(ask, server) for server in pair.servers]
        try:
            yield seen
        finally:
            over.set()
    for each in asked:
        each.result()


@pytest.mark.parametrize("how", ["killed", "hanging"])
def test_redis_goes_and_comes_back_while_requests_go_on(pair: Pair, somebody: Somebody, how: str) -> None:
    before = [server.logged.count("rate_limit.redis_back") for server in pair.servers]
    with traffic(pair) as seen:
        until(lambda: len(seen.statuses) > 20, "no traffic")
        pair.redis.kill() if how == "killed" else os.kill(pair.redis.pid, signal.SIGSTOP)
        until(lambda: all(degraded(server) for server in pair.servers), "nobody noticed")
        for server in (0, 1):  # login is limited by each process for itself
            assert [somebody.log_in(server).status_code for _ in range(AUTH + 2)] == [401] * AUTH + [429] * 2
            assert somebody.ask(server).status_code == 200
        pair.redis.start() if how == "killed" else os.kill(pair.redis.pid, signal.SIGCONT)
        until(lambda: not any(degraded(server) for server in pair.servers), "nobody came back")
        begun = len(seen.statuses)
        until(lambda: len(seen.statuses) > begun + 20, "the traffic stopped")
    assert set(seen.statuses) <= {200, 429}
    assert seen.slowest < PATIENCE / 4
    for running, count in zip(pair.servers, before, strict=True):
        assert '"event":"rate_limit.redis_away"' in running.logged
        assert running.logged.count("rate_limit.redis_back") > count
        assert "Traceback" not in running.logged
    shared = [left(somebody.ask(number % 2)) for number in range(4)]
    assert shared == list(range(shared[0], shared[0] - 4, -1))
    # What was asked of a Redis that hung it may have counted when it came to itself.
    statuses = [somebody.log_in(number % 2).status_code for number in range(AUTH + 1)]
    assert statuses == sorted(statuses)
    assert statuses[-1] == 429


@pytest.fixture
def limited(app: Collaborators, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten a day of everything, by the default factors; one of authentication."""
    day = dict.fromkeys(Tier, limits.parse("10/day")) | {Tier.AUTHENTICATION: limits.parse("1/day")}
    factors = app.settings.rate_limit_plan_factors
    monkeypatch.setattr(app.identities, "_limiter", RateLimiter(day, factors))


@pytest.mark.parametrize(("plan", "limit"), [(Plan.FREE, 10), (Plan.PREMIUM, 50), (Plan.ENTERPRISE, 200)])
async def test_plans_multiply_all_but_authentication(
    served: tuple[ASGIApp, Collaborators], database_emptied: None, limited: None, plan: Plan, limit: int
) -> None:
    async with person(served, "eve@example.com", None, plan) as eve:
        answers = [await eve.rest.get("/api/auth/me") for _ in range(limit + 1)]
        assert [answer.status_code for answer in answers] == [200] * limit + [429]
        assert [left(answer) for answer in answers] == [*range(limit - 1, -1, -1), 0]
        login = {"email": eve.email, "password": "wrong"}
        statuses = [(await eve.rest.post("/api/auth/login", json=login)).status_code for _ in range(2)]
        assert statuses == [401, 429]


async def test_each_user_and_before_that_each_address_has_a_budget(ada: Person, bob: Person, limited: None) -> None:
    assert left(await ada.rest.get("/api/auth/me")) == left(await bob.rest.get("/api/auth/me")) == 9
    del ada.rest.headers["Authorization"], bob.rest.headers["Authorization"]
    assert [left(await who.rest.get("/api/auth/me")) for who in (ada, bob)] == [9, 8]  # from one address
    ada.rest.headers["X-Forwarded-For"] = "203.0.113.1"  # nobody's proxy
    assert left(await ada.rest.get("/api/auth/me")) == 7


async def test_an_api_token_draws_on_its_users_budget(ada: Person, client: httpx2.AsyncClient, limited: None) -> None:
    token = (await ada.rest.post("/api/auth/tokens", json={"name": "script"})).json()["data"]["token"]
    assert left(await client.get("/api/jobs", headers={"Authorization": f"Bearer {token}"})) == 8
    assert left(await ada.rest.get("/api/jobs")) == 7


async def test_a_refused_request_changes_nothing(ada: Person, limited: None) -> None:
    job = {"company_name": "Acme", "job_title": "Engineer"}
    statuses = [(await ada.rest.post("/api/jobs", json=job)).status_code for _ in range(12)]
    assert statuses == [201] * 10 + [429] * 2
    assert await database.fetch_value("SELECT count(*) FROM job") == 10
