"""Values made into answers, for plans: fast while they fit their types, failing where they do not."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLEnumType, GraphQLID, GraphQLLeafType, GraphQLString

Complete = Callable[[Any], Any]


class Uncovered(Exception):
    """A plan cannot do this; graphql-core can."""


def leaf(type_: GraphQLLeafType) -> Complete:
    """What makes an answer of a scalar or an enum, without a call where the value is one already."""
    coerce = type_.coerce_output_value
    if type_ is GraphQLString or type_ is GraphQLID:
        return lambda value: value if value.__class__ is str or value is None else coerce(value)
    if isinstance(type_, GraphQLEnumType):
        known: dict[Any, Any] = {None: None}

        def name(value: Any) -> Any:
            found = known.get(value)
            if found is None and value is not None:
                found = known[value] = coerce(value)
            return found

        return name
    return lambda value: None if value is None else coerce(value)


def required(complete: Complete) -> Complete:
    """The same, but null is a failure."""

    def checked(value: Any) -> Any:
        completed = complete(value)
        if completed is None:
            raise Uncovered
        return completed

    return checked


def shape(fields: list[tuple[str, str, Complete]]) -> Complete:
    """What makes an object of a dict, or of an object's attributes.

    Each field is its key, the name in the source if it has one, and what completes it.
    """

    def shaped(value: Any) -> dict[str, Any]:
        source = value if value.__class__ is dict else value.__dict__
        return {key: complete(source[name] if name else None) for key, name, complete in fields}

    return shaped
