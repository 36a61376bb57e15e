"""Says who is asking, and how. It never refuses: routes do, each in its own dialect."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from core.actor import Client

Networks = tuple[IPv4Network | IPv6Network, ...]
_SCHEMES = {"http", "https"}
_WANTED = {b"authorization", b"user-agent", b"x-forwarded-for", b"x-forwarded-proto"}


class Identification:
    """Puts the actor into the request's state."""

    def __init__(self, app: ASGIApp, trusted_proxies: Networks = ()) -> None:
        self.app = app
        self._trusted = trusted_proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = {name: value.decode("latin-1") for name, value in _wanted(scope)}
            peer = scope.get("client")
            address = peer[0] if peer else ""
            ip = self._client_ip(address, headers.get(b"x-forwarded-for", ""))
            # The links in answers begin with it.
            if self._is_trusted(address) and (scheme := headers.get(b"x-forwarded-proto", "").lower()) in _SCHEMES:
                scope["scheme"] = scheme
            state = scope["state"]
            state["actor"] = await state["app"].identities.identify(
                headers.get(b"authorization"), Client(ip, headers.get(b"user-agent", ""))
            )
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
        if name in _WANTED:
            yield name, value
