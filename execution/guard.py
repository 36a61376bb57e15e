"""What a document may ask for: measured before validation, in time bounded whatever the document is.

The document itself is counted once, node by node. Then each operation is walked as execution would walk it,
with fragments expanded and fields of one response key merged, and the walk stops at the first limit that it
reaches: a fragment bomb costs no more than the largest document that is allowed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_introspection_query,
    is_interface_type,
    is_object_type,
    parse,
)

from execution.introspection import ROOTS, Place, Sizes

Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest document that is carried out; docs/graphql.md lists them for clients."""

    length: int = 65_536
    tokens: int = 2_500
    operations: int = 20
    depth: int = 16
    aliases: int = 100
    root_fields: int = 60
    directives_per_node: int = 5
    fragments: int = 200
    # Fields after fragments are expanded, and pairs of fields that validation has to compare for conflicts.
    fields: int = 5_000
    pairs: int = 5_000
    cost: int = 5_000
    # In the answer, lists without pages counted as one.
    values: int = 50_000
    # How much introspection answers, in percent of what tools ask for: the whole schema, once.
    introspection: int = 105


@dataclass(frozen=True, slots=True)
class Weights:
    """What fields cost by their names, and how large a page can be.

    A field with a selection that is not named costs 1, one without costs nothing. `roots` are root fields, `fields` all
    others; `repeated` are the parts of a page that are there as often as it is long.
    """

    roots: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, int] = field(default_factory=dict)
    mutation: int = 10
    page: int = 20
    page_limit: int = 500
    repeated: frozenset[str] = frozenset({"edges", "nodes"})


class TooComplex(Exception):
    """The document passes a limit; the message says which."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What an operation costs, and how many values its answer has: known but for page sizes in variables."""

    fixed: int = 0
    values: int = 0
    # What repeats, by the variable that says how often and the times if it is not sent.
    repeated: tuple[tuple[str, int, "Cost"], ...] = ()

    def of(self, variables: Variables, limit: int) -> tuple[int, int]:
        """The cost and the values with these variables; a page is never larger than `limit`."""
        cost, values = self.fixed, self.values
        for name, default, inner in self.repeated:
            sent = variables.get(name)
            times = sent if isinstance(sent, int) and 0 <= sent <= limit else default if sent is None else limit
            inner_cost, inner_values = inner.of(variables, limit)
            cost, values = cost + times * inner_cost, values + times * inner_values
        return cost, values

    def times(self, number: int) -> "Cost":
        repeated = tuple((name, size, cost.times(number)) for name, size, cost in self.repeated)
        return Cost(self.fixed * number, self.values * number, repeated)

    def plus(self, other: "Cost") -> "Cost":
        return Cost(self.fixed + other.fixed, self.values + other.values, self.repeated + other.repeated)


def paged_fields(schema: GraphQLSchema, page: int, *, of_roots: bool) -> dict[str, int]:
    """The fields that take `first`, of the root types or of all others, with the size of a page if it is not sent."""
    roots = {schema.query_type, schema.mutation_type, schema.subscription_type}
    types = [
        type_
        for type_ in schema.type_map.values()
        if (is_object_type(type_) or is_interface_type(type_)) and (type_ in roots) is of_roots
    ]
    firsts = {name: one.args["first"] for type_ in types for name, one in type_.fields.items() if "first" in one.args}
    return {
        name: first.default_value if isinstance(first.default_value, int) else page for name, first in firsts.items()
    }


class Guard:
    """Measures documents of one schema."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, weights: Weights) -> None:
        self.limits = limits
        self.weights = weights
        self._paged = {is_root: paged_fields(schema, weights.page, of_roots=is_root) for is_root in (True, False)}
        self.sizes = Sizes(schema)
        self.introspected = self._introspected()

    def count(self, document: DocumentNode) -> None:
        """Refuses a document for what is written in it. Raises TooComplex."""
        aliases = fragments = operations = 0
        for node in _nodes(document):
            if isinstance(node, FieldNode) and node.alias is not None:
                aliases += 1
            _within("directives on one element", len(node.directives or ()), self.limits.directives_per_node)
            fragments += isinstance(node, FragmentDefinitionNode | FragmentSpreadNode)
            operations += isinstance(node, OperationDefinitionNode)
        _within("aliases", aliases, self.limits.aliases)
        _within("operations", operations, self.limits.operations)
        _within("fragments and their uses", fragments, self.limits.fragments)

    def measure(self, document: DocumentNode, operation: OperationDefinitionNode) -> tuple[Cost, frozenset[str]]:
        """What an operation costs, and the names of its root fields. Raises TooComplex for what it would become."""
        return _Walk(self, document).measure(operation)

    def _introspected(self) -> float:
        """How many fields an introspection may answer, from those of the query that tools send."""
        self.introspected = float("inf")
        document = parse(get_introspection_query(schema_description=True, input_value_deprecation=True))
        walk = _Walk(self, document)
        walk.measure(document.definitions[0])  # type: ignore[arg-type]
        return round(walk.introspected * self.limits.introspection / 100, -2)

    def page_of(self, name: str, *, is_root: bool) -> int | None:
        """The size of a field's page if none is asked for; None for a field that is no page."""
        return self._paged[is_root].get(name)


class _Walk:
    """One operation's walk, with what is left of its limits."""

    def __init__(self, guard: Guard, document: DocumentNode) -> None:
        self._guard = guard
        self._limits = guard.limits
        self._fragments = {
            one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        self._fields = self._pairs = 0
        self.introspected = 0.0

    def measure(self, operation: OperationDefinitionNode) -> tuple[Cost, frozenset[str]]:
        own = self._guard.weights.mutation if operation.operation is OperationType.MUTATION else 0
        roots = self._merged([operation.selection_set])
        _within("root fields", len(roots), self._limits.root_fields)
        cost = Cost(own * len(roots))
        for nodes in roots.values():
            cost = cost.plus(self._field(nodes, depth=1))
        return cost, frozenset(nodes[0].name.value for nodes in roots.values())

    def _field(self, nodes: list[FieldNode], depth: int, place: Place | None = None) -> Cost:
        _within("levels of fields", depth, self._limits.depth)
        name = nodes[0].name.value
        below = self._introspect(name, depth, place)
        weights = self._guard.weights.roots if depth == 1 else self._guard.weights.fields
        weight = weights.get(name)
        inner = [node.selection_set for node in nodes if node.selection_set is not None]
        if not inner:
            return Cost(weight or 0, 1)
        cost = Cost(1 if weight is None else weight, 1)
        page = self._guard.page_of(name, is_root=depth == 1)
        size = None if page is None else self._page_size(nodes[0], page)
        for key_nodes in self._merged(inner).values():
            found = self._field(key_nodes, depth + 1, below)
            if size is not None and key_nodes[0].name.value in self._guard.weights.repeated:
                number, variable = size
                found = found.times(number) if variable is None else Cost(repeated=((variable, number, found),))
            cost = cost.plus(found)
        return cost

    def _introspect(self, name: str, depth: int, place: Place | None) -> Place | None:
        """Counts a field of introspection; where what is below it is."""
        if place is None:
            return Place(1.0) if depth == 1 and name in ROOTS else None
        self.introspected += place.times
        _within("fields of introspection", self.introspected, self._guard.introspected)
        return self._guard.sizes.below(place, name)

    def _page_size(self, node: FieldNode, page: int) -> tuple[int, str | None]:
        """How many a page is asked to hold, or the variable that will say, with the number if it does not."""
        for argument in node.arguments or ():
            if argument.name.value in ("first", "last"):
                if isinstance(argument.value, VariableNode):
                    return page, argument.value.name.value
                if isinstance(argument.value, IntValueNode):
                    return min(_number(argument.value.value), self._guard.weights.page_limit), None
        return page, None

    def _merged(self, sets: list[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """The fields of selection sets by response key, fragments expanded, each once."""
        merged: dict[str, list[FieldNode]] = {}
        visited: set[str] = set()
        pending: list[Iterator[SelectionNode]] = [iter(one.selections) for one in sets]
        while pending:
            for selection in pending.pop():
                if isinstance(selection, FieldNode):
                    self._add(merged, selection)
                elif isinstance(selection, FragmentSpreadNode):
                    name = selection.name.value
                    if name not in visited and name in self._fragments:
                        visited.add(name)
                        pending.append(iter(self._fragments[name].selection_set.selections))
                else:
                    pending.append(iter(selection.selection_set.selections))  # type: ignore[attr-defined]
        return merged

    def _add(self, merged: dict[str, list[FieldNode]], node: FieldNode) -> None:
        same = merged.setdefault((node.alias or node.name).value, [])
        self._fields += 1
        self._pairs += len(same)
        _within("fields, fragments expanded,", self._fields, self._limits.fields)
        _within("repetitions of the same field", self._pairs, self._limits.pairs)
        same.append(node)


def _nodes(document: DocumentNode) -> Iterator[Any]:
    """Everything that may bear directives, without recursion."""
    pending: list[Any] = list(document.definitions)
    while pending:
        node = pending.pop()
        yield node
        pending += getattr(node, "variable_definitions", None) or ()
        selection_set = getattr(node, "selection_set", None)
        if selection_set is not None:
            pending += selection_set.selections


def _within(what: str, number: float, limit: float) -> None:
    if number > limit:
        raise TooComplex(f"The operation has too many {what}: at most {limit:.0f} are allowed.")


def _number(text: str) -> int:
    """A whole number of a document; one too long to be meant is as good as any other that is too large."""
    return max(0, int(text)) if len(text) <= len(str(2**31)) else 2**31
