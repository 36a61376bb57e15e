"""Idempotency-Key on GraphQL's creating mutations."""

import asyncio
from typing import Any

import httpx2
import pytest
from graphql import GraphQLObjectType

from core import database
from resolvers import job_saving
from schema.root import CREATING, schema
from tests.conftest import Person

KEY = {"Idempotency-Key": "k-1"}
CREATE = 'mutation { createJob(input: {companyName: "Acme", jobTitle: "Engineer"}) { __typename } }'
MUTATIONS = {
    "signUp": 'signUp(input: {email: "new@example.com", password: "winter-Kettle-88-moss"}) { __typename }',
    "createJob": 'createJob(input: {companyName: "Acme", jobTitle: "x"}) { ... on CreateJobPayload { job { id } } }',
    "captureJob": 'captureJob(input: {companyName: "Acme", jobTitle: "Engineer", jobDescription: "", location: "", '
                  'sourceUrl: "https://a.example/1"}) { ... on CaptureJobPayload { job { id } } }',
    "bulkUpdateJobs": 'bulkUpdateJobs(input: {operations: [{op: CREATE, data: {companyName: "Acme", jobTitle: "x"}}]}) '
                      '{ ... on BulkUpdateJobsPayload { results { job { id } } } }',
    "createApiToken": 'createApiToken(input: {name: "script"}) { ... on CreateApiTokenPayload { apiToken { id } } }',
    "scrapeJob": 'scrapeJob(input: {url: "https://a.example/1"}) { ... on ScrapeJobPayload { run { id } } }',
    "addResume": 'addResume(input: {text: "I know Python."}) { ... on AddResumePayload { resume { id } } }',
    "createDigest": "createDigest(input: {period: DAILY}) { ... on CreateDigestPayload { run { id } } }",
    "scrapeBoard": 'scrapeBoard(input: {url: "https://a.example/jobs"}) { ... on ScrapeBoardPayload { run { id } } }',
}  # fmt: skip


async def post(client: httpx2.AsyncClient, query: str, key: dict[str, str] = KEY, **variables: Any) -> httpx2.Response:
    return await client.post("/graphql", json={"query": query, "variables": variables}, headers=key)


async def rows() -> list[int]:
    tables = ("account", "api_token", "job", "job_event", "capture_count", "run", "resume", "pgq.pgqueuer")
    return [await database.fetch_value(f"SELECT count(*) FROM {table}") for table in tables]


def test_every_mutation_that_makes_something_is_tried_here() -> None:
    mutation = schema._schema.mutation_type
    assert isinstance(mutation, GraphQLObjectType)
    makers = {
        name for name in mutation.fields if name.startswith(("create", "capture", "signUp", "bulk", "scrape", "add"))
    }
    assert makers == set(CREATING) == set(MUTATIONS)


@pytest.mark.parametrize("name", MUTATIONS)
async def test_the_same_request_again_is_answered_alike_and_done_once(ada: Person, name: str) -> None:
    query = f"mutation {{ {MUTATIONS[name]} }}"
    first = await post(ada.rest, query)
    assert "errors" not in first.json()
    before = await rows()
    again = await post(ada.rest, query)
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["content-type"] == first.headers["content-type"]
    other = await post(ada.rest, f"{query} # other")
    assert (other.status_code, other.json()["errors"][0]["extensions"]["code"]) == (409, "CONFLICT")
    assert await rows() == before
    assert (await post(ada.rest, query, {"Idempotency-Key": "k-2"})).content != first.content or name == "signUp"


async def test_variables_and_the_chosen_operation_are_part_of_the_request(ada: Person) -> None:
    query = "mutation A($i: CreateJobInput!) { createJob(input: $i) { __typename } }"
    job = {"companyName": "Acme", "jobTitle": "Engineer"}
    first = await post(ada.rest, query, i=job)
    assert first.status_code == 200
    assert (await post(ada.rest, query, i=job | {"jobTitle": "x"})).status_code == 409
    named = {"query": query, "variables": {"i": job}, "operationName": "A"}  # which it was all along
    assert (await ada.rest.post("/graphql", json=named, headers=KEY)).content == first.content


async def test_everything_else_is_carried_out_as_often_as_it_is_sent(ada: Person) -> None:
    for query in ("{ quota { used } }", "{ jobs { totalCount } }"):
        before = await post(ada.rest, query)
        assert "errors" not in before.json()
    await post(ada.rest, CREATE, {})
    assert (await post(ada.rest, "{ jobs { totalCount } }")).json()["data"] == {"jobs": {"totalCount": 1}}
    assert await database.fetch_value("SELECT count(*) FROM idempotency_key") == 0


async def test_an_expected_failure_is_given_again(ada: Person) -> None:
    saving = f"mutation {{ {MUTATIONS['captureJob']} }}"
    again = saving.replace("CaptureJobPayload { job", "DuplicateJob { existing")
    await post(ada.rest, saving, {})
    first = await post(ada.rest, again)
    job = first.json()["data"]["captureJob"]["existing"]
    await ada.rest.delete(f"/api/jobs/{job['id']}")
    assert (await post(ada.rest, again)).content == first.content


async def test_what_may_pass_is_undone_and_not_kept(
    ada: Person, client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = await post(client, CREATE)
    assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHORIZED"
    assert await database.fetch_value("SELECT count(*) FROM idempotency_key") == 0
    both = f"mutation {{ a: {MUTATIONS['createJob']} b: {MUTATIONS['createJob']} }}"
    with monkeypatch.context() as patched:
        patched.setattr("resolvers.jobs.save", failing_at(2))
        broken = await post(ada.rest, both)
        assert broken.json()["data"] is None
        assert broken.json()["errors"][0]["extensions"]["code"] == "INTERNAL_ERROR"
    assert await database.fetch_value("SELECT count(*) FROM job") == 0
    assert "errors" not in (await post(ada.rest, both)).json()
    assert await database.fetch_value("SELECT count(*) FROM job") == 2


def failing_at(call: int) -> Any:
    calls = 0

    async def save(*arguments: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            raise ZeroDivisionError
        await job_saving.save(*arguments)

    return save


async def test_secrets_are_not_given_again(ada: Person) -> None:
    query = 'mutation { createApiToken(input: {name: "x"}) { ... on CreateApiTokenPayload { token } } }'
    secret = (await post(ada.rest, query)).json()["data"]["createApiToken"]["token"]
    assert (await post(ada.rest, query)).json()["data"]["createApiToken"]["token"] == f"{secret[:17]}..."
    stored = await database.fetch_value("SELECT body FROM idempotency_key")
    assert secret.encode() not in stored


async def test_fifty_at_once_create_one_job(ada: Person) -> None:
    answers = await asyncio.gather(*(post(ada.rest, f"mutation {{ {MUTATIONS['createJob']} }}") for _ in range(50)))
    created = {answer.content for answer in answers if answer.status_code == 200}
    refused = {answer.json()["errors"][0]["extensions"]["code"] for answer in answers if answer.status_code != 200}
    assert len(created) == 1
    assert refused <= {"CONFLICT"}
    assert await database.fetch_value("SELECT count(*) FROM job") == 1


async def test_a_key_of_the_wrong_form_is_400(ada: Person) -> None:
    refused = await post(ada.rest, CREATE, {"Idempotency-Key": "x" * 256})
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (400, "VALIDATION_ERROR")
    assert await database.fetch_value("SELECT count(*) FROM job") == 0


@pytest.mark.parametrize(
    "query",
    [
        f"mutation {{ ...F }} fragment F on Mutation {{ a: {MUTATIONS['createJob']} }}",
        f"mutation {{ ... {{ {MUTATIONS['createJob']} }} }}",
        f"query A {{ quota {{ used }} }} mutation B {{ {MUTATIONS['createJob']} }}",
    ],
)
async def test_a_document_is_seen_through(ada: Person, query: str) -> None:
    for _ in range(2):
        body = {"query": query, "operationName": "B" if "query A" in query else None}
        assert (await ada.rest.post("/graphql", json=body, headers=KEY)).status_code == 200
    assert await database.fetch_value("SELECT count(*) FROM job") == 1
