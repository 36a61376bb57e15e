"""Bounds request bodies, and drains what is too large, so that clients get to read the answer."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import PayloadTooLarge

LIMIT = 1024 * 1024
_DRAINED = 8 * 1024 * 1024
_HEAD = 4096


class BodyLimit:
    """Raises PayloadTooLarge into whatever reads the body; the route answers in its dialect."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received, head = 0, b""

        async def bounded() -> Message:
            nonlocal received, head
            message = await receive()
            received += len(message.get("body", b""))
            if len(head) < _HEAD:
                head += message.get("body", b"")[:_HEAD]
            if received <= LIMIT:
                return message
            while message.get("more_body") and received <= _DRAINED:
                message = await receive()
                received += len(message.get("body", b""))
            raise PayloadTooLarge(LIMIT, head)

        await self.app(scope, bounded if scope["type"] == "http" else receive, send)
