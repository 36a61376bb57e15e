"""The arguments of a field: known once and for all, or from the variables of each request."""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    FieldNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputType,
    ListValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_argument_values,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.values import VariableValues
from graphql.utilities import coerce_input_literal

from execution.coercion import default
from execution.completion import Uncovered, required

# What a value is under the variables of a request. Raises Uncovered for one that graphql-core has to look at.
Value = Callable[[Mapping[str, Any]], Any]


class Arguments:
    """What the resolver of one selected field is given."""

    def __init__(self, definition: GraphQLField | None, node: FieldNode) -> None:
        self._definition, self._node = definition, node
        self._fixed: dict[str, Any] | None = {}
        self._values: dict[str, Value] | None = None
        if definition is None or not definition.args:
            return
        sent = {one.name.value: one.value for one in node.arguments or ()}
        if not any(map(_has_variable, sent.values())):
            self._fixed = get_argument_values(definition, node)
            return
        self._fixed = None
        try:
            self._values = {one.out_name or name: _of(one, sent.get(name)) for name, one in definition.args.items()}
        except Uncovered:  # graphql-core works it out each time
            self._values = None

    def of(self, values: VariableValues) -> dict[str, Any]:
        """Raises GraphQLError or Uncovered when a variable is missing."""
        if self._fixed is not None:
            return self._fixed
        if self._values is None:
            assert self._definition is not None
            return get_argument_values(self._definition, self._node, values)
        coerced = values.coerced
        found = {name: value(coerced) for name, value in self._values.items()}
        return {name: value for name, value in found.items() if value is not Undefined}


def _of(definition: GraphQLArgument | GraphQLInputField, node: ValueNode | None) -> Value:
    """An argument's value, or that of an input's field; Undefined where there is none."""
    otherwise = default(definition)
    if otherwise is Undefined and is_non_null_type(definition.type):

        def missing(_coerced: Mapping[str, Any]) -> Any:
            raise Uncovered
    else:

        def missing(_coerced: Mapping[str, Any]) -> Any:
            return otherwise

    if node is None:
        return missing
    value = _literal(definition.type, node)
    if not isinstance(node, VariableNode):
        return value
    name = node.name.value
    return lambda coerced: value(coerced) if name in coerced else missing(coerced)


def _literal(type_: GraphQLInputType, node: ValueNode) -> Value:
    """A value that is written in the document, variables in it included."""
    if is_non_null_type(type_):
        return required(_literal(type_.of_type, node))
    if isinstance(node, VariableNode):
        name = node.name.value
        return lambda coerced: coerced[name]
    if not _has_variable(node):
        return _constant(type_, node)
    if is_list_type(type_):
        items = node.values if isinstance(node, ListValueNode) else [node]
        values = [_item(type_.of_type, one) for one in items]
        return lambda coerced: [value(coerced) for value in values]
    if not is_input_object_type(type_) or type_.is_one_of or not isinstance(node, ObjectValueNode):
        raise Uncovered
    given = {one.name.value: one.value for one in node.fields}
    fields = {one.out_name or name: _of(one, given.get(name)) for name, one in type_.fields.items()}

    def made(coerced: Mapping[str, Any]) -> Any:
        found = {name: value(coerced) for name, value in fields.items()}
        return type_.out_type({name: value for name, value in found.items() if value is not Undefined})

    return made


def _item(type_: GraphQLInputType, node: ValueNode) -> Value:
    """A variable without a value is null in a list, where that may be."""
    value = _literal(type_, node)
    if not isinstance(node, VariableNode):
        return value
    name = node.name.value
    is_required = is_non_null_type(type_)

    def item(coerced: Mapping[str, Any]) -> Any:
        if name in coerced:
            return value(coerced)
        if is_required:
            raise Uncovered
        return None

    return item


def _constant(type_: GraphQLInputType, node: ValueNode) -> Value:
    found = coerce_input_literal(node, type_)
    if found is Undefined:
        raise Uncovered
    return lambda _coerced: found


def _has_variable(value: Any) -> bool:
    if isinstance(value, VariableNode):
        return True
    parts = [*(getattr(value, "values", None) or ()), *(one.value for one in getattr(value, "fields", None) or ())]
    return any(_has_variable(part) for part in parts)
