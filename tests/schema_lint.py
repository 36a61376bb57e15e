"""What our SDL promises about itself, checked rule by rule: `make check` runs it over the committed schema.

A fault that is meant is let through by its own words in ACCEPTED, with its reason.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DEFAULT_DEPRECATION_REASON,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    GraphQLWrappingType,
    build_schema,
    get_named_type,
    is_introspection_type,
    is_non_null_type,
    is_specified_scalar_type,
)

from tests.snapshots import ROOT

ACCEPTED = {
    "Activity: has an id but is no Node": "an event's id, which node(id:) answers as a JobEvent",
    "BulkJobOperation.id: is ID, not ID!": "a job that is to be created has none",
    "FlowNode: has an id but is no Node": "a name within one diagram",
    "FlowNode.id: is String!, not ID!": "a name within one diagram",
    "JobChange: has an id but is no Node": "the id of the job that changed",
    "JobChanged: has an id but is no Node": "the id of the job that changed",
    "JobChanged.id: is ID, not ID!": "a RESYNC is about no job",
    "Query.nodes: may hold nulls": "Relay's rule: a null where there is no node",
}
CONNECTION = {"edges": "[{edge}!]!", "nodes": "[{node}!]!", "pageInfo": "PageInfo!", "totalCount": "Int!"}
PAGING = {"first": "Int", "after": "String", "last": "Int", "before": "String"}
WithFields = GraphQLObjectType | GraphQLInterfaceType
Faults = Iterator[str]


def main() -> int:
    """1 when something is at fault that is not meant, or meant but not there any more."""
    found = set(faults((ROOT / "schema" / "schema.graphql").read_text()))
    for fault in sorted(found ^ set(ACCEPTED)):
        print(fault if fault in found else f"not found any more: {fault}")
    return int(found != set(ACCEPTED))


def faults(sdl: str) -> list[str]:
    """Every place that breaks a rule, and how."""
    schema = build_schema(sdl)
    return [fault for rule in RULES for fault in rule(schema)]


def everything_is_described(schema: GraphQLSchema) -> Faults:
    described = [
        *((type_.name, type_) for type_ in _types(schema)),
        *((one.place, one.it) for one in _elements(schema)),
    ]
    for place, it in described:
        if not (it.description or "").strip():
            yield f"{place}: is not described"


def names_have_their_case(schema: GraphQLSchema) -> Faults:
    for type_ in _types(schema):
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", type_.name):
            yield f"{type_.name}: is not in PascalCase"
    for one in _elements(schema):
        is_value = isinstance(one.it, GraphQLEnumValue)
        case, shape = ("UPPER_CASE", r"[A-Z][A-Z0-9_]*") if is_value else ("camelCase", r"[a-z][A-Za-z0-9]*")
        if not re.fullmatch(shape, one.name):
            yield f"{one.place}: is not in {case}"


def mutations_take_an_input_and_answer_a_union(schema: GraphQLSchema) -> Faults:
    """One with nothing to say, like logOut, takes no argument at all."""
    for name, field in (schema.mutation_type.fields if schema.mutation_type else {}).items():
        title = name[0].upper() + name[1:]
        taken = {arg: str(value.type) for arg, value in field.args.items()}
        if taken not in ({}, {"input": f"{title}Input!"}):
            yield f"Mutation.{name}: does not take one input: {title}Input!"
        union = get_named_type(field.type)
        if str(field.type) != f"{title}Result!" or not isinstance(union, GraphQLUnionType):
            yield f"Mutation.{name}: does not answer a union {title}Result!"
            continue
        for member in union.types:
            if member.name != f"{title}Payload" and "Error" not in {one.name for one in member.interfaces}:
                yield f"{union.name}: {member.name} is neither {title}Payload nor an Error"


def connections_are_relays(schema: GraphQLSchema) -> Faults:
    """Relay's own fields, with the nodes alone and the total besides."""
    for type_ in _types(schema):
        if isinstance(type_, GraphQLObjectType) and type_.name.endswith("Connection"):
            node = type_.name.removesuffix("Connection")
            wanted = {name: text.format(edge=f"{node}Edge", node=node) for name, text in CONNECTION.items()}
            yield from _differences(type_, wanted)
            edge = schema.get_type(f"{node}Edge")
            if isinstance(edge, GraphQLObjectType):
                yield from _differences(edge, {"cursor": "String!", "node": f"{node}!"})


def connections_are_paged_both_ways(schema: GraphQLSchema) -> Faults:
    for one in _elements(schema):
        if isinstance(one.it, GraphQLField) and get_named_type(one.it.type).name.endswith("Connection"):
            taken = {name: str(argument.type) for name, argument in one.it.args.items()}
            for name, type_ in PAGING.items():
                if taken.get(name) != type_:
                    yield f"{one.place}: does not take {name}: {type_}"


def lists_hold_no_nulls(schema: GraphQLSchema) -> Faults:
    for one in _elements(schema):
        type_ = None if isinstance(one.it, GraphQLEnumValue) else one.it.type
        while isinstance(type_, GraphQLWrappingType):
            if isinstance(type_, GraphQLList) and not is_non_null_type(type_.of_type):
                yield f"{one.place}: may hold nulls"
            type_ = type_.of_type


def an_id_is_that_of_a_node(schema: GraphQLSchema) -> Faults:
    """Caches take an id for the name of what they keep."""
    for type_ in _types(schema):
        if isinstance(type_, WithFields | GraphQLInputObjectType) and "id" in type_.fields:
            written = str(type_.fields["id"].type)
            if written != "ID!":
                yield f"{type_.name}.id: is {written}, not ID!"
            if isinstance(type_, GraphQLObjectType) and "Node" not in {one.name for one in type_.interfaces}:
                yield f"{type_.name}: has an id but is no Node"


def what_is_deprecated_says_why(schema: GraphQLSchema) -> Faults:
    for one in _elements(schema):
        reason = one.it.deprecation_reason
        if reason is not None and reason.strip() in ("", DEFAULT_DEPRECATION_REASON):
            yield f"{one.place}: is deprecated without a reason"


def every_type_can_be_reached(schema: GraphQLSchema) -> Faults:
    pending: list[GraphQLNamedType | None] = [schema.query_type, schema.mutation_type, schema.subscription_type]
    reached: set[str] = set()
    while pending:
        type_ = pending.pop()
        if type_ is not None and type_.name not in reached:
            reached.add(type_.name)
            pending += _next(schema, type_)
    for type_ in _types(schema):
        if type_.name not in reached:
            yield f"{type_.name}: cannot be reached from a root"


RULES: list[Callable[[GraphQLSchema], Faults]] = [
    everything_is_described, names_have_their_case, mutations_take_an_input_and_answer_a_union, connections_are_relays,
    connections_are_paged_both_ways, lists_hold_no_nulls, an_id_is_that_of_a_node, what_is_deprecated_says_why,
    every_type_can_be_reached,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """A field, argument, input field or enum value: where it stands, its name, and itself."""

    place: str
    name: str
    it: GraphQLField | GraphQLArgument | GraphQLInputField | GraphQLEnumValue


def _types(schema: GraphQLSchema) -> list[GraphQLNamedType]:
    """Ours, without those that every schema has."""
    everything = schema.type_map.values()
    return [type_ for type_ in everything if not is_introspection_type(type_) and not is_specified_scalar_type(type_)]


def _elements(schema: GraphQLSchema) -> Iterator[Element]:
    for type_ in _types(schema):
        for name, it in _members(type_).items():
            yield Element(f"{type_.name}.{name}", name, it)
            for argument, taken in it.args.items() if isinstance(it, GraphQLField) else ():
                yield Element(f"{type_.name}.{name}({argument})", argument, taken)


def _members(type_: GraphQLNamedType) -> Mapping[str, GraphQLField | GraphQLInputField | GraphQLEnumValue]:
    if isinstance(type_, GraphQLEnumType):
        values: Mapping[str, GraphQLEnumValue] = type_.values
        return values
    return type_.fields if isinstance(type_, WithFields | GraphQLInputObjectType) else {}


def _differences(type_: GraphQLObjectType, wanted: Mapping[str, str]) -> Faults:
    for name, text in wanted.items():
        if name not in type_.fields or str(type_.fields[name].type) != text:
            yield f"{type_.name}: has no {name}: {text}"


def _next(schema: GraphQLSchema, type_: GraphQLNamedType) -> list[GraphQLNamedType]:
    """The types that a type leads to."""
    if isinstance(type_, GraphQLUnionType):
        return list(type_.types)
    found: list[GraphQLNamedType] = []
    if isinstance(type_, GraphQLInterfaceType):
        found += schema.get_possible_types(type_)
    for it in _members(type_).values():
        if not isinstance(it, GraphQLEnumValue):
            found.append(get_named_type(it.type))
        if isinstance(it, GraphQLField):
            found += [get_named_type(argument.type) for argument in it.args.values()]
    return found + list(getattr(type_, "interfaces", ()))


if __name__ == "__main__":
    sys.exit(main())
