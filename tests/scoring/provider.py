"""Plays a provider of language models on loopback, over HTTP: it keeps what is asked, and answers what was set."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from core.language_model import ModelProvider
from scoring.model_settings import ModelSettings

KEY = "sk-tests-0123456789"
# The length that is claimed by an answer that does not end before the client leaves.
HANGS = "1000000"
USAGE = {"input": 300, "output": 60}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that arrived; header names in lower case."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Playing:
    """`replies` are given one after the other, the last one for ever: bytes of HTTP, or None to say nothing at all."""

    port: int
    replies: list[bytes | None] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    # Whether the client left before a request was answered.
    left: asyncio.Event = field(default_factory=asyncio.Event)

    def settings(self, provider: ModelProvider = "openai", **given: Any) -> ModelSettings:
        path = "" if provider == "anthropic" else "/v1"
        defaults: dict[str, Any] = {
            "provider": provider,
            "name": "small-model",
            "base_url": f"http://127.0.0.1:{self.port}{path}",
            "api_key": SecretStr(KEY),
            "seconds": 20.0,
            "pause": 0.001,
        }
        return ModelSettings(**defaults | given)


def http(body: bytes | str, status: int = 200, **headers: str) -> bytes:
    content = body.encode() if isinstance(body, str) else body
    named = {"content_type": "application/json", "content_length": str(len(content))} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} x", *lines, "connection: close", "", ""]).encode() + content


def said(text: str, finish: str = "stop", **more: Any) -> bytes:
    """A chat completion as OpenAI and those that are compatible answer it."""
    message = {"role": "assistant", "content": text} | more
    usage = {
        "prompt_tokens": USAGE["input"],
        "completion_tokens": USAGE["output"],
        "total_tokens": sum(USAGE.values()),
    }
    return http(
        json.dumps(
            {
                "id": "c1",
                "object": "chat.completion",
                "created": 1,
                "model": "small-model",
                "choices": [{"index": 0, "message": message, "finish_reason": finish}],
                "usage": usage,
            }
        )
    )


def said_by_anthropic(text: str, stop: str = "end_turn") -> bytes:
    return http(json.dumps(_message([{"type": "text", "text": text}], stop)))


def _message(content: list[dict[str, Any]], stop: str | None) -> dict[str, Any]:
    return {
        "id": "m1",
        "type": "message",
        "role": "assistant",
        "model": "small-model",
        "content": content,
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": {"input_tokens": USAGE["input"], "output_tokens": USAGE["output"]},
    }


def told(pieces: Iterable[str], *, finish: str | None = "stop", usage: bool = True, hang: bool = False) -> bytes:
    """The same in pieces, as server-sent events; without `finish` it breaks off after them, or is left to hang."""
    deltas: list[dict[str, Any]] = [{"delta": {"role": "assistant", "content": piece}} for piece in pieces]
    ends = [{"delta": {}, "finish_reason": finish}] if finish else []
    chunks = [_chunk([{"index": 0, "finish_reason": None} | choice]) for choice in (*deltas, *ends)]
    if usage and finish:
        total = {"prompt_tokens": USAGE["input"], "completion_tokens": USAGE["output"]}
        chunks.append(_chunk([]) | {"usage": total | {"total_tokens": sum(USAGE.values())}})
    lines = [*map(json.dumps, chunks), *(["[DONE]"] if finish else [])]
    body = "".join(f"data: {line}\n\n" for line in lines)
    return http(body, content_type="text/event-stream", content_length=HANGS if hang else str(len(body.encode())))


def _chunk(choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "small-model", "choices": choices}


def told_by_anthropic(pieces: Iterable[str]) -> bytes:
    start = _message([], None)
    start["usage"] = {"input_tokens": USAGE["input"], "output_tokens": 1}
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": start},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        *(
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
            for piece in pieces
        ),
        {"type": "content_block_stop", "index": 0},
        {
            "type": "message_delta",
            "delta": {"stop_reason": "end_turn", "stop_sequence": None},
            "usage": {"output_tokens": USAGE["output"]},
        },
        {"type": "message_stop"},
    ]
    body = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
    return http(body, content_type="text/event-stream")


@asynccontextmanager
async def playing(*replies: bytes | None) -> AsyncIterator[Playing]:
    """A provider on a port of its own."""
    provider = Playing(0, list(replies))
    connections: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        connections.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _answer(provider, reader, writer)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    provider.port = server.sockets[0].getsockname()[1]
    try:
        yield provider
    finally:
        server.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


async def _answer(provider: Playing, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.rstrip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = json.loads(await reader.readexactly(int(headers["content-length"])))
    provider.asked.append(Asked(first.split()[1], headers, body))
    provider.arrived.set()
    reply = provider.replies.pop(0) if len(provider.replies) > 1 else provider.replies[0]
    if reply:
        writer.write(reply)
        await writer.drain()
    if reply is None or f"content-length: {HANGS}".encode() in reply:
        await reader.read()  # until the client leaves
        provider.left.set()
