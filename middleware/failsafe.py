"""Answers for whatever fell through, inside the middleware that adds headers."""

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import AppError
from core.json_text import render

log = structlog.get_logger()


class Failsafe:
    """Logs once, and reveals nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            return  # in the middle of its request: nobody is there to be answered
        except Exception:
            if scope["type"] != "http":
                raise
            log.exception("request.failed", method=scope["method"], path=scope["path"])
            if not has_begun:
                await _internal_error(scope["state"]["request_id"], send)


async def _internal_error(request_id: str, send: Send) -> None:
    error = AppError()
    body = render({"error": {"code": error.code, "message": error.message, "request_id": request_id}})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body})
