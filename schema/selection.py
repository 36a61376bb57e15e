"""Which fields an operation selects, so that only those are read."""

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    SelectionNode,
)
from strawberry.utils.str_converters import to_snake_case

from core.projection import Read
from execution.executor import PlannedInfo
from schema.context import Info


def selected(info: Info, *path: str) -> set[str]:
    """The Python names of the fields selected below the current one, at a path of field names.

    Fields under `@skip` and `@include` count as selected; aliases and fragments are seen through.
    """
    raw = info._raw_info  # noqa: SLF001 Strawberry's own view of the selection is built anew on each call
    memo = raw.memo if isinstance(raw, PlannedInfo) else {}
    if path not in memo:
        memo[path] = _selected(raw, path)
    found: set[str] = memo[path]
    return found


def reads(info: Info) -> dict[str, Read]:
    """What PostgreSQL is to build, by the path of field names at which it belongs; nothing where it cannot."""
    raw = info._raw_info  # noqa: SLF001
    return raw.projections if isinstance(raw, PlannedInfo) else {}


def _selected(raw: GraphQLResolveInfo[Any], path: tuple[str, ...]) -> set[str]:
    level: list[FieldNode] = list(raw.field_nodes)
    for name in (*path, None):
        inner = list(_fields(_selections(level), raw.fragments, set()))
        if name is None:
            return {to_snake_case(node.name.value) for node in inner}
        level = [node for node in inner if node.name.value == name]
    raise AssertionError  # the loop always returns


def _selections(nodes: Iterable[FieldNode]) -> Iterator[SelectionNode]:
    for node in nodes:
        if node.selection_set:
            yield from node.selection_set.selections


def _fields(
    selections: Iterable[SelectionNode], fragments: dict[str, FragmentDefinitionNode], seen: set[str]
) -> Iterator[FieldNode]:
    for selection in selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, InlineFragmentNode):
            yield from _fields(selection.selection_set.selections, fragments, seen)
        elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
            seen.add(selection.name.value)  # each fragment once: nested spreads would double at every level
            fragment = fragments[selection.name.value]
            yield from _fields(fragment.selection_set.selections, fragments, seen)
