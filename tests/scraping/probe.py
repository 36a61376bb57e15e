"""A program that follows every inward link while a canary counts who arrives; prints what happened as JSON.

In a network namespace in which every address is local (`namespace`), the canary listens on all of them, so that
whatever is connected to is seen there. Elsewhere (`loopback`) all connections but those to the public site are led to
the canary.
"""

import asyncio
import ipaddress
import json
import socket
import ssl
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import product
from typing import Any
from urllib.parse import quote, unquote

from scraping.errors import ScrapeError
from scraping.fetch import Fetcher
from tests.scraping.inward import LINKS, NAMES, PASTED, PUBLIC, PUBLIC_V6
from tests.scraping.sites import any_name, instantly, trusting

_PAGE = b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>"
_REDIRECT = b"HTTP/1.1 302 x\r\nLocation: %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
INSIDE = ("10.0.0.1", 80)
SITES = [
    "http://site.example", "HTTP://Site.Example.:80/?a#@127.0.0.1/", "https://site.example/x", "https://six.example/",
    "http://both.example/", "https://BÜCHER.example/ä b?ö=é", f"http://{PUBLIC}/", f"http://[{PUBLIC_V6}]/",
    "https://site.example:443/to?https%3A//site.example/", "http://site.example/to?//both.example/y",
    "https://site.example/to?http%3A//site.example/z", " http://site.example/to?/%66 ",
]  # fmt: skip
REBINDING = {
    "the first time": "http://later.rebind.example/",
    "the second time": "http://later.rebind.example/",
    "redirected to itself": "http://during.rebind.example/to?http://during.rebind.example/",
    "one more address, first time": "https://sorted.rebind.example/",
    "one more address, second time": "https://sorted.rebind.example/",
}
arrived: Counter[str] = Counter()
attempted: Counter[str] = Counter()
answers: dict[str, list[list[str]]] = {
    "site.example": [[PUBLIC]],
    "six.example": [[PUBLIC_V6]],
    "both.example": [[PUBLIC_V6, PUBLIC]],
    "xn--bcher-kva.example": [[PUBLIC]],
    "later.rebind.example": [[PUBLIC], ["127.0.0.1"]],
    "during.rebind.example": [[PUBLIC], ["127.0.0.1"]],
    "sorted.rebind.example": [[PUBLIC], [PUBLIC, "169.254.169.254"]],
    **{name: [addresses] for name, addresses in NAMES.items()},
}
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def resolve(host: str) -> Sequence[str]:
    """The next answer for a name; the last one stays."""
    if host not in answers:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    return answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]


class Elsewhere(Mapping[tuple[str, int], tuple[str, int]]):
    """Leads the public site's addresses to it, and all others to the canary."""

    def __init__(self, site: dict[int, int], canary: int) -> None:
        self._site = site
        self._canary = canary

    def __getitem__(self, place: tuple[str, int]) -> tuple[str, int]:
        host, port = place
        try:
            ipaddress.ip_address(host)
        except ValueError:
            raise KeyError(host) from None
        return "127.0.0.1", self._site[port] if host in {PUBLIC, PUBLIC_V6} else self._canary

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(())

    def __len__(self) -> int:
        return 0


def site(name: str | None = None) -> Serve:
    """Redirects to whatever the query says, and notes who was connected to: that name, or else the address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived[name or writer.get_extra_info("sockname")[0].removeprefix("::ffff:")] += 1
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            target = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
            location = unquote(target.removeprefix("/to?")).encode()
            writer.write(_REDIRECT % location if target.startswith("/to?") else _PAGE)
            await writer.drain()
        writer.close()

    return serve


async def opened(mode: str, context: ssl.SSLContext) -> Mapping[tuple[str, int], tuple[str, int]]:
    """Opens the site and the canary, and says where they are where that is not plain."""
    if mode == "namespace":
        for host, port in product(("0.0.0.0", "::"), (22, 25, 80, 443, 5432, 6379, 8000, 8080, 8443, 11211)):  # noqa: S104
            await asyncio.start_server(site(), host, port, ssl=context if port in {443, 8443} else None)
        return {}
    servers = [
        await asyncio.start_server(site(PUBLIC), "127.0.0.1", 0),
        await asyncio.start_server(site(PUBLIC), "127.0.0.1", 0, ssl=context),
        await asyncio.start_server(site("canary"), "127.0.0.1", 0),
    ]
    plain, secure, canary = (server.sockets[0].getsockname()[1] for server in servers)
    return Elsewhere({80: plain, 443: secure}, canary)


def note(event: str, arguments: tuple[Any, ...]) -> None:
    """Every attempt of this process to connect over the network; it ends here where it would leave the machine."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
        attempted[host] += 1
        if sys.argv[1] == "loopback" and host != "127.0.0.1":
            raise PermissionError(host)


async def main(mode: str) -> None:
    connect_to = await opened(mode, any_name())
    sys.addaudithook(note)

    async with Fetcher(
        respect_robots=False,
        spacing=0,
        resolver=resolve,
        connect_to=connect_to,
        ssl_context=trusting(),
        sleep=instantly,
    ) as fetcher:

        async def outcome(link: str) -> str:
            try:
                page = await fetcher.get(link)
            except ScrapeError as error:
                return f"{error.code} {error.message}"
            return f"PAGE {page.url} {page.body.decode()}"

        found: dict[str, Any] = {
            "pasted": {link: await outcome(link) for link in [*LINKS, *PASTED]},
            "redirected": {link: await outcome(f"http://site.example/to?{quote(link)}") for link in LINKS},
            "names": {name: await outcome(f"http://{name}/") for name in [*NAMES, "unknown.example"]},
            "names over TLS": {name: await outcome(f"https://{name}/") for name in [*NAMES, "unknown.example"]},
            "names redirected": {name: await outcome(f"http://site.example/to?http://{name}/") for name in NAMES},
            "rebinding": {step: await outcome(link) for step, link in REBINDING.items()},
            "public": {link: await outcome(link) for link in SITES},
        }
    found |= {"arrived": sorted(arrived), "attempted": sorted(attempted)}
    reader, writer = await asyncio.open_connection(*connect_to.get(INSIDE, INSIDE))  # the canary does count
    writer.write(b"GET / HTTP/1.1\r\n\r\n")
    await reader.read()
    writer.close()
    found |= {"control": sorted(arrived.keys() - set(found["arrived"]))}
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
