"""Variables made into values: at once where all of them are texts, else by graphql-core."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError, GraphQLID, GraphQLSchema, GraphQLString, OperationDefinitionNode, get_nullable_type
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource

Texts = tuple[GraphQLVariableSignature, ...]
# More are nobody's id and search, and a document may have thousands.
_MOST = 8


def texts(schema: GraphQLSchema, operation: OperationDefinitionNode) -> Texts | None:
    """The variables of an operation that takes nothing but ids and strings, if anything."""
    found: list[GraphQLVariableSignature] = []
    for definition in operation.variable_definitions or ():
        if len(found) == _MOST:
            return None
        signature = get_variable_signature(schema, definition)
        if isinstance(signature, GraphQLError) or get_nullable_type(signature.type) not in (GraphQLID, GraphQLString):
            return None
        found.append(signature)
    return tuple(found)


def given(known: Texts | None, sent: Mapping[str, Any]) -> VariableValues | None:
    """What graphql-core would make of them; None where it has to, because one is missing or no text."""
    if known is None or not all(sent.get(one.name).__class__ is str for one in known):
        return None
    values = {one.name: sent[one.name] for one in known}
    return VariableValues({one.name: VariableValueSource(one, sent[one.name]) for one in known}, values)
