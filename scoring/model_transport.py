"""HTTP to a model's provider: tried again where that helps, within the time that is left; answers of bounded size."""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

import httpx2

from scoring.model_settings import Code, ModelFailed

TRIES, MAX_BYTES = 3, 2_000_000
_AGAIN = frozenset({429, 500, 502, 503, 504, 529})


class Transport(httpx2.AsyncBaseTransport):
    """Up to 3 tries, jittered; `Retry-After` is waited for if it ends before `deadline`, in the loop's time.

    What libraries wrap beyond recognition is told here: `is_answered` once an answer that is no error began, `failed`
    what was raised for a redirect, which would carry the key and the texts to where nobody configured, and for more
    than MAX_BYTES, or bytes compressed although asked not to, so that the size is not known.
    """

    def __init__(self, deadline: float, pause: float) -> None:
        self._inner = httpx2.AsyncHTTPTransport(verify=_trusted(), trust_env=False)
        self._deadline, self._pause = deadline, pause
        self.is_answered = False
        self.failed: ModelFailed | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        number = 0
        while True:
            number += 1
            response, failure = await self._try(request)
            asked = _retry_after(response) if response else None
            pause = self._pause * 2 ** (number - 1) * random.uniform(0.5, 1.0) if asked is None else asked  # noqa: S311
            in_time = asyncio.get_running_loop().time() + pause < self._deadline
            if response and (response.status_code not in _AGAIN or number == TRIES or not in_time):
                return await self._accepted(response)
            if failure and (number == TRIES or not in_time):
                raise failure
            if response:
                await response.aclose()
            await asyncio.sleep(pause)

    async def _try(self, request: httpx2.Request) -> tuple[httpx2.Response | None, httpx2.TransportError | None]:
        try:
            return await self._inner.handle_async_request(request), None
        except (httpx2.NetworkError, httpx2.RemoteProtocolError) as failure:
            return None, failure

    async def _accepted(self, response: httpx2.Response) -> httpx2.Response:
        self.is_answered = response.is_success
        if response.is_redirect:  # the SDKs follow them whatever the client was told
            await response.aclose()
            raise self.fail("REFUSED", "The language model's provider redirects elsewhere.")
        is_plain = response.headers.get("content-encoding", "identity") == "identity"
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Bounded(self, response.stream, MAX_BYTES if is_plain else 0)
        return response

    def fail(self, code: Code, message: str) -> ModelFailed:
        self.failed = ModelFailed(code, message)
        return self.failed

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, transport: Transport, stream: httpx2.AsyncByteStream, limit: int) -> None:
        self._transport, self._stream, self._left = transport, stream, limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                raise self._transport.fail("TOO_LARGE", "The language model's answer is too large.")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


@cache
def _trusted() -> ssl.SSLContext:
    """The system's certificates; made once, since that takes tens of milliseconds."""
    return ssl.create_default_context()


def _retry_after(response: httpx2.Response) -> float | None:
    """Seconds to wait by the header, which holds seconds or a date (RFC 9110, 10.2.3); None if there is none."""
    value = response.headers.get("retry-after")
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value[:9])
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # TypeError: a date without a zone
        return None
