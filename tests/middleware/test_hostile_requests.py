"""Whatever is sent over a socket is answered, at once, and is nobody's fault but the sender's."""

import base64
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from starlette.types import ASGIApp
from structlog.testing import capture_logs

from resolvers.collaborators import Collaborators
from tests.conftest import Person
from tests.listening import listening, talk

NUL, LONG = b"\0", b"x" * 60_000
NESTED_JWT = base64.urlsafe_b64encode(b'{"alg":"HS256","x":' + b"[" * 2900).rstrip(b"=")
MANY = b"&".join(b"a%d=1" % number for number in range(6000))
PATHS: list[tuple[bytes, int]] = [
    (b"/api/%00", 404), (b"/api/%ff%fe", 404), (b"/api/%zz", 404), (b"/api/%", 404), (b"/api/%c3%28", 404),
    (b"/api/%ed%a0%80", 404), (b"/api/%0d%0aX-Evil:%201", 404), (b"/api/%e2%80%ae", 404), (b"//api/health", 404),
    (b"/api/health/", 404), (b"/api//health", 404), (b"/api/health%2f", 404), (b"/API/health", 404),
    (b"/api/" + b"a" * 60_000, 404), (b"/" * 60_000, 404), (b"/api/../api/health", 404), (b"/api/health;x=1", 404),
    (b"*", 404), (b"/api/jobs/%00", 401), (b"/api/jobs/%2e%2e", 401), (b"/api/jobs/" + b"9" * 60_000, 401),
    (b"/api/jobs/a%0ab/events", 401),
    (b"/static/%00", 404), (b"/static/%2e%2e/app.py", 404), (b"/static/..%2fapp.py", 404), (b"/static/" + LONG, 404),
    (b"/static//etc/passwd", 404), (b"/static/%ff", 404), (b"/static/swagger-ui/%00", 404),
    (b"/api/health?" + MANY, 400), (b"/api/health?" + MANY + b"&a0=2", 400), (b"/api/health?" + b"a&" * 30_000, 400),
    (b"/api/health?%00=%ff", 400), (b"/health?" + MANY + b"&a0=2", 200), (b"/graphql?" + MANY, 400),
    (b"/graphql?" + b"query=1&" * 7000, 200), (b"/graphql?query=%7b__typename%7d&variables=" + b"[" * 50_000, 400),
    (b"/graphql?query=" + b"%7b" * 20_000, 200), (b"/graphql?query=%00", 200), (b"/graphql?query=%ff", 200),
    (b"http://evil.example/api/health", 200), (b"/api/health#x", 200),
]  # fmt: skip
UNPARSABLE: list[bytes] = [
    b"/api/\0", b"/api/\xff", "/api/é".encode(), b"/api/" + b"a" * 70_000, b"/api/health?" + b"a=1&" * 20_000,
    b"http://evil.example", b"/api/a b", b"",
]  # fmt: skip
HEADERS: list[tuple[bytes, int]] = [
    (b"X-Request-ID: \xff\xfe\xff\xfe\xff\xfe\xff\xfe\xff", 401), (b"X-Request-ID: " + LONG, 401),
    (b"Authorization: Bearer " + LONG, 401), (b"Authorization: Bearer \xff\xfe", 401), (b"Authorization: ", 401),
    (b"Authorization: Bearer pjt_" + LONG, 401), (b"Authorization: Bearer pjt_\xff_\xfe", 401),
    (b"Authorization: Bearer " + NESTED_JWT + b".e30.AA", 401), (b"Authorization: Bearer ..", 401),
    (b"Authorization: Basic YTpi", 401), (b"Authorization: " + b"Bearer " * 8000, 401),
    (b"User-Agent: " + LONG, 401), (b"X-Forwarded-For: " + b"1.1.1.1," * 7000, 401), (b"Origin: " + LONG, 401),
    (b"Origin: \xff", 401), (b"Cookie: " + b"a=b;" * 15_000, 401), (b"If-None-Match: " + b'"a",' * 12_000, 401),
    (b"Accept: " + b"a/b;q=1," * 7000, 401), (b"Accept-Encoding: \xff", 401), (b"X: y\r\n" * 9000 + b"Z: z", 401),
    (b"Range: bytes=0-0," + b"1-1," * 9000, 401), (b"Connection: upgrade\r\nUpgrade: websocket", 400),
    (b"Content-Length: 0\r\nContent-Type: " + LONG, 401),
]  # fmt: skip
HOSTS = [b"", b"[::1", b"a:b:c", b"a:99999999", b"\xff\xfe", b"a/b?c#d", b"a@[b", b"x" * 60_000, b"<script>", b"%00"]
DEEP_QUERY = b'{"query":"{__typename}","variables":{"a":%s}}'
BODIES: list[tuple[bytes, int, int]] = [
    # The status on REST, and on GraphQL.
    (b"[" * 500_000, 400, 400), (b"[" * 500_000 + b"]" * 500_000, 400, 400), (b'{"a":' * 150_000, 400, 400),
    (DEEP_QUERY % (b"[" * 250 + b"]" * 250), 400, 200), (DEEP_QUERY % (b"[" * 900 + b"]" * 900), 400, 400),
    (b"{" + b",".join(b'"a%d":1' % number for number in range(50_000)) + b"}", 400, 400),
    (b"[" + b",".join([b"[]"] * 300_000) + b"]", 400, 400), (b'{"email":' + b"9" * 1_000_000 + b"}", 400, 400),
    (b'{"email":1e999,"query":1e999}', 400, 400), (b'{"email":"\\ud800","query":"\\ud800"}', 400, 200),
    (b'{"email":"\\u0000","query":"\\u0000"}', 400, 200), (b"\0" * 1000, 400, 400), (b"\xff" * 1000, 400, 400),
    (b"", 400, 400), (b"null", 400, 400), (b'"' + b"\\ud800" * 100_000 + b'"', 400, 400),
]  # fmt: skip


@pytest.fixture(scope="module")
async def listener(served: tuple[ASGIApp, Collaborators]) -> AsyncIterator[int]:
    async with listening(served[0]) as port:
        yield port


@pytest.fixture
def port(listener: int) -> Iterator[int]:
    """Where the application listens; whatever it logs of a failure of its own fails the test."""
    with capture_logs() as logs:
        yield listener
    assert [event for event in logs if event["log_level"] not in ("debug", "info")] == []


async def ask(port: int, target: bytes, *headers: bytes, method: bytes = b"GET", body: bytes = b"") -> tuple[int, Any]:
    """The status, and the body: parsed where it is JSON."""
    lines = [method + b" " + target + b" HTTP/1.1", b"Connection: close", *headers]
    if not any(header.startswith(b"Host:") for header in headers):
        lines.append(b"Host: a")
    if body or method == b"POST":
        lines.append(b"Content-Length: %d" % len(body))
    answer = await talk(port, b"\r\n".join(lines) + b"\r\n\r\n" + body)
    head, _, content = answer.partition(b"\r\n\r\n")
    assert b"x-evil" not in head.lower()
    is_json = b"content-type: application/json" in head
    return int(head.split()[1]), json.loads(content) if is_json and content else content


@pytest.mark.parametrize(("path", "status"), PATHS, ids=lambda value: str(value)[:60])
async def test_odd_addresses(port: int, path: bytes, status: int) -> None:
    found, answer = await ask(port, path)
    assert found == status
    if path.startswith((b"/api", b"//api", b"*")):
        assert isinstance(answer, dict)


@pytest.mark.parametrize("path", UNPARSABLE, ids=lambda value: str(value)[:40])
async def test_addresses_that_are_no_http(port: int, path: bytes) -> None:
    assert await ask(port, path) == (400, b"Invalid HTTP request received.")
    assert (await ask(port, b"/health")) == (200, {"status": "ok"})


@pytest.mark.parametrize(("header", "status"), HEADERS, ids=lambda value: str(value)[:60])
async def test_odd_headers(port: int, header: bytes, status: int) -> None:
    found, answer = await ask(port, b"/api/jobs", header)
    assert (found, answer["error"]["code"]) == (status, "UNAUTHORIZED")


@pytest.mark.parametrize("header", [b"X: a\0b", b"X: a\x01b", b"X\0: a", b"X Y: a", b"Content-Length: -5", b": x",
                                    b"Content-Length: 5\r\nTransfer-Encoding: chunked",
                                    b"Content-Length: 99999999999999999999", b"Transfer-Encoding: gzip"])  # fmt: skip
async def test_headers_that_are_no_http(port: int, header: bytes) -> None:
    assert await ask(port, b"/api/jobs", header) == (400, b"Invalid HTTP request received.")
    assert (await ask(port, b"/health")) == (200, {"status": "ok"})


@pytest.mark.parametrize("host", HOSTS, ids=lambda value: str(value)[:20])
async def test_odd_hosts(port: int, ada: Person, host: bytes) -> None:
    header, token = b"Host: " + host, b"Authorization: Bearer " + ada.token.encode()
    assert (await ask(port, b"/api/nope", header))[0] == 404
    status, page = await ask(port, b"/", header)
    assert (status, b"<script" in page) == (200, False)
    assert (await ask(port, b"/api/jobs", header, token)) == (
        200, {"data": [], "total": 0, "page": 1, "limit": 100, "has_more": False},
    )  # fmt: skip


@pytest.mark.parametrize(("body", "rest", "graphql"), BODIES, ids=lambda value: str(value)[:40])
async def test_odd_bodies(port: int, ada: Person, body: bytes, rest: int, graphql: int) -> None:
    headers = [b"Content-Type: application/json", b"Authorization: Bearer " + ada.token.encode()]
    for path in (b"/api/auth/login", b"/api/auth/signup", b"/api/jobs", b"/api/jobs/bulk"):
        status, answer = await ask(port, path, *headers, method=b"POST", body=body)
        error = answer["error"]
        assert (status, isinstance(error, str) or error["code"]) in {(rest, "VALIDATION_ERROR"), (rest, True)}
        assert isinstance(error, str) or len(error["details"]) <= 100
    status, answer = await ask(port, b"/graphql", *headers, method=b"POST", body=body)
    assert status == graphql
    assert ("errors" in answer) is not (body == DEEP_QUERY % (b"[" * 250 + b"]" * 250))


@pytest.mark.parametrize("depth", [200, 250, 254, 300, 900])
async def test_deep_variables_with_an_idempotency_key(port: int, ada: Person, depth: int) -> None:
    query = "mutation M($x: [String]) { logOut { __typename } }"
    variables = b'{"x":' + b"[" * depth + b"]" * depth + b"}"
    body = b'{"query":' + json.dumps(query).encode() + b',"variables":' + variables + b"}"
    headers = [b"Content-Type: application/json", b"Authorization: Bearer " + ada.token.encode()]
    status, answer = await ask(port, b"/graphql", *headers, b"Idempotency-Key: a", method=b"POST", body=body)
    assert (status, {error["extensions"]["code"] for error in answer["errors"]} - {"GRAPHQL_VALIDATION_FAILED"}) in (
        (200, {"BAD_USER_INPUT"}), (200, set()), (400, {"VALIDATION_ERROR"}),
    )  # fmt: skip


@pytest.mark.parametrize("method", [b"TRACE", b"PROPFIND", b"PURGE", b"M-SEARCH", b"HEAD", b"OPTIONS", b"LINK"])
async def test_odd_methods(port: int, method: bytes) -> None:
    status, _ = await ask(port, b"/api/health", method=method)
    assert status == (200 if method == b"HEAD" else 405)


async def test_methods_that_are_no_http(port: int) -> None:
    for method in (b"BREW", b"", b"get", b"G\0T", b"X" * 60_000):
        assert await ask(port, b"/api/health", method=method) == (400, b"Invalid HTTP request received.")


async def test_requests_in_a_row_without_waiting(port: int) -> None:
    one = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
    answer = await talk(port, one * 200 + one[:-2] + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == 201
