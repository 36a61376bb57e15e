"""Carries operations out."""

from collections.abc import AsyncIterator, Mapping
from inspect import isawaitable
from typing import Any

from graphql import ExecutionResult, GraphQLSchema, execute, subscribe

from execution.document import Document, Operation

Variables = Mapping[str, Any]


class Executor:
    """Runs the operations of one schema."""

    def __init__(self, schema: GraphQLSchema, *, hides_suggestions: bool = False) -> None:
        self.schema = schema
        self._hides_suggestions = hides_suggestions

    async def execute(
        self, document: Document, operation: Operation, variables: Variables, context: Any
    ) -> ExecutionResult:
        """The answer to a query or a mutation."""
        result = execute(
            self.schema, document.ast, context_value=context, variable_values=dict(variables),
            operation_name=_name(operation), hide_suggestions=self._hides_suggestions,
        )  # fmt: skip
        return await result if isawaitable(result) else result

    async def subscribe(
        self, document: Document, operation: Operation, variables: Variables, context: Any
    ) -> AsyncIterator[ExecutionResult] | ExecutionResult:
        """The answers to a subscription as they come, or the one that says why there are none."""
        result = subscribe(
            self.schema, document.ast, context_value=context, variable_values=dict(variables),
            operation_name=_name(operation), hide_suggestions=self._hides_suggestions,
        )  # fmt: skip
        return await result if isawaitable(result) else result


def _name(operation: Operation) -> str | None:
    name = operation.definition.name
    return name.value if name else None
