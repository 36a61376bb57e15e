"""How compiled plans find values, and which selections PostgreSQL builds.

A field of a type is the attribute or the key of its Python name. `shaped_at` on a root field names the places below it
at which its resolver can have a whole row built; `SHAPEABLE` on a field with a resolver says that the SQL of its
type's rows covers it too (see `resolvers.job_json`).
"""

from collections.abc import Collection, Sequence
from typing import Any

from graphql import GraphQLField
from strawberry.types.field import StrawberryField

from core.json_text import Fragment
from core.page import window
from core.projection import Field, Projection, Read
from execution.completion import Uncovered
from execution.plan import Call, Selected, Selection
from resolvers.job_json import MAX_KEY_BYTES, Page
from schema.calling import Handler, caller

_BACKREF = "strawberry-definition"
SHAPEABLE = {"is_shapeable": True}


def shaped_at(*paths: str) -> dict[str, Any]:
    """Metadata of a root field: dotted names of the fields whose rows can be built, "" for its own value."""
    return {"shaped_at": paths}


class Shaping:
    """What the executor asks about fields; see `execution.plan.Rows`."""

    def __init__(self, handlers: Sequence[Handler]) -> None:
        """With what makes members of unions of failures."""
        self._handlers = handlers

    def call(self, definition: GraphQLField) -> Call | None:
        return caller(definition, _field(definition), self._handlers)

    def typename(self, value: Any) -> str | None:
        definition = getattr(value, "__strawberry_definition__", None)
        return None if definition is None else str(definition.name)

    def column(self, definition: GraphQLField) -> str | None:
        found = _field(definition)
        return None if found.base_resolver is not None else found.python_name

    def paths(self, definition: GraphQLField) -> Collection[str]:
        found: Collection[str] = _field(definition).metadata.get("shaped_at", ())
        return found

    def project(self, selection: Selection) -> Projection:
        return Projection(tuple(self._projected(one) for one in selection.fields), shouts=True)

    def bind(self, projection: Projection, arguments: list[dict[str, Any]]) -> Read:
        return Read(projection, tuple(Page.of(window(**given)) for given in arguments))

    def is_shaped(self, value: Any) -> bool:
        return isinstance(value, Fragment)

    def _projected(self, one: Selected) -> Field:
        if len(one.key) > MAX_KEY_BYTES:
            raise Uncovered
        if one.definition is None:
            return Field(one.key, one.name, constant=one.constant)
        found = _field(one.definition)
        if found.base_resolver is not None and "is_shapeable" not in found.metadata:
            raise Uncovered
        return Field(one.key, found.python_name, self.project(one.inner) if one.inner else None)


def _field(definition: GraphQLField) -> StrawberryField:
    found: StrawberryField = definition.extensions[_BACKREF]
    return found
