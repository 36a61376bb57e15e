"""The outermost middleware: names every request and times it."""

import re
import time
from secrets import token_hex

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import metrics

_OURS = re.compile(r"[\w-]{8,64}", re.ASCII)
_LOGGED_PATH = 200

log = structlog.get_logger()


class RequestId:
    """Puts X-Request-ID on every answer; a client's own is kept if it is well-formed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _given(scope) or token_hex(16)
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status = time.perf_counter(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message.setdefault("headers", []).append((b"x-request-id", request_id.encode()))
            await send(message)

        try:
            await self.app(scope, receive, named)
        finally:
            elapsed = round((time.perf_counter() - started) * 1000, 1)
            metrics.count_request(scope["method"], status)
            path = scope["path"][:_LOGGED_PATH]
            log.info("request", method=scope["method"], path=path, status=status, ms=elapsed)
            structlog.contextvars.unbind_contextvars("request_id")


def _given(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _OURS.fullmatch(text := value.decode("latin-1")):
            found: str = text
            return found
    return None
