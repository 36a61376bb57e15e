"""Carries operations out: by their plan where there is one, else through graphql-core.

A plan runs while all goes smoothly. Where a resolver fails or a value does not fit its type, graphql-core settles the
operation from what the resolvers returned, so that errors, nulls and paths are those of the specification.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    execute,
    is_non_null_type,
    subscribe,
)
from graphql.execution import Executor as CoreExecutor
from graphql.execution.values import VariableValues, get_variable_values
from graphql.pyutils import Path

from execution.document import Document, Operation
from execution.plan import Compiler, Plan, Root, Rows

Variables = Mapping[str, Any]
_MAX_ERRORS = 10
_VARIANTS = 16


class PlannedInfo(GraphQLResolveInfo[Any]):
    """What a resolver is told, with what its plan knows besides."""

    memo: dict[Any, Any]
    # By path, what the store is to shape; see `Rows`.
    projections: dict[str, Any]


@dataclass(slots=True)
class _Outcome:
    """What became of a root field: its part of the answer, or the value or the failure that it has to be made of."""

    is_complete: bool
    value: Any
    failure: Exception | None = None


_Call = tuple[Root, PlannedInfo, dict[str, Any]]


class Executor:
    """Runs the operations of one schema. Without `rows` everything runs through graphql-core."""

    def __init__(self, schema: GraphQLSchema, rows: Rows | None = None, *, hides_suggestions: bool = False) -> None:
        self.schema = schema
        self._rows = rows
        self._compiler = Compiler(schema, rows) if rows else None
        self._hides_suggestions = hides_suggestions

    async def execute(
        self, document: Document, operation: Operation, variables: Variables, context: Any
    ) -> ExecutionResult:
        """The answer to a query or a mutation; without data when a variable was not good."""
        values = self._values(operation, variables)
        if isinstance(values, list):
            return ExecutionResult(None, values)
        plan = self._plan(document, operation, values)
        calls = self._calls(plan, operation, values, context) if plan else None
        if plan is None or calls is None:
            return await self._through_core(document, operation, variables, context)
        outcomes = await _outcomes(calls, is_serial=plan.is_serial)
        called = {root.key: outcome for (root, *_), outcome in zip(calls, outcomes, strict=False)}
        if len(called) == len(calls) and all(outcome.is_complete for outcome in outcomes):
            return ExecutionResult({key: outcome.value for key, outcome in called.items()}, None)
        return await self._settled(document, operation, variables, context, called)

    async def subscribe(
        self, document: Document, operation: Operation, variables: Variables, context: Any
    ) -> AsyncIterator[ExecutionResult] | ExecutionResult:
        """The answers to a subscription as they come, or the one that says why there are none."""
        result = subscribe(
            self.schema, document.ast, context_value=context, variable_values=dict(variables),
            operation_name=_name(operation), hide_suggestions=self._hides_suggestions,
        )  # fmt: skip
        return await result if isawaitable(result) else result

    def _values(self, operation: Operation, variables: Variables) -> VariableValues | list[GraphQLError]:
        """The variables as their types have them, or what is wrong with them."""
        if operation.variables is not None:
            with suppress(Exception):  # whatever it is, graphql-core says it better
                return operation.variables.of(variables)
        return get_variable_values(
            self.schema, operation.definition.variable_definitions or (), dict(variables), max_errors=_MAX_ERRORS,
            hide_suggestions=self._hides_suggestions,
        )  # fmt: skip

    def _plan(self, document: Document, operation: Operation, values: VariableValues) -> Plan | None:
        """The plan for the conditions of this request, compiled at its first use."""
        if self._compiler is None:
            return None
        plans: dict[tuple[Any, ...], Plan | None] = operation.plans
        key = tuple(values.coerced.get(name) for name in document.conditions)
        if key not in plans:
            if len(plans) >= _VARIANTS:
                return None
            plans[key] = self._compiler.plan(document.ast, operation.definition, values)
        return plans[key]

    def _calls(self, plan: Plan, operation: Operation, values: VariableValues, context: Any) -> list[_Call] | None:
        """What each root field's resolver is called with; None where graphql-core has to say what is wrong."""
        assert self._rows is not None
        bind, calls = self._rows.bind, []
        try:
            for root in plan.roots:
                info = PlannedInfo(
                    root.name, root.nodes, root.definition.type, plan.parent, root.path,
                    self.schema, plan.fragments, None, operation.definition, values, context,
                    isawaitable, None, None,  # type: ignore[arg-type]  # no resolver of ours tracks work
                )  # fmt: skip
                info.memo = root.memo
                info.projections = {
                    path: bind(projection, [one.of(values) for one in nested])
                    for path, (projection, nested) in root.projections.items()
                }
                calls.append((root, info, root.arguments.of(values)))
        except Exception:  # noqa: BLE001 whatever it is, it is found again on the other path and located there
            return None
        return calls

    async def _through_core(
        self, document: Document, operation: Operation, variables: Variables, context: Any
    ) -> ExecutionResult:
        result = execute(
            self.schema, document.ast, context_value=context, variable_values=dict(variables),
            operation_name=_name(operation), hide_suggestions=self._hides_suggestions,
        )  # fmt: skip
        return await result if isawaitable(result) else result

    async def _settled(
        self,
        document: Document,
        operation: Operation,
        variables: Variables,
        context: Any,
        outcomes: dict[str, _Outcome],
    ) -> ExecutionResult:
        """The answer as graphql-core makes it of what the resolvers returned."""
        executor = _Settling.build(
            self.schema, document.ast, None, context, dict(variables), _name(operation),
            hide_suggestions=self._hides_suggestions,
        )  # fmt: skip
        assert isinstance(executor, _Settling)
        executor.outcomes = outcomes
        result: Any = executor.execute_operation()
        settled: ExecutionResult = await result if isawaitable(result) else result
        return settled


class _Settling(CoreExecutor[Any]):
    """graphql-core's executor with the root fields' resolvers called already."""

    outcomes: Mapping[str, _Outcome]

    def execute_field(
        self, parent_type: Any, source: Any, field_details_list: Any, path: Path, position_context: Any
    ) -> Any:
        if path.prev is not None or path.key not in self.outcomes:  # not called yet
            return super().execute_field(parent_type, source, field_details_list, path, position_context)
        outcome = self.outcomes[str(path.key)]
        if outcome.is_complete:
            return outcome.value
        nodes = [one.node for one in field_details_list]
        definition = self.schema.get_field(parent_type, nodes[0].name.value)
        assert definition is not None
        info = self.build_resolve_info(definition, nodes, parent_type, path)
        return self.complete_awaitable_value(
            definition.type, field_details_list, info, path, _again(outcome), position_context
        )


async def _again(outcome: _Outcome) -> Any:
    if outcome.failure is not None:
        raise outcome.failure
    return outcome.value


async def _outcomes(calls: list[_Call], *, is_serial: bool) -> list[_Outcome]:
    """What became of the root fields; of a mutation only of those up to the first that must not fail and did."""
    if len(calls) == 1:
        return [await _outcome(*calls[0])]
    if not is_serial:
        return await asyncio.gather(*(_outcome(*call) for call in calls))
    outcomes = []
    for call in calls:
        outcome = await _outcome(*call)
        outcomes.append(outcome)
        if not outcome.is_complete and is_non_null_type(call[0].definition.type):
            break
    return outcomes


async def _outcome(root: Root, info: PlannedInfo, arguments: dict[str, Any]) -> _Outcome:
    try:
        value = root.call(info, arguments)
        if isawaitable(value):
            value = await value
    except Exception as failure:  # noqa: BLE001 graphql-core locates it, the transport tells ours from the client's
        return _Outcome(is_complete=False, value=None, failure=failure)
    try:
        return _Outcome(is_complete=True, value=root.complete(value))
    except Exception:  # noqa: BLE001 graphql-core finds it again, and says what is wrong and where
        return _Outcome(is_complete=False, value=value)


def _name(operation: Operation) -> str | None:
    name = operation.definition.name
    return name.value if name else None
