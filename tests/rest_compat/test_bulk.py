"""Bulk on REST: the wire's spelling, statuses of each operation, and what refuses the whole."""

from typing import Any
from uuid import uuid4

import pytest

from core import database
from models.job import FIELDS
from tests.conftest import Person
from tests.rest_compat.test_jobs import JOB, created


async def run(person: Person, *operations: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    response = await person.rest.post("/api/jobs/bulk", json={"operations": operations, **more})
    assert response.status_code == 200, response.text
    outcomes: list[dict[str, Any]] = response.json()["data"]
    assert list(response.json()) == ["data"]
    assert [outcome["index"] for outcome in outcomes] == list(range(len(operations)))
    for outcome in outcomes:
        if "error" in outcome:
            assert outcome["error"].pop("request_id") == response.headers["x-request-id"]
    return outcomes


async def test_each_operation_answers_as_its_route_would(ada: Person) -> None:
    job, gone = await created(ada), await created(ada)
    made, changed, deleted, restored, old, missing, wrong = await run(
        ada,
        {"op": "create", "data": JOB | {"job_url": "https://a.example/1", "status": "saved"}},
        {"op": "update", "id": job["id"], "version": 1, "data": {"status": "offer", "notes": None}},
        {"op": "delete", "id": gone["id"]},
        {"op": "restore", "id": gone["id"]},
        {"op": "update", "id": job["id"], "version": 1, "data": {"notes": "x"}},
        {"op": "delete", "id": str(uuid4())},
        {"op": "create", "data": JOB | {"tags": "a", "nope": 1}},
    )
    assert [outcome["status"] for outcome in (made, changed, deleted, restored)] == [201, 200, 200, 200]
    assert tuple(made["data"]) == FIELDS
    assert (made["data"]["source_url"], made["data"]["status"]) == ("https://a.example/1", "interested")
    assert (changed["data"]["status"], changed["data"]["version"]) == ("offer_received", 2)
    assert list(made) == ["index", "status", "data"]
    assert old == {"index": 4, "status": 409, "error": old["error"]}
    assert (old["error"]["code"], old["error"]["current"]) == ("VERSION_CONFLICT", changed["data"])
    assert missing == {"index": 5, "status": 404, "error": {
        "code": "NOT_FOUND", "message": "There is no such job; it may have been deleted."}}  # fmt: skip
    assert (wrong["status"], wrong["error"]["details"]) == (400, [
        {"field": "data.tags", "message": "must be a list"},
        {"field": "data.nope", "message": "is not a known field"},
    ])  # fmt: skip


async def test_a_duplicate_names_the_existing_job(ada: Person) -> None:
    job = await created(ada, url="https://a.example/1")
    (refused,) = await run(ada, {"op": "create", "data": JOB | {"url": "https://a.example/1/"}})
    existing = {name: job[name] for name in ("id", "job_id", "status", "applied_at")}
    assert (refused["status"], refused["error"]["existing"]) == (409, existing)


async def test_what_a_resolver_refuses_is_named_like_what_the_wire_refuses(ada: Person) -> None:
    job = await created(ada)
    outcomes = await run(
        ada,
        {"op": "create", "data": JOB | {"salary_min": 2, "salary_max": 1}},
        {"op": "create", "data": {"job_title": "x"}},
        {"op": "update", "id": job["id"], "data": {"occurred_at": "2026-01-01T00:00:00Z"}},
        {"op": "update", "data": {"notes": "x"}},
        {"op": "update", "id": job["id"]},
    )
    fields = [[fault["field"] for fault in outcome["error"]["details"]] for outcome in outcomes]
    assert fields == [["data.salary_min"], ["data.company_name"], ["data.occurred_at"], ["id"], ["data"]]


async def test_atomic_is_all_or_none(ada: Person) -> None:
    job = await created(ada)
    first, second = await run(
        ada, {"op": "delete", "id": job["id"]}, {"op": "delete", "id": "nonsense"}, atomic=True
    )  # fmt: skip
    assert (first["status"], first["error"]) == (
        409, {"code": "CONFLICT", "message": "Nothing was changed, because operation 1 failed."},
    )  # fmt: skip
    assert (second["status"], second["error"]["code"]) == (404, "NOT_FOUND")
    assert (await ada.rest.get(f"/api/jobs/{job['id']}")).json()["data"] == job
    both = await run(ada, {"op": "create", "data": JOB}, {"op": "delete", "id": job["id"]}, atomic=True)
    assert [outcome["status"] for outcome in both] == [201, 200]


async def test_two_hundred_and_no_more(ada: Person) -> None:
    operation = {"op": "create", "data": JOB}
    assert {outcome["status"] for outcome in await run(ada, *[operation] * 200)} == {201}
    refused = await ada.rest.post("/api/jobs/bulk", json={"operations": [operation] * 201})
    assert refused.status_code == 400
    assert await database.fetch_value("SELECT count(*) FROM job") == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "operations"),
        ({"operations": []}, "operations"),
        ({"operations": {}}, "operations"),
        ({"operations": [5]}, "operations.0"),
        ({"operations": [{}]}, "operations.0.op"),
        ({"operations": [{"op": "create", "data": JOB}, {"op": "CREATE"}]}, "operations.1.op"),
        ({"operations": [{"op": "delete", "id": 5}]}, "operations.0.id"),
        ({"operations": [{"op": "delete", "version": None}]}, "operations.0.version"),
        ({"operations": [{"op": "delete", "version": -1}]}, "operations.0.version"),
        ({"operations": [{"op": "create", "data": []}]}, "operations.0.data"),
        ({"operations": [{"op": "create", "data": JOB, "force": True}]}, "operations.0.force"),
        ({"operations": [{"op": "create", "data": JOB}], "atomic": "yes"}, "atomic"),
        ({"operations": [{"op": "create", "data": JOB}], "atomic": None}, "atomic"),
    ],
)
async def test_what_cannot_be_read_refuses_the_whole(ada: Person, body: dict[str, Any], field: str) -> None:
    refused = await ada.rest.post("/api/jobs/bulk", json=body)
    assert refused.status_code == 400
    assert [fault["field"] for fault in refused.json()["error"]["details"]] == [field]
    assert await database.fetch_value("SELECT count(*) FROM job") == 0


async def test_with_a_key_it_is_carried_out_once(ada: Person) -> None:
    job = await created(ada)
    body = {"operations": [{"op": "create", "data": JOB}, {"op": "delete", "id": job["id"]}, {"op": "restore"}]}
    first, again = [
        await ada.rest.post("/api/jobs/bulk", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]
    assert [outcome["status"] for outcome in first.json()["data"]] == [201, 200, 400]
    assert again.content == first.content
    assert await database.fetch_value("SELECT count(*) FROM job") == 2
