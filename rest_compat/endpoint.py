"""Runs the operations of one path: recognises the dialect, spends, parses, calls, prints."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import structlog
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from core import database
from core.actor import Actor
from core.errors import (
    AppError,
    Fault,
    MethodNotAllowed,
    PayloadTooLarge,
    RateLimited,
    ServiceUnavailable,
    UnsupportedMediaType,
    ValidationFailed,
)
from core.inputs import MAX_FAULTS, Input, faults
from core.json_text import parse
from core.rate_limit import Tier
from resolvers import idempotency
from resolvers.idempotency import Reply
from rest_compat.answer import Answer
from rest_compat.errors import Dialect, failure, is_kept
from rest_compat.operation import Call, NoBody, Operation, Upload

log = structlog.get_logger()
_KEYS = re.compile(rb'"(\w+)"\s*:')
_KEPT_HEADERS = ("content-type", "location", "etag", "cache-control")


class Endpoint:
    """The ASGI application of one path, with all of its methods."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        # Those with a claim come first; the one without takes what is left.
        self._operations = sorted(operations, key=lambda operation: operation.claim is None)
        self._methods = {operation.method for operation in operations}
        if "GET" in self._methods:
            self._methods.add("HEAD")
        self._dialect = Dialect.B if all(one.dialect is Dialect.B for one in operations) else Dialect.A

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        raw = await _read(request)
        operation = self._choose(request.method, raw)
        dialect = operation.dialect if operation else self._dialect
        response = await self._respond(request, operation, raw, dialect)
        await response(scope, receive, send)

    def _choose(self, method: str, raw: bytes | PayloadTooLarge) -> Operation | None:
        method = "GET" if method == "HEAD" else method
        candidates = [operation for operation in self._operations if operation.method == method]
        if len(candidates) > 1:
            keys = _keys(raw)
            candidates = [one for one in candidates if one.claim is None or one.claim.holds(keys)]
        return next(iter(candidates), None)

    async def _respond(
        self, request: Request, operation: Operation | None, raw: bytes | PayloadTooLarge, dialect: Dialect
    ) -> Response:
        refusal: AppError = MethodNotAllowed(request.method, sorted(self._methods))
        try:
            if operation is not None:
                response = await _carry_out(request, operation, raw)
                await _settle(request.state.actor)
                return response
        except AppError as error:
            refusal = error
        except Exception as error:  # whatever it is, the client gets an answer in its dialect
            refusal = ServiceUnavailable() if database.is_away(error) else AppError()
            if type(refusal) is AppError:
                log.exception("rest.failed", path=request.url.path)
        try:
            await _settle(request.state.actor)
        except RateLimited as limited:
            refusal = limited
        return failure(refusal, request.state.request_id, dialect).response(request)


async def _settle(actor: Actor) -> None:
    """Spends for a request that was refused, or answered from memory, before a use case spent of its own tier."""
    if not actor.ledger.has_spent:
        await actor.spend(Tier.STANDARD)


async def _carry_out(request: Request, operation: Operation, raw: bytes | PayloadTooLarge) -> Response:
    actor: Actor = request.state.actor
    if operation.tier is Tier.STANDARD:
        await actor.spend(Tier.STANDARD)
    if not operation.is_public:
        _ = actor.user_id
    if operation.method == "GET":
        raw = b""  # nobody asked for a body
    if isinstance(raw, PayloadTooLarge):
        raise raw
    key = request.headers.get("idempotency-key")
    if not (operation.creates and key is not None):
        return (await _answer(request, operation, raw)).response(request)
    sent = b"\n".join((operation.method.encode(), request.url.path.encode(), raw))
    reply = await idempotency.once(actor, key, sent, lambda: _reply(request, operation, raw))
    return Response(reply.body, reply.status, reply.headers)


async def _answer(request: Request, operation: Operation, raw: bytes) -> Answer:
    body, query = _body(operation, request, raw), _query(operation, request)
    call: Call[Any, Any] = Call(request, request.state.actor, request.state.app, body, query)
    return await operation.handler(call)


async def _reply(request: Request, operation: Operation, raw: bytes) -> Reply:
    """The answer as it will be given again, failures included."""
    try:
        answer = await _answer(request, operation, raw)
    except AppError as error:
        answer = failure(error, request.state.request_id, operation.dialect)
        if not is_kept(answer.status):
            raise
    response = answer.response(request)
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return Reply(response.status_code, headers, bytes(response.body), is_kept=True)


async def _read(request: Request) -> bytes | PayloadTooLarge:
    """The body; when it is too large, that, with its edges for `_keys`."""
    chunks: list[bytes] = []
    try:
        chunks.extend([chunk async for chunk in request.stream()])
    except PayloadTooLarge as error:
        return error
    return b"".join(chunks)


def _keys(raw: bytes | PayloadTooLarge) -> set[str]:
    """The keys of a JSON object; of a text that is not one, what looks like keys."""
    text = raw.edges if isinstance(raw, PayloadTooLarge) else raw
    try:
        parsed = parse(text)
    except ValidationFailed:
        return {key.decode() for key in _KEYS.findall(text)}
    return set(parsed) if isinstance(parsed, dict) else set()


def _body(operation: Operation, request: Request, raw: bytes) -> Input | Upload | None:
    takes = operation.body or NoBody
    if operation.body is None and not raw:
        return None
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type in operation.files:
        return Upload(raw)
    if content_type != "application/json":
        raise UnsupportedMediaType
    try:
        return takes.model_validate(parse(raw))
    except ValidationError as error:
        raise ValidationFailed(_faults(error)) from None


def _query(operation: Operation, request: Request) -> Input:
    sent = request.query_params.multi_items()
    values = dict(sent)
    if operation.query.model_config.get("extra") == "ignore":
        return operation.query.model_validate_strings({})
    if len(values) != len(sent):
        twice = sorted(name for name, times in Counter(name for name, _ in sent).items() if times > 1)
        raise ValidationFailed([Fault(name, "must be sent once") for name in twice[:MAX_FAULTS]])
    try:
        return operation.query.model_validate_strings(values)
    except ValidationError as error:
        # A parameter is named whole, also where only one of the values in it is wrong.
        found = {fault.field.partition(".")[0]: fault for fault in _faults(error)}
        raise ValidationFailed([Fault(name, fault.message) for name, fault in found.items()]) from None


def _faults(error: ValidationError) -> list[Fault]:
    return faults(error.errors(include_input=False, include_url=False))
