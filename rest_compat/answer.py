"""What a route answers, and how it is put on the wire: envelope, ETag, conditional requests, Link."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from core.json_text import Fragment, render
from core.page import Page, Row

_TAG_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with its status; `tag` asks for an ETag and, on GET, for an answer to If-None-Match.

    The ETag is made from the tag and the body, or is `etag` where that is known to say all there is to say.
    """

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    tag: str | None = None
    etag: str | None = None

    def response(self, request: Request) -> Response:
        content = render(self.body)
        headers = dict(self.headers)
        etag = self.etag
        if etag is None and self.tag is not None:
            etag = f'"{self.tag}{sha256(content).hexdigest()[:_TAG_DIGITS]}"'
        if etag is not None:
            headers |= {"ETag": etag, "Cache-Control": "private, no-cache"}
            if is_known(request, etag):
                return Response(status_code=304, headers=headers)
        return Response(content, self.status, headers, "application/json")


def data(value: Any, status: int = 200, **headers: str) -> Answer:
    """`{"data": value}`."""
    return Answer({"data": value}, status, headers)


def job(found: Row | Fragment, version: int, status: int = 200, **headers: str) -> Answer:
    """A job, with the ETag that makes the next change conditional."""
    return Answer({"data": found}, status, headers, tag=f"{version}-")


def page(request: Request, found: Page) -> Answer:
    """A numbered page with its envelope, its Link header and an ETag."""
    body = {
        "data": found.rows,
        "total": found.total,
        "page": found.page,
        "limit": found.limit,
        "has_more": found.has_more,
    }
    return Answer(body, headers={"Link": _links(request, found)}, tag="")


def _links(request: Request, found: Page) -> str:
    numbers = {"first": 1, "prev": found.page - 1, "next": found.page + 1, "last": found.last}
    kept = {name: number for name, number in numbers.items() if 1 <= number <= found.last}
    # What all of them have in common is written once: Starlette would take every address apart and encode it anew.
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "page"]
    start = f"{request.url.replace(query='')}?{urlencode([*others, ('page', '')])}"
    return ", ".join(f'<{start}{number}>; rel="{name}"' for name, number in kept.items())


def is_known(request: Request, etag: str) -> bool:
    """Whether a read says in If-None-Match that the client has what this ETag stands for."""
    sent = request.headers.get("if-none-match", "")
    known = [tag.strip().removeprefix("W/") for tag in sent.split(",")]
    return request.method in ("GET", "HEAD") and ("*" in known or etag in known)
