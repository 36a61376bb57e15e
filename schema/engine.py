"""What every transport does with a request: find its document, charge for it, carry it out, print the answer."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError

from core import errors
from core.rate_limit import Tier
from core.settings import Settings, SettingsError
from execution.document import Document, Documents, Operation, Refused, UnknownOperation, text_digest
from execution.executor import Executor
from execution.guard import Limits, TooComplex, Weights
from schema.context import Context
from schema.errors import HANDLERS, formatted
from schema.request import Parameters
from schema.root import CREATING, schema
from schema.shaping import Shaping

LIMITS = Limits()
# Beside these, a field with a selection costs 1, one without nothing, and what is on a page as often as the page
# is long; docs/graphql.md explains it to clients.
WEIGHTS = Weights(
    roots={
        "bulkUpdateJobs": 100,
        "nodes": 20,
        "dashboard": 50,
        "timeline": 20,
        "flow": 20,
        "companies": 20,
        "funnel": 10,
        "timeInStage": 10,
        "streak": 10,
        "insights": 50,
        "activity": 10,
    },
    fields={"totalCount": 5},
    repeated=frozenset({"edges", "nodes", "changes", "job"}),
)
COST_PER_REQUEST = 1000
Body = dict[str, Any]


class RequestError(Exception):
    """The request was refused before anything was carried out; `entries` are the answer's errors."""

    def __init__(self, entries: list[Body]) -> None:
        super().__init__(entries[0]["message"])
        self.entries = entries


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request whose document is known and whose operation is chosen."""

    document: Document
    operation: Operation
    variables: Mapping[str, Any]
    cost: int

    @property
    def kind(self) -> str:
        """`query`, `mutation` or `subscription`."""
        return self.operation.kind

    @property
    def creates(self) -> bool:
        """Whether it makes something, and so honours Idempotency-Key."""
        return self.kind == "mutation" and not CREATING.isdisjoint(self.operation.roots)


class Engine:
    """One schema with its documents; made once per server process."""

    def __init__(self, settings: Settings) -> None:
        core_schema = schema._schema  # noqa: SLF001 Strawberry has no public name for it
        self._trusted = trusted_documents(settings)
        # Set when the server is about to stop, so that streams end.
        self.closing = asyncio.Event()
        self.documents = Documents(core_schema, LIMITS, WEIGHTS, has_introspection=settings.introspection)
        self.executor = Executor(core_schema, Shaping(HANDLERS), hides_suggestions=not settings.introspection)

    def prepare(self, sent: Parameters, request_id: str) -> Prepared:
        """Finds the document and chooses the operation. Raises RequestError."""
        text = self._text(sent, request_id)
        try:
            document = self.documents.get(text)
            operation = document.operation(sent.name)
        except Refused as refused:
            entries = [formatted(one, request_id, phase="GRAPHQL_VALIDATION_FAILED") for one in refused.errors]
            raise RequestError(entries) from None
        except UnknownOperation as unknown:
            raise RequestError([_entry(str(unknown), "GRAPHQL_VALIDATION_FAILED", request_id)]) from None
        except TooComplex as refused:
            raise RequestError([_entry(str(refused), "OPERATION_TOO_COMPLEX", request_id)]) from None
        if sent.document_id and sent.query:
            self.documents.remember(text)
        cost, values = operation.cost.of(sent.variables, WEIGHTS.page_limit)
        if cost > LIMITS.cost:
            message = f"The operation costs {cost}: at most {LIMITS.cost} is allowed. Ask for smaller pages."
            raise RequestError([_entry(message, "OPERATION_TOO_COMPLEX", request_id)])
        if values > LIMITS.values:
            message = f"The answer may have {values} values: at most {LIMITS.values} are allowed. Ask for fewer."
            raise RequestError([_entry(message, "OPERATION_TOO_COMPLEX", request_id)])
        return Prepared(document, operation, sent.variables, cost)

    async def execute(self, prepared: Prepared, context: Context) -> Body:
        """The answer to a query or mutation; without `data` when a variable was not good."""
        await charge(prepared, context)
        result = await self.executor.execute(prepared.document, prepared.operation, prepared.variables, context)
        return _body(result, context)

    async def subscribe(self, prepared: Prepared, context: Context) -> AsyncGenerator[Body, None]:
        """The answers to a subscription as they come. Raises RequestError when it cannot begin."""
        await charge(prepared, context)
        stream = await self.executor.subscribe(prepared.document, prepared.operation, prepared.variables, context)
        if isinstance(stream, ExecutionResult):
            raise RequestError(_body(stream, context)["errors"])
        return _bodies(stream, context)

    def _text(self, sent: Parameters, request_id: str) -> str:
        """The document's text, by the protocol of persisted documents where it was not sent."""
        if self._trusted is not None:
            found = self._trusted.get(sent.document_id or text_digest(sent.query or ""))
            if found is None or (sent.query is not None and sent.query != found):
                message = "Only the registered documents are carried out here, by their id or their whole text."
                raise RequestError([_entry(message, "FORBIDDEN", request_id)])
            return found
        if sent.query is None:
            found = self.documents.text(sent.document_id or "")
            if found is None:
                raise RequestError([_entry("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND", request_id)])
            return found
        if sent.document_id is not None and sent.document_id != text_digest(sent.query):
            raise RequestError([_entry("The hash is not that of the document.", "BAD_USER_INPUT", request_id)])
        return sent.query


async def charge(prepared: Prepared, context: Context) -> None:
    """Spends what the operation costs beyond the one that every request costs. Raises RateLimited."""
    context.cost = prepared.cost
    units = -(-prepared.cost // COST_PER_REQUEST)
    if units > 1:
        await context.actor.spend(Tier.STANDARD, units - 1)


def trusted_documents(settings: Settings) -> dict[str, str] | None:
    """The registered documents by id, also by the hash of their text; None where every document is taken.

    The file is a JSON object of ids and texts, or a manifest with `operations` of `id` and `body` each.
    Raises SettingsError when it cannot be read.
    """
    if settings.trusted_documents is None:
        return None
    try:
        read = orjson.loads(settings.trusted_documents.read_bytes())
        if isinstance(read.get("operations"), list):
            read = {one["id"]: one["body"] for one in read["operations"]}
        by_digest = {text_digest(text): text for text in read.values()}
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        reason = getattr(error, "strerror", None) or "it must be a JSON object of ids and documents"
        raise SettingsError(f"TRUSTED_DOCUMENTS: {settings.trusted_documents} cannot be read ({reason})") from None
    return {**read, **by_digest}


def refusal(error: errors.AppError, request_id: str) -> Body:
    """The answer to a request that was refused for a reason that REST knows too."""
    entry = _entry(error.message, error.code, request_id)
    if isinstance(error, errors.ValidationFailed):
        entry["extensions"]["fields"] = [{"field": one.field, "message": one.message} for one in error.faults]
    if isinstance(error, errors.RateLimited):
        entry["extensions"]["retryAfter"] = error.retry_after
    return {"errors": [entry]}


def _entry(message: str, code: str, request_id: str) -> Body:
    return {"message": message, "extensions": {"code": code, "requestId": request_id}}


async def _bodies(stream: AsyncIterator[ExecutionResult], context: Context) -> AsyncGenerator[Body, None]:
    """The answers of a subscription; a failure of its source is the last of them."""
    try:
        async for result in stream:
            yield _body(result, context)
    except errors.AppError as error:
        yield refusal(error, context.request_id)
    except Exception as error:  # noqa: BLE001 it is logged and masked
        entry = formatted(GraphQLError("", original_error=error), context.request_id, phase="INTERNAL_ERROR")
        yield {"errors": [entry]}
    finally:
        await stream.aclose()  # type: ignore[attr-defined]  # graphql-core's is a generator


def _body(result: ExecutionResult, context: Context) -> Body:
    found = result.errors or []
    body: Body = {}
    if found:
        body["errors"] = [formatted(error, context.request_id, phase="BAD_USER_INPUT") for error in found]
    if not _is_unstarted(result):
        body["data"] = result.data
    return body | {"extensions": {"cost": context.statement()}}


def _is_unstarted(result: ExecutionResult) -> bool:
    """Whether execution never began, because a variable was of the wrong type."""
    found: list[GraphQLError] = result.errors or []
    return bool(found) and result.data is None and all(error.path is None for error in found)
