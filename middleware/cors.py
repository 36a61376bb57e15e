"""Lets browsers on configured origins, and browser extensions, use the API."""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EXTENSION = re.compile(r"(chrome|moz)-extension://[\w-]+", re.ASCII)
_METHODS = b"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
_ALLOWED = b"Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-ID"
_EXPOSED = (
    b"X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, ETag, Link, Location, X-Request-ID"
)
_MAX_AGE = b"7200"


class Cors:
    """Answers preflights itself; credentials only for the configured origins."""

    def __init__(self, app: ASGIApp, origins: frozenset[str]) -> None:
        self.app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent = {name: value.decode("latin-1") for name, value in scope.get("headers", []) if name in _ASKED}
        origin = sent.get(b"origin")
        if scope["type"] != "http" or origin is None:
            await self.app(scope, receive, send)
            return
        headers = [(b"vary", b"Origin"), *self._granted(origin)]
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in sent:
            await _preflight(headers, send, is_granted=len(headers) > 1)
            return

        async def granted(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", []).extend([*headers, (b"access-control-expose-headers", _EXPOSED)])
            await send(message)

        await self.app(scope, receive, granted)

    def _granted(self, origin: str) -> list[tuple[bytes, bytes]]:
        allow = (b"access-control-allow-origin", origin.encode("latin-1"))
        if origin in self._origins:
            return [allow, (b"access-control-allow-credentials", b"true")]
        return [allow] if _EXTENSION.fullmatch(origin) else []


_ASKED = {b"origin", b"access-control-request-method"}


async def _preflight(headers: list[tuple[bytes, bytes]], send: Send, *, is_granted: bool) -> None:
    if is_granted:
        headers += [
            (b"access-control-allow-methods", _METHODS),
            (b"access-control-allow-headers", _ALLOWED),
            (b"access-control-max-age", _MAX_AGE),
        ]
    await send({"type": "http.response.start", "status": 200, "headers": [*headers, (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
