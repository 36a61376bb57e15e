"""The guard: names are resolved once, and only checked addresses are connected to.

It sits where connections are made, below everything that knows URLs, so that no redirect, alias or second answer
of a name server gets past it.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

import httpcore2

from scraping.addresses import is_public

Resolver = Callable[[str], Awaitable[Sequence[str]]]
_MAX_TRIED = 4


def system_resolver(threads: Executor) -> Resolver:
    """The machine's own resolver, on threads of its own: a name server that hangs holds up nothing else."""

    async def resolve(host: str) -> Sequence[str]:
        # The dot at the end keeps the machine's search domains out of it.
        found = await asyncio.get_running_loop().run_in_executor(
            threads, socket.getaddrinfo, f"{host}.", None, socket.AF_UNSPEC, socket.SOCK_STREAM
        )
        return [str(address[0]) for *_, address in found]

    return resolve


class GuardedNetwork(httpcore2.AsyncNetworkBackend):
    """Connects to public addresses only, within so many seconds with resolving; any failure is a ConnectError.

    `connect_to` is for tests: where to go instead, for a name (which is then not resolved) or a checked address.
    """

    def __init__(
        self, resolver: Resolver, *, seconds: float, connect_to: Mapping[tuple[str, int], tuple[str, int]]
    ) -> None:
        self._resolver = resolver
        self._seconds = seconds
        self._connect_to = connect_to
        self._tcp = httpcore2.AnyIOBackend()

    async def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore2.AsyncNetworkStream:
        try:
            async with asyncio.timeout(self._seconds):
                elsewhere = self._connect_to.get((host, port))
                if elsewhere:
                    return await self._tcp.connect_tcp(*elsewhere)
                return await self._first(await self._addresses(host), port)
        except (OSError, UnicodeError) as error:  # TimeoutError and the resolver's errors are OSErrors
            raise httpcore2.ConnectError from error

    async def _addresses(self, host: str) -> Sequence[str]:
        """All addresses of the host if every one is public, else none."""
        found = [host] if is_public(host) else list(dict.fromkeys(await self._resolver(host)))
        return found if all(map(is_public, found)) else []

    async def _first(self, addresses: Sequence[str], port: int) -> httpcore2.AsyncNetworkStream:
        """A connection to the first that takes one: a machine may have no IPv6."""
        for address in addresses[:_MAX_TRIED]:
            place = self._connect_to.get((address, port), (address, port))
            try:
                return await self._tcp.connect_tcp(*place, timeout=self._seconds / 2)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        raise httpcore2.ConnectError
