"""GraphQL over HTTP: negotiation, statuses and shapes."""

import json
from typing import Any

import httpx2
import pytest

from core import database
from tests.conftest import Person

GRAPHQL = "application/graphql-response+json"


async def post(client: httpx2.AsyncClient, body: Any, **headers: str) -> httpx2.Response:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return await client.post("/graphql", content=content, headers={"Content-Type": "application/json"} | headers)


def code(response: httpx2.Response) -> str:
    (error,) = response.json()["errors"]
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]
    found: str = error["extensions"]["code"]
    return found


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json", "application/json"),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, application/json;q=0.9", GRAPHQL),
        (f"text/plain, {GRAPHQL}; charset=utf-8", GRAPHQL),
    ],
)
async def test_the_media_type_is_negotiated(client: httpx2.AsyncClient, accept: str, answered: str) -> None:
    response = await post(client, {"query": "{ __typename }"}, Accept=accept)
    assert (response.status_code, response.json()["data"]) == (200, {"__typename": "Query"})
    assert response.headers["content-type"] == f"{answered}; charset=utf-8"


@pytest.mark.parametrize("accept", ["text/plain", "application/xml", f"{GRAPHQL}; charset=latin-1"])
async def test_what_cannot_be_sent_is_406(client: httpx2.AsyncClient, accept: str) -> None:
    response = await post(client, {"query": "{ __typename }"}, Accept=accept)
    assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""]
)
async def test_another_content_type_is_415(client: httpx2.AsyncClient, content_type: str) -> None:
    response = await post(client, {"query": "{ __typename }"}, **{"Content-Type": content_type})
    assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_another_method_is_405(client: httpx2.AsyncClient, method: str) -> None:
    response = await client.request(method, "/graphql")
    assert (response.status_code, code(response), response.headers["allow"]) == (405, "METHOD_NOT_ALLOWED", "GET, POST")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("{", "body"),
        ("[]", "body"),
        ("5", "body"),
        ({}, "query"),
        ({"query": ""}, "query"),
        ({"query": 5}, "query"),
        ({"query": "{ a }", "variables": []}, "variables"),
        ({"query": "{ a }", "variables": "x"}, "variables"),
        ({"query": "{ a }", "operationName": 5}, "operationName"),
        ({"query": "{ a }", "extensions": 0}, "extensions"),
        ({"query": "{ a }", "extensions": [1]}, "extensions"),
    ],
)
async def test_a_request_of_the_wrong_shape_is_400(client: httpx2.AsyncClient, body: Any, field: str) -> None:
    response = await post(client, body)
    assert (response.status_code, code(response)) == (400, "VALIDATION_ERROR")
    assert f"{field}: " in response.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($id: ID!) { job(id: $id) { id } }", "BAD_USER_INPUT"),
        ("{ " + "a " * 6000 + "}", "GRAPHQL_PARSE_FAILED"),
    ],
)
async def test_request_errors_have_no_data(client: httpx2.AsyncClient, query: str, expected: str) -> None:
    for accept, status in ((GRAPHQL, 400), ("application/json", 200)):
        response = await post(client, {"query": query}, Accept=accept)
        assert (response.status_code, code(response), "data" in response.json()) == (status, expected, False)


async def test_the_operation_is_chosen_by_name(client: httpx2.AsyncClient) -> None:
    query = "query A { a: __typename } query B { b: __typename }"
    assert (await post(client, {"query": query, "operationName": "B"})).json()["data"] == {"b": "Query"}


async def test_queries_may_come_by_get_mutations_may_not(ada: Person) -> None:
    response = await ada.rest.get(
        "/graphql", params={"query": "query($n: Int) { jobs(first: $n) { totalCount } }", "variables": '{"n": 1}'}
    )
    assert response.json() == {
        "data": {"jobs": {"totalCount": 0}},
        "extensions": {"cost": {"requested": 6}},
    }
    refused = await ada.rest.get("/graphql", params={"query": "mutation { logOut { __typename } }"})
    assert (refused.status_code, code(refused), refused.headers["allow"]) == (405, "METHOD_NOT_ALLOWED", "POST")
    assert (await ada.rest.get("/api/auth/me")).status_code == 200
    bad = await ada.rest.get("/graphql", params={"query": "{ __typename }", "variables": "{"})
    assert (bad.status_code, code(bad)) == (400, "VALIDATION_ERROR")


async def test_a_bad_token_refuses_the_whole_request(client: httpx2.AsyncClient) -> None:
    response = await post(client, {"query": "{ health { status } }"}, Authorization="Bearer nonsense")
    assert (response.status_code, code(response), "data" in response.json()) == (401, "UNAUTHORIZED", False)


async def test_without_a_token_a_field_is_refused(client: httpx2.AsyncClient) -> None:
    response = await post(client, {"query": "{ me { id } }"}, Accept=GRAPHQL)
    assert (response.status_code, code(response), response.json()["data"]) == (200, "UNAUTHORIZED", None)
    open_fields = await post(
        client, {"query": "{ health { status version database } __schema { queryType { name } } }"}
    )
    assert open_fields.json()["data"] == {
        "health": {"status": "ok", "version": "v1.0.0", "database": "ok"},
        "__schema": {"queryType": {"name": "Query"}},
    }


async def test_a_large_body_is_413(client: httpx2.AsyncClient) -> None:
    response = await post(client, {"query": "{ __typename } #" + "x" * 2 * 1024 * 1024})
    assert (response.status_code, code(response)) == (413, "PAYLOAD_TOO_LARGE")


async def test_a_fault_of_ours_is_masked(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await ada.rest.get("/api/auth/me")).status_code == 200  # from now on the session is known

    async def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(database, "fetch", broken)
    answer = await ada.graphql("{ me { id } }")
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_ERROR"
    assert "secret" not in json.dumps(answer)


async def test_a_fault_of_ours_outside_of_a_field_is_masked_too(ada: Person) -> None:
    create = 'mutation { createJob(input: {companyName: "Northwind", jobTitle: "Engineer"}) { __typename } }'
    await database.fetch("ALTER TABLE idempotency_key RENAME TO elsewhere")
    try:
        response = await post(ada.rest, {"query": create}, **{"Idempotency-Key": "once"})
    finally:
        await database.fetch("ALTER TABLE elsewhere RENAME TO idempotency_key")
    assert (response.status_code, code(response)) == (500, "INTERNAL_ERROR")
    assert "idempotency" not in response.text
    assert (await ada.rest.get("/api/jobs")).json()["total"] == 0


async def test_a_database_that_is_away_is_said_so(
    ada: Person, client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await ada.rest.get("/api/auth/me")).status_code == 200  # from now on the session is known

    async def away(*_arguments: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(database, "fetch", away)
    answer = await ada.graphql("{ me { id } health { status } }")
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"SERVICE_UNAVAILABLE"}
    refused = await ada.rest.get("/api/auth/me")
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert (await client.get("/api/health")).status_code == 503
    flat = await client.get("/health")
    assert (flat.status_code, flat.json()) == (503, {"error": "The database does not answer: try again shortly."})


async def test_an_error_does_not_repeat_the_password(client: httpx2.AsyncClient) -> None:
    query = "mutation($i: LogInInput!) { logIn(input: $i) { __typename } }"
    response = await post(client, {"query": query, "variables": {"i": {"email": "a@b.c", "pasword": "hush"}}})
    assert {e["extensions"]["code"] for e in response.json()["errors"]} == {"BAD_USER_INPUT"}
    assert "hush" not in response.text


async def test_lone_surrogates_in_messages_do_not_break_the_answer(client: httpx2.AsyncClient) -> None:
    query = "mutation($i: LogInInput!) { logIn(input: $i) { __typename } }"
    body = json.dumps({"query": query, "variables": {"i": {"email": "\ud800", "password": "x", "\udfff": 1}}})
    response = await post(client, body)
    assert {e["extensions"]["code"] for e in response.json()["errors"]} == {"BAD_USER_INPUT"}


async def test_a_browser_gets_the_playground(client: httpx2.AsyncClient) -> None:
    response = await client.get("/graphql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "connect-src 'self'" in response.headers["content-security-policy"]
    for asset in ("/static/graphiql/graphiql.min.js", "/static/graphiql.js", "/static/graphiql.css"):
        assert asset in response.text
        assert (await client.get(asset)).status_code == 200
