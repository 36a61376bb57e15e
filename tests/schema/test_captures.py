"""Captures and the quota on GraphQL."""

from typing import Any

import pytest

from core import database
from tests.conftest import Person

CAPTURE = """mutation($i: CaptureJobInput!) { captureJob(input: $i) { __typename
  ... on CaptureJobPayload { job { id jobId source sourceUrl jobType isRemote events { nodes { actor } } } }
  ... on Error { code message }
  ... on ValidationError { fields { field } }
  ... on DuplicateJob { existing { id jobId } }
  ... on QuotaExceeded { quota { used limit remaining resetDate } } } }"""
POSTING = {"companyName": "Northwind", "jobTitle": "Engineer", "jobDescription": "", "location": "Lisbon",
           "sourceUrl": "https://a.example/1"}  # fmt: skip
QUOTA = "{ quota { used limit remaining resetDate } }"


async def capture(person: Person, **fields: Any) -> Any:
    return (await person.data(CAPTURE, i=POSTING | fields))["captureJob"]


async def test_a_capture_is_saved_and_counted(ada: Person) -> None:
    before = (await ada.data(QUOTA))["quota"]
    assert before == {"used": 0, "limit": 50, "remaining": 50, "resetDate": before["resetDate"]}
    job = (await capture(ada, jobType="REMOTE"))["job"]
    assert job == {
        "id": job["id"], "jobId": job["jobId"], "source": "extension", "sourceUrl": "https://a.example/1",
        "jobType": "REMOTE", "isRemote": True, "events": {"nodes": [{"actor": "EXTENSION"}]},
    }  # fmt: skip
    after = (await ada.data(QUOTA))["quota"]
    assert after == before | {"used": 1, "remaining": 49}
    rest = (await ada.rest.get("/api/jobs/quota")).json()
    assert list(rest.values()) == list(after.values())


async def test_a_duplicate_carries_the_job_and_costs_nothing(ada: Person) -> None:
    job = (await capture(ada))["job"]
    again = await capture(ada, sourceUrl="https://www.a.example/1/?gclid=x")
    assert (again["__typename"], again["code"]) == ("DuplicateJob", "DUPLICATE_JOB")
    assert again["existing"] == {"id": job["id"], "jobId": job["jobId"]}
    assert (await ada.data(QUOTA))["quota"]["used"] == 1


async def test_a_spent_quota_carries_itself(ada: Person) -> None:
    await database.fetch(
        "INSERT INTO capture_count (user_id, month, used) VALUES ($1, date_trunc('month', now()), 50)", ada.id
    )
    refused = await capture(ada)
    assert (refused["__typename"], refused["code"]) == ("QuotaExceeded", "QUOTA_EXCEEDED")
    assert refused["quota"] == (await ada.data(QUOTA))["quota"]
    assert refused["quota"]["remaining"] == 0
    assert await database.fetch_value("SELECT count(*) FROM job") == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"companyName": " "}, "companyName"), ({"sourceUrl": "x"}, "sourceUrl"), ({"jobType": None}, "jobType")],
)
async def test_faults_are_a_member_of_the_union(ada: Person, fields: dict[str, Any], field: str) -> None:
    refused = await capture(ada, **fields)
    assert (refused["__typename"], refused["fields"]) == ("ValidationError", [{"field": field}])


@pytest.mark.parametrize("name", ["companyName", "jobTitle", "jobDescription", "location", "sourceUrl"])
async def test_five_fields_are_needed(ada: Person, name: str) -> None:
    answer = await ada.graphql(CAPTURE, i={key: value for key, value in POSTING.items() if key != name})
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}
    assert await database.fetch_value("SELECT count(*) FROM job") == 0
