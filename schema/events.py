"""Answers as server-sent events, in the "distinct connections" mode of the GraphQL over SSE protocol.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import aclosing

from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Send

from core.json_text import render
from schema import streams
from schema.context import Context
from schema.engine import Body, Engine, Prepared, refusal
from schema.request import EVENTS
from schema.streams import answers, until_ended

_KEEPALIVE_SECONDS = 12.0
_END = b"event: complete\ndata:\n\n"
# nginx would gather the events otherwise.
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


async def event_stream(engine: Engine, prepared: Prepared, context: Context, authorization: str | None) -> Response:
    """A stream of the operation's answers. Raises RequestError or an AppError when it cannot begin."""
    stream = await answers(engine, prepared, context)
    return _EventStream(_events(engine, stream, context, authorization), headers=_HEADERS, media_type=EVENTS)


def events_of(body: Body) -> Response:
    """A stream of one answer, for clients that take nothing else."""
    return Response(_event("next", body) + _END, headers=_HEADERS, media_type=EVENTS)


class _EventStream(StreamingResponse):
    """Lets go of its stream at once, also when the client is gone or does not read any more."""

    body_iterator: AsyncGenerator[bytes, None]

    async def stream_response(self, send: Send) -> None:
        async def patient(message: Message) -> None:
            async with asyncio.timeout(streams.PATIENCE_SECONDS):
                await send(message)

        async with aclosing(self.body_iterator):
            with contextlib.suppress(TimeoutError):
                await super().stream_response(patient)


async def _events(
    engine: Engine, stream: AsyncGenerator[Body, None], context: Context, authorization: str | None
) -> AsyncGenerator[bytes, None]:
    step = asyncio.ensure_future(anext(stream))
    ended = asyncio.ensure_future(until_ended(context.app, authorization, context.actor))
    closing = asyncio.ensure_future(engine.closing.wait())
    try:
        while True:
            done, _ = await asyncio.wait(
                {step, ended, closing}, timeout=_KEEPALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if step in done:
                try:
                    yield _event("next", step.result())
                except StopAsyncIteration:
                    break
                step = asyncio.ensure_future(anext(stream))
            elif ended in done:
                yield _event("next", refusal(ended.result(), context.request_id))
                break
            elif closing in done:
                break
            else:
                yield b":\n\n"
        yield _END
    finally:
        for task in (step, ended, closing):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
            await step
        await stream.aclose()


def _event(name: str, body: Body) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + render(body) + b"\n\n"
