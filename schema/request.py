"""GraphQL requests over HTTP: their parameters, and what the client takes for an answer."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from core import errors
from core.actor import Actor
from core.json_text import parse
from resolvers.collaborators import Collaborators

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
EVENTS = "text/event-stream"
_DIGEST = 64


class Request:
    """As much of a request as GraphQL looks at; Starlette's own takes longer to ask than many a query to answer."""

    __slots__ = ("_headers", "_receive", "_scope", "actor", "app", "id", "method")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._scope, self._receive = scope, receive
        self.method: str = scope["method"]
        state = scope["state"]
        self._headers: dict[bytes, bytes] = state["headers"]
        self.actor: Actor = state["actor"]
        self.app: Collaborators = state["app"]
        self.id: str = state["request_id"]

    def header(self, name: bytes) -> str | None:
        """By its name in lower case."""
        value = self._headers.get(name)
        return None if value is None else value.decode("latin-1")

    @property
    def query(self) -> QueryParams:
        return QueryParams(self._scope["query_string"])

    async def body(self) -> bytes:
        """Raises PayloadTooLarge, and ClientDisconnect when the rest of it does not come."""
        pieces, is_whole = [], False
        while not is_whole:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            pieces.append(message.get("body", b""))
            is_whole = not message.get("more_body")
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request asks for, checked for its types; a document is given by its text, by a digest, or by both."""

    query: str | None
    variables: dict[str, Any]
    name: str | None
    # The Apollo protocol's SHA-256 of the text, or the id under which a trusted document was registered.
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The media types that the client takes: the preferred one of JSON, if any, and whether a stream of events."""

    json: str | None
    events: bool


@lru_cache(maxsize=64)
def accepted(header: str | None) -> Accepted:
    """What an Accept header allows. Raises NotAcceptable when that is nothing we can send."""
    if not header:
        return Accepted(JSON, events=False)
    chosen, events = None, False
    for part in header.split(","):
        media_type, _, parameters = part.partition(";")
        media_type = media_type.strip().lower()
        if "charset" in parameters and "utf-8" not in parameters.lower():
            continue
        events = events or media_type == EVENTS
        if media_type == GRAPHQL:
            chosen = chosen or GRAPHQL
        elif media_type in (JSON, "application/*", "*/*"):
            chosen = chosen or JSON
    if chosen is None and not events:
        raise errors.NotAcceptable
    return Accepted(chosen, events)


async def read(request: Request) -> Parameters:
    """The parameters of a GET or POST. Raises an AppError for everything that is not a GraphQL request."""
    if request.method == "GET":
        return checked(_from_query(request))
    if request.method != "POST":
        raise errors.MethodNotAllowed(request.method, ["GET", "POST"])
    content_type, _, parameters = (request.header(b"content-type") or "").partition(";")
    charset = parameters.partition("charset=")[2].strip("\" '").lower()
    if content_type.strip().lower() != JSON or charset not in ("", "utf-8", "utf8"):
        raise errors.UnsupportedMediaType
    return checked(parse(await request.body()))


def checked(sent: Any) -> Parameters:
    """The same for parameters that were read already. Raises ValidationFailed, one fault per parameter."""
    if not isinstance(sent, dict):
        raise errors.ValidationFailed.of("body", "must be a JSON object; batches are not taken")
    faults = []
    query, variables = sent.get("query"), sent.get("variables")
    name, extensions = sent.get("operationName"), sent.get("extensions")
    if variables is not None and not isinstance(variables, dict):
        faults.append(errors.Fault("variables", "must be a JSON object"))
    if name is not None and not isinstance(name, str):
        faults.append(errors.Fault("operationName", "must be a string"))
    if extensions is not None and not isinstance(extensions, dict):
        faults.append(errors.Fault("extensions", "must be a JSON object"))
        extensions = None
    document_id = _document_id(sent, extensions or {}, faults)
    is_text = isinstance(query, str) and bool(query.strip())
    if not is_text and not (query is None and document_id):
        faults.append(errors.Fault("query", "is required and must be a GraphQL document as a string"))
    if faults:
        raise errors.ValidationFailed(faults)
    return Parameters(query, variables or {}, name or None, document_id)


def _document_id(sent: dict[str, Any], extensions: dict[str, Any], faults: list[errors.Fault]) -> str | None:
    """`documentId`, or `extensions.persistedQuery.sha256Hash` of the Apollo protocol, version 1."""
    document_id, persisted = sent.get("documentId"), extensions.get("persistedQuery")
    if document_id is not None and not isinstance(document_id, str):
        faults.append(errors.Fault("documentId", "must be a string"))
        return None
    if persisted is None:
        return document_id
    digest = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(digest, str) or len(digest) != _DIGEST or persisted.get("version") != 1:
        message = "must have version 1 and a sha256Hash of 64 hexadecimal digits"
        faults.append(errors.Fault("extensions.persistedQuery", message))
        return None
    return digest.lower()


def _from_query(request: Request) -> dict[str, Any]:
    parameters: dict[str, Any] = dict(request.query)
    for name in ("variables", "extensions"):
        if parameters.get(name):
            try:
                parameters[name] = parse(parameters[name].encode(errors="replace"))
            except errors.ValidationFailed:
                raise errors.ValidationFailed.of(name, "must be a JSON object") from None
        else:
            parameters.pop(name, None)
    return parameters
