"""Many changes of jobs in one request."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, ValidationError

from core.actor import Scope
from core.errors import Fault, ValidationFailed
from core.inputs import Count, Input, NotNull, faults, optional
from resolvers import bulk
from resolvers.bulk import MAX_OPERATIONS, BulkOp, Outcome
from rest_compat import answer
from rest_compat.answer import Answer
from rest_compat.errors import STATUSES, error_object
from rest_compat.job_bodies import JobChangeBody
from rest_compat.operation import Call, NoQuery, Operation
from rest_compat.resources import BulkOutcome, Data

_CREATED, _OK = 201, 200


class BulkOperationBody(Input):
    """One change of a job."""

    op: Annotated[BulkOp, Field(strict=False)] = Field(description="What to do.")
    id: str | None = optional("The job's id; needed by all but create.")
    version: Annotated[Count | None, NotNull] = optional("Refuses the change unless this is the job's version.")
    data: dict[str, Any] | None = optional("The fields of a create or update, as those routes take them.")


class BulkBody(Input):
    """Up to 200 changes, carried out in order."""

    operations: Annotated[list[BulkOperationBody], Field(min_length=1, max_length=MAX_OPERATIONS)] = Field(
        description="What to do."
    )
    atomic: bool = Field(default=False, description="All or none; else each by itself.")


async def run(call: Call[BulkBody, NoQuery]) -> Answer:
    operations = [_operation(body) for body in call.body.operations]
    outcomes = await bulk.run(call.actor, operations, is_atomic=call.body.atomic)
    return answer.data([_outcome(outcome, call.request.state.request_id) for outcome in outcomes])


def _operation(body: BulkOperationBody) -> bulk.Operation:
    """What cannot be read is that operation's failure and not the request's."""
    try:
        change = None if body.data is None else JobChangeBody.model_validate(body.data)
    except ValidationError as error:
        found = faults(error.errors(include_input=False, include_url=False))
        refusal = ValidationFailed([Fault(f"data.{fault.field}", fault.message) for fault in found])
        return bulk.Operation(body.op, refusal=refusal)
    return bulk.Operation(body.op, _uuid(body.id), body.version, change)


def _uuid(text: str | None) -> UUID | None:
    try:
        return None if text is None else UUID(text)
    except ValueError:
        return UUID(int=0)


def _outcome(outcome: Outcome, request_id: str) -> dict[str, Any]:
    if outcome.error is not None:
        error = error_object(outcome.error, request_id)
        return {"index": outcome.index, "status": STATUSES[outcome.error.code], "error": error}
    status = _CREATED if outcome.op is BulkOp.CREATE else _OK
    return {"index": outcome.index, "status": status, "data": outcome.row}


OPERATIONS = [
    Operation("POST", "/api/jobs/bulk", run, "Changes many jobs", Data[list[BulkOutcome]], body=BulkBody,
              scopes=(Scope.WRITE,), creates=True),
]  # fmt: skip
