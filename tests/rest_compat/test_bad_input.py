"""Whatever is sent, the answer is the contract's error naming the field, and nothing is written."""

import json
from typing import Any

import httpx2
import pytest

from core import database
from tests.conftest import Person

JOB = {"company_name": "Acme", "job_title": "Engineer"}
FIELD_FAULTS = [
    ({"company_name": ""}, "company_name", "must have at least 1 character"),
    ({"company_name": " \t "}, "company_name", "must have at least 1 character"),
    ({"company_name": None}, "company_name", "must be a string"),
    ({"company_name": "x" * 256}, "company_name", "must have at most 255 characters"),
    ({"company_name": "a\0b"}, "company_name", "must not contain NUL characters"),
    ({"job_title": 5}, "job_title", "must be a string"),
    ({"job_title": ["x"]}, "job_title", "must be a string"),
    ({"job_description": "x" * 50_001}, "job_description", "must have at most 50000 characters"),
    ({"source_url": "ftp://a.example"}, "source_url", "must be an http or https address"),
    ({"source_url": "https://"}, "source_url", "must be an http or https address"),
    ({"source_url": "https://a.example/a b"}, "source_url", "must be an http or https address"),
    ({"source_url": "https://[::1"}, "source_url", "must be an http or https address"),
    ({"source_url": "https://a.example:99999/"}, "source_url", "must be an http or https address"),
    ({"source_url": ""}, "source_url", "must be an http or https address"),
    ({"url": "javascript:alert(1)"}, "url", "must be an http or https address"),
    ({"source_url": "https://a.example/" + "x" * 2048}, "source_url", "must have at most 2048 characters"),
    ({"application_url": "mailto:a@b.c"}, "application_url", "must be an http or https address"),
    ({"source": ""}, "source", "must have at least 1 character"),
    ({"source": None}, "source", "must not be null"),
    ({"status": "hired"}, "status", "must be 'interested', 'applied', 'interviewing', 'offer_received', 'rejected' "
     "or 'not_interested'"),
    ({"status": None}, "status", "must not be null"),
    ({"job_type": "FULL_TIME"}, "job_type", "must be 'full_time', 'part_time', 'contract', 'intern', 'remote', "
     "'freelance' or 'other'"),
    ({"is_remote": "true"}, "is_remote", "must be true or false"),
    ({"is_remote": 1}, "is_remote", "must be true or false"),
    ({"salary_min": -1}, "salary_min", "must be greater than or equal to 0"),
    ({"salary_min": 1.5}, "salary_min", "must be a whole number"),
    ({"salary_min": "5"}, "salary_min", "must be a whole number"),
    ({"salary_max": 2**31}, "salary_max", "must be less than or equal to 2147483647"),
    ({"salary_min": 2, "salary_max": 1}, "salary_min", "must not be greater than salary_max"),
    ({"salary_currency": "XXX"}, "salary_currency", "must be an ISO 4217 currency code such as EUR"),
    ({"salary_period": "decade"}, "salary_period", "must be 'hour', 'day', 'week', 'month' or 'year'"),
    ({"notes": "x" * 10_001}, "notes", "must have at most 10000 characters"),
    ({"tags": "a"}, "tags", "must be a list"),
    ({"tags": ["a"] * 21}, "tags", "must have at most 20 items after validation, not 21"),
    ({"tags": ["ok", ""]}, "tags.1", "must have at least 1 character"),
    ({"tags": ["x" * 51]}, "tags.0", "must have at most 50 characters"),
    ({"occurred_at": "2026-03-01"}, "occurred_at", "must name its offset from UTC, for example by ending in Z"),
    ({"occurred_at": 1767225600}, "occurred_at", "must be an ISO 8601 time such as 2026-03-01T10:30:00Z"),
    ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at", "must lie between the years 1970 and 2200"),
    ({"occurred_at": "2199-01-01T00:00:00Z"}, "occurred_at", "must not be in the future"),
    ({"id": "x"}, "id", "is not a known field"),
    ({"version": 2}, "version", "is not a known field"),
]  # fmt: skip


def faults(response: httpx2.Response) -> list[dict[str, str]]:
    assert response.status_code == 400, response.text
    error = response.json()["error"]
    assert error["code"] == "VALIDATION_ERROR"
    assert error["request_id"] == response.headers["x-request-id"]
    details: list[dict[str, str]] = error["details"]
    return details


@pytest.mark.parametrize(("fields", "field", "message"), FIELD_FAULTS)
async def test_a_fault_is_named_on_create_and_change(
    ada: Person, fields: dict[str, Any], field: str, message: str
) -> None:
    assert faults(await ada.rest.post("/api/jobs", json=JOB | fields)) == [{"field": field, "message": message}]
    assert await database.fetch_value("SELECT count(*) FROM job") == 0
    job = (await ada.rest.post("/api/jobs", json=JOB)).json()["data"]
    response = await ada.rest.patch(f"/api/jobs/{job['id']}", json={"notes": "lost", "status": "applied"} | fields)
    assert [fault["field"] for fault in faults(response)] == [field]
    assert (await ada.rest.get(f"/api/jobs/{job['id']}")).json()["data"] == job


async def test_every_fault_is_named_at_once(ada: Person) -> None:
    response = await ada.rest.post("/api/jobs", json={"job_title": "", "nope": 1})
    assert faults(response) == [
        {"field": "company_name", "message": "is required"},
        {"field": "job_title", "message": "must have at least 1 character"},
        {"field": "nope", "message": "is not a known field"},
    ]


async def test_one_address_under_two_names_is_refused(ada: Person) -> None:
    response = await ada.rest.post(
        "/api/jobs", json=JOB | {"url": "https://a.example/1", "job_url": "https://b.example"}
    )
    assert [fault["field"] for fault in faults(response)] == ["url"]


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "501"}, "limit"),
        ({"limit": "abc"}, "limit"),
        ({"limit": "1.5"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"page": "0"}, "page"),
        ({"page": "-1"}, "page"),
        ({"page": "99999999999999999999"}, "page"),
        ({"sort": "salary"}, "sort"),
        ({"order": "up"}, "order"),
        ({"search": "x" * 201}, "search"),
        ({"search": "a\0"}, "search"),
        ({"status": "applied,hired"}, "status"),
        ({"status": ""}, "status"),
        ({"job_type": "x"}, "job_type"),
        ({"is_remote": "yes"}, "is_remote"),
        ({"min_score": "101"}, "min_score"),
        ({"min_score": "-1"}, "min_score"),
        ({"since": "yesterday"}, "since"),
        ({"offset": "5"}, "offset"),
        ([("limit", "1"), ("limit", "2")], "limit"),
    ],
)
async def test_a_wrong_parameter_is_named(ada: Person, parameters: Any, field: str) -> None:
    assert [fault["field"] for fault in faults(await ada.rest.get("/api/jobs", params=parameters))] == [field]


async def test_routes_without_parameters_take_none(ada: Person) -> None:
    assert [fault["field"] for fault in faults(await ada.rest.get("/api/auth/me", params={"x": 1}))] == ["x"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"company_name": NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
        b"\0",
    ],
    ids=["empty", "open", "quotes", "nan", "latin", "deep", "huge number", "nul"],
)
async def test_what_is_not_json_is_refused(ada: Person, body: bytes) -> None:
    response = await ada.rest.post("/api/jobs", content=body, headers={"Content-Type": "application/json"})
    assert faults(response) == [{"field": "body", "message": "must be valid JSON in UTF-8"}]


@pytest.mark.parametrize("body", ["[]", "5", '"x"', "null", "true"])
async def test_what_is_not_an_object_is_refused(ada: Person, body: str) -> None:
    response = await ada.rest.post("/api/jobs", content=body, headers={"Content-Type": "application/json"})
    assert faults(response) == [{"field": "body", "message": "must be an object"}]


async def test_a_lone_surrogate_is_named_wherever_it_stands(ada: Person) -> None:
    for body, field in (
        ({**JOB, "notes": "\ud800"}, "notes"),
        ({**JOB, "tags": ["\udfff"]}, "tags.0"),
        ({**JOB, "\ud800": 1}, "body"),
    ):
        response = await ada.rest.post(
            "/api/jobs", content=json.dumps(body), headers={"Content-Type": "application/json"}
        )
        assert [fault["field"] for fault in faults(response)] == [field]


async def test_a_large_body_is_refused_after_it_was_read(ada: Person) -> None:
    response = await ada.rest.post("/api/jobs", json=JOB | {"notes": "x" * 2 * 1024 * 1024})
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "PAYLOAD_TOO_LARGE"
    refresh = await ada.rest.post("/api/auth/refresh", json={"refresh_token": "x" * 2 * 1024 * 1024})
    assert (refresh.status_code, refresh.json()) == (413, {"error": "The request body is larger than 1024 KiB."})


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"])
async def test_another_content_type_is_refused(ada: Person, content_type: str) -> None:
    response = await ada.rest.post("/api/jobs", content=b"{}", headers={"Content-Type": content_type})
    assert (response.status_code, response.json()["error"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_a_wrong_method_names_all_the_right_ones(ada: Person) -> None:
    for path, allowed in (
        ("/api/jobs", "GET, HEAD, POST"),
        ("/api/jobs/x", "DELETE, GET, HEAD, PATCH, PUT"),
        ("/api/auth/login", "POST"),
    ):
        response = await ada.rest.request("TRACE", path)
        assert (response.status_code, response.headers["allow"]) == (405, allowed)
        assert response.json()["error"]["code"] == "METHOD_NOT_ALLOWED"


async def test_head_is_get_without_a_body(ada: Person) -> None:
    assert (await ada.rest.head("/api/jobs")).status_code == 200


@pytest.mark.parametrize("path", ["/api/nope", "/api/jobs/", "/api", "/nope", "/api/jobs/x/y"])
async def test_an_unknown_route_is_a_json_404(client: httpx2.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "NOT_FOUND")
    assert response.json()["error"]["request_id"] == response.headers["x-request-id"]
