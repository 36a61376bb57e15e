"""Which pages of other origins may use the API: those of configured origins, and browser extensions."""

import re

Headers = list[tuple[bytes, bytes]]
_EXTENSION = re.compile(r"(chrome|moz)-extension://[\w-]+", re.ASCII)
_VARY = (b"vary", b"Origin")
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
    (
        b"access-control-allow-headers",
        b"Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-ID",
    ),
    (b"access-control-max-age", b"7200"),
]
_EXPOSED = (
    b"access-control-expose-headers",
    b"X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, ETag, Link, Location, X-Request-ID",
)


def is_preflight(method: str, sent: dict[bytes, bytes]) -> bool:
    """Whether a browser asks beforehand, without a token, what it may ask for."""
    return method == "OPTIONS" and b"origin" in sent and b"access-control-request-method" in sent


class Origins:
    """Says what an answer has to carry; credentials only for the configured origins."""

    def __init__(self, origins: frozenset[str]) -> None:
        self._configured = origins

    def headers(self, method: str, sent: dict[bytes, bytes]) -> Headers:
        """The headers for whoever sent these; none where no origin is named."""
        if b"origin" not in sent:
            return []
        granted = self._granted(sent[b"origin"])
        if is_preflight(method, sent):
            return [_VARY, *granted, *(_PREFLIGHT if granted else ())]
        return [_VARY, *granted, _EXPOSED]

    def _granted(self, sent: bytes) -> Headers:
        origin, allowed = sent.decode("latin-1"), (b"access-control-allow-origin", sent)
        if origin in self._configured:
            return [allowed, (b"access-control-allow-credentials", b"true")]
        return [allowed] if _EXTENSION.fullmatch(origin) else []
