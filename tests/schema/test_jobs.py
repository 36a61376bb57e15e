"""Jobs on GraphQL: wiring, unions, connections, and the number of queries."""

from typing import Any
from uuid import uuid4

import pytest

from core import database
from tests.conftest import Person

CREATE = """
mutation($input: CreateJobInput!) { createJob(input: $input) {
  __typename
  ... on CreateJobPayload { job { id jobId companyName status appliedAt version tags isRemote } }
  ... on ValidationError { code message fields { field message } }
  ... on DuplicateJob { code existing { id status } }
} }
"""
UPDATE = """
mutation($input: UpdateJobInput!) { updateJob(input: $input) {
  __typename
  ... on UpdateJobPayload { job { id notes location status version } }
  ... on Error { code }
  ... on ValidationError { fields { field message } }
  ... on VersionConflict { current { version notes } }
  ... on DuplicateJob { existing { id } }
} }
"""
JOB = {"companyName": "Acme", "jobTitle": "Engineer"}


async def create(person: Person, **fields: Any) -> dict[str, Any]:
    answer = (await person.data(CREATE, input=JOB | fields))["createJob"]
    assert answer["__typename"] == "CreateJobPayload", answer
    job: dict[str, Any] = answer["job"]
    return job


async def test_create_answers_the_job(ada: Person) -> None:
    job = await create(ada, status="APPLIED", occurredAt="2026-03-01T11:30:00+01:00", tags=["a"], jobType="REMOTE")
    assert job == {
        "id": job["id"],
        "jobId": job["jobId"],
        "companyName": "Acme",
        "status": "APPLIED",
        "appliedAt": "2026-03-01T10:30:00Z",
        "version": 1,
        "tags": ["a"],
        "isRemote": True,
    }


async def test_what_graphql_writes_rest_reads(ada: Person) -> None:
    job = await create(ada, status="OFFER_RECEIVED")
    rest = (await ada.rest.get(f"/api/jobs/{job['id']}")).json()["data"]
    assert (rest["id"], rest["job_id"], rest["status"]) == (job["id"], job["jobId"], "offer_received")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"companyName": " "}, "companyName"),
        ({"jobTitle": "a\0"}, "jobTitle"),
        ({"jobTitle": "x" * 256}, "jobTitle"),
        ({"sourceUrl": "ftp://x"}, "sourceUrl"),
        ({"source": None}, "source"),
        ({"salaryMin": -1}, "salaryMin"),
        ({"salaryMin": 2, "salaryMax": 1}, "salaryMin"),
        ({"salaryCurrency": "EURO"}, "salaryCurrency"),
        ({"tags": ["", "b"]}, "tags.0"),
        ({"occurredAt": "2199-01-01T00:00:00Z"}, "occurredAt"),
        ({"occurredAt": "1969-01-01T00:00:00Z"}, "occurredAt"),
    ],
)
async def test_faults_are_a_member_of_the_union(ada: Person, fields: dict[str, Any], field: str) -> None:
    answer = (await ada.data(CREATE, input=JOB | fields))["createJob"]
    assert (answer["__typename"], answer["code"]) == ("ValidationError", "VALIDATION_ERROR")
    assert [fault["field"] for fault in answer["fields"]] == [field]
    assert answer["message"] == f"The request is not valid. {field}: {answer['fields'][0]['message']}"
    assert await database.fetch_value("SELECT count(*) FROM job") == 0


@pytest.mark.parametrize(
    "fields",
    [{"companyName": 5}, {"status": "saved"}, {"status": "applied"}, {"nope": 1}, {"salaryMin": "5"}, {"tags": [1]},
     {"occurredAt": "2026-03-01"}, {"occurredAt": 5}, {"salaryMax": 2**31}],
)  # fmt: skip
async def test_a_variable_of_the_wrong_type_is_bad_input(ada: Person, fields: dict[str, Any]) -> None:
    answer = await ada.graphql(CREATE, input=JOB | fields)
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}
    assert "data" not in answer
    assert await database.fetch_value("SELECT count(*) FROM job") == 0


async def test_a_duplicate_carries_the_existing_job(ada: Person) -> None:
    job = await create(ada, sourceUrl="https://a.example/1")
    answer = (await ada.data(CREATE, input=JOB | {"sourceUrl": "https://www.a.example/1#x"}))["createJob"]
    assert answer == {
        "__typename": "DuplicateJob",
        "code": "DUPLICATE_JOB",
        "existing": {"id": job["id"], "status": "INTERESTED"},
    }


async def test_absent_is_not_null_on_both_wires(ada: Person) -> None:
    job = await create(ada, notes="keep", location="Lisbon")
    answer = (await ada.data(UPDATE, input={"id": job["id"], "location": None}))["updateJob"]
    assert (answer["job"]["notes"], answer["job"]["location"], answer["job"]["version"]) == ("keep", None, 2)
    refused = (await ada.data(UPDATE, input={"id": job["id"], "companyName": None}))["updateJob"]
    assert refused["fields"] == [{"field": "companyName", "message": "must not be null"}]


async def test_an_update_says_why_not(ada: Person, bob: Person) -> None:
    job = await create(ada, sourceUrl="https://a.example/1")
    other = await create(ada, sourceUrl="https://a.example/2")
    for person, sent, expected in (
        (bob, {"id": job["id"], "notes": "mine"}, {"__typename": "NotFound", "code": "NOT_FOUND"}),
        (ada, {"id": "nonsense", "notes": "x"}, {"__typename": "NotFound", "code": "NOT_FOUND"}),
        (
            ada,
            {"id": job["id"], "notes": "x", "expectedVersion": 7},
            {"__typename": "VersionConflict", "code": "VERSION_CONFLICT", "current": {"version": 1, "notes": None}},
        ),
        (
            ada,
            {"id": other["id"], "sourceUrl": "https://a.example/1"},
            {"__typename": "DuplicateJob", "code": "DUPLICATE_JOB", "existing": {"id": job["id"]}},
        ),
    ):
        assert (await person.data(UPDATE, input=sent))["updateJob"] == expected


async def test_delete_and_restore(ada: Person, bob: Person) -> None:
    job = await create(ada)
    delete = """mutation($i: DeleteJobInput!) { deleteJob(input: $i) { __typename
      ... on DeleteJobPayload { job { version } } } }"""
    restore = "mutation($i: RestoreJobInput!) { restoreJob(input: $i) { __typename } }"
    target = {"id": job["id"]}
    assert (await bob.data(delete, i=target))["deleteJob"] == {"__typename": "NotFound"}
    assert (await ada.data(delete, i=target | {"expectedVersion": 9}))["deleteJob"] == {"__typename": "VersionConflict"}
    assert (await ada.data(delete, i=target))["deleteJob"] == {"__typename": "DeleteJobPayload", "job": {"version": 2}}
    assert await ada.data("query($id: ID!) { job(id: $id) { id } }", id=job["id"]) == {"job": None}
    assert (await bob.data(restore, i=target))["restoreJob"] == {"__typename": "NotFound"}
    assert (await ada.data(restore, i=target))["restoreJob"] == {"__typename": "RestoreJobPayload"}


async def test_a_history_says_how_long_it_is(ada: Person) -> None:
    """Both where PostgreSQL builds the rows, and where a mutation has the job already."""
    job = await create(ada)
    update = """mutation($i: UpdateJobInput!) { updateJob(input: $i) { ... on UpdateJobPayload {
      job { events(first: 1) { totalCount nodes { toStatus } } } } } }"""
    changed = await ada.data(update, i={"id": job["id"], "status": "APPLIED"})
    expected = {"totalCount": 2, "nodes": [{"toStatus": "APPLIED"}]}
    assert changed["updateJob"]["job"]["events"] == expected
    await create(ada)
    listed = await ada.data("{ jobs { nodes { events(first: 1) { totalCount nodes { toStatus } } } } }")
    latest = {"totalCount": 1, "nodes": [{"toStatus": "INTERESTED"}]}
    assert [one["events"] for one in listed["jobs"]["nodes"]] == [latest, expected]


async def test_an_event_is_corrected(ada: Person) -> None:
    job = await create(ada, status="APPLIED")
    query = "query($id: ID!) { job(id: $id) { events { nodes { id type fromStatus toStatus actor note } } } }"
    (event,) = (await ada.data(query, id=job["id"]))["job"]["events"]["nodes"]
    assert event == {"id": event["id"], "type": "CREATED", "fromStatus": None, "toStatus": "APPLIED", "actor": "USER",
                     "note": None}  # fmt: skip
    correct = """mutation($i: UpdateJobEventInput!) { updateJobEvent(input: $i) { __typename
      ... on UpdateJobEventPayload { event { occurredAt note } job { appliedAt version } } } }"""
    moved = "2026-01-05T08:00:00Z"
    sent = {"jobId": job["id"], "id": event["id"], "occurredAt": moved, "note": "by post"}
    assert (await ada.data(correct, i=sent))["updateJobEvent"] == {
        "__typename": "UpdateJobEventPayload",
        "event": {"occurredAt": moved, "note": "by post"},
        "job": {"appliedAt": moved, "version": 2},
    }
    assert (await ada.data(correct, i=sent | {"id": str(uuid4())}))["updateJobEvent"] == {"__typename": "NotFound"}


async def test_a_job_is_null_for_everybody_else(ada: Person, bob: Person) -> None:
    job = await create(ada)
    query = "query($id: ID!) { job(id: $id) { companyName } }"
    assert await ada.data(query, id=job["id"]) == {"job": {"companyName": "Acme"}}
    for person, job_id in ((bob, job["id"]), (ada, str(uuid4())), (ada, "nonsense"), (ada, "\0")):
        assert await person.data(query, id=job_id) == {"job": None}


async def test_a_connection_has_edges_nodes_and_an_exact_page_info(ada: Person) -> None:
    for title in "abcde":
        await create(ada, jobTitle=title)
    query = """query($first: Int, $after: String, $last: Int, $before: String) {
      jobs(first: $first, after: $after, last: $last, before: $before, orderBy: {field: JOB_TITLE, direction: ASC}) {
        edges { cursor node { jobTitle } } nodes { jobTitle } totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""

    async def titles(**arguments: object) -> tuple[str, bool, bool, list[str]]:
        jobs = (await ada.data(query, **arguments))["jobs"]
        cursors = [edge["cursor"] for edge in jobs["edges"]]
        info = jobs["pageInfo"]
        assert [edge["node"] for edge in jobs["edges"]] == jobs["nodes"]
        assert (info["startCursor"], info["endCursor"]) == ((cursors or [None])[0], (cursors or [None])[-1])
        assert jobs["totalCount"] == 5
        found = "".join(node["jobTitle"] for node in jobs["nodes"])
        return found, info["hasPreviousPage"], info["hasNextPage"], cursors

    *first, cursors = await titles(first=2)
    assert first == ["ab", False, True]
    assert (await titles(first=2, after=cursors[1]))[:3] == ("cd", True, True)
    assert (await titles(first=9, after=cursors[1]))[:3] == ("cde", True, False)
    assert (await titles(last=2))[:3] == ("de", True, False)
    assert (await titles(last=9, before=cursors[1]))[:3] == ("a", False, True)
    assert (await titles(first=0))[:3] == ("", False, True)
    assert (await titles())[:3] == ("abcde", False, False)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ("first: 101", "first"),
        ("first: -1", "first"),
        ("last: 101", "last"),
        ("first: 1, last: 1", "last"),
        ('first: 1, before: "x"', "before"),
        ('last: 1, after: "x"', "after"),
        ('after: "x"', "after"),
        ('before: "ü"', "before"),
        ('after: ""', "after"),
        (f'search: "{"x" * 201}"', "search"),
        ("filter: {minScore: 101}", "filter.minScore"),
        ('filter: {company: "a\\u0000"}', "filter.company"),
    ],
)
async def test_an_argument_out_of_range_is_named(ada: Person, arguments: str, field: str) -> None:
    answer = await ada.graphql(f"{{ jobs({arguments}) {{ totalCount }} }}")
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert [fault["field"] for fault in error["extensions"]["fields"]] == [field]


async def test_filter_search_and_order(ada: Person) -> None:
    await create(ada, companyName="Acme", status="APPLIED", tags=["Dream"])
    await create(ada, companyName="Beta", isRemote=True)
    for arguments, expected in (
        ("filter: {status: [APPLIED, REJECTED]}", ["Acme"]),
        ("filter: {isRemote: true}", ["Beta"]),
        ('filter: {tag: "dream"}, search: "acm eng"', ["Acme"]),
        ('search: "-"', []),
        ("orderBy: {field: COMPANY_NAME}", ["Beta", "Acme"]),
        ("orderBy: {field: COMPANY_NAME, direction: ASC}", ["Acme", "Beta"]),
    ):
        nodes = (await ada.data(f"{{ jobs({arguments}) {{ nodes {{ companyName }} }} }}"))["jobs"]["nodes"]
        assert [node["companyName"] for node in nodes] == expected


async def test_only_what_is_selected_is_read_and_histories_come_in_one_query(
    ada: Person, round_trips: list[str]
) -> None:
    for title in "abc":
        await create(ada, jobTitle=title)
    await ada.data("{ jobs { totalCount } }")  # how large the account is is known
    del round_trips[:]
    await ada.data("""
        query { jobs { ...list } }
        fragment list on JobConnection { nodes { title: jobTitle ... on Job { notes } events { nodes { note } } } }
    """)
    (listed,) = [sql for sql in round_trips if "account" not in sql and "session" not in sql]
    assert 'LATERAL (SELECT job.job_title AS "title", job.notes AS "notes", (SELECT row_to_json' in listed
    assert "job.company_name" not in listed


async def test_everything_needs_a_token(client: Any, ada: Person) -> None:
    job = await create(ada)
    before = await database.fetch("SELECT * FROM job")
    for operation in (
        "query { me { id } }",
        f'query {{ job(id: "{job["id"]}") {{ id }} }}',
        'query { job(id: "nonsense") { id } }',
        "query { jobs { totalCount } }",
        'mutation { createJob(input: {companyName: "a", jobTitle: "b"}) { __typename } }',
        f'mutation {{ updateJob(input: {{id: "{job["id"]}", notes: "x"}}) {{ __typename }} }}',
        f'mutation {{ deleteJob(input: {{id: "{job["id"]}"}}) {{ __typename }} }}',
        f'mutation {{ restoreJob(input: {{id: "{job["id"]}"}}) {{ __typename }} }}',
        f'mutation {{ updateJobEvent(input: {{jobId: "{job["id"]}", id: "x"}}) {{ __typename }} }}',
        "mutation { logOut { __typename } }",
    ):
        response = await client.post("/graphql", json={"query": operation})
        assert response.status_code == 200
        if operation.startswith("query { job(id"):
            assert response.json()["data"] == {"job": None}
        else:
            assert response.json()["data"] is None
        assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["UNAUTHORIZED"], operation
    assert await database.fetch("SELECT * FROM job") == before
