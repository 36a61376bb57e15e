"""What holds on every route: tags, links, methods, media types and sizes."""

from uuid import uuid4

import httpx2
import limits
import pytest
from starlette.types import ASGIApp

from core import database
from core.rate_limit import RateLimiter, Tier
from middleware.body_limit import LARGER, LIMIT
from resolvers.collaborators import Collaborators
from rest_compat.errors import Dialect
from rest_compat.operation import Operation
from rest_compat.routes import OPERATIONS
from tests.conftest import Person
from tests.world import World, world_of

TAGGED_READS = [each for each in OPERATIONS if each.is_tagged and each.method == "GET"]
TAGGED_CHANGES = [each for each in OPERATIONS if each.is_tagged and each.method != "GET" and not each.creates]
WITH_BODIES = [each for each in OPERATIONS if each.body]
OTHERS = [each for each in OPERATIONS if not each.body and each.method != "GET"]


def _id(operation: Operation) -> str:
    return f"{operation.method} {operation.path} {operation.dialect.name}"


each_of = pytest.mark.parametrize


@pytest.fixture
async def world(served: tuple[ASGIApp, Collaborators], ada: Person) -> World:
    return await world_of(served, ada)


def error(response: httpx2.Response, operation: Operation, status: int, code: str) -> None:
    assert response.status_code == status, response.text
    found = response.json()["error"]
    if operation.dialect is Dialect.B:
        assert isinstance(found, str)
    else:
        assert (found["code"], found["request_id"]) == (code, response.headers["x-request-id"])


@each_of("operation", TAGGED_READS, ids=_id)
async def test_a_read_with_a_tag_is_304_while_nothing_changes(world: World, operation: Operation) -> None:
    token = world.ada.token
    fresh = await world.rest(operation, token)
    tag = fresh.headers["etag"]
    for method in ("GET", "HEAD"):
        unchanged = await world.rest(operation, token, method=method, headers={"If-None-Match": tag})
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tag)
        changed = await world.rest(operation, token, method=method, headers={"If-None-Match": '"other"'})
        assert (changed.status_code, changed.headers["etag"]) == (200, tag)
    assert fresh.headers["cache-control"] == "private, no-cache"


def test_every_list_and_every_job_has_a_tag() -> None:
    reads = {
        each.path
        for each in OPERATIONS
        if each.method == "GET"
        and (each.is_paged or each.path == "/api/jobs/{id}" or each.path.startswith("/api/analytics/"))
    }
    assert reads == {each.path for each in TAGGED_READS}
    changes = {(each.method, each.path) for each in TAGGED_CHANGES}
    assert changes == {
        ("PATCH", "/api/jobs/{id}"), ("PUT", "/api/jobs/{id}"), ("DELETE", "/api/jobs/{id}"),
        ("POST", "/api/jobs/{id}/restore"), ("POST", "/api/jobs/{id}/merge"),
    }  # fmt: skip


@each_of("operation", TAGGED_CHANGES, ids=_id)
async def test_a_change_of_a_job_can_be_conditional(world: World, operation: Operation) -> None:
    version = 2 if operation.path.endswith("/restore") else 1
    for stale in (f'"{version + 1}"', str(version + 1), f'W/"{version - 1}-abc"'):
        refused = await world.rest(operation, world.ada.token, headers={"If-Match": stale})
        error(refused, operation, 409, "VERSION_CONFLICT")
        assert refused.json()["error"]["current"]["version"] == version
    for nonsense in ("", "x", '"x"', "-1", "1.5"):
        refused = await world.rest(operation, world.ada.token, headers={"If-Match": nonsense})
        error(refused, operation, 400, "VALIDATION_ERROR")
        assert refused.json()["error"]["details"][0]["field"] == "If-Match"
    done = await world.rest(operation, world.ada.token, headers={"If-Match": f'"{version}-0123"'})
    assert (done.status_code, done.json()["data"]["version"]) == (200, version + 1)
    assert done.headers["etag"].startswith(f'"{version + 1}-')


@each_of("operation", [each for each in OPERATIONS if each.is_paged], ids=_id)
async def test_a_list_links_its_pages(world: World, operation: Operation) -> None:
    page = await world.rest(operation, world.ada.token, params={"limit": 1})
    body = page.json()
    assert list(body) == ["data", "total", "page", "limit", "has_more"]
    relations = [part.partition("; ")[2] for part in page.headers["link"].split(", ")]
    more = ['rel="next"'] if body["has_more"] else []
    assert relations == ['rel="first"', *more, 'rel="last"']
    for wrong in ({"limit": 0}, {"limit": 501}, {"page": 0}, {"offset": 1}):
        refused = await world.rest(operation, world.ada.token, params=wrong)
        error(refused, operation, 400, "VALIDATION_ERROR")
        assert [fault["field"] for fault in refused.json()["error"]["details"]] == list(wrong)


PATHS = sorted({each.path for each in OPERATIONS})


@each_of("path", PATHS)
async def test_a_wrong_method_names_all_the_right_ones(client: httpx2.AsyncClient, path: str) -> None:
    here = [each for each in OPERATIONS if each.path == path]
    right = {each.method for each in here}
    right |= {"HEAD"} if "GET" in right else set()
    is_flat = {each.dialect for each in here} == {Dialect.B}
    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE"} - right:
        refused = await client.request(method, path.replace("{id}", str(uuid4())))
        assert (refused.status_code, refused.headers["allow"]) == (405, ", ".join(sorted(right)))
        if method != "HEAD":
            found = refused.json()["error"]
            assert isinstance(found, str) if is_flat else found["code"] == "METHOD_NOT_ALLOWED"


@each_of("path", [path for path in PATHS if any(one.path == path and one.method == "GET" for one in OPERATIONS)])
async def test_head_is_get(world: World, path: str) -> None:
    operation = next(each for each in OPERATIONS if each.path == path and each.method == "GET")
    got, head = [await world.rest(operation, world.ada.token, method=method) for method in ("GET", "HEAD")]
    assert head.status_code == got.status_code == 200
    for name in ("content-type", "content-length", "etag", "link"):
        assert head.headers.get(name) == got.headers.get(name)


@each_of("operation", WITH_BODIES, ids=_id)
async def test_a_body_is_json_and_nothing_else(world: World, operation: Operation) -> None:
    # What makes a body one of the extension's is recognised in what is not JSON, too.
    mark = f'{{"{min(operation.claim.any_of)}": '.encode() if operation.claim else b'{"'
    kinds = {"text/plain", "multipart/form-data; boundary=x", "application/merge-patch+json"} - operation.files
    for kind in sorted(kinds):
        refused = await world.rest(operation, world.ada.token, content=mark, headers={"Content-Type": kind})
        error(refused, operation, 415, "UNSUPPORTED_MEDIA_TYPE")
    error(await world.rest(operation, world.ada.token, content=mark), operation, 415, "UNSUPPORTED_MEDIA_TYPE")
    json = {"Content-Type": "application/json; charset=utf-8"}
    error(await world.rest(operation, world.ada.token, content=mark, headers=json), operation, 400, "VALIDATION_ERROR")
    large = mark + b'"' + b"x" * LARGER.get(operation.path, LIMIT)
    refused = await world.rest(operation, world.ada.token, content=large, headers=json)
    error(refused, operation, 413, "PAYLOAD_TOO_LARGE")


@each_of("operation", OTHERS, ids=_id)
async def test_a_request_that_takes_no_fields_says_so(world: World, operation: Operation) -> None:
    token = world.ada.token
    error(await world.rest(operation, token, content=b"x"), operation, 415, "UNSUPPORTED_MEDIA_TYPE")
    error(await world.rest(operation, token, content=b"x" * (2**20 + 1)), operation, 413, "PAYLOAD_TOO_LARGE")
    refused = await world.rest(operation, token, json={"force": True})
    error(refused, operation, 400, "VALIDATION_ERROR")
    assert refused.json()["error"]["details"] == [{"field": "force", "message": "is not a known field"}]
    assert (await world.rest(operation, token, json={})).status_code == operation.status


@each_of("operation", OPERATIONS, ids=_id)
async def test_unknown_parameters_are_refused_but_by_the_extensions_routes(world: World, operation: Operation) -> None:
    answer = await world.rest(operation, world.ada.token, params={"utm_source": "x"})
    if operation.dialect is Dialect.B:
        assert answer.status_code == operation.status
    else:
        error(answer, operation, 400, "VALIDATION_ERROR")
        assert [fault["field"] for fault in answer.json()["error"]["details"]] == ["utm_source"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code", "allow"),
    [
        ("GET", "/static/nope", 404, "NOT_FOUND", None),
        ("GET", "/static/graphiql/nope", 404, "NOT_FOUND", None),
        ("POST", "/static/start.css", 405, "METHOD_NOT_ALLOWED", "GET, HEAD"),
        ("POST", "/api/openapi.json", 405, "METHOD_NOT_ALLOWED", "GET, HEAD"),
        ("DELETE", "/api/docs", 405, "METHOD_NOT_ALLOWED", "GET, HEAD"),
        ("PUT", "/", 405, "METHOD_NOT_ALLOWED", "GET, HEAD"),
    ],
)
async def test_pages_and_assets_refuse_like_routes(
    client: httpx2.AsyncClient, method: str, path: str, status: int, code: str, allow: str | None
) -> None:
    refused = await client.request(method, path)
    assert (refused.status_code, refused.json()["error"]["code"], refused.headers.get("allow")) == (status, code, allow)
    assert refused.json()["error"]["request_id"] == refused.headers["x-request-id"]


async def test_a_large_body_that_nobody_asked_for_is_read_over(client: httpx2.AsyncClient) -> None:
    answer = await client.request("GET", "/api/health", content=b"x" * 2**21)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (ZeroDivisionError("secret"), 500, "INTERNAL_ERROR"),
        (ConnectionRefusedError("secret"), 503, "SERVICE_UNAVAILABLE"),
    ],
)
async def test_a_fault_of_ours_is_masked_in_each_dialect(
    ada: Person, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int, code: str
) -> None:
    assert (await ada.rest.get("/api/auth/me")).status_code == 200  # from now on the session is known

    async def broken(*_arguments: object) -> None:
        raise failure

    monkeypatch.setattr(database, "fetch", broken)
    for path in ("/api/jobs", "/api/jobs/quota"):
        operation = next(each for each in OPERATIONS if (each.method, each.path) == ("GET", path))
        answer = await ada.rest.get(path)
        error(answer, operation, status, code)
        assert "secret" not in answer.text


async def test_an_unknown_route_is_counted_too(
    client: httpx2.AsyncClient, app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = RateLimiter({Tier.STANDARD: limits.parse("1/day")}, {})
    monkeypatch.setattr(app.identities, "_limiter", limiter)
    answers = [await client.get("/api/nope") for _ in range(2)]
    assert [answer.json()["error"]["code"] for answer in answers] == ["NOT_FOUND", "RATE_LIMIT_EXCEEDED"]
    assert [answer.status_code for answer in answers] == [404, 429]
