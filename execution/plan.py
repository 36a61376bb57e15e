"""Operations compiled: which resolvers to call, with which arguments, and how values become the answer.

Below root fields a plan covers data: attributes of what a resolver returned, or rows that their store can shape (see
`Rows`). Whatever is not covered runs through graphql-core (see `execution.executor`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Protocol

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLAbstractType,
    GraphQLField,
    GraphQLFieldResolver,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues
from graphql.pyutils import Path

from execution.arguments import Arguments
from execution.completion import Complete, Uncovered, leaf, required, shape

# A resolver, called with the information about the field and its arguments; what comes of it may have to be awaited.
Call = Callable[[GraphQLResolveInfo[Any], dict[str, Any]], Any]


class Rows(Protocol):
    """What the schema says about its fields; one implementation serves every type."""

    def call(self, definition: GraphQLField) -> "Call | None":
        """What calls the field's resolver without more ado; None for the resolver as graphql-core calls it."""

    def typename(self, value: Any) -> str | None:
        """The name of the object type that a value is of, where the value says so itself."""

    def column(self, definition: GraphQLField) -> str | None:
        """The name under which a value holds the field; None for one that has a resolver of its own."""

    def paths(self, definition: GraphQLField) -> Collection[str]:
        """Where below a root field, in dotted names of fields, its resolver can have rows shaped by their store."""

    def project(self, selection: "Selection") -> Any:
        """What the resolver is told of a selection at such a path. Raises Uncovered."""

    def bind(self, projection: Any, arguments: list[dict[str, Any]]) -> Any:
        """The same with the arguments of this request, in the order of `Selection.nested`. Raises anything."""

    def is_shaped(self, value: Any) -> bool:
        """Whether the store has shaped this value, or this whole list, already."""


@dataclass(frozen=True, slots=True, eq=False)
class Selected:
    """A field of a selection: its response key, and what is selected below it; a `constant` needs no reading."""

    key: str
    name: str
    definition: GraphQLField | None
    arguments: Arguments
    inner: "Selection | None" = None
    constant: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What is selected of an object type, fragments expanded."""

    type: str
    fields: tuple[Selected, ...]

    def nested(self) -> list[Selected]:
        """The fields that take arguments, here and below, in order."""
        found = []
        for one in self.fields:
            if one.definition is not None and one.definition.args:
                found.append(one)
            found += one.inner.nested() if one.inner else []
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """A root field."""

    key: str
    name: str
    definition: GraphQLField
    nodes: list[FieldNode]
    arguments: Arguments
    call: Call
    complete: Complete
    path: Path
    # By their paths, what is told to the resolver of rows that their store shapes.
    projections: Mapping[str, tuple[Any, list[Arguments]]]
    # For whatever else the resolver works out from its selection.
    memo: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """An operation under one set of conditions."""

    parent: GraphQLObjectType
    roots: tuple[Root, ...]
    is_serial: bool
    fragments: dict[str, FragmentDefinitionNode]


class Compiler:
    """Makes plans for operations of one schema."""

    def __init__(self, schema: GraphQLSchema, rows: Rows) -> None:
        self.schema = schema
        self.rows = rows

    def plan(self, document: DocumentNode, operation: OperationDefinitionNode, values: VariableValues) -> Plan | None:
        """The plan for the variables that `@skip` and `@include` look at; None where graphql-core has to do it."""
        try:
            return _Compilation(self, document, operation, values).plan()
        except Uncovered:
            return None


class _Compilation:
    def __init__(
        self, compiler: Compiler, document: DocumentNode, operation: OperationDefinitionNode, values: VariableValues
    ) -> None:
        self._schema, self._rows = compiler.schema, compiler.rows
        self._operation, self._values = operation, values
        self._definitions = {
            one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        self._fragments = {name: FragmentDetails(one) for name, one in self._definitions.items()}
        # Of the root field being compiled: where its resolver can have rows shaped, and what was found there.
        self._paths: Collection[str] = ()
        self._shaped: dict[str, Selection] = {}

    def plan(self) -> Plan:
        parent = self._schema.get_root_type(self._operation.operation)
        if parent is None or self._operation.directives:
            raise Uncovered
        grouped = collect_fields(self._schema, self._fragments, self._values, parent, self._operation)
        roots = tuple(self._root(parent, key, details) for key, details in grouped.grouped_field_set.items())
        is_serial = self._operation.operation is OperationType.MUTATION
        return Plan(parent, roots, is_serial, self._definitions)

    def _root(self, parent: GraphQLObjectType, key: str, details: list[FieldDetails]) -> Root:
        nodes = [one.node for one in details]
        definition = self._schema.get_field(parent, nodes[0].name.value)
        if definition is None or definition.resolve is None or nodes[0].name.value.startswith("__"):
            raise Uncovered
        self._paths, self._shaped = self._rows.paths(definition), {}
        complete = self._complete(definition.type, details, "")
        projections = {
            path: (self._rows.project(found), [one.arguments for one in found.nested()])
            for path, found in self._shaped.items()
        }
        call = self._rows.call(definition) or _as_core_calls(definition.resolve)
        arguments = Arguments(definition, nodes[0])
        path = Path(None, key, parent.name)
        return Root(key, nodes[0].name.value, definition, nodes, arguments, call, complete, path, projections)

    def _complete(self, type_: GraphQLOutputType, details: list[FieldDetails], path: str) -> Complete:
        """What makes an answer of a value; it raises whatever it likes where the answer would have an error."""
        if is_non_null_type(type_):
            return required(self._complete(type_.of_type, details, path))
        if is_list_type(type_):
            return self._list(self._complete(type_.of_type, details, path), path)
        if is_leaf_type(type_):
            return leaf(type_)
        if is_abstract_type(type_):
            complete = self._abstract(type_, details, path)
        else:
            assert isinstance(type_, GraphQLObjectType)
            complete = self._object(type_, details, path)
        return lambda value: None if value is None else complete(value)

    def _list(self, item: Complete, path: str) -> Complete:
        if path not in self._paths:
            return lambda value: None if value is None else [item(one) for one in value]
        is_shaped = self._rows.is_shaped
        return lambda value: value if value is None or is_shaped(value) else [item(one) for one in value]

    def _abstract(self, type_: GraphQLAbstractType, details: list[FieldDetails], path: str) -> Complete:
        resolve = type_.resolve_type
        if resolve is None:
            raise Uncovered
        possible = {one.name: self._object(one, details, path) for one in self._schema.get_possible_types(type_)}
        # As much of the information as telling types apart takes.
        info: Any = SimpleNamespace(field_name=details[0].node.name.value, schema=self._schema)
        typename = self._rows.typename

        def complete(value: Any) -> Any:
            return possible[typename(value) or resolve(value, info, type_)](value)  # type: ignore[index]

        return complete

    def _object(self, type_: GraphQLObjectType, details: list[FieldDetails], path: str) -> Complete:
        if path in self._paths:
            if path in self._shaped:  # asked for twice, under two keys
                raise Uncovered
            self._shaped[path] = self._selection(type_, details)
            return self._already_shaped
        fields = collect_subfields(
            self._schema, self._fragments, self._values, self._operation, type_, details
        ).grouped_field_set
        return shape([self._field(type_, key, found, path) for key, found in fields.items()])

    def _field(
        self, type_: GraphQLObjectType, key: str, details: list[FieldDetails], path: str
    ) -> tuple[str, str, Complete]:
        """The key, the name in the source (none for a constant), and what makes the answer of it."""
        name = details[0].node.name.value
        if name == "__typename":
            return key, "", lambda _value: type_.name
        definition = type_.fields[name]
        column = self._rows.column(definition)
        if column is None:
            raise Uncovered
        below = f"{path}.{name}" if path else name
        return key, column, self._complete(definition.type, details, below)

    def _already_shaped(self, value: Any) -> Any:
        if not self._rows.is_shaped(value):
            raise Uncovered
        return value

    def _selection(self, type_: GraphQLObjectType, details: list[FieldDetails]) -> Selection:
        fields = collect_subfields(
            self._schema, self._fragments, self._values, self._operation, type_, details
        ).grouped_field_set
        return Selection(type_.name, tuple(self._selected(type_, key, found) for key, found in fields.items()))

    def _selected(self, type_: GraphQLObjectType, key: str, details: list[FieldDetails]) -> Selected:
        node = details[0].node
        if node.name.value == "__typename":
            return Selected(key, "__typename", None, Arguments(None, node), constant=type_.name)
        definition = type_.fields[node.name.value]
        inner = None
        named: Any = definition.type
        while hasattr(named, "of_type"):
            named = named.of_type
        if not is_leaf_type(named):
            if is_abstract_type(named):
                raise Uncovered
            inner = self._selection(named, details)
        return Selected(key, node.name.value, definition, Arguments(definition, node), inner)


def _as_core_calls(resolve: GraphQLFieldResolver) -> Call:
    return lambda info, arguments: resolve(None, info, **arguments)
