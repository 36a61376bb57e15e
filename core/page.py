"""Pages by number and slices by cursor, and the cursors themselves."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from core.errors import ValidationFailed
from core.json_text import Fragment

Row = dict[str, Any]
Key = datetime | str | int | None

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Page:
    """One numbered page of `total` rows, or what PostgreSQL printed of them; pages count from 1."""

    rows: list[Row] | Fragment
    total: int
    page: int
    limit: int

    @property
    def has_more(self) -> bool:
        return self.page * self.limit < self.total

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.limit))


@dataclass(frozen=True, slots=True)
class Window:
    """The Relay arguments of a connection, checked: at most one direction, at most 100 edges."""

    size: int = PAGE_SIZE
    backwards: bool = False
    cursor: str | None = None

    @property
    def argument(self) -> str:
        """The name under which the client sent the cursor."""
        return "before" if self.backwards else "after"


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows on one side of a cursor, in the connection's order, each with its own cursor; or what was built of them.

    `has_next` and `has_previous` are exact where they were asked for, else False.
    """

    rows: list[Any]
    cursors: list[str]
    has_next: bool
    has_previous: bool


def window(
    first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
) -> Window:
    """Checks the four Relay arguments. Raises ValidationFailed naming the argument."""
    if first is not None and last is not None:
        raise ValidationFailed.of("last", "send either first or last, not both")
    backwards = last is not None or (first is None and before is not None)
    if backwards and after is not None:
        raise ValidationFailed.of("after", "goes with first; send before together with last")
    if not backwards and before is not None:
        raise ValidationFailed.of("before", "goes with last; send after together with first")
    name, size = ("last", last) if backwards else ("first", first)
    size = PAGE_SIZE if size is None else size
    if not 0 <= size <= MAX_PAGE_SIZE:
        raise ValidationFailed.of(name, f"must be from 0 to {MAX_PAGE_SIZE}")
    return Window(size, backwards, before if backwards else after)


def encode_cursor(order: str, key: Key, row_id: object) -> str:
    """An opaque cursor for one row; `order` ties it to the ordering it was made for."""
    return urlsafe_b64encode(orjson.dumps([order, key, str(row_id)])).rstrip(b"=").decode()


def decode_cursor(text: str, order: str, key_type: type, argument: str, *, nullable: bool = False) -> tuple[Key, UUID]:
    """The sort key and id in a cursor.

    Raises ValidationFailed naming `argument` for anything that this server did not make for this ordering.
    """
    wrong = ValidationFailed.of(argument, "is not a cursor of this list in this order")
    try:
        found, key, row_id = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if found != order:
            raise wrong
        return _typed_key(key, key_type, nullable=nullable), UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error):
        raise wrong from None


def _typed_key(key: object, key_type: type, *, nullable: bool) -> Key:
    if key is None and nullable:
        return None
    if key_type is datetime and isinstance(key, str):
        moment = datetime.fromisoformat(key)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    if key_type is int and isinstance(key, int) and not isinstance(key, bool) and abs(key) < 2**31:
        return key
    if key_type is str and isinstance(key, str) and "\0" not in key:
        return key
    raise ValueError
