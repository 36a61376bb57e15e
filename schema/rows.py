"""Rows stand for GraphQL types: a field finds its value by its name in the row."""

from typing import Any
from uuid import UUID

import strawberry

INPUT = strawberry.argument(description="What the mutation takes; its faults are answered as ValidationError.")

_NOTHING = UUID(int=0)


def as_type(row: Any) -> Any:
    """Tells the type checker that a row, or rows however they come, will do where types are declared."""
    return row


def row_value(source: Any, name: str) -> Any:
    """By key in a row, by attribute in anything else."""
    return source[name] if isinstance(source, dict) else getattr(source, name)


def uuid(text: str) -> UUID:
    """An id from a client; whatever is not a UUID becomes the id of nothing."""
    try:
        return UUID(text)
    except ValueError:
        return _NOTHING
