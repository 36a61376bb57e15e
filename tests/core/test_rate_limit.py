"""Tiers, plans, whose budget is drawn on, and what happens while Redis is away."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import limits
import pytest
from structlog.testing import capture_logs

from core import metrics, rate_limit
from core.errors import RateLimited
from core.rate_limit import Budget, Ledger, RateLimiter, Tier, network
from core.rate_windows import Hit
from tests.conftest import Ticking
from tests.redis_server import RedisServer

FACTORS = {"free": 1, "premium": 5, "enterprise": 20}
LIMITS = {
    Tier.STANDARD: limits.parse("100/minute"),
    Tier.AUTHENTICATION: limits.parse("5/minute"),
    Tier.SCRAPER: limits.parse("10/hour"),
    Tier.AI: limits.parse("20/hour"),
    Tier.EXPORT: limits.parse("10/hour"),
}


@pytest.fixture
def limiter(ticking: Ticking) -> RateLimiter:
    return RateLimiter(LIMITS, FACTORS)


@pytest.fixture
async def sharing(redis: RedisServer) -> AsyncIterator[Callable[[], RateLimiter]]:
    """Makes limiters that share a Redis, as server processes do."""
    made: list[RateLimiter] = []

    def make() -> RateLimiter:
        made.append(RateLimiter(LIMITS, FACTORS, redis.url))
        return made[-1]

    yield make
    for limiter in made:
        await limiter.close()


async def spent(limiter: RateLimiter, tier: Tier, key: str, plan: str = "free") -> int:
    """How often a tier can be spent of before it refuses."""
    for count in range(10_000):
        try:
            await limiter.spend(tier, key, plan)
        except RateLimited:
            return count
    raise AssertionError


@pytest.mark.parametrize(
    ("tier", "plan", "count"),
    [
        (Tier.STANDARD, "free", 100), (Tier.STANDARD, "premium", 500), (Tier.STANDARD, "enterprise", 2000),
        (Tier.STANDARD, "", 100),
        (Tier.AUTHENTICATION, "free", 5), (Tier.AUTHENTICATION, "enterprise", 5),
        (Tier.SCRAPER, "free", 10), (Tier.SCRAPER, "premium", 50), (Tier.SCRAPER, "enterprise", 200),
        (Tier.AI, "free", 20), (Tier.AI, "premium", 100), (Tier.AI, "enterprise", 400),
        (Tier.EXPORT, "free", 10), (Tier.EXPORT, "premium", 50), (Tier.EXPORT, "enterprise", 200),
    ],
)  # fmt: skip
async def test_each_tier_and_plan_has_its_limit(limiter: RateLimiter, tier: Tier, plan: str, count: int) -> None:
    assert await spent(limiter, tier, "ada", plan) == count
    assert await spent(limiter, tier, "bob", plan) == count


async def test_tiers_do_not_draw_on_each_other(limiter: RateLimiter) -> None:
    assert [await spent(limiter, tier, "ada") for tier in Tier] == [100, 5, 10, 20, 10]


async def test_what_is_left_is_said(limiter: RateLimiter, ticking: Ticking) -> None:
    start = int(ticking.moment.timestamp())
    assert await limiter.spend(Tier.AI, "ada", "premium") == Budget(100, 99, start + 3600)
    ticking.advance(0.25)
    assert await limiter.spend(Tier.AI, "ada", "premium", 9) == Budget(100, 90, start + 3600)
    ticking.advance(3600)
    assert await limiter.spend(Tier.AI, "ada", "premium") == Budget(100, 99, start + 7201)


async def test_a_refusal_says_when_the_same_would_pass(limiter: RateLimiter, ticking: Ticking) -> None:
    start = int(ticking.moment.timestamp())
    for seconds in (0, 0, 0, 20.5, 0):
        ticking.advance(seconds)
        await limiter.spend(Tier.AUTHENTICATION, "ada", "free")
    with pytest.raises(RateLimited, match=r"^Too many authentication requests: try again in 40 seconds\.$") as one:
        await limiter.spend(Tier.AUTHENTICATION, "ada", "free")
    assert one.value.retry_after == 40
    assert one.value.budget == Budget(5, 0, start + 60)
    with pytest.raises(RateLimited) as four:
        await limiter.spend(Tier.AUTHENTICATION, "ada", "free", 4)
    assert four.value.retry_after == 60
    ticking.advance(39.5)
    assert await limiter.spend(Tier.AUTHENTICATION, "ada", "free", 3) == Budget(5, 0, start + 81)


async def test_a_larger_plan_keeps_what_was_spent(limiter: RateLimiter) -> None:
    await limiter.spend(Tier.SCRAPER, "ada", "free", 10)
    budget = await limiter.spend(Tier.SCRAPER, "ada", "premium")
    assert budget is not None
    assert budget.remaining == 39


async def test_a_tier_that_is_off_has_no_budget() -> None:
    limiter = RateLimiter({**LIMITS, Tier.STANDARD: None}, FACTORS)
    assert [await limiter.spend(Tier.STANDARD, "ada", "free", 1000) for _ in range(3)] == [None] * 3
    await limiter.close()


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_one_client_is_an_address_or_a_subscribers_network(address: str, client: str) -> None:
    assert network(address) == client


async def test_a_network_shares_one_budget(limiter: RateLimiter) -> None:
    for host in range(5):
        await Ledger(limiter, f"2001:db8::{host}").spend(Tier.AUTHENTICATION)
    with pytest.raises(RateLimited):
        await Ledger(limiter, "2001:db8::ffff").spend(Tier.AUTHENTICATION)
    await Ledger(limiter, "2001:db8:0:1::1").spend(Tier.AUTHENTICATION)


async def test_a_user_has_one_budget_wherever_he_is(limiter: RateLimiter) -> None:
    await Ledger(limiter, "192.0.2.1", "user:ada", "free").spend(Tier.STANDARD, 60)
    with pytest.raises(RateLimited):
        await Ledger(limiter, "192.0.2.2", "user:ada", "free").spend(Tier.STANDARD, 60)
    await Ledger(limiter, "192.0.2.1", "user:bob", "free").spend(Tier.STANDARD, 60)
    await Ledger(limiter, "192.0.2.1").spend(Tier.STANDARD, 60)


async def test_getting_in_is_counted_by_address_whoever_tries(limiter: RateLimiter) -> None:
    for name in range(5):
        await Ledger(limiter, "192.0.2.1", f"user:{name}", "enterprise").spend(Tier.AUTHENTICATION)
    with pytest.raises(RateLimited):
        await Ledger(limiter, "192.0.2.1").spend(Tier.AUTHENTICATION)


async def test_the_headers_tell_of_the_first_tier_unless_one_refused(limiter: RateLimiter) -> None:
    ledger = Ledger(limiter, "192.0.2.1")
    assert (ledger.has_spent, ledger.statement) == (False, None)
    await ledger.spend(Tier.EXPORT)
    await ledger.spend(Tier.STANDARD)
    assert ledger.statement is not None
    assert (ledger.statement.limit, ledger.statement.remaining) == (10, 9)
    await ledger.spend(Tier.EXPORT, 4)
    assert (ledger.statement.limit, ledger.statement.remaining) == (10, 5)
    with pytest.raises(RateLimited):
        await ledger.spend(Tier.AI, 21)
    assert (ledger.has_spent, ledger.statement.limit, ledger.statement.remaining) == (True, 20, 20)


async def test_without_a_limiter_everything_passes() -> None:
    ledger = Ledger(None, "192.0.2.1")
    await ledger.spend(Tier.AUTHENTICATION, 1000)
    assert (ledger.has_spent, ledger.statement) == (True, None)


async def test_processes_share_one_count(sharing: Callable[[], RateLimiter]) -> None:
    first, second, key = sharing(), sharing(), uuid4().hex
    left = []
    for limiter in (first, second, first, second, first):
        budget = await limiter.spend(Tier.AUTHENTICATION, key, "free")
        assert budget is not None
        left.append(budget.remaining)
    assert left == [4, 3, 2, 1, 0]
    for limiter in (first, second):
        with pytest.raises(RateLimited):
            await limiter.spend(Tier.AUTHENTICATION, key, "free")


async def test_requests_at_once_get_exactly_the_limit(sharing: Callable[[], RateLimiter]) -> None:
    first, second, key = sharing(), sharing(), uuid4().hex
    tries = [limiter.spend(Tier.STANDARD, key, "free") for limiter in (first, second) for _ in range(80)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(outcome, Budget) for outcome in outcomes) == 100
    assert sum(isinstance(outcome, RateLimited) for outcome in outcomes) == 60


def degraded() -> bool:
    return b"\npipeline_rate_limit_degraded 1.0\n" in metrics.text()


async def test_while_redis_is_away_each_process_counts(
    redis: RedisServer, sharing: Callable[[], RateLimiter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "_RETRY_SECONDS", 0.02)
    limiter, other, key = sharing(), sharing(), uuid4().hex
    for each in (limiter, other):
        await each.spend(Tier.STANDARD, key, "free")
    with capture_logs() as logs:
        redis.kill()
        assert await spent(limiter, Tier.AUTHENTICATION, key) == 5
        assert await spent(other, Tier.AUTHENTICATION, key) == 5
        assert limiter.is_degraded
        assert degraded()
        redis.start()
        while limiter.is_degraded or other.is_degraded:
            for each in (limiter, other):
                await each.spend(Tier.STANDARD, uuid4().hex, "free")
    assert not degraded()
    assert [(event["event"], event.get("error")) for event in logs] == [
        ("rate_limit.redis_away", "ConnectionError"), ("rate_limit.redis_away", "ConnectionError"),
        ("rate_limit.redis_back", None), ("rate_limit.redis_back", None),
    ]  # fmt: skip
    # What is shared again is counted again, from what the new Redis knows.
    assert await spent(limiter, Tier.AUTHENTICATION, key) == 5
    assert await spent(other, Tier.AUTHENTICATION, key) == 0


async def test_redis_killed_and_back_while_requests_go_on(
    redis: RedisServer, sharing: Callable[[], RateLimiter], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "_RETRY_SECONDS", 0.02)
    limiter, key = sharing(), uuid4().hex
    outcomes: list[str] = []
    is_over = False

    async def client() -> None:
        while not is_over:
            try:
                await limiter.spend(Tier.AUTHENTICATION, key, "free")
                outcomes.append("passed")
            except RateLimited:
                outcomes.append("refused")
            await asyncio.sleep(0)

    clients = [asyncio.create_task(client()) for _ in range(20)]
    for _ in range(3):
        redis.kill()
        while not limiter.is_degraded:
            await limiter.spend(Tier.STANDARD, uuid4().hex, "free")
        redis.start()
        while limiter.is_degraded:
            await limiter.spend(Tier.STANDARD, uuid4().hex, "free")
    is_over = True
    await asyncio.gather(*clients)
    # Five of this process's own count, and five of each Redis that was asked: never unlimited, never an error.
    assert 5 <= outcomes.count("passed") <= 25
    assert set(outcomes) == {"passed", "refused"}


async def test_a_redis_that_hangs_delays_one_request_alone(
    redis: RedisServer, sharing: Callable[[], RateLimiter], monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter, key = sharing(), uuid4().hex
    await limiter.spend(Tier.STANDARD, key, "free")
    os.kill(redis.pid, signal.SIGSTOP)
    try:
        assert await spent(limiter, Tier.STANDARD, key) == 100
        assert limiter.is_degraded
        shared = limiter._shared
        assert shared is not None
        asked, hit = [], shared.hit

        async def counted(key: str, *arguments: Any) -> Hit:
            asked.append(key)
            return await hit(key, *arguments)

        monkeypatch.setattr(shared, "hit", counted)
        limiter._away_until = 0.001  # the time to try again has come
        await asyncio.gather(*(limiter.spend(Tier.EXPORT, uuid4().hex, "free") for _ in range(50)))
        assert len(asked) == 1
    finally:
        os.kill(redis.pid, signal.SIGCONT)
