"""GraphQL over HTTP, by the specification of that name: negotiation, status codes and the shape of errors."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from core import errors
from core.json_text import parse, render
from core.rate_limit import Tier
from resolvers import idempotency
from resolvers.collaborators import Collaborators
from resolvers.idempotency import Reply
from schema.context import Context
from schema.errors import formatted
from schema.ide import page
from schema.root import creates, schema

_JSON = "application/json"
_GRAPHQL = "application/graphql-response+json"
_READS = {OperationType.QUERY}
_ALL = {OperationType.QUERY, OperationType.MUTATION}
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
    "SERVICE_UNAVAILABLE": 503,
}
# Failures after which the same request may well succeed, so that they are not given again.
_PASSING = {
    "UNAUTHORIZED", "TOKEN_EXPIRED", "RATE_LIMIT_EXCEEDED", "INTERNAL_ERROR", "SERVICE_UNAVAILABLE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """The parameters of a request, checked for their types."""

    query: str
    variables: dict[str, Any] | None
    name: str | None


class GraphQLEndpoint:
    """The ASGI application at `/graphql`; a browser gets the playground instead."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._respond(request)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        request_id: str = request.state.request_id
        media_type = _JSON
        try:
            if _wants_playground(request):
                return page()
            await request.state.actor.spend(Tier.STANDARD)
            media_type = _negotiated(request.headers.get("accept"))
            operation = await _operation(request)
            actor = request.state.actor
            if actor.refusal is not None:
                raise actor.refusal
            key = request.headers.get("idempotency-key")
            if key is None or request.method == "GET" or not creates(operation.query):
                return await self._execute(request, operation, media_type)
            sent = b"POST /graphql\n" + render([operation.query, operation.variables, operation.name])
            reply = await idempotency.once(
                actor, key, sent, lambda: _reply(self._execute(request, operation, media_type))
            )
            return Response(reply.body, reply.status, reply.headers)
        except errors.AppError as error:
            return _refusal(error, request_id, media_type)

    async def _execute(self, request: Request, operation: Operation, media_type: str) -> Response:
        app: Collaborators = request.state.app
        request_id: str = request.state.request_id
        is_get = request.method == "GET"
        try:
            result = await schema.execute(
                operation.query,
                variable_values=operation.variables,
                context_value=Context(request.state.actor, request_id, app),
                operation_name=operation.name,
                allowed_operation_types=_READS if is_get else _ALL,
            )
        except InvalidOperationTypeError:
            raise errors.MethodNotAllowed("A mutation by GET", ["POST"]) from None
        except CannotGetOperationTypeError:
            message = "Unknown operation: operationName must name one of the document's operations."
            found, is_refused = [GraphQLError(message)], True
        else:
            found, is_refused = result.errors or [], isinstance(result, PreExecutionError)
        # Execution that never began: a variable of the wrong type.
        is_unstarted = not is_refused and bool(found) and result.data is None and all(e.path is None for e in found)
        phase = "GRAPHQL_VALIDATION_FAILED" if is_refused else "BAD_USER_INPUT"
        body: dict[str, Any] = {}
        if found:
            body["errors"] = [formatted(error, request_id, phase=phase) for error in found]
        if not is_refused and not is_unstarted:
            body["data"] = result.data
        status = 400 if "data" not in body and media_type == _GRAPHQL else 200
        return _json(body, media_type, status)


async def _reply(execution: Awaitable[Response]) -> Reply:
    """The answer as it will be given again, unless nothing came of it for a reason that may pass."""
    response = await execution
    body = bytes(response.body)
    answer = parse(body)
    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    is_kept = bool(answer.get("data")) or codes.isdisjoint(_PASSING)
    return Reply(response.status_code, {"content-type": response.headers["content-type"]}, body, is_kept=is_kept)


def _refusal(error: errors.AppError, request_id: str, media_type: str) -> Response:
    extensions: dict[str, Any] = {"code": error.code, "requestId": request_id}
    headers: dict[str, str] = {}
    if isinstance(error, errors.MethodNotAllowed):
        headers["Allow"] = ", ".join(error.allowed)
    if isinstance(error, errors.Unauthorized):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, errors.RateLimited):
        headers["Retry-After"] = str(error.retry_after)
        extensions["retryAfter"] = error.retry_after
    body = {"errors": [{"message": error.message, "extensions": extensions}]}
    return _json(body, media_type, _STATUSES.get(error.code, 400), headers)


def _wants_playground(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return request.method == "GET" and "text/html" in accept and "query" not in request.query_params


def _negotiated(accept: str | None) -> str:
    """The first media type of the Accept header that can be sent. Raises NotAcceptable."""
    if not accept:
        return _JSON
    for part in accept.split(","):
        media_type, _, parameters = part.partition(";")
        match media_type.strip().lower():
            case "application/graphql-response+json":
                chosen = _GRAPHQL
            case "application/json" | "application/*" | "*/*":
                chosen = _JSON
            case _:
                continue
        if "charset" not in parameters or "utf-8" in parameters.lower():
            return chosen
    raise errors.NotAcceptable


async def _operation(request: Request) -> Operation:
    if request.method == "GET":
        return _checked(_from_query(request))
    if request.method != "POST":
        raise errors.MethodNotAllowed(request.method, ["GET", "POST"])
    content_type, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.partition("charset=")[2].strip("\" '").lower()
    if content_type.strip().lower() != _JSON or charset not in ("", "utf-8", "utf8"):
        raise errors.UnsupportedMediaType
    return _checked(parse(await request.body()))


def _from_query(request: Request) -> dict[str, Any]:
    parameters: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if parameters.get(name):
            try:
                parameters[name] = parse(parameters[name].encode())
            except errors.ValidationFailed:
                raise errors.ValidationFailed.of(name, "must be a JSON object") from None
        else:
            parameters.pop(name, None)
    return parameters


def _checked(parameters: Any) -> Operation:
    if not isinstance(parameters, dict):
        raise errors.ValidationFailed.of("body", "must be a JSON object; batches are not taken")
    faults = []
    query, variables, name = (parameters.get(key) for key in ("query", "variables", "operationName"))
    if not isinstance(query, str) or not query.strip():
        faults.append(errors.Fault("query", "is required and must be a GraphQL document as a string"))
    if variables is not None and not isinstance(variables, dict):
        faults.append(errors.Fault("variables", "must be a JSON object"))
    if name is not None and not isinstance(name, str):
        faults.append(errors.Fault("operationName", "must be a string"))
    if not isinstance(parameters.get("extensions") or {}, dict) or parameters.get("extensions") in (
        "",
        0,
        False,
    ):
        faults.append(errors.Fault("extensions", "must be a JSON object"))
    if faults:
        raise errors.ValidationFailed(faults)
    return Operation(query or "", variables, name or None)


def _json(body: dict[str, Any], media_type: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(render(body), status, headers, f"{media_type}; charset=utf-8")
