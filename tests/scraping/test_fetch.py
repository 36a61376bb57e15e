"""Fetching from sites on loopback: what is asked, what comes back, and what each way of failing is called."""

import asyncio
import socket
import ssl
import tomllib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from scraping.connections import system_resolver
from scraping.errors import MESSAGES, ScrapeCode, ScrapeError
from scraping.fetch import ACCEPT, USER_AGENT, Fetcher, Page
from tests.conftest import REPOSITORY
from tests.scraping.sites import Reply, Seen, Sites, answer, certified, redirect

URL = "http://jobs.example/1"
OK = b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\n"


async def instantly(_: float) -> None:
    return None


async def failure(sites: Sites, url: str = URL, **settings: Any) -> ScrapeCode:
    async with sites.fetcher(**settings) as fetcher:
        with pytest.raises(ScrapeError) as failed:
            await fetcher.get(url)
    assert failed.value.message == str(failed.value) == MESSAGES[failed.value.code]
    return failed.value.code


async def test_a_page(sites: Sites) -> None:
    sites.put("https://jobs.example/1?a=b", answer("<html>"))
    async with sites.fetcher() as fetcher:
        page = await fetcher.get("https://jobs.example/1?a=b#apply")
    assert page == Page("https://jobs.example/1?a=b", 200, "text/html", "utf-8", b"<html>")
    headers = {
        "host": "jobs.example", "user-agent": USER_AGENT, "accept": ACCEPT, "accept-language": "en, *;q=0.5",
        "accept-encoding": "gzip, deflate",
    }  # fmt: skip
    assert sites.seen == [
        Seen("https://jobs.example/robots.txt", headers | {"accept": "text/plain, */*;q=0.1"}),
        Seen("https://jobs.example/1?a=b", headers),
    ]


async def test_what_is_accepted_may_be_said(sites: Sites) -> None:
    sites.put(URL, answer("{}", content_type="application/json"))
    async with sites.fetcher(user_agent="Other/1", respect_robots=False) as fetcher:
        await fetcher.get(URL, accept="application/json")
    [seen] = sites.seen
    assert (seen.headers["accept"], seen.headers["user-agent"]) == ("application/json", "Other/1")


def test_the_user_agent_says_which_version_this_is() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    assert USER_AGENT.startswith(f"Pipeline/{project['version']} (")
    assert project["name"] == "pipeline"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed_five_times(sites: Sites, status: int) -> None:
    for number in range(5):
        sites.put(f"http://{number}.example/", redirect(f"//{number + 1}.example", status))
    sites.put("http://5.example/", answer("<html>"))
    sites.put("http://more.example/", redirect("http://0.example"))
    async with sites.fetcher() as fetcher:
        assert (await fetcher.get("http://0.example")).url == "http://5.example/"
    assert await failure(sites, "http://more.example") is ScrapeCode.TOO_MANY_REDIRECTS


async def test_redirects_in_a_circle(sites: Sites) -> None:
    sites.put("http://jobs.example/1", redirect("https://jobs.example/1"))
    sites.put("https://jobs.example/1", redirect("http://jobs.example/1"))
    assert await failure(sites) is ScrapeCode.TOO_MANY_REDIRECTS
    assert sites.urls == ["http://jobs.example/1", "https://jobs.example/1"] * 3


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("https://www.linkedin.com/jobs/view/1", "BLOCKED_BY_SITE"), ("http://127.0.0.1/", "URL_NOT_ALLOWED"),
        ("http://jobs.example:8080/", "URL_NOT_ALLOWED"), ("ftp://jobs.example/", "URL_NOT_ALLOWED"),
        ("/robots-say-no", "ROBOTS_DISALLOWED"), ("/missing", "NOT_FOUND"), ("https://unknown.example/", "UNREACHABLE"),
    ],
)  # fmt: skip
async def test_a_redirect_is_judged_like_the_link(sites: Sites, location: str, code: str) -> None:
    async def nothing(_: str) -> Sequence[str]:
        return []

    sites.put("http://jobs.example/robots.txt", answer("User-agent: *\nDisallow: /robots-say-no"))
    sites.put(URL, redirect(location))
    assert await failure(sites, resolver=nothing, sleep=instantly) is ScrapeCode(code)
    assert set(sites.urls) <= {URL, "http://jobs.example/missing"}


async def test_a_location_in_utf8_or_latin1(sites: Sites) -> None:
    sites.put("http://jobs.example/%C3%BC", answer("<html>"))
    for coding in ("utf-8", "latin-1"):
        sites.put(URL, redirect("/ü").decode().encode(coding))
        async with sites.fetcher() as fetcher:
            assert (await fetcher.get(URL)).url == "http://jobs.example/%C3%BC"


async def test_cookies_are_not_kept(sites: Sites) -> None:
    sites.put(URL, answer(b"", 302, location="/2", set_cookie="a=b"))
    sites.put("http://jobs.example/2", answer("<html>"))
    async with sites.fetcher() as fetcher:
        await fetcher.get(URL)
    assert [name for seen in sites.seen for name in seen.headers if "cookie" in name] == []


async def test_proxies_of_the_environment_are_not_used(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for url in (URL, "https://jobs.example/1"):
        sites.put(url, answer("<html>"))
        async with sites.fetcher() as fetcher:
            assert (await fetcher.get(url)).url == url


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
    assert await failure(sites, seconds=0.25, respect_robots=False) is ScrapeCode.TIMED_OUT


async def test_the_time_is_for_all_redirects_together(sites: Sites) -> None:
    async def slowly(seen: Seen) -> AsyncIterator[bytes]:
        await asyncio.sleep(0.2)
        yield redirect(f"/{len(sites.urls)}x")

    for name in ("1", "1x", "2x", "3x"):
        sites.put(f"http://jobs.example/{name}", slowly)
    assert await failure(sites, seconds=0.5) is ScrapeCode.TIMED_OUT
    assert len(sites.urls) <= 3


async def test_waiting_for_the_turn_takes_none_of_the_time(sites: Sites) -> None:
    sites.put(URL, answer("<html>"))
    async with sites.fetcher(spacing=0.3, seconds=0.25) as fetcher:
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
    assert await failure(sites, respect_robots=False) is ScrapeCode.SITE_ERROR


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


def test_every_code_has_one_sentence_that_says_what_to_do() -> None:
    assert list(MESSAGES) == list(ScrapeCode)
    assert [message for message in MESSAGES.values() if not message.endswith(".") or ": " not in message] == []
    transient = [code for code in ScrapeCode if ScrapeError(code).is_transient]
    assert transient == [ScrapeCode.UNREACHABLE, ScrapeCode.TIMED_OUT, ScrapeCode.SITE_ERROR]
    assert str(ScrapeError(ScrapeCode.NO_POSTING, "Other.")) == "Other."


def test_every_code_is_in_the_document() -> None:
    document = Path(REPOSITORY / "docs" / "scraping.md").read_text()
    fetching = [code for code in ScrapeCode if code not in {ScrapeCode.NO_POSTING, ScrapeCode.SEVERAL_POSTINGS}]
    assert [code for code in fetching if f"| `{code}` |" not in document] == []
