"""The reference: valid OpenAPI, true to the route table, its examples true to their schemas."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from core import errors
from rest_compat.errors import STATUSES, Dialect
from rest_compat.openapi import failures
from rest_compat.routes import OPERATIONS
from tests.conftest import REPOSITORY, Person

DOCUMENT: dict[str, Any] = json.loads((REPOSITORY / "rest_compat" / "openapi.json").read_text())
LIMITS = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}
METHODS = {"get", "post", "put", "patch", "delete"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS & set(item):
            yield method.upper(), path, item[method]


def found(pointer: str) -> Any:
    """What a JSON pointer of this document leads to."""
    here: Any = DOCUMENT
    for part in pointer.removeprefix("#/").split("/"):
        here = here[part]
    return here


def conforms(value: Any, schema: dict[str, Any]) -> list[str]:
    """What is wrong with a value by a schema of this document."""
    rooted = {**schema, "components": DOCUMENT["components"]}
    validator = Draft202012Validator(rooted, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(value)]


def test_it_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def test_it_has_every_route_and_no_other() -> None:
    assert {(method, path) for method, path, _ in operations()} == {(one.method, one.path) for one in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path} {one.dialect.name}")
def test_an_operation_says_who_may_call_it_and_what_can_go_wrong(operation: Any) -> None:
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]
    assert described["security"] == ([] if operation.is_public else [{"token": []}])
    assert operation.summary in described["summary"]
    assert f"{operation.tier.value} rate limit" in described["description"]
    assert str(operation.status) in described["responses"]
    for code in failures(operation):
        answer = described["responses"][str(STATUSES[code])]
        assert f"`{code}`" in answer["description"]
        examples = answer["content"]["application/json"]["examples"]
        name = code if code in examples else f"{code} ({operation.dialect.value})"
        error = examples[name]["value"]["error"]
        assert isinstance(error, str) if operation.dialect is Dialect.B else error["code"] == code
    if operation.creates:
        assert "Idempotency-Key" in {parameter["name"] for parameter in described["parameters"]}


def test_every_answer_lists_its_headers() -> None:
    for method, path, operation in operations():
        for status, answer in operation["responses"].items():
            assert set(answer["headers"]) >= {"X-Request-ID", *LIMITS}, (method, path, status)
            assert ("Retry-After" in answer["headers"]) is (status == "429")
            assert answer.keys() & {"content"} or status == "304"


def test_every_code_can_be_answered() -> None:
    def below(cls: type[errors.AppError]) -> set[str]:
        return {cls.code}.union(*(below(child) for child in cls.__subclasses__()))

    assert below(errors.AppError) == set(STATUSES)


def test_examples_are_valid() -> None:
    tried = 0
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for example in schema.get("examples", []):
            tried += 1
            assert conforms(example, {"$ref": f"#/components/schemas/{name}"}) == [], name
    for method, path, operation in operations():
        for status, answer in operation["responses"].items():
            media = answer.get("content", {}).get("application/json", {})
            for name, example in media.get("examples", {}).items():
                tried += 1
                assert conforms(example["value"], media["schema"]) == [], (method, path, status, name)
    assert tried > 100


def test_an_example_that_were_wrong_would_be_found() -> None:
    wrong = {"title": "x", "company": "y"}
    assert conforms(wrong, {"$ref": "#/components/schemas/CaptureBody"}) != []
    assert conforms({"error": {"code": "X"}}, {"$ref": "#/components/schemas/ErrorAnswer"}) != []


def test_every_body_has_an_example() -> None:
    for method, path, operation in operations():
        if "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            for option in schema.get("anyOf", [schema]):
                assert found(option["$ref"]).get("examples"), (method, path)


async def test_it_is_served_as_committed(client: httpx2.AsyncClient) -> None:
    response = await client.get("/api/openapi.json")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.json() == DOCUMENT


async def test_the_page_shows_it_and_loads_nothing_from_elsewhere(client: httpx2.AsyncClient) -> None:
    page = await client.get("/api/docs")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for asset in ("swagger-ui/swagger-ui.css", "swagger-ui/swagger-ui-bundle.js", "reference.js"):
        assert f'"/static/{asset}"' in page.text
        assert (await client.get(f"/static/{asset}")).status_code == 200
    assert '"/api/openapi.json"' in (await client.get("/static/reference.js")).text
    assert '<a href="/api/docs">' in (await client.get("/")).text


async def test_answers_are_as_described(ada: Person) -> None:
    sent = {"company_name": "Acme", "job_title": "Engineer", "url": "https://a.example/1"}
    for path, template in (
        ("/api/jobs", "/api/jobs"), ("/api/jobs/quota", "/api/jobs/quota"), ("/api/auth/me", "/api/auth/me"),
        ("/api/auth/sessions", "/api/auth/sessions"), ("/api/health", "/api/health"), ("/health", "/health"),
        ("/api/auth/verify", "/api/auth/verify"), ("/api/jobs/x", "/api/jobs/{id}"),
        ("/api/jobs/changes", "/api/jobs/changes"),
    ):  # fmt: skip
        await ada.rest.post("/api/jobs", json=sent)
        answer = await ada.rest.get(path)
        described = DOCUMENT["paths"][template]["get"]["responses"][str(answer.status_code)]
        assert conforms(answer.json(), described["content"]["application/json"]["schema"]) == [], path
