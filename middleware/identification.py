"""Says who is asking, and how. It never refuses: routes do, each in its own dialect."""

import re
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from core.actor import Client

Networks = tuple[IPv4Network | IPv6Network, ...]
_WANTED = {b"authorization", b"user-agent", b"x-forwarded-for", b"x-forwarded-proto"}
_MAX_HOPS = 32
_HOP = re.compile(r"(?P<v4>[0-9.]+):\d+|\[(?P<v6>[0-9a-fA-F:.]+)\](?::\d+)?|(?P<bare>[0-9a-fA-F:.]+)")


class Identification:
    """Puts the actor into the request's state; of a socket, where it comes from."""

    def __init__(self, app: ASGIApp, trusted_proxies: Networks = ()) -> None:
        self.app = app
        self._trusted = trusted_proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = _wanted(scope)
            peer = scope.get("client")
            ip = self._client_ip(peer[0] if peer else "", headers.get(b"x-forwarded-for", ""))
            state, client = scope["state"], Client(ip, headers.get(b"user-agent", ""))
            if scope["type"] == "http":
                self._take_scheme(scope, headers.get(b"x-forwarded-proto", "").lower())
                state["actor"] = await state["app"].identities.identify(headers.get(b"authorization"), client)
            else:
                state["client"] = client  # a socket says in its first message who it is
        await self.app(scope, receive, send)

    def _take_scheme(self, scope: Scope, forwarded: str) -> None:
        """What a proxy of ours was asked by; the links in answers begin with it."""
        peer = scope.get("client")
        if forwarded in ("http", "https") and peer and self._is_trusted(peer[0]):
            scope["scheme"] = forwarded

    def _client_ip(self, peer: str, forwarded: str) -> str:
        """The last address that was not written by a proxy of ours; anybody can write the ones before it."""
        ip = peer
        if not self._trusted:
            return ip
        for hop in reversed(forwarded.rsplit(",", _MAX_HOPS)):
            if not self._is_trusted(ip) or (address := _address(hop)) is None:
                break
            ip = address
        return ip

    def _is_trusted(self, ip: str) -> bool:
        try:
            address = ip_address(ip)
        except ValueError:
            return False
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address
        return any(address in network for network in self._trusted)


def _address(hop: str) -> str | None:
    """The address in an entry of X-Forwarded-For: bare or with a port; None for anything else."""
    found = _HOP.fullmatch(hop.strip())
    try:
        return str(ip_address(found.group("v4") or found.group("v6") or found.group("bare"))) if found else None
    except ValueError:
        return None


def _wanted(scope: Scope) -> dict[bytes, str]:
    """Several lines of one name are one list."""
    sent = scope["state"].get("headers") or dict(scope["headers"])  # a socket has none of the envelope
    if len(sent) == len(scope["headers"]):
        return {name: sent[name].decode("latin-1") for name in _WANTED if name in sent}
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in _WANTED:
            text = value.decode("latin-1")
            found[name] = f"{found[name]},{text}" if name in found else text
    return found
