"""Says who is asking. It never refuses: routes do, each in its own dialect."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from core.actor import Client

Networks = tuple[IPv4Network | IPv6Network, ...]


class Identification:
    """Puts the actor into the request's state; of a socket, where it comes from."""

    def __init__(self, app: ASGIApp, trusted_proxies: Networks = ()) -> None:
        self.app = app
        self._trusted = trusted_proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = {name: value.decode("latin-1") for name, value in _wanted(scope)}
            peer = scope.get("client")
            ip = self._client_ip(peer[0] if peer else "", headers.get(b"x-forwarded-for", ""))
            state, client = scope["state"], Client(ip, headers.get(b"user-agent", ""))
            if scope["type"] == "http":
                state["actor"] = await state["app"].identities.identify(headers.get(b"authorization"), client)
            else:
                state["client"] = client  # a socket says in its first message who it is
        await self.app(scope, receive, send)

    def _client_ip(self, peer: str, forwarded: str) -> str:
        """The last address that was not written by a proxy of ours; anybody can write the ones before it."""
        ip = peer
        for hop in reversed(forwarded.split(",")):
            if not (hop.strip() and self._is_trusted(ip)):
                break
            ip = hop.strip()
        return ip

    def _is_trusted(self, ip: str) -> bool:
        try:
            address = ip_address(ip)
        except ValueError:
            return False
        return any(address in network for network in self._trusted)


def _wanted(scope: Scope) -> Iterator[tuple[bytes, bytes]]:
    for name, value in scope["headers"]:
        if name in (b"authorization", b"user-agent", b"x-forwarded-for"):
            yield name, value
