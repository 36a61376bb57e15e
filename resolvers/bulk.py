"""Many changes of jobs in one request: each by itself, or all or none."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from pydantic import ValidationError

from core import database
from core.actor import Actor, Scope
from core.database import transaction
from core.errors import AppError, Conflict, Fault, ValidationFailed
from core.inputs import faults
from core.page import Row
from resolvers import jobs
from resolvers.job_inputs import JobChange, JobDraft

MAX_OPERATIONS = 200


class BulkOp(StrEnum):
    """What to do with a job."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Operation:
    """One change; `refusal` is what the wire already found wrong with it."""

    op: BulkOp
    id: UUID | None = None
    version: int | None = None
    data: JobChange | None = None
    refusal: AppError | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the operation at `index`: a row or an error."""

    index: int
    op: BulkOp
    row: Row | None = None
    error: AppError | None = None


class _RolledBackError(Exception):
    """Carries the outcome that undoes all the others."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__()


async def run(actor: Actor, operations: Sequence[Operation], *, is_atomic: bool = False) -> list[Outcome]:
    """Carries the operations out in order; the outcomes in the same order.

    Each has a transaction of its own. With `is_atomic` there is one, which the first failure undoes: that
    operation says why, the others say that they were undone.
    """
    actor.allowed(Scope.WRITE)
    if not is_atomic:
        await _lock(actor, operations)  # which counts where an Idempotency-Key makes one transaction of all
        return [await _outcome(actor, index, operation) for index, operation in enumerate(operations)]
    try:
        return await _all_or_none(actor, operations)
    except _RolledBackError as undone:
        failed = undone.outcome
        reason = Conflict(f"Nothing was changed, because operation {failed.index} failed.")
        return [
            failed if index == failed.index else Outcome(index, operation.op, error=reason)
            for index, operation in enumerate(operations)
        ]


@transaction
async def _all_or_none(actor: Actor, operations: Sequence[Operation]) -> list[Outcome]:
    await _lock(actor, operations)
    outcomes = []
    for index, operation in enumerate(operations):
        outcome = await _outcome(actor, index, operation)
        if outcome.error is not None:
            raise _RolledBackError(outcome)
        outcomes.append(outcome)
    return outcomes


@transaction
async def _lock(actor: Actor, operations: Sequence[Operation]) -> None:
    """Locks every job in question in one order, so that runs which cross wait for each other and not in a circle."""
    await database.fetch(
        "SELECT FROM job WHERE job.user_id = $1 AND job.id = ANY($2::uuid[]) ORDER BY job_id FOR UPDATE",
        actor.user_id, [operation.id for operation in operations if operation.id is not None],
    )  # fmt: skip


async def _outcome(actor: Actor, index: int, operation: Operation) -> Outcome:
    try:
        return Outcome(index, operation.op, row=await _carry_out(actor, operation))
    except AppError as error:
        return Outcome(index, operation.op, error=error)


async def _carry_out(actor: Actor, operation: Operation) -> Row:
    if operation.refusal is not None:
        raise operation.refusal
    if operation.op is BulkOp.CREATE:
        return await _with_data(operation, lambda data: jobs.create(actor, _draft(data)))
    if (job_id := operation.id) is None:
        raise ValidationFailed.of("id", "is required")
    version = operation.version
    if operation.op is BulkOp.UPDATE:
        return await _with_data(operation, lambda data: jobs.update(actor, job_id, data, version=version))
    if operation.op is BulkOp.DELETE:
        return await jobs.delete(actor, job_id, version=version)
    return await jobs.restore(actor, job_id, version=version)


async def _with_data(operation: Operation, work: Callable[[JobChange], Awaitable[Row]]) -> Row:
    """Names what is wrong with a field by its place in the operation."""
    if operation.data is None:
        raise ValidationFailed.of("data", "is required")
    try:
        return await work(operation.data)
    except ValidationFailed as refused:
        raise ValidationFailed([Fault(f"data.{fault.field}", fault.message) for fault in refused.faults]) from None


def _draft(data: JobChange) -> JobDraft:
    try:
        return JobDraft.model_validate(data.given())
    except ValidationError as error:
        raise ValidationFailed(faults(error.errors(include_input=False, include_url=False))) from None
