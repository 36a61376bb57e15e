"""Operations over a WebSocket, by the graphql-transport-ws protocol.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
import contextlib
from contextlib import ExitStack, aclosing
from typing import Any
from uuid import uuid4

import structlog
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from core import errors
from core.actor import Actor, Client
from core.json_text import parse, render
from core.rate_limit import Tier
from resolvers.collaborators import Collaborators
from schema import request as requests
from schema import streams
from schema.context import Context
from schema.engine import Body, Engine, RequestError, refusal
from schema.streams import answers, sockets, until_ended

PROTOCOL = "graphql-transport-ws"
_INIT_SECONDS = 10.0
# What a client may have running on one socket.
_MAX_OPERATIONS = 50

log = structlog.get_logger()


class _CloseError(Exception):
    """Ends the socket with a close code of the protocol."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        # RFC 6455: a close frame's reason has at most 123 bytes.
        self.reason = reason.encode()[:120].decode(errors="ignore")


class GraphQLSocket:
    """The ASGI application for WebSockets at `/graphql`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        websocket = WebSocket(scope, receive, send)
        if PROTOCOL not in scope.get("subprotocols", ()):
            await websocket.accept()
            await websocket.close(4406, "Subprotocol not acceptable")
            return
        await websocket.accept(PROTOCOL)
        await _Conversation(self.engine, websocket).run()


class _Conversation:
    """One client: who it is, and what it has running."""

    def __init__(self, engine: Engine, websocket: WebSocket) -> None:
        self._engine = engine
        self._websocket = websocket
        self._app: Collaborators = websocket.state.app
        self._client: Client = websocket.state.client
        self._actor: Actor | None = None
        self._authorization: str | None = None
        self._running: dict[str, asyncio.Task[None]] = {}
        self._watch: asyncio.Task[None] | None = None
        self._places = ExitStack()
        # Until the client has said who it is, and when nothing more can be done for it.
        self._deadline = asyncio.timeout(None)

    async def run(self) -> None:
        """Until either side ends it."""
        try:
            async with self._deadline:
                self._deadline.reschedule(asyncio.get_running_loop().time() + _INIT_SECONDS)
                while True:
                    await self._handle(await self._receive())
        except TimeoutError:
            await self._close(4408, "Connection initialisation timeout")
        except _CloseError as closed:
            await self._close(closed.code, closed.reason)
        except WebSocketDisconnect:
            pass
        except Exception:
            log.exception("socket.failed")
            await self._close(1011, "Internal error")
        finally:
            await self._end()

    async def _receive(self) -> Body:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code") or 1000)
        try:
            sent = parse((message.get("text") or "").encode(errors="replace"))
        except errors.ValidationFailed:
            sent = None
        if not isinstance(sent, dict) or not isinstance(sent.get("type"), str):
            raise _CloseError(4400, "A message must be a JSON object with a type")
        return sent

    async def _handle(self, message: Body) -> None:
        match message["type"]:
            case "connection_init":
                await self._begin(message.get("payload"))
            case "ping":
                await self._send({"type": "pong"})
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(_id(message), message.get("payload"))
            case "complete":
                if (task := self._running.pop(_id(message), None)) is not None:
                    task.cancel()
            case _:
                raise _CloseError(4400, "There is no such message type")

    async def _begin(self, payload: Any) -> None:
        if self._actor is not None:
            raise _CloseError(4429, "Too many initialisation requests")
        self._authorization = _authorization(payload)
        actor = await self._app.identities.identify(self._authorization, self._client)
        if actor.refusal is not None:
            raise _CloseError(4403, actor.refusal.message)
        try:
            self._places.enter_context(sockets.one(actor.owner))
        except errors.Conflict as full:
            raise _CloseError(4429, full.message) from None
        self._actor = actor
        self._deadline.reschedule(None)
        self._watch = asyncio.create_task(self._end_with_token(actor))
        await self._send({"type": "connection_ack"})

    async def _subscribe(self, operation_id: str, payload: Any) -> None:
        if self._actor is None:
            raise _CloseError(4401, "Unauthorized")
        if operation_id in self._running:
            raise _CloseError(4409, f"Subscriber for {operation_id} already exists")
        if len(self._running) >= _MAX_OPERATIONS:
            raise _CloseError(4429, "Too many operations at once")
        self._running[operation_id] = asyncio.create_task(self._carry_out(operation_id, payload))

    async def _carry_out(self, operation_id: str, payload: Any) -> None:
        """Sends one operation's answers, then complete, or error when it never began."""
        # Limits are per request, and every operation is one: it gets a fresh account of what it spent.
        actor = await self._app.identities.identify(self._authorization, self._client)
        request_id = uuid4().hex
        context = Context(actor, request_id, self._app)
        try:
            if actor.refusal is not None:
                raise actor.refusal  # noqa: TRY301 answered like every other refusal
            await actor.spend(Tier.STANDARD)
            prepared = self._engine.prepare(requests.checked(payload), request_id)
            async with aclosing(await answers(self._engine, prepared, context)) as stream:
                async for body in stream:
                    await self._send({"id": operation_id, "type": "next", "payload": body})
        except RequestError as refused:
            await self._fail(operation_id, refused.entries)
        except errors.AppError as error:
            await self._fail(operation_id, refusal(error, request_id)["errors"])
        except Exception:
            log.exception("graphql.failed")
            await self._fail(operation_id, refusal(errors.AppError(), request_id)["errors"])
        else:
            if self._running.pop(operation_id, None) is not None:
                await self._send({"id": operation_id, "type": "complete"})

    async def _fail(self, operation_id: str, entries: list[Body]) -> None:
        if self._running.pop(operation_id, None) is not None:
            await self._send({"id": operation_id, "type": "error", "payload": entries})

    async def _end_with_token(self, actor: Actor) -> None:
        reason = await until_ended(self._app, self._authorization, actor)
        await self._close(4403, reason.message)  # after which clients connect anew, with a new token
        self._give_up()

    async def _send(self, message: Body) -> None:
        """Waits while the client does not read, but not for ever; one that is gone the receiving side finds out."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            try:
                async with asyncio.timeout(streams.PATIENCE_SECONDS):
                    await self._websocket.send_text(render(message).decode())
            except TimeoutError:
                self._give_up()

    async def _close(self, code: int, reason: str) -> None:
        if self._websocket.application_state is not WebSocketState.DISCONNECTED:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
                async with asyncio.timeout(streams.PATIENCE_SECONDS):
                    await self._websocket.close(code, _CloseError(code, reason).reason)

    def _give_up(self) -> None:
        """Ends `run` without a word more, since nobody would read it."""
        self._websocket.application_state = WebSocketState.DISCONNECTED
        self._deadline.reschedule(0.0)

    async def _end(self) -> None:
        self._places.close()
        tasks = [*self._running.values(), *([self._watch] if self._watch else [])]
        self._running.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _id(message: Body) -> str:
    found = message.get("id")
    if not isinstance(found, str) or not found:
        raise _CloseError(4400, "The message must have an id")
    return found


def _authorization(payload: Any) -> str | None:
    """The Authorization of a `connection_init` payload, whatever the case of its name."""
    if not isinstance(payload, dict):
        return None
    found = [value for name, value in payload.items() if name.lower() == "authorization"]
    if found and not isinstance(found[0], str):
        raise _CloseError(4400, "Authorization must be a string")
    return found[0] if found else None
