"""Bulk on GraphQL."""

from typing import Any
from uuid import uuid4

import pytest

from core import database
from tests.conftest import Person
from tests.schema.test_jobs import JOB, create

BULK = """mutation($i: BulkUpdateJobsInput!) { bulkUpdateJobs(input: $i) { __typename
  ... on BulkUpdateJobsPayload { results { index job { id jobTitle status version }
    error { __typename code message ... on ValidationError { fields { field } }
      ... on VersionConflict { current { version } } ... on DuplicateJob { existing { id } } } } }
  ... on ValidationError { code fields { field } } } }"""


async def run(person: Person, *operations: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    answer = (await person.data(BULK, i={"operations": operations, **more}))["bulkUpdateJobs"]
    assert answer["__typename"] == "BulkUpdateJobsPayload", answer
    results: list[dict[str, Any]] = answer["results"]
    assert [result["index"] for result in results] == list(range(len(operations)))
    return results


async def test_each_operation_answers_a_job_or_an_error(ada: Person) -> None:
    job, gone = await create(ada, sourceUrl="https://a.example/1"), await create(ada, jobTitle="b")
    results = await run(
        ada,
        {"op": "CREATE", "data": JOB | {"status": "APPLIED"}},
        {"op": "UPDATE", "id": job["id"], "expectedVersion": 1, "data": {"jobTitle": "a"}},
        {"op": "DELETE", "id": gone["id"]},
        {"op": "RESTORE", "id": gone["id"], "expectedVersion": 2},
        {"op": "UPDATE", "id": job["id"], "expectedVersion": 1, "data": {"jobTitle": "lost"}},
        {"op": "RESTORE", "id": gone["id"], "expectedVersion": 1},
        {"op": "DELETE", "id": str(uuid4())},
        {"op": "CREATE", "data": JOB | {"sourceUrl": "https://a.example/1#x"}},
        {"op": "CREATE", "data": JOB | {"salaryMin": 2, "salaryMax": 1}},
        {"op": "CREATE", "data": {"jobTitle": "unnamed"}},
        {"op": "UPDATE", "id": job["id"]},
        {"op": "DELETE"},
    )
    assert [(each["job"]["jobTitle"], each["job"]["version"], each["error"]) for each in results[:4]] == [
        ("Engineer", 1, None), ("a", 2, None), ("b", 2, None), ("b", 3, None),
    ]  # fmt: skip
    assert {each["job"] and each["job"]["id"] for each in results[4:]} == {None}
    old, gone_old, missing, duplicate, *invalid = [each["error"] for each in results[4:]]
    assert (old["__typename"], old["current"]) == ("VersionConflict", {"version": 2})
    assert (gone_old["__typename"], gone_old["current"]) == ("VersionConflict", {"version": 3})
    assert (missing["__typename"], missing["code"]) == ("NotFound", "NOT_FOUND")
    assert (duplicate["__typename"], duplicate["existing"]) == ("DuplicateJob", {"id": job["id"]})
    assert [error["fields"] for error in invalid] == [
        [{"field": "data.salaryMin"}], [{"field": "data.companyName"}], [{"field": "data"}], [{"field": "id"}],
    ]  # fmt: skip


async def test_atomic_is_all_or_none(ada: Person) -> None:
    job = await create(ada)
    first, second = await run(ada, {"op": "DELETE", "id": job["id"]}, {"op": "DELETE", "id": "x"}, atomic=True)
    assert (first["error"]["__typename"], first["error"]["message"]) == (
        "Conflict", "Nothing was changed, because operation 1 failed.",
    )  # fmt: skip
    assert second["error"]["__typename"] == "NotFound"
    assert await database.fetch_value("SELECT count(*) FROM job WHERE deleted_at IS NULL") == 1


@pytest.mark.parametrize(
    ("input_", "field"),
    [
        ({"operations": []}, "operations"),
        ({"operations": [{"op": "DELETE", "id": "x"}] * 201}, "operations"),
        ({"operations": [{"op": "CREATE", "data": JOB | {"companyName": " "}}]}, "operations.0.data.companyName"),
        ({"operations": [{"op": "DELETE", "expectedVersion": None}]}, "operations.0.expectedVersion"),
        ({"operations": [{"op": "DELETE"}], "atomic": None}, "atomic"),
    ],
)
async def test_what_cannot_be_read_refuses_the_whole(ada: Person, input_: dict[str, Any], field: str) -> None:
    answer = (await ada.data(BULK, i=input_))["bulkUpdateJobs"]
    assert (answer["__typename"], answer["fields"]) == ("ValidationError", [{"field": field}])


async def test_restoring_can_be_conditional_by_itself_too(ada: Person) -> None:
    job = await create(ada)
    await ada.rest.delete(f"/api/jobs/{job['id']}")
    restore = """mutation($i: RestoreJobInput!) { restoreJob(input: $i) { __typename
      ... on VersionConflict { current { version deletedAt } } } }"""
    refused = (await ada.data(restore, i={"id": job["id"], "expectedVersion": 1}))["restoreJob"]
    assert (refused["__typename"], refused["current"]["version"]) == ("VersionConflict", 2)
    assert refused["current"]["deletedAt"] is not None
    path = f"/api/jobs/{job['id']}/restore"
    assert (await ada.rest.post(path, headers={"If-Match": '"1"'})).json()["error"]["code"] == "VERSION_CONFLICT"
    assert (await ada.rest.post(path, headers={"If-Match": "2"})).json()["data"]["version"] == 3
