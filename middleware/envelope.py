"""The outermost middleware: what every answer carries, whatever becomes of the request."""

import re
import time
from random import getrandbits

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import logs, metrics
from core.errors import AppError
from core.json_text import render
from middleware.cors import Origins, is_preflight

Headers = list[tuple[bytes, bytes]]
_OURS = re.compile(rb"[\w-]{8,64}", re.ASCII)
_LOGGED_PATH = 200
# No sniffing, no framing, no referrers.
_SECURITY: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]

log = structlog.get_logger()


class Envelope:
    """Names every request and times it, answers for whatever fell through, and seals the answer with its headers.

    X-Request-ID is the client's own if that is well-formed; X-RateLimit-Limit, -Remaining and -Reset are of the tier
    that applied. All of it is one wrapper around `send`: one for each took as long as a small query.
    """

    def __init__(self, app: ASGIApp, origins: frozenset[str] = frozenset()) -> None:
        self.app = app
        self._origins = Origins(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = dict(scope["headers"])
        # A name and no secret, which would take a call of the system.
        request_id = _given(sent) or f"{getrandbits(128):032x}"
        state = scope.setdefault("state", {})
        state["request_id"], state["headers"] = request_id, sent
        shared = self._origins.headers(scope["method"], sent)
        started, status = time.perf_counter(), 0

        async def sealed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                named = (b"x-request-id", request_id.encode())
                message["headers"] = [*message.get("headers", ()), *_SECURITY, named, *_budget(state), *shared]
            await send(message)

        token = logs.request_id.set(request_id)
        try:
            if is_preflight(scope["method"], sent):
                await _answer(200, [], b"", sealed)
            else:
                await self.app(scope, receive, sealed)
        except ClientDisconnect:
            pass  # in the middle of its request: nobody is there to be answered
        except Exception:
            log.exception("request.failed", method=scope["method"], path=scope["path"])
            if not status:
                await _internal_error(request_id, sealed)
        finally:
            elapsed = round((time.perf_counter() - started) * 1000, 1)
            metrics.count_request(scope["method"], status)
            log.info("request", method=scope["method"], path=scope["path"][:_LOGGED_PATH], status=status, ms=elapsed)
            logs.request_id.reset(token)


def _given(sent: dict[bytes, bytes]) -> str | None:
    request_id = sent.get(b"x-request-id")
    return request_id.decode() if request_id is not None and _OURS.fullmatch(request_id) else None


def _budget(state: dict[str, object]) -> Headers:
    """Nothing where no limit applied."""
    actor = state.get("actor")
    budget = actor.ledger.statement if actor is not None else None  # type: ignore[attr-defined]
    if budget is None:
        return []
    return [
        (b"x-ratelimit-limit", b"%d" % budget.limit),
        (b"x-ratelimit-remaining", b"%d" % budget.remaining),
        (b"x-ratelimit-reset", b"%d" % budget.reset_at),
    ]


async def _internal_error(request_id: str, send: Send) -> None:
    """Reveals nothing."""
    error = AppError()
    body = render({"error": {"code": error.code, "message": error.message, "request_id": request_id}})
    await _answer(500, [(b"content-type", b"application/json")], body, send)


async def _answer(status: int, headers: Headers, body: bytes, send: Send) -> None:
    headers = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
