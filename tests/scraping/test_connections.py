"""Connections: who is asked for an address, which one is tried, whom TLS trusts, and how failing looks."""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from typing import Any

import pytest

from scraping.connections import system_resolver
from scraping.errors import ScrapeCode, ScrapeError
from scraping.fetch import Fetcher
from tests.scraping.sites import Sites, answer, certified, failure, instantly

URL = "http://jobs.example/1"


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


async def test_failures_to_connect_look_alike_and_take_as_long(sites: Sites) -> None:
    """As long as the time for connecting, whether the reason is known at once or never."""

    async def resolve(host: str) -> Sequence[str]:
        match host:
            case "inside.example":
                return ["10.0.0.1"]
            case "hanging.example":
                await asyncio.Event().wait()
            case "refusing.example":
                return ["1.2.3.4"]
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    sites.put("https://other.example/", answer("<html>"))
    nowhere = ("127.0.0.1", unused_port())
    connect_to = sites.connect_to | {
        ("1.2.3.4", 80): nowhere, ("refused.example", 80): nowhere,
        ("plain.example", 443): ("127.0.0.1", sites.plain_port),
    }  # fmt: skip
    hosts = ["inside", "hanging", "refusing", "refused", "unknown"]
    loop = asyncio.get_running_loop()
    for url in [*(f"http://{host}.example/" for host in hosts), "https://plain.example/"]:
        start = loop.time()
        code = await failure(sites, url, resolver=resolve, connect_to=connect_to, connect_seconds=0.2)
        assert (url, code, loop.time() - start >= 0.2) == (url, ScrapeCode.UNREACHABLE, True)


@pytest.mark.parametrize("name", ["other.example", "*.example", "example"])
async def test_a_certificate_for_another_name(sites: Sites, name: str) -> None:
    sites.put("https://a.jobs.example/", answer("<html>"))

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=certified(name)) as server:
        there = {("a.jobs.example", 443): server.sockets[0].getsockname()[:2]}
        assert (
            await failure(sites, "https://a.jobs.example/", connect_to=there, sleep=instantly) is ScrapeCode.UNREACHABLE
        )


async def test_a_certificate_by_nobody_known(sites: Sites) -> None:
    sites.put("https://jobs.example/", answer("<html>"))
    system = ssl.create_default_context()
    assert await failure(sites, "https://jobs.example/", ssl_context=system, sleep=instantly) is ScrapeCode.UNREACHABLE
    async with Fetcher(connect_to=sites.connect_to, sleep=instantly) as fetcher:
        with pytest.raises(ScrapeError) as failed:
            await fetcher.get("https://jobs.example/")
    assert failed.value.code is ScrapeCode.UNREACHABLE
    assert sites.seen == []


async def test_the_next_address_is_tried_where_the_first_is_deaf(sites: Sites) -> None:
    async def resolve(_: str) -> Sequence[str]:
        return ["2606:4700::1", "1.2.3.4"]

    sites.put(URL, answer("<html>"))
    connect_to = {
        ("2606:4700::1", 80): ("127.0.0.1", unused_port()), ("1.2.3.4", 80): ("127.0.0.1", sites.plain_port)
    }  # fmt: skip
    async with sites.fetcher(resolver=resolve, connect_to=connect_to) as fetcher:
        assert (await fetcher.get(URL)).url == URL


async def test_a_name_is_resolved_once_for_a_connection_and_not_by_the_connection(sites: Sites) -> None:
    resolved: list[str] = []

    async def resolve(host: str) -> Sequence[str]:
        resolved.append(host)
        return ["1.2.3.4"]

    sites.put("http://jobs.example/robots.txt", answer(""))
    sites.put(URL, answer("<html>"))
    async with sites.fetcher(
        resolver=resolve, connect_to={("1.2.3.4", 80): ("127.0.0.1", sites.plain_port)}
    ) as fetcher:
        await fetcher.get(URL)
    assert resolved == ["jobs.example"] * 2  # the site closed the connection after robots.txt


async def test_the_machines_resolver_is_asked_without_search_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def getaddrinfo(*arguments: Any) -> list[Any]:
        asked.append(arguments)
        return [(0, 0, 0, "", ("1.2.3.4", 0)), (0, 0, 0, "", ("fe80::1", 0, 0, 3))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    async with Fetcher() as fetcher:
        assert await system_resolver(fetcher._threads)("jobs.example") == ["1.2.3.4", "fe80::1"]
    assert asked == [("jobs.example.", None, socket.AF_UNSPEC, socket.SOCK_STREAM)]
