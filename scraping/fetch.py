"""Pages of the public web: guarded, bounded and polite; see docs/scraping.md."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

import httpcore2

from scraping import bodies
from scraping.connections import GuardedNetwork, Resolver, system_resolver
from scraping.errors import ScrapeCode, ScrapeError
from scraping.exchanges import Exchange
from scraping.links import Link
from scraping.refusals import refuse_challenge, refuse_closed, refuse_failed, rest
from scraping.robots import Robots
from scraping.turns import Turns, Visit

NAME = "Pipeline"
USER_AGENT = f"{NAME}/0.1.0 (job-application tracker; reads a posting when its user asks for it)"
ACCEPT = "text/html, application/xhtml+xml, application/json;q=0.9, application/xml;q=0.9, */*;q=0.1"
_MAX_REDIRECTS = 5
_RESOLVING_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Page:
    """What was found at the end of all redirects; `content_type` without parameters, the body decompressed."""

    url: str
    status: int
    content_type: str
    charset: str | None
    body: bytes


class Fetcher:
    """Fetches pages; made once and shared, as it keeps robots.txt and remembers when each host was visited.

    A page has `seconds` in all, waiting for one's turn not counted, and `connect_seconds` of them for resolving and
    connecting; `spacing` are the seconds between two visits to a host. The keywords after these are for programs
    that play the public web on their own machine, and stay as they are everywhere else.
    """

    def __init__(
        self,
        *,
        respect_robots: bool = True,
        user_agent: str = USER_AGENT,
        spacing: float = 1.0,
        seconds: float = 15.0,
        connect_seconds: float = 5.0,
        resolver: Resolver | None = None,
        connect_to: Mapping[tuple[str, int], tuple[str, int]] | None = None,
        ssl_context: ssl.SSLContext | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._robots = Robots(NAME) if respect_robots else None
        self._user_agent = user_agent
        self._seconds = seconds
        self._connect_seconds = connect_seconds
        self._sleep = sleep
        self._turns = Turns(spacing, sleep=sleep)
        self._threads = ThreadPoolExecutor(_RESOLVING_AT_ONCE, "resolver")
        self._ssl_context = ssl_context
        self._network = GuardedNetwork(
            resolver or system_resolver(self._threads),
            seconds=connect_seconds,
            connect_to={} if connect_to is None else connect_to,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def get(self, url: str, *, accept: str = ACCEPT) -> Page:
        """The page that a link leads to, through five redirects at most. Raises ScrapeError."""
        link = Link.parse(url)
        budget = _Budget(self._seconds)
        async with httpcore2.AsyncConnectionPool(self._trusted(), network_backend=self._network) as pool:
            exchange = Exchange(pool, user_agent=self._user_agent, tls_seconds=self._connect_seconds)
            for _ in range(_MAX_REDIRECTS + 1):
                refuse_closed(link)
                async with self._turns.at(link.host) as visit, self._failures(), budget.spent():
                    found = await self._visit(visit, link, exchange, accept)
                if isinstance(found, Page):
                    return found
                link = link.follow(found)
        raise ScrapeError(ScrapeCode.TOO_MANY_REDIRECTS)

    def _trusted(self) -> ssl.SSLContext:
        """The certificates, which take two megabytes, from the first page on."""
        if self._ssl_context is None:
            self._ssl_context = httpcore2.default_ssl_context()
        return self._ssl_context

    async def _visit(self, visit: Visit, link: Link, exchange: Exchange, accept: str) -> Page | str:
        """The page, or where to look for it."""
        if self._robots:
            rules = await self._robots.rules(link, exchange)
            visit.space(rules.delay)
            if not rules.permit(link):
                raise ScrapeError(ScrapeCode.ROBOTS_DISALLOWED)
        async with exchange.get(link, accept=accept) as answer:
            if answer.redirect is not None:
                return answer.redirect
            self._turns.rest(visit, rest(answer))
            refuse_failed(answer)
            content_type, charset = bodies.kind(answer)
            body = await bodies.read(answer)
        refuse_challenge(body)
        return Page(link.url, answer.status, content_type or bodies.sniff(body), charset, body)

    @asynccontextmanager
    async def _failures(self) -> AsyncIterator[None]:
        """Says in our codes what went wrong.

        A name that leads inside, one that leads nowhere and a refused connection are told alike, and after the same
        time, so that nobody can explore our network by asking for links.
        """
        start = asyncio.get_running_loop().time()
        try:
            yield
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
            elapsed = asyncio.get_running_loop().time() - start
            await self._sleep(max(self._connect_seconds - elapsed, 0))
            raise ScrapeError(ScrapeCode.UNREACHABLE) from None
        except (TimeoutError, httpcore2.TimeoutException):
            raise ScrapeError(ScrapeCode.TIMED_OUT) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError):
            raise ScrapeError(ScrapeCode.SITE_ERROR) from None


class _Budget:
    """Seconds that are used up over several blocks."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        """Raises TimeoutError when they are used up."""
        clock = asyncio.get_running_loop().time
        start = clock()
        try:
            async with asyncio.timeout(self._left):
                yield
        finally:
            self._left -= clock() - start
