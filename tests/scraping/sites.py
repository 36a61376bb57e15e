"""Plays sites of the public web on loopback, over HTTP and HTTPS, for fetchers that are told where they are."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from scraping.errors import MESSAGES, ScrapeCode, ScrapeError
from scraping.fetch import Fetcher

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that arrived; header names in lower case."""

    url: str
    headers: dict[str, str]


Reply = bytes | Callable[[Seen], AsyncIterator[bytes]]


def answer(body: bytes | str = b"", status: int = 200, **headers: str) -> bytes:
    """A whole HTTP answer, HTML unless `content_type` says otherwise; an empty header is left out."""
    content = body.encode() if isinstance(body, str) else body
    named = {"content_type": "text/html; charset=utf-8", "content_length": str(len(content))} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} x", *lines, "connection: close", "", ""]).encode() + content


def redirect(location: str, status: int = 302) -> bytes:
    return answer(b"", status, location=location)


@dataclass
class Sites:
    """What is at which URL (404 elsewhere), and what has been asked for, robots.txt included."""

    plain_port: int
    tls_port: int
    replies: dict[str, Reply] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    connect_to: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)

    def put(self, url: str, reply: Reply) -> None:
        """Makes the URL's host known, and answers this URL from now on."""
        parts = urlsplit(url)
        assert parts.hostname
        port = {"http": self.plain_port, "https": self.tls_port}[parts.scheme]
        self.connect_to[parts.hostname, _PORTS[parts.scheme]] = ("127.0.0.1", port)
        self.replies[url] = reply

    def fetcher(self, **settings: Any) -> Fetcher:
        """A fetcher to which these sites are the web; without pauses, unless said otherwise."""
        given: dict[str, Any] = {"connect_to": self.connect_to, "ssl_context": trusting(), "spacing": 0.0} | settings
        return Fetcher(**given)

    @property
    def urls(self) -> list[str]:
        """What has been asked for, in order, without robots.txt."""
        return [seen.url for seen in self.seen if not seen.url.endswith("/robots.txt")]


async def failure(sites: Sites, url: str, **settings: Any) -> ScrapeCode:
    """How fetching fails, with the one sentence that belongs to it."""
    async with sites.fetcher(**settings) as fetcher:
        with pytest.raises(ScrapeError) as failed:
            await fetcher.get(url)
    assert failed.value.message == str(failed.value) == MESSAGES[failed.value.code]
    return failed.value.code


async def instantly(_: float) -> None:
    """Sleeps no time."""


@asynccontextmanager
async def playing_sites() -> AsyncIterator[Sites]:
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await _reply(sites, reader, writer)
        finally:
            tasks.discard(task)
            writer.close()

    plain = await asyncio.start_server(serve, "127.0.0.1", 0)
    secure = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=any_name())
    sites = Sites(plain.sockets[0].getsockname()[1], secure.sockets[0].getsockname()[1])
    try:
        yield sites
    finally:
        for server in (plain, secure):
            server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@cache
def authority() -> trustme.CA:
    return trustme.CA()


@cache
def trusting() -> ssl.SSLContext:
    """For clients: trusts our authority, and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority().configure_trust(context)
    return context


@cache
def certified(name: str) -> ssl.SSLContext:
    """For servers: a certificate for this name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(name).configure_cert(context)
    return context


@cache
def any_name() -> ssl.SSLContext:
    """For servers: has a certificate for whatever name is asked for."""

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        connection.context = certified(name or "nameless.example")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = choose
    return context


async def _reply(sites: Sites, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
    scheme = "https" if writer.get_extra_info("sslcontext") else "http"
    seen = Seen(f"{scheme}://{headers['host']}{head[0].split(' ')[1]}", headers)
    sites.seen.append(seen)
    reply = sites.replies.get(seen.url, answer(b"", 404))
    if isinstance(reply, bytes):
        writer.write(reply)
    else:
        async for piece in reply(seen):
            writer.write(piece)
            await writer.drain()
    await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
