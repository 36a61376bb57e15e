"""Turns at hosts, with the clock in the test's hand."""

import asyncio

import pytest

from scraping.errors import ScrapeCode, ScrapeError
from scraping.turns import Turns


class Clock:
    """Moves only when somebody sleeps, or by hand."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def turns(clock: Clock, remembered: int = 1000) -> Turns:
    return Turns(1.0, remembered=remembered, now=lambda: clock.now, sleep=clock.sleep)


async def test_a_host_has_a_pause_between_visits_and_another_host_none(clock: Clock) -> None:
    taking = turns(clock)
    async with taking.at("a.example"):
        clock.now += 5
    async with taking.at("b.example"):
        pass
    clock.now += 0.25
    async with taking.at("a.example"):
        pass
    clock.now += 1
    async with taking.at("a.example"):
        pass
    assert clock.slept == [0.75]


async def test_a_host_has_one_visitor_at_a_time(clock: Clock) -> None:
    taking, here = turns(clock), 0

    async def visit() -> None:
        nonlocal here
        async with taking.at("a.example"):
            here += 1
            assert here == 1
            await asyncio.sleep(0)
            here -= 1

    await asyncio.gather(*(visit() for _ in range(5)))
    assert clock.slept == [1.0] * 4


async def test_the_pause_grows_by_what_the_host_asks_and_never_shrinks(clock: Clock) -> None:
    taking = turns(clock)
    for wanted in (4.0, 0.5):
        async with taking.at("a.example") as visit:
            visit.space(wanted)
    async with taking.at("a.example"):
        pass
    assert clock.slept == [4.0, 4.0]


async def test_a_failed_visit_was_one_too(clock: Clock) -> None:
    taking = turns(clock)
    with pytest.raises(KeyError):
        async with taking.at("a.example"):
            raise KeyError
    async with taking.at("a.example"):
        pass
    assert clock.slept == [1.0]


async def test_a_host_that_wants_to_be_left_alone_is(clock: Clock) -> None:
    taking = turns(clock)
    async with taking.at("a.example") as visit:
        taking.rest(visit, 60)
        taking.rest(visit, 0)
    clock.now += 59
    with pytest.raises(ScrapeError) as refused:
        async with taking.at("a.example"):
            raise AssertionError
    assert refused.value.code is ScrapeCode.BLOCKED_BY_SITE
    clock.now += 1
    async with taking.at("a.example"):
        pass
    assert clock.slept == []


async def test_the_hosts_visited_longest_ago_are_forgotten_unless_somebody_is_there(clock: Clock) -> None:
    taking = turns(clock, remembered=2)
    async with taking.at("a.example"):
        for host in ("b", "c", "b", "d"):
            async with taking.at(host):
                pass
        assert list(taking._visits) == ["a.example", "d"]
    async with taking.at("b"):
        pass
    assert (list(taking._visits), clock.slept) == (["d", "b"], [])


async def test_who_gives_up_waiting_leaves_nothing_behind(clock: Clock) -> None:
    taking = turns(clock, remembered=0)
    async with taking.at("a.example"):
        waiting = asyncio.create_task(taking.at("a.example").__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert taking._visits == {}
