"""Sites that are slow, endless or answer nonsense, and what is left of a fetch that is given up."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from scraping.errors import ScrapeCode
from tests.scraping.sites import Reply, Seen, Sites, answer, failure, redirect

URL = "http://jobs.example/1"
OK = b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\n"


async def silent(_: Seen) -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


def dripping(head: bytes, drop: bytes) -> Reply:
    async def drip(_: Seen) -> AsyncIterator[bytes]:
        yield head
        while True:
            yield drop
            await asyncio.sleep(0.005)

    return drip


@pytest.mark.parametrize(
    "reply",
    [
        silent, dripping(b"", b"H"), dripping(b"HTTP/1.1 200 x\r\n", b"a: b\r\n"), dripping(OK + b"\r\n", b"a"),
        dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        dripping(OK + b"Content-Length: 9999\r\n\r\n", b"a"),
        dripping(b"", b"HTTP/1.1 103 x\r\n\r\n"), dripping(OK + b"Content-Encoding: gzip\r\n\r\n", b""),
        dripping(OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03", b"\0\0\0\xff\xff"),
    ],
)  # fmt: skip
async def test_a_site_that_takes_its_time(sites: Sites, reply: Reply) -> None:
    sites.put(URL, reply)
    assert await failure(sites, URL, seconds=0.25, respect_robots=False) is ScrapeCode.TIMED_OUT


async def test_the_time_is_for_all_redirects_together(sites: Sites) -> None:
    async def slowly(seen: Seen) -> AsyncIterator[bytes]:
        await asyncio.sleep(0.2)
        yield redirect(f"/{len(sites.urls)}x")

    for name in ("1", "1x", "2x", "3x"):
        sites.put(f"http://jobs.example/{name}", slowly)
    assert await failure(sites, URL, seconds=0.5) is ScrapeCode.TIMED_OUT
    assert len(sites.urls) <= 3


async def test_waiting_for_the_turn_takes_none_of_the_time(sites: Sites) -> None:
    sites.put(URL, answer("<html>"))
    async with sites.fetcher(spacing=1.1, seconds=1.0) as fetcher:
        for _ in range(2):
            assert (await fetcher.get(URL)).status == 200


async def flood(_: Seen) -> AsyncIterator[bytes]:
    yield OK
    while True:
        yield b"a: b\r\n" * 1000


@pytest.mark.parametrize(
    "reply",
    [
        b"", b"\0" * 99, b"SSH-2.0-OpenSSH_9.6\r\n", b"+OK\r\n", b"HTTP/1.1 2000 x\r\n\r\n",
        b"HTTP/1.1 200 x\r\na b: c\r\n\r\n", b"HTTP/1.1 200 x\r\nContent-Length: -1\r\n\r\n", b"<html>",
        OK + b"Content-Length: 9\r\n\r\nshort", OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\na",
        OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\na", OK + b"Content-Length: 1, 1, 2\r\n\r\na",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        OK + b"Transfer-Encoding: x\r\n\r\n", b"HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        OK + b"a: " + b"b" * 200_000 + b"\r\n\r\n", OK + b"a: b\r\n" * 50_000 + b"\r\n", b"a" * 200_000, flood,
        b"HTTP/1.1 302 x\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 103 x\r\n\r\n" * 1000,
    ],
)  # fmt: skip
async def test_a_site_that_answers_nonsense(sites: Sites, reply: Reply) -> None:
    sites.put(URL, reply)
    assert await failure(sites, URL, respect_robots=False) is ScrapeCode.SITE_ERROR


async def test_a_fetch_that_is_cancelled_lets_go_of_everything(sites: Sites) -> None:
    asked, gone = asyncio.Event(), asyncio.Event()

    async def hanging(_: Seen) -> AsyncIterator[bytes]:
        asked.set()
        try:
            while True:
                yield b"HTTP/1.1 103 x\r\n\r\n"
                await asyncio.sleep(0)
        finally:
            gone.set()

    sites.put(URL, hanging)
    async with sites.fetcher() as fetcher:
        task = asyncio.create_task(fetcher.get(URL))
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with asyncio.timeout(10):
            await gone.wait()
        assert [visit.visitors for visit in fetcher._turns._visits.values()] == [0]
