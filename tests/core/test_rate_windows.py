"""Sliding windows, alike in memory and in Redis."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import redis.asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rate_windows import Hit, MemoryWindows, StoreAwayError, Windows
from core.redis_windows import RedisWindows
from tests.redis_server import RedisServer

START = 1_800_000_000.0


@pytest.fixture(params=["memory", "redis"])
async def windows(request: pytest.FixtureRequest) -> AsyncIterator[Windows]:
    if request.param == "memory":
        store: Windows = MemoryWindows()
    else:
        store = RedisWindows(request.getfixturevalue("redis").url)
    yield store
    await store.close()


@pytest.fixture
def key() -> str:
    return uuid4().hex


@pytest.fixture(scope="module")
async def both(redis: RedisServer) -> AsyncIterator[list[Windows]]:
    stores: list[Windows] = [MemoryWindows(), RedisWindows(redis.url)]
    yield stores
    for store in stores:
        await store.close()


async def test_the_limit_and_no_more(windows: Windows, key: str) -> None:
    hits = [await windows.hit(key, 3, 60, 1, START + second) for second in (0, 10, 20, 30)]
    assert hits == [
        Hit(True, 2, START + 60, 0),
        Hit(True, 1, START + 60, 0),
        Hit(True, 0, START + 60, 0),
        Hit(False, 0, START + 60, START + 60),
    ]


async def test_each_comes_back_by_itself_and_never_two_bursts_in_one_window(windows: Windows, key: str) -> None:
    for second in (0, 58, 59):
        assert (await windows.hit(key, 3, 60, 1, START + second)).is_allowed
    assert not (await windows.hit(key, 3, 60, 1, START + 59.999)).is_allowed
    assert await windows.hit(key, 3, 60, 1, START + 60) == Hit(True, 0, START + 118, 0)
    # The boundary of a minute has passed, yet the three of the last 60 seconds count.
    assert await windows.hit(key, 3, 60, 1, START + 61) == Hit(False, 0, START + 118, START + 118)


async def test_a_refused_hit_takes_nothing(windows: Windows, key: str) -> None:
    await windows.hit(key, 5, 60, 4, START)
    for _ in range(10):
        assert await windows.hit(key, 5, 60, 2, START + 1) == Hit(False, 1, START + 60, START + 60)
    assert await windows.hit(key, 5, 60, 1, START + 2) == Hit(True, 0, START + 60, 0)
    assert await windows.hit(key, 5, 60, 4, START + 60) == Hit(True, 0, START + 62, 0)


async def test_a_cost_is_told_when_all_of_it_fits(windows: Windows, key: str) -> None:
    for second, cost in ((0, 1), (10, 2), (20, 3), (30, 4)):
        await windows.hit(key, 10, 60, cost, START + second)
    expected = {1: 60, 2: 70, 3: 70, 4: 80, 6: 80, 7: 90, 10: 90}
    for cost, second in expected.items():
        hit = await windows.hit(key, 10, 60, cost, START + 40)
        assert hit == Hit(False, 0, START + 60, START + second), cost


async def test_more_than_the_whole_limit_never_fits(windows: Windows, key: str) -> None:
    assert await windows.hit(key, 3, 60, 4, START) == Hit(False, 3, START + 60, START + 60)
    await windows.hit(key, 3, 60, 1, START)
    await windows.hit(key, 3, 60, 1, START + 10)
    assert await windows.hit(key, 3, 60, 4, START + 20) == Hit(False, 1, START + 60, START + 70)


async def test_a_limit_that_shrank_leaves_nothing_rather_than_less(windows: Windows, key: str) -> None:
    await windows.hit(key, 10, 60, 8, START)
    assert await windows.hit(key, 5, 60, 1, START + 1) == Hit(False, 0, START + 60, START + 60)
    assert await windows.hit(key, 50, 60, 1, START + 2) == Hit(True, 41, START + 60, 0)


async def test_keys_do_not_disturb_each_other(windows: Windows, key: str) -> None:
    await windows.hit(f"{key}-1", 1, 60, 1, START)
    assert await windows.hit(f"{key}-2", 1, 60, 1, START) == Hit(True, 0, START + 60, 0)


class Definition:
    """A cost is taken if the sum over the last 60 seconds allows."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.taken: list[tuple[float, int]] = []

    def left(self, now: float) -> int:
        return self.limit - sum(cost for at, cost in self.taken if at > now - 60)

    def hit(self, cost: int, now: float) -> Hit:
        is_allowed = cost <= self.left(now)
        if is_allowed:
            self.taken.append((now, cost))
        ends = [at + 60 for at, _ in self.taken if at > now - 60] or [now + 60]
        fits_at = next((end for end in ends if cost <= self.left(end)), ends[-1])
        return Hit(is_allowed, self.left(now), ends[0], 0 if is_allowed else fits_at)


@settings(max_examples=60, deadline=None)
@given(
    limit=st.integers(1, 12),
    steps=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), min_size=1, max_size=25),
)
async def test_every_sequence_is_counted_as_defined(
    both: list[Windows], limit: int, steps: list[tuple[int, int]]
) -> None:
    key, definition, now = uuid4().hex, Definition(limit), START
    for gap, cost in steps:
        now += gap
        expected = definition.hit(cost, now)
        assert [await store.hit(key, limit, 60, cost, now) for store in both] == [expected, expected]


async def test_memory_forgets_whoever_is_quiet() -> None:
    windows = MemoryWindows()
    for number in range(50):
        await windows.hit(f"early {number}", 5, 60, 1, START)
    await windows.hit("hourly", 5, 3600, 1, START)
    await windows.hit("early 7", 5, 60, 1, START + 30)
    await windows.hit("late", 5, 60, 1, START + 61)
    assert {seconds: list(logs) for seconds, logs in windows._logs.items()} == {
        60: ["early 7", "late"],
        3600: ["hourly"],
    }


async def test_memory_does_not_grow_with_the_limit() -> None:
    windows, moments = MemoryWindows(), [START + number * 0.01 for number in range(6000)]
    for moment in moments:
        assert (await windows.hit("busy", 10**9, 60, 1, moment)).is_allowed
    # A hundred of the first second, the last of which stands for more, and the rest of the hundredths of the minute.
    assert len(windows._logs[60]["busy"].entries) == 198
    assert await windows.hit("busy", 6000, 60, 1, moments[-1]) == Hit(False, 0, START + 60, START + 60)
    assert await windows.hit("busy", 6000, 60, 101, moments[-1]) == Hit(False, 0, START + 60, moments[119] + 60)
    assert (await windows.hit("busy", 10**9, 60, 1, START + 90)).remaining == 10**9 - 3001


async def test_a_clock_that_is_set_back_does_no_harm(windows: Windows, key: str) -> None:
    await windows.hit(f"{key}-late", 2, 60, 1, START + 1000)
    assert (await windows.hit(f"{key}-early", 2, 60, 1, START)).is_allowed
    assert not (await windows.hit(f"{key}-early", 2, 60, 3, START + 61)).is_allowed
    assert await windows.hit(f"{key}-new", 2, 60, 1, START + 1061) == Hit(True, 1, START + 1121, 0)
    assert await windows.hit(f"{key}-early", 2, 60, 1, START + 1061) == Hit(True, 1, START + 1121, 0)


async def test_redis_forgets_whoever_is_quiet(redis: RedisServer, key: str) -> None:
    windows = RedisWindows(redis.url)
    await windows.hit(key, 5, 60, 1, START)
    async with redis_client(redis) as client:
        left = await client.pttl(f"pipeline:{key}")
    await windows.close()
    assert 0 < left <= 60_000


def redis_client(server: RedisServer) -> redis.asyncio.Redis:
    return redis.asyncio.Redis.from_url(server.url)


async def test_a_redis_that_is_not_there() -> None:
    windows = RedisWindows("redis://127.0.0.1:1/0")
    with pytest.raises(StoreAwayError, match=r"^ConnectionError$"):
        await windows.hit("key", 5, 60, 1, START)
    await windows.close()


@pytest.mark.parametrize(
    "url",
    ["redis://secret@host:port", "redis://host?secret=1", "redis://host?socket_timeout=secret", "redis://[::1",
     "http://secret", "redis://host?protocol=9"],
)  # fmt: skip
def test_what_cannot_be_an_address(url: str) -> None:
    with pytest.raises(ValueError, match=r"^must read like redis://user:password@host:6379/0$"):
        RedisWindows(url)
