"""What a client selected of a row, so that PostgreSQL can build that part of the answer."""

from dataclasses import dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A field of the answer: its key, the column or relation behind it, and what is selected of a relation.

    A `constant` stands for itself.
    """

    key: str
    name: str
    inner: "Projection | None" = None
    constant: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """The fields in the order of the answer; the same object for the same selection, so that SQL is built once.

    Enums are printed as they are stored, or in upper case where the wire `shouts`.
    """

    fields: tuple[Field, ...]
    shouts: bool = False


class Read(NamedTuple):
    """A projection with what its nested fields were given, in their order."""

    projection: Projection
    given: tuple[Any, ...] = ()
