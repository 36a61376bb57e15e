"""The route table: every documented REST operation."""

from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from core.errors import AppError, MethodNotAllowed, NotFound, RateLimited
from core.rate_limit import Tier
from rest_compat import access, accounts, analytics, bulk, captures, health, insights, jobs, profile, runs, scoring
from rest_compat.endpoint import Endpoint
from rest_compat.errors import Dialect, failure
from rest_compat.operation import Operation

_NOUNS = (health, accounts, access, captures, jobs, bulk, analytics, profile, runs, scoring, insights)
OPERATIONS: list[Operation] = [operation for noun in _NOUNS for operation in noun.OPERATIONS]


def routes() -> list[Route]:
    """One route per path, since Starlette's own 405 would name only the first one's methods."""
    ordered = sorted(OPERATIONS, key=lambda operation: ("{" in operation.path, operation.path))
    return [Route(path, Endpoint(list(group))) for path, group in groupby(ordered, key=lambda each: each.path)]


async def not_found(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer where there is no route; a socket is closed."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
        return
    request = Request(scope, receive)
    error: AppError = NotFound(f"There is no {request.url.path} here; the reference lists what there is.")
    try:
        await request.state.actor.spend(Tier.STANDARD)
    except RateLimited as limited:
        error = limited
    answer = failure(error, request.state.request_id, Dialect.A)
    await answer.response(request)(scope, receive, send)


async def refused(request: Request, raised: Exception) -> Response:
    """Starlette's own refusals, of pages and assets, as the API puts them; like those they are not counted."""
    assert isinstance(raised, HTTPException)
    error: AppError = NotFound("There is no such file.")
    if raised.headers and "Allow" in raised.headers:
        error = MethodNotAllowed(request.method, sorted(raised.headers["Allow"].split(", ")))
    return failure(error, request.state.request_id, Dialect.A).response(request)
