"""GraphQL over HTTP, by the specification of that name: negotiation, status codes and the shape of errors."""

from collections.abc import Awaitable

import structlog
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from core import database, errors
from core.json_text import render
from core.rate_limit import Tier
from core.settings import Settings
from resolvers import idempotency
from resolvers.idempotency import Reply
from schema import request as requests
from schema.context import Context
from schema.engine import Body, Engine, Prepared, RequestError, refusal
from schema.events import event_stream, events_of
from schema.ide import page
from schema.request import GRAPHQL, JSON, Accepted, Request

log = structlog.get_logger()
_STATUSES = {
    "VALIDATION_ERROR": 400,
    "UNAUTHORIZED": 401,
    "TOKEN_EXPIRED": 401,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "CONFLICT": 409,
    "PAYLOAD_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "RATE_LIMIT_EXCEEDED": 429,
    "INTERNAL_ERROR": 500,
    "SERVICE_UNAVAILABLE": 503,
}
# Failures after which the same request may well succeed, so that they are not given again.
_PASSING = {
    "UNAUTHORIZED", "TOKEN_EXPIRED", "RATE_LIMIT_EXCEEDED", "INTERNAL_ERROR", "SERVICE_UNAVAILABLE",
}  # fmt: skip


class GraphQLEndpoint:
    """The ASGI application at `/graphql`; a browser gets the playground instead."""

    def __init__(self, settings: Settings) -> None:
        self.engine = Engine(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if _wants_playground(request):
            return page()
        taken = Accepted(JSON, events=False)
        try:
            await request.actor.spend(Tier.STANDARD)
            taken = requests.accepted(request.header(b"accept"))
            return await self._carry_out(request, taken)
        except RequestError as refused:
            body: Body = {"errors": refused.entries}
            return events_of(body) if taken.json is None else _json(body, taken.json)
        except errors.AppError as error:
            return _refusal(error, request.id, taken.json or JSON)
        except ClientDisconnect:
            raise  # in the middle of its request: nobody is there to be answered
        except Exception as error:  # whatever it is, the client gets an answer in GraphQL's shape
            failure = errors.ServiceUnavailable() if database.is_away(error) else errors.AppError()
            if type(failure) is errors.AppError:
                log.exception("graphql.failed")
            return _refusal(failure, request.id, taken.json or JSON)

    async def _carry_out(self, request: Request, taken: Accepted) -> Response:
        sent = await requests.read(request)
        if request.actor.refusal is not None:
            raise request.actor.refusal
        prepared = self.engine.prepare(sent, request.id)
        if prepared.kind == "mutation" and request.method == "GET":
            raise errors.MethodNotAllowed("A mutation by GET", ["POST"])
        context = Context(request.actor, request.id, request.app)
        if prepared.kind == "subscription" or taken.json is None:
            if not taken.events:
                raise errors.NotAcceptable("Subscriptions are sent as text/event-stream, or over a WebSocket.")
            return await event_stream(self.engine, prepared, context, request.header(b"authorization"))
        key = request.header(b"idempotency-key")
        if key is None or not prepared.creates:
            return _json(await self.engine.execute(prepared, context), taken.json)
        return await self._once(key, prepared, context, taken.json)

    async def _once(self, key: str, prepared: Prepared, context: Context, media_type: str) -> Response:
        name = prepared.operation.definition.name
        asked = [prepared.document.text, prepared.variables, name.value if name else None]
        reply = await idempotency.once(
            context.actor,
            key,
            b"POST /graphql\n" + render(asked),
            lambda: _reply(self.engine.execute(prepared, context), media_type),
        )
        return Response(reply.body, reply.status, reply.headers)


async def _reply(execution: Awaitable[Body], media_type: str) -> Reply:
    """The answer as it will be given again, unless nothing came of it for a reason that may pass."""
    body = await execution
    codes = {error["extensions"]["code"] for error in body.get("errors", [])}
    is_kept = bool(body.get("data")) or codes.isdisjoint(_PASSING)
    response = _json(body, media_type)
    return Reply(
        response.status_code, {"content-type": response.headers["content-type"]}, bytes(response.body), is_kept=is_kept
    )


def _wants_playground(request: Request) -> bool:
    if request.method != "GET":
        return False
    return "text/html" in (request.header(b"accept") or "") and "query" not in request.query


def _refusal(error: errors.AppError, request_id: str, media_type: str) -> Response:
    headers: dict[str, str] = {}
    if isinstance(error, errors.MethodNotAllowed):
        headers["Allow"] = ", ".join(error.allowed)
    if isinstance(error, errors.Unauthorized):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, errors.RateLimited):
        headers["Retry-After"] = str(error.retry_after)
    return _json(refusal(error, request_id), media_type, _STATUSES.get(error.code, 400), headers)


def _json(body: Body, media_type: str, status: int | None = None, headers: dict[str, str] | None = None) -> Response:
    if status is None:  # a request that was refused is 200 as plain JSON, as clients before the specification expect
        status = 400 if "data" not in body and media_type == GRAPHQL else 200
    return Response(render(body), status, headers, f"{media_type}; charset=utf-8")
