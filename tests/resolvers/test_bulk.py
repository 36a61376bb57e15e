"""Bulk: each by itself, or all or none."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from core import database
from core.actor import Actor, Client, Identity, Scope
from core.errors import (
    AppError,
    Conflict,
    DuplicateJob,
    Forbidden,
    NotFound,
    Unauthorized,
    ValidationFailed,
    VersionConflict,
)
from core.page import Row
from resolvers import bulk, idempotency, jobs
from resolvers.bulk import BulkOp, Operation, Outcome
from resolvers.idempotency import Reply
from resolvers.job_inputs import JobChange
from tests.conftest import Person
from tests.resolvers.factory import saved

JOB = {"company_name": "Acme", "job_title": "Engineer"}


def create(**fields: Any) -> Operation:
    return Operation(BulkOp.CREATE, data=JobChange.model_validate(JOB | fields))


def update(job: Row, version: int | None = None, **fields: Any) -> Operation:
    return Operation(BulkOp.UPDATE, UUID(job["id"]), version, JobChange.model_validate(fields))


def delete(job: Row, version: int | None = None) -> Operation:
    return Operation(BulkOp.DELETE, UUID(job["id"]), version)


def restore(job: Row, version: int | None = None) -> Operation:
    return Operation(BulkOp.RESTORE, UUID(job["id"]), version)


async def run(person: Person, *operations: Operation, is_atomic: bool = False) -> list[Outcome]:
    outcomes = await bulk.run(person.actor, operations, is_atomic=is_atomic)
    assert [outcome.index for outcome in outcomes] == list(range(len(operations)))
    assert [outcome.op for outcome in outcomes] == [operation.op for operation in operations]
    return outcomes


async def titles() -> list[str]:
    rows = await database.fetch("SELECT job_title FROM job WHERE deleted_at IS NULL ORDER BY job_title")
    return [row["job_title"] for row in rows]


async def test_every_operation_is_carried_out_in_order(ada: Person) -> None:
    changed, deleted, gone = [await saved(ada.actor, job_title=title) for title in ("a", "b", "c")]
    await jobs.delete(ada.actor, gone["id"])
    outcomes = await run(
        ada, create(job_title="d", status="applied"), update(changed, 1, notes="x"), update(changed, 2, job_title="e"),
        delete(deleted, 1), restore(deleted, 2), restore(gone), delete(changed),
    )  # fmt: skip
    rows = [outcome.row for outcome in outcomes]
    assert [outcome.error for outcome in outcomes] == [None] * 7
    assert [row and (row["job_title"], row["version"]) for row in rows] == [
        ("d", 1), ("a", 2), ("e", 3), ("b", 2), ("b", 3), ("c", 3), ("e", 4),
    ]  # fmt: skip
    assert await titles() == ["b", "c", "d"]


FAILURES: list[tuple[str, type[AppError], list[str] | None]] = [
    ("create without data", ValidationFailed, ["data"]),
    ("create without a name", ValidationFailed, ["data.company_name"]),
    ("create with a correction", ValidationFailed, ["data.applied_at"]),
    ("create in the future", ValidationFailed, ["data.occurred_at"]),
    ("create a duplicate", DuplicateJob, None),
    ("update without id", ValidationFailed, ["id"]),
    ("update without data", ValidationFailed, ["data"]),
    ("update to nonsense", ValidationFailed, ["data.salary_min"]),
    ("update to a duplicate", DuplicateJob, None),
    ("update an old version", VersionConflict, None),
    ("update nothing", NotFound, None),
    ("update another's", NotFound, None),
    ("delete without id", ValidationFailed, ["id"]),
    ("delete an old version", VersionConflict, None),
    ("delete nothing", NotFound, None),
    ("delete another's", NotFound, None),
    ("restore without id", ValidationFailed, ["id"]),
    ("restore an old version", VersionConflict, None),
    ("restore nothing", NotFound, None),
    ("restore another's", NotFound, None),
    ("refused by the wire", ValidationFailed, ["data.tags"]),
]


def failing(what: str, mine: Row, other: Row, foreign: Row) -> Operation:
    nothing: Row = {"id": str(uuid4())}
    noted = JobChange(notes="lost")
    unnamed = JobChange.model_validate({"job_title": "x"})
    return {
        "create without data": Operation(BulkOp.CREATE),
        "create without a name": Operation(BulkOp.CREATE, data=unnamed),
        "create with a correction": create(applied_at="2026-03-01T10:00:00Z"),
        "create in the future": create(occurred_at="2199-01-01T00:00:00Z"),
        "create a duplicate": create(source_url="https://a.example/1#x"),
        "update without id": Operation(BulkOp.UPDATE, data=noted),
        "update without data": Operation(BulkOp.UPDATE, UUID(mine["id"])),
        "update to nonsense": update(mine, salary_min=2, salary_max=1),
        "update to a duplicate": update(other, source_url="https://www.a.example/1"),
        "update an old version": update(mine, 7, notes="lost"),
        "update nothing": update(nothing, notes="lost"),
        "update another's": update(foreign, notes="lost"),
        "delete without id": Operation(BulkOp.DELETE),
        "delete an old version": delete(mine, 7),
        "delete nothing": delete(nothing),
        "delete another's": delete(foreign),
        "restore without id": Operation(BulkOp.RESTORE),
        "restore an old version": restore(mine, 7),
        "restore nothing": restore(nothing),
        "restore another's": restore(foreign),
        "refused by the wire": Operation(BulkOp.CREATE, refusal=ValidationFailed.of("data.tags", "must be a list")),
    }[what]


@pytest.mark.parametrize("is_atomic", [False, True])
@pytest.mark.parametrize(("what", "failure", "fields"), FAILURES, ids=[what for what, *_ in FAILURES])
async def test_a_failure_is_its_own_or_undoes_all(
    ada: Person, bob: Person, what: str, failure: type[AppError], fields: list[str] | None, *, is_atomic: bool
) -> None:
    mine = await saved(ada.actor, job_title="mine", source_url="https://a.example/1")
    other, foreign = await saved(ada.actor, job_title="other"), await saved(bob.actor, job_title="foreign")
    before = await database.fetch("SELECT * FROM job ORDER BY job_id")
    operations = [create(job_title="new"), failing(what, mine, other, foreign), delete(other)]
    first, failed, last = await run(ada, *operations, is_atomic=is_atomic)
    assert type(failed.error) is failure
    assert failed.row is None
    if isinstance(failed.error, ValidationFailed):
        assert [fault.field for fault in failed.error.faults] == fields
    if is_atomic:
        for undone in (first, last):
            assert isinstance(undone.error, Conflict)
            assert undone.error.message == "Nothing was changed, because operation 1 failed."
            assert undone.row is None
        assert await database.fetch("SELECT * FROM job ORDER BY job_id") == before
        assert await database.fetch_value("SELECT count(*) FROM job_event") == 3
    else:
        assert (first.error, last.error) == (None, None)
        assert await titles() == ["foreign", "mine", "new"]


async def test_an_atomic_run_that_succeeds_changes_all(ada: Person) -> None:
    job = await saved(ada.actor)
    outcomes = await run(ada, create(job_title="b"), update(job, job_title="a"), is_atomic=True)
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert await titles() == ["a", "b"]


async def test_a_run_sees_what_it_did(ada: Person) -> None:
    for is_atomic in (False, True):
        url = f"https://a.example/{is_atomic}"
        twice = [create(source_url=url), create(source_url=url)]
        errors = [type(outcome.error) for outcome in await run(ada, *twice, is_atomic=is_atomic)]
        assert errors == [Conflict if is_atomic else type(None), DuplicateJob]


async def test_runs_that_cross_are_each_carried_out_whole(ada: Person) -> None:
    left, right = await saved(ada.actor, job_title="l"), await saved(ada.actor, job_title="r")
    forth = [create(job_title="new"), update(left, notes="forth"), update(right, notes="forth")]
    back = [update(right, notes="back"), update(left, notes="back"), create(job_title="new")]

    async def kept(number: int, operations: list[Operation]) -> None:
        async def work() -> Reply:
            outcomes = await run(ada, *operations)
            assert [outcome.error for outcome in outcomes] == [None] * 3
            return Reply(200, {}, b"", is_kept=True)

        await idempotency.once(ada.actor, str(number), b"", work)

    crossing = [forth, back] * 5
    runs = await asyncio.gather(
        *(run(ada, *operations, is_atomic=True) for operations in crossing),
        *(kept(number, operations) for number, operations in enumerate(crossing)),
        *(run(ada, update(job, location="x")) for job in (left, right)),
    )
    assert [outcome.error for outcomes in runs if outcomes for outcome in outcomes] == [None] * 32
    assert await titles() == ["l", *["new"] * 20, "r"]


async def test_nobody_and_the_wrong_token_change_nothing(ada: Person, nobody: Actor) -> None:
    job = await saved(ada.actor)
    reader = Actor(Client(), Identity(ada.id, "free", None, frozenset({Scope.READ, Scope.CAPTURE})))
    for actor, failure in ((nobody, Unauthorized), (reader, Forbidden)):
        for is_atomic in (False, True):
            with pytest.raises(failure):
                await bulk.run(actor, [create(), delete(job)], is_atomic=is_atomic)
    assert await titles() == ["Engineer"]
