"""What a job board is to us: its addresses, its public interface, and how to read what that answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from scraping.posting import Candidate
from scraping.schema_org import Fields

JSON = "application/json"
XML = "application/xml, text/xml, application/rss+xml"


@dataclass(frozen=True, slots=True)
class Address:
    """A page's address in parts: segments of the path decoded, parameters by name."""

    host: str
    path: tuple[str, ...]
    query: dict[str, str]

    @classmethod
    def of(cls, url: str) -> "Address | None":
        try:
            parts = urlsplit(url)
            host, query = parts.hostname, dict(parse_qsl(parts.query))
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not host:
            return None
        segments = tuple(unquote(segment) for segment in parts.path.split("/") if segment)
        return cls(host.removeprefix("www."), segments, query)

    def at(self, index: int) -> str:
        """A segment of the path, an empty text where it ends before."""
        return self.path[index] if index < len(self.path) else ""

    def subdomain(self, *domains: str) -> str | None:
        """What stands before one of the domains, if that is one label."""
        for domain in domains:
            label = self.host.removesuffix(f".{domain}")
            if label != self.host and label and "." not in label:
                return label
        return None


@dataclass(frozen=True, slots=True)
class Match:
    """A posting on a board, or a whole board where `id` is None; `api` answers for the posting, `listing` for all.

    `listing` is None where the board's interface gives no list to a GET request.
    """

    board: "Board"
    site: str
    id: str | None
    api: str
    listing: str | None
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str | None:
        """The same for all addresses of a posting: `greenhouse:acme:123`."""
        return None if self.id is None else f"{self.board.name}:{self.site}:{self.id}"

    def key_of(self, posting_id: object) -> str:
        return f"{self.board.name}:{self.site}:{posting_id}"


def nowhere(_address: Address, _text: str) -> Match | None:
    """For boards that nobody builds into pages of their own."""
    return None


@dataclass(frozen=True, slots=True)
class Board:
    """`match` knows addresses, `embedded` finds the board inside an employer's own page.

    `read` takes an answer of `Match.api` and gives the posting, None where it is not in there; `candidates` takes one
    of `Match.listing`. Both tolerate any answer.
    """

    name: str
    match: Callable[[Address], Match | None]
    read: Callable[[bytes, Match], Fields | None]
    candidates: Callable[[bytes, Match], list[Candidate]]
    accept: str = JSON
    embedded: Callable[[Address, str], Match | None] = nowhere


def quoted(part: str) -> str:
    """A part of a path as an address may have it."""
    return quote(part, safe="")


def known(**fields: Any) -> Fields:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}


def at(value: Any, *keys: str | int) -> Any:
    """What lies inside at the keys, None where anything on the way is missing or of another kind."""
    for key in keys:
        if isinstance(value, dict) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value


def things(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, at most 2,000."""
    return [item for item in value[:2000] if isinstance(item, dict)] if isinstance(value, list) else []
