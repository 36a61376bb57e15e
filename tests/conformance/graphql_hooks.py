"""What schemathesis has to be told about our schema."""

import random
from pathlib import Path
from typing import Any

import schemathesis
from graphql import (
    REMOVE,
    GraphQLNonNull,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    VisitorAction,
    build_schema,
    parse,
    print_ast,
    visit,
)
from hypothesis import strategies
from schemathesis.graphql import nodes

SCHEMA = build_schema((Path(__file__).parents[2] / "schema" / "schema.graphql").read_text())

# Any text: tokens that the server gave are rare among them, and all others must be refused.
schemathesis.graphql.scalar("SyncToken", strategies.text().map(nodes.String))


def no_internal_error(_context: Any, response: Any, _case: Any) -> None:
    """Whatever was sent, nothing went wrong on our side."""
    assert "INTERNAL_ERROR" not in response.text


def before_call(_context: Any, case: Any, _arguments: dict[str, Any]) -> None:
    """Leaves out some of the optional arguments, as clients do: left to itself schemathesis always sends all.

    Not where one of them is wrong on purpose, which has to be sent.
    """
    if case.meta is not None and case.meta.generation.mode.is_positive:
        case.body = thinned(case.body)


def thinned(text: str) -> str:
    """An operation with about half of its optional arguments; always the same ones for the same text."""
    types = TypeInfo(SCHEMA)
    return print_ast(visit(parse(text), TypeInfoVisitor(types, _Thinning(types, random.Random(text)))))  # noqa: S311


class _Thinning(Visitor):
    def __init__(self, types: TypeInfo, chance: random.Random) -> None:
        super().__init__()
        self._types = types
        self._chance = chance

    def enter_argument(self, *_: Any) -> VisitorAction:
        taken = self._types.get_argument()
        is_needed = taken is None or isinstance(taken.type, GraphQLNonNull)
        return None if is_needed or self._chance.random() < 0.5 else REMOVE


schemathesis.check(no_internal_error)
schemathesis.hook(before_call)
