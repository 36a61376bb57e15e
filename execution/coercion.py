"""Values from clients made into what resolvers take, by closures that are compiled once.

They know how to do what is right. For whatever is not they raise something, and graphql-core says what is wrong.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLLeafType,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    Undefined,
    is_input_object_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.utilities.coerce_input_value import coerce_default_value

from execution.completion import Uncovered, required

Coerce = Callable[[Any], Any]
# More are nobody's filter, and a document may have thousands.
_MOST_VARIABLES = 16


def coercer(type_: GraphQLInputType, *outer: GraphQLInputType) -> Coerce:
    """What makes a value of the type. Raises Uncovered for a type within itself, and for one of alternatives."""
    if is_non_null_type(type_):
        return required(coercer(type_.of_type, *outer))
    if is_list_type(type_):
        return _list(coercer(type_.of_type, *outer))
    if is_leaf_type(type_):
        return _leaf(type_)
    assert is_input_object_type(type_)
    return _object(type_, *outer)


def _list(item: Coerce) -> Coerce:
    def coerce(value: Any) -> Any:
        if value is None:
            return None
        if value.__class__ is not list:  # graphql-core takes a single value for a list of one
            raise Uncovered
        return [item(one) for one in value]

    return coerce


def _leaf(type_: GraphQLLeafType) -> Coerce:
    coerce = type_.coerce_input_value
    if type_ is GraphQLString:
        return lambda value: value if value.__class__ is str or value is None else coerce(value)
    return lambda value: None if value is None else coerce(value)


@cache
def _object(type_: GraphQLInputObjectType, *outer: GraphQLInputType) -> Coerce:
    if type_ in outer or type_.is_one_of:
        raise Uncovered
    fields = {name: coercer(one.type, type_, *outer) for name, one in type_.fields.items()}
    required = {name for name, one in type_.fields.items() if is_required_input_field(one)}
    defaults = {name: default(one) for name, one in type_.fields.items() if default(one) is not Undefined}
    names = {name: one.out_name or name for name, one in type_.fields.items()}

    def coerce(value: Any) -> Any:
        if value is None:
            return None
        if value.__class__ is not dict or not required <= value.keys():
            raise Uncovered
        made = {names[name]: fields[name](one) for name, one in value.items()}
        for name, one in defaults.items():
            if name not in value:
                made[names[name]] = one
        return type_.out_type(made)

    return coerce


def default(definition: Any) -> Any:
    """The default of a field, an argument or a variable as its type has it; Undefined where there is none."""
    try:
        return coerce_default_value(definition)
    except TypeError:
        raise Uncovered from None


class Variables:
    """The variables of one operation."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        """Raises Uncovered where there are too many, or one of a type that is not covered."""
        definitions = operation.variable_definitions or ()
        if len(definitions) > _MOST_VARIABLES:
            raise Uncovered
        self._all: list[tuple[str, GraphQLVariableSignature, Coerce, Any]] = []
        for definition in definitions:
            signature = get_variable_signature(schema, definition)
            if not isinstance(signature, GraphQLVariableSignature):
                raise Uncovered
            self._all.append((signature.name, signature, coercer(signature.type), default(signature)))

    def of(self, sent: Mapping[str, Any]) -> VariableValues:
        """Their values in a request. Raises whatever where graphql-core has to say what is wrong."""
        sources, coerced = {}, {}
        for name, signature, coerce, otherwise in self._all:
            if name in sent:
                sources[name] = VariableValueSource(signature, sent[name])
                coerced[name] = coerce(sent[name])
            else:
                sources[name] = VariableValueSource(signature)
                if otherwise is not Undefined:
                    coerced[name] = otherwise
                elif is_non_null_type(signature.type):
                    raise Uncovered
        return VariableValues(sources, coerced)
