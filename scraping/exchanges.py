"""One request and the answer's beginning, over the guarded network; nothing is followed, kept or decompressed."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpcore2

from scraping.links import Link

_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer's status and headers (names in lower case, the first of each), and its body as it arrives."""

    status: int
    headers: Mapping[str, str]
    body: AsyncIterator[bytes]

    @property
    def redirect(self) -> str | None:
        """Where it points to, if it is a redirect."""
        return self.headers.get("location") if self.status in _REDIRECTS else None


class Exchange:
    """Requests over connections that are kept no longer than the pool."""

    def __init__(self, pool: httpcore2.AsyncConnectionPool, *, user_agent: str, tls_seconds: float) -> None:
        self._pool = pool
        self._user_agent = user_agent
        self._extensions = {"timeout": {"connect": tls_seconds}}

    @asynccontextmanager
    async def get(self, link: Link, *, accept: str) -> AsyncIterator[Answer]:
        """The answer, closed with the block. Raises exceptions of httpcore2."""
        headers = [
            ("Host", link.authority),
            ("User-Agent", self._user_agent),
            ("Accept", accept),
            ("Accept-Language", "en, *;q=0.5"),
            ("Accept-Encoding", "gzip, deflate"),
        ]
        url = httpcore2.URL(
            scheme=link.scheme.encode(), host=link.host.encode(), port=link.port, target=link.target.encode()
        )
        async with self._pool.stream("GET", url, headers=headers, extensions=self._extensions) as response:
            found: dict[str, str] = {}
            for name, value in response.headers:
                found.setdefault(name.decode("ascii").lower(), _text(value))
            yield Answer(response.status, found, response.aiter_stream())


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
