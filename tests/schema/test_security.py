"""What scanners of GraphQL servers try, by those who mean no good: none of it gets far, and nothing is given away."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from starlette.types import ASGIApp

from core import database
from tests.conftest import Person, http_client
from tests.resolvers.factory import saved

CREATE = 'mutation { createJob(input: {companyName: "Northwind", jobTitle: "x"}) { __typename } }'
CIRCLE = (
    "{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }"
)
TOO_COMPLEX = {
    "aliases": "{ " + " ".join(f"a{one}: __typename" for one in range(101)) + " }",
    "aliases of a login": "mutation { "
    + " ".join(f'a{one}: logIn(input: {{email: "a@example.com", password: "{one}"}}) {{ __typename }}'
               for one in range(61)) + " }",
    "aliases in fragments": "query { ...f ...g } " + " ".join(
        f"fragment {name} on Query {{ " + " ".join(f"{name}{one}: __typename" for one in range(60)) + " }"
        for name in "fg"),
    "one directive again and again": "{ __typename " + "@include(if: true) " * 6 + "}",
    "an unknown directive": "{ __typename " + "@aa" * 50 + " }",
    "one field again and again": "{ " + "__typename " * 500 + " }",
    "introspection in circles": CIRCLE,
    "introspection again and again": "{ " + " ".join(
        f"a{one}: __schema {{ types {{ fields {{ name }} }} }}" for one in range(50)) + " }",
    "operations": " ".join(f"query q{one} {{ __typename }}" for one in range(60)),
}  # fmt: skip
INVALID = {
    "a fragment of itself": "{ ...f } fragment f on Query { __typename ...f }",
    "fragments in a circle": "{ ...f } fragment f on Query { ...g } fragment g on Query { ...h } "
    "fragment h on Query { ...f }",
    "a circle below a field": "{ jobs { nodes { ...f } } } fragment f on Job { events { nodes { id } } ...f }",
    "a fragment that nobody uses": "{ __typename } fragment f on Query { __typename }",
}


def code(response: httpx2.Response) -> str:
    assert "data" not in response.json()
    codes = {error["extensions"]["code"] for error in response.json()["errors"]}
    (found,) = codes
    return str(found)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("text", TOO_COMPLEX.values(), ids=TOO_COMPLEX)
async def test_overloading_is_refused(client: httpx2.AsyncClient, method: str, text: str) -> None:
    sent: dict[str, Any] = {"params": {"query": text}} if method == "GET" else {"json": {"query": text}}
    assert code(await client.request(method, "/graphql", **sent)) == "OPERATION_TOO_COMPLEX"


@pytest.mark.parametrize("text", INVALID.values(), ids=INVALID)
async def test_circular_fragments_are_not_valid(client: httpx2.AsyncClient, text: str) -> None:
    assert code(await client.post("/graphql", json={"query": text})) == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize("number", [0, 1, 10])
async def test_batches_are_not_taken(ada: Person, number: int) -> None:
    response = await ada.rest.post("/graphql", json=[{"query": CREATE}] * number)
    assert (response.status_code, code(response)) == (400, "VALIDATION_ERROR")
    assert await saved_jobs() == 0


async def saved_jobs() -> int:
    return int(await database.fetch_value("SELECT count(*) FROM job"))


BOUNDARY = "multipart/form-data; boundary=b"
FORM = f'--b\r\nContent-Disposition: form-data; name="query"\r\n\r\n{CREATE}\r\n--b--\r\n'
UPLOAD = (
    f'--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{json.dumps({"query": CREATE})}\r\n'
    '--b\r\nContent-Disposition: form-data; name="map"\r\n\r\n{}\r\n--b--\r\n'
)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", urlencode({"query": CREATE})),
        ("application/x-www-form-urlencoded", json.dumps({"query": CREATE})),
        (BOUNDARY, FORM),
        (BOUNDARY, UPLOAD),
        ("text/plain", json.dumps({"query": CREATE})),
        ("text/plain;application/json", json.dumps({"query": CREATE})),
        ("application/graphql", CREATE),
        ("", json.dumps({"query": CREATE})),
        (None, json.dumps({"query": CREATE})),
    ],
)
async def test_what_a_form_of_another_site_can_send_is_refused(
    ada: Person, content_type: str | None, body: str
) -> None:
    """A browser sends these without asking the server first, so they are how a request is forged."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    response = await ada.rest.post("/graphql", content=body, headers=headers)
    assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert await saved_jobs() == 0


@pytest.mark.parametrize(
    "params",
    [
        {"query": CREATE},
        {"query": f"query Q {{ __typename }} {CREATE.replace('mutation', 'mutation M', 1)}", "operationName": "M"},
        {"query": CREATE, "extensions": json.dumps({"persistedQuery": None})},
    ],
)
async def test_nothing_is_changed_by_get(ada: Person, params: dict[str, str]) -> None:
    for headers in ({}, {"Accept": "text/event-stream"}, {"Idempotency-Key": "once"}):
        response = await ada.rest.get("/graphql", params=params, headers=headers)
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert await saved_jobs() == 0


async def test_a_query_by_get_is_charged_and_guarded_like_any_other(
    beside: Callable[..., ASGIApp], ada: Person
) -> None:
    async with http_client(beside(rate_limit_standard="3/minute"), ada.token) as client:
        answer = await client.get("/graphql", params={"query": "{ jobs(first: 100) { nodes { id } } }"})
        assert answer.json()["extensions"]["cost"]["requested"] == 101
        costly = "{ jobs(first: 50) { nodes { id events(first: 20) { nodes { note } } } } }"
        assert (await client.get("/graphql", params={"query": costly})).headers["x-ratelimit-remaining"] == "0"
        assert (await client.get("/graphql", params={"query": "{ __typename }"})).status_code == 429


ASKING_FOR_TRACES = {"X-Apollo-Tracing": "1", "Apollo-Federation-Include-Trace": "ftv1", "X-Debug": "1"}


@pytest.mark.usefixtures("either_way")
async def test_no_traces_and_nothing_of_the_inside(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("SELECT secret FROM account")

    answer = await ada.rest.post("/graphql?debug=1", json={"query": "{ me { id } }"}, headers=ASKING_FOR_TRACES)
    assert set(answer.json()["extensions"]) == {"cost"}
    monkeypatch.setattr("resolvers.accounts.me", broken)
    answer = await ada.rest.post("/graphql?debug=1", json={"query": "{ me { id } }"}, headers=ASKING_FOR_TRACES)
    (error,) = answer.json()["errors"]
    assert set(error) == {"message", "locations", "path", "extensions"}
    assert set(error["extensions"]) == {"code", "requestId"}
    for word in ("ZeroDivision", "secret", "Traceback", ".py"):
        assert word not in answer.text


@pytest.fixture
async def secretive(beside: Callable[..., ASGIApp], ada: Person) -> AsyncIterator[httpx2.AsyncClient]:
    """A server that does not tell its schema."""
    async with http_client(beside(introspection=False), ada.token) as client:
        yield client


NEARLY = [
    ("{ jbs { totalCount } }", {}),
    ("{ jobs(frst: 1) { totalCount } }", {}),
    ("{ me { emial } }", {}),
    ("{ ...f } fragment f on Querry { __typename }", {}),
    ("{ jobs(orderBy: {field: CREATED}) { totalCount } }", {}),
    ("{ jobs(filter: {statuss: [APPLIED]}) { totalCount } }", {}),
    ("query($f: JobFiltr) { jobs(filter: $f) { totalCount } }", {}),
    ("{ me @inclde(if: true) { id } }", {}),
    ("query($f: JobFilter) { jobs(filter: $f) { totalCount } }", {"f": {"statuss": ["APPLIED"]}}),
    ("query($f: JobFilter) { jobs(filter: $f) { totalCount } }", {"f": {"status": ["APLIED"]}}),
    ("mutation($i: CreateJobInput!) { createJob(input: $i) { __typename } }", {"i": {"companyNam": "x"}}),
    ("subscription($f: JobFilter) { jobChanged(filter: $f) { op } }", {"f": {"statuss": ["APPLIED"]}}),
    ("subscription { jobChangd { op } }", {}),
]


@pytest.mark.usefixtures("either_way")
async def test_a_server_that_does_not_tell_its_schema_does_not_suggest_it_either(secretive: httpx2.AsyncClient) -> None:
    for query, variables in NEARLY:
        headers = {"Accept": "text/event-stream"} if query.startswith("subscription") else {}
        answer = await secretive.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
        assert '"errors"' in answer.text, query
        assert "Did you mean" not in answer.text, query
    for query in ("{ __schema { types { name } } }", '{ __type(name: "Job") { name } }'):
        assert code(await secretive.post("/graphql", json={"query": query})) == "GRAPHQL_VALIDATION_FAILED"
    assert (await secretive.post("/graphql", json={"query": "{ __typename }"})).json()["data"] == {
        "__typename": "Query"
    }


async def test_the_playground_is_the_same_for_everybody(
    ada: Person, client: httpx2.AsyncClient, secretive: httpx2.AsyncClient
) -> None:
    """It is a file: nothing of who asks, how, or what the server keeps is in it."""
    plain = await client.get("/graphql", headers={"Accept": "text/html"})
    odd = {"Accept": "text/html", "Referer": "javascript:alert(1)", "X-Forwarded-Host": "evil.example"}
    for other in (
        await ada.rest.get("/graphql", headers=odd),
        await client.get("/graphql?variables=%3Cscript%3E&x=%3Cscript%3E", headers=odd),
        await secretive.get("/graphql", headers=odd),
    ):
        assert other.content == plain.content
        assert "set-cookie" not in other.headers
    assert "http://" not in plain.text
    assert "https://" not in plain.text
    policy = plain.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


ROOTS = "me { id } jobs { totalCount } quota { used } sessions { id } apiTokens { id } streak { current }"
DISGUISES = {
    "plain": f"{{ {ROOTS} }}",
    "a fragment": f"{{ ...f }} fragment f on Query {{ {ROOTS} }}",
    "an inline fragment": f"{{ ... on Query @include(if: true) {{ {ROOTS} }} }}",
    "aliases": "{ " + " ".join(f"a{number}: me {{ id }}" for number in range(7)) + " }",
    "beside what is public": f"{{ health {{ status }} __typename {ROOTS} }}",
}


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("text", DISGUISES.values(), ids=DISGUISES)
async def test_nobody_is_told_anything_in_any_disguise(client: httpx2.AsyncClient, ada: Person, text: str) -> None:
    await saved(ada.actor)
    answer = (await client.post("/graphql", json={"query": text})).json()
    assert answer["data"] is None
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"UNAUTHORIZED"}


@pytest.mark.usefixtures("either_way")
async def test_what_is_somebody_elses_is_not_there(ada: Person, bob: Person) -> None:
    job = await saved(ada.actor, company_name="Northwind")
    history = await ada.data(f'{{ job(id: "{job["id"]}") {{ events {{ nodes {{ id }} }} }} }}')
    event = history["job"]["events"]["nodes"][0]["id"]
    session = (await ada.data("{ sessions { id } }"))["sessions"][0]["id"]
    before = [await database.fetch(f"SELECT * FROM {table}") for table in ("job", "job_event", "session")]
    ids = [job["id"], event, session, str(ada.id)]
    nodes = " ".join(f'n{number}: node(id: "{one}") {{ id }}' for number, one in enumerate(ids))
    seen = await bob.data(
        f'{{ job(id: "{job["id"]}") {{ id }} nodes(ids: {json.dumps(ids)}) {{ id }} {nodes} '
        'jobs(search: "northwind") { totalCount nodes { id } } changes { changes { id } } activity { id } '
        "companies { totalCount } }"
    )
    assert seen == {
        "job": None, "nodes": [None] * 4, **{f"n{number}": None for number in range(4)},
        "jobs": {"totalCount": 0, "nodes": []}, "changes": {"changes": []}, "activity": [],
        "companies": {"totalCount": 0},
    }  # fmt: skip
    target = f'input: {{id: "{job["id"]}"}}'
    tried = await bob.data(
        f"mutation {{ a: deleteJob({target}) {{ __typename }} b: restoreJob({target}) {{ __typename }} "
        f'c: updateJob(input: {{id: "{job["id"]}", notes: "mine"}}) {{ __typename }} '
        f'd: updateJobEvent(input: {{jobId: "{job["id"]}", id: "{event}", note: "mine"}}) {{ __typename }} '
        f'e: endSession(input: {{id: "{session}"}}) {{ __typename }} }}'
    )
    assert {one["__typename"] for one in tried.values()} == {"NotFound"}
    assert [await database.fetch(f"SELECT * FROM {table}") for table in ("job", "job_event", "session")] == before
