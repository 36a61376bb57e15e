"""Bounds request bodies, and drains what is too large, so that clients get to read the answer."""

from math import inf

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import PayloadTooLarge

LIMIT = 1024 * 1024
# A page of 5 MiB, in JSON; a file of 10 MiB, and a little more that its route says more about.
LARGER = {"/api/scraper/runs": 6 * LIMIT, "/api/profile/resumes": 10 * LIMIT + 1}
_DRAINED = 8 * 1024 * 1024
_EDGE = 4096


class BodyLimit:
    """Raises PayloadTooLarge into whatever reads the body; the route answers in its dialect."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = LARGER.get(scope.get("path", ""), LIMIT)
        if scope["type"] != "http" or _announced(scope) <= limit:
            await self.app(scope, receive, send)
        else:
            await self.app(scope, self._bounded(receive, limit), send)

    def _bounded(self, receive: Receive, limit: int) -> Receive:
        received, head, tail = 0, b"", b""

        async def watched() -> Message:
            nonlocal received, head, tail
            message = await receive()
            chunk = message.get("body", b"")
            received += len(chunk)
            head += chunk[: _EDGE - len(head)]
            tail = (tail + chunk)[-_EDGE:]
            return message

        async def bounded() -> Message:
            message = await watched()
            if received <= limit:
                return message
            while message.get("more_body") and received <= max(_DRAINED, limit + LIMIT):
                message = await watched()
            raise PayloadTooLarge(limit, head + b"\n" + tail)

        return bounded


def _announced(scope: Scope) -> float:
    """How long the body is by its head, to which the parser holds it; endless where it comes in chunks."""
    sent = dict(scope["headers"])
    return inf if b"transfer-encoding" in sent else int(sent.get(b"content-length", 0))
