"""Queries generated from the schema: fragments, aliases, variables, directives, arguments good and bad."""

from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLNamedType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_enum_type,
    is_input_object_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
)
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

MAX_DEPTH = 6
# Fields that answer differently at every call, or that ask about the server rather than about data.
LEFT_OUT = {"rateLimit", "health"}


@dataclass
class Pool:
    """What arguments of the simple types are taken from."""

    ids: list[str]
    texts: list[str]
    numbers: tuple[int, ...] = (0, 1, 2, 3, 100, 101, -1)


@dataclass
class Operation:
    """A document with its variables."""

    text: str
    variables: dict[str, Any]


@dataclass
class Generator:
    """Draws one operation; the draws shrink to a short query without arguments."""

    schema: GraphQLSchema
    pool: Pool
    data: DataObject
    _variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _fragments: list[str] = field(default_factory=list)

    def operation(self) -> Operation:
        query = self.schema.query_type
        assert query is not None
        body = self._selections(query, 0)
        declared = ", ".join(f"${name}: {type_}" for name, (type_, _) in self._variables.items())
        head = f"query Generated({declared})" if declared else "query Generated"
        text = "\n".join([f"{head} {body}", *self._fragments])
        return Operation(text, {name: value for name, (_, value) in self._variables.items()})

    def _selections(self, type_: GraphQLNamedType, depth: int) -> str:
        names = self._names(type_, depth)
        parts = [self._field(type_, name, depth) for name in names]
        if self._often(4):
            parts.append("__typename")
        if is_abstract_type(type_):
            possible = [one for one in self.schema.get_possible_types(type_) if self._often(2)]
            parts += [f"... on {one.name} {self._selections(one, depth + 1)}" for one in possible]
        elif parts and self._often(5):
            parts.append(self._fragment(type_, depth))
        return "{ " + " ".join(parts or ["__typename"]) + " }"

    def _names(self, type_: GraphQLNamedType, depth: int) -> list[str]:
        fields: dict[str, GraphQLField] = getattr(type_, "fields", {})
        usable = [
            name
            for name, one in fields.items()
            if name not in LEFT_OUT and (depth < MAX_DEPTH or is_leaf_type(get_named_type(one.type)))
        ]
        most = 2 if depth == 0 else 6
        return self.data.draw(st.lists(st.sampled_from(usable), min_size=1, max_size=most)) if usable else []

    def _field(self, type_: GraphQLNamedType, name: str, depth: int) -> str:
        definition: GraphQLField = type_.fields[name]  # type: ignore[attr-defined]
        named = get_named_type(definition.type)
        # Two fields of one name with different arguments must not meet under one key.
        is_named_apart = bool(definition.args) or not is_leaf_type(named) or self._often(6)
        alias = f"k{self.data.draw(st.integers(0, 10**6))}: " if is_named_apart and not self._often(3) else ""
        below = "" if is_leaf_type(named) else f" {self._selections(named, depth + 1)}"
        return f"{alias}{name}{self._arguments(definition)}{self._directive()}{below}"

    def _arguments(self, definition: GraphQLField) -> str:
        given = []
        for name, argument in definition.args.items():
            if is_required_argument(argument) or self._often(4):
                given.append(f"{name}: {self._argument(argument.type)}")
        return f"({', '.join(given)})" if given else ""

    def _argument(self, type_: GraphQLInputType) -> str:
        value = self._value(type_)
        if self._often(2):
            name = f"v{len(self._variables)}"
            self._variables[name] = (str(type_), value)
            return f"${name}"
        return literal(value, type_)

    def _value(self, type_: GraphQLInputType) -> Any:
        if is_non_null_type(type_):
            return self._value(type_.of_type)
        if is_list_type(type_):
            return [self._value(type_.of_type) for _ in range(self.data.draw(st.integers(0, 3)))]
        if is_input_object_type(type_):
            return self._object(type_)
        if is_enum_type(type_):
            return self.data.draw(st.sampled_from(list(type_.values)))
        return self._scalar(str(type_))

    def _object(self, type_: GraphQLInputObjectType) -> dict[str, Any]:
        chosen = [name for name, one in type_.fields.items() if is_non_null_type(one.type) or self._often(5)]
        return {name: self._value(type_.fields[name].type) for name in chosen}

    def _scalar(self, name: str) -> Any:
        choices: dict[str, list[Any]] = {
            "Int": list(self.pool.numbers),
            "Boolean": [True, False],
            "ID": self.pool.ids,
            "DateTime": ["2026-03-01T10:30:00Z", "2026-03-01T10:30:00.12+01:00"],
            "Date": ["2026-03-01", "2026-04-01"],
        }
        return self.data.draw(st.sampled_from(choices.get(name, self.pool.texts)))

    def _directive(self) -> str:
        if not self._often(8):
            return ""
        name = self.data.draw(st.sampled_from(["skip", "include"]))
        if self._often(2):
            return f" @{name}(if: {'true' if self._often(2) else 'false'})"
        variable = f"c{len(self._variables)}"
        self._variables[variable] = ("Boolean!", self._often(2))
        return f" @{name}(if: ${variable})"

    def _fragment(self, type_: GraphQLNamedType, depth: int) -> str:
        body = self._selections(type_, depth + 1)
        if self._often(2):
            return f"... on {type_.name} {body}"
        name = f"F{len(self._fragments)}"
        self._fragments.append(f"fragment {name} on {type_.name} {body}")
        return f"...{name}"

    def _often(self, one_in: int) -> bool:
        return self.data.draw(st.integers(1, one_in)) == one_in


def literal(value: Any, type_: GraphQLInputType) -> str:
    """A value in GraphQL's own notation."""
    if is_non_null_type(type_):
        return literal(value, type_.of_type)
    if is_list_type(type_):
        return "[" + ", ".join(literal(one, type_.of_type) for one in value) + "]"
    if is_input_object_type(type_):
        return "{" + ", ".join(f"{name}: {literal(one, type_.fields[name].type)}" for name, one in value.items()) + "}"
    if isinstance(type_, GraphQLEnumType):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
