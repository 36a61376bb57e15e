"""What every answer carries, and what happens when something falls through."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.testing import capture_logs

from core import metrics
from middleware.envelope import Envelope
from resolvers.collaborators import Collaborators
from tests.conftest import http_client


@pytest.mark.parametrize("path", ["/", "/graphql", "/api/health", "/api/nope", "/static/start.css"])
async def test_every_answer_is_named_and_secured(client: httpx2.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert len(response.headers["x-request-id"]) == 32
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-frame-options"] == "DENY"
    assert response.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("sent", "is_kept"),
    [("abcdef-12_", True), ("x" * 64, True), ("x" * 7, False), ("x" * 65, False), ("has space", False),
     ("ümläut-12345", False)],
)  # fmt: skip
async def test_a_clients_own_request_id_is_kept_if_well_formed(
    client: httpx2.AsyncClient, sent: str, is_kept: bool
) -> None:
    response = await client.get("/api/nope", headers={b"X-Request-ID": sent.encode("latin-1")})
    assert (response.headers["x-request-id"] == sent) is is_kept
    assert response.json()["error"]["request_id"] == response.headers["x-request-id"]


async def call(app: ASGIApp) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app({"type": "http", "method": "GET", "path": "/", "headers": []}, receive, send)
    return sent


async def test_what_fell_through_is_answered_without_its_cause() -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ZeroDivisionError("secret")

    start, body = await call(Envelope(broken))
    assert start["status"] == 500
    assert b'"code":"INTERNAL_ERROR"' in body["body"]
    assert b"secret" not in body["body"]
    assert dict(start["headers"])[b"x-request-id"] in body["body"]


async def test_an_answer_that_has_begun_is_not_begun_again() -> None:
    async def broken(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200})
        raise ZeroDivisionError

    assert [message["type"] for message in await call(Envelope(broken))] == ["http.response.start"]


async def test_other_protocols_pass() -> None:
    seen: list[str] = []

    async def inner(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope["type"])

    async def receive() -> Message:
        raise AssertionError

    async def send(_message: Message) -> None:
        raise AssertionError

    await Envelope(inner)({"type": "websocket"}, receive, send)
    assert seen == ["websocket"]


async def test_what_fails_on_another_protocol_is_the_servers_to_handle() -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ZeroDivisionError

    async def never(*_: Message) -> Any:
        raise AssertionError

    with pytest.raises(ZeroDivisionError):
        await Envelope(broken)({"type": "websocket"}, never, never)


@pytest.mark.parametrize("path", ["/graphql", "/api/auth/login"])
async def test_who_leaves_in_the_middle_of_a_body_gets_no_answer_and_is_no_failure(
    served: tuple[ASGIApp, Collaborators], path: str
) -> None:
    messages: list[Message] = [
        {"type": "http.request", "body": b'{"query": ', "more_body": True}, {"type": "http.disconnect"},
    ]  # fmt: skip

    async def receive() -> Message:
        return messages.pop(0)

    async def send(_message: Message) -> None:
        raise AssertionError

    headers = [(b"content-type", b"application/json"), (b"content-length", b"100")]
    scope = {
        "type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers,
        "client": ("192.0.2.7", 5000),
    }  # fmt: skip
    with capture_logs() as logs:
        await served[0](scope, receive, send)
    assert [event for event in logs if event["log_level"] == "error"] == []
    assert messages == []


async def test_requests_are_logged_without_what_is_secret_in_them(client: httpx2.AsyncClient) -> None:
    with capture_logs() as logs:
        await client.get(
            "/api/jobs/" + "x" * 500 + "?token=secret",
            headers={"Authorization": "Bearer secret", "X-Request-ID": "a" * 8},
        )
    [event] = logs
    assert event.pop("ms") >= 0
    assert event == {
        "event": "request", "log_level": "info", "method": "GET", "path": ("/api/jobs/" + "x" * 500)[:200],
        "status": 401,
    }  # fmt: skip


async def test_metrics_are_there_when_asked_for(beside: Callable[..., ASGIApp], client: httpx2.AsyncClient) -> None:
    assert (await client.get("/metrics")).status_code == 404
    async with http_client(beside(metrics=True)) as watched:
        response = await watched.get("/metrics")
    assert (response.status_code, response.headers["content-type"]) == (200, metrics.CONTENT_TYPE)
    assert b"\npipeline_requests_total{" in response.content
    assert b"\npipeline_rate_limit_degraded " in response.content


async def test_the_start_page_shows_its_own_address(client: httpx2.AsyncClient) -> None:
    response = await client.get("/", headers={"Host": 'evil"><script>.example'})
    assert response.status_code == 200
    assert "<script>" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
