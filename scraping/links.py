"""A link taken apart strictly: what two programs might read differently is refused."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Self
from urllib.parse import quote, urljoin

import idna

from scraping.addresses import is_public
from scraping.errors import ScrapeCode, ScrapeError

_MAX_LENGTH = 4096
_MAX_HOST = 253
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PORTS = frozenset(_DEFAULT_PORTS.values())
# Control characters, backslashes (which browsers take for slashes) and halves of characters.
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
_LINK = re.compile(r"(?P<scheme>[A-Za-z]+)://(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#@:%\[\]\s]+)(?::(?P<port>[0-9]{0,5}))?"
                   r"(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#.*)?")  # fmt: skip
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_SAFE = "/%:@!$&'()*+,;=~?"


@dataclass(frozen=True, slots=True)
class Link:
    """An http(s) address that may be asked for; `host` is in ASCII, an IPv6 address without brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """The link without its fragment. Raises ScrapeError unless it is one to a public host and port 80 or 443."""
        text = text.strip()
        match = None if len(text) > _MAX_LENGTH or _FORBIDDEN.search(text) else _LINK.fullmatch(text)
        scheme = match["scheme"].lower() if match else ""
        if match is None or scheme not in _DEFAULT_PORTS:
            raise ScrapeError(ScrapeCode.URL_NOT_ALLOWED)
        port = int(match["port"] or _DEFAULT_PORTS[scheme])
        if port not in _PORTS:
            raise ScrapeError(ScrapeCode.URL_NOT_ALLOWED)
        query = "" if match["query"] is None else f"?{quote(match['query'], safe=_SAFE)}"
        return cls(scheme, _host(match["host"]), port, quote(match["path"] or "/", safe=_SAFE) + query)

    def follow(self, location: str) -> Self:
        """Where a redirect leads, checked as any other link."""
        if _FORBIDDEN.search(location):
            raise ScrapeError(ScrapeCode.URL_NOT_ALLOWED)
        try:
            return self.parse(urljoin(self.url, location))
        except ValueError:
            raise ScrapeError(ScrapeCode.URL_NOT_ALLOWED) from None

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.target


def _host(text: str) -> str:
    """A name in ASCII, or a public address in its plain form."""
    if text.startswith("["):
        return _public(IPv6Address, text[1:-1])
    if len(text) > _MAX_HOST:
        raise ScrapeError(ScrapeCode.URL_NOT_ALLOWED)
    name = _ascii(text).removesuffix(".")
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # then resolvers may read decimal, octal, hexadecimal or short forms
        return _public(IPv4Address, name)
    if len(name) > _MAX_HOST or "." not in name or not all(map(_LABEL.fullmatch, labels)):
        raise ScrapeError(ScrapeCode.URL_NOT_ALLOWED)
    return name


def _ascii(text: str) -> str:
    if text.isascii():
        return text.lower()
    try:
        return idna.encode(text, uts46=True, std3_rules=True).decode("ascii")
    except idna.IDNAError:
        raise ScrapeError(ScrapeCode.URL_NOT_ALLOWED) from None


def _public(form: type[IPv4Address | IPv6Address], text: str) -> str:
    try:
        address = str(form(text))
    except ValueError:
        address = ""
    if not is_public(address):
        raise ScrapeError(ScrapeCode.URL_NOT_ALLOWED)
    return address
