"""One documented REST operation: what it takes, whom it admits, what it answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request

from core.actor import Actor, Scope
from core.errors import ValidationFailed
from core.inputs import Input
from core.rate_limit import Tier
from resolvers.collaborators import Collaborators
from rest_compat.answer import Answer
from rest_compat.errors import Dialect

B_co = TypeVar("B_co", bound="Input | Upload | None", covariant=True)
Q_co = TypeVar("Q_co", bound=Input, covariant=True)

_NOTHING = UUID(int=0)


class NoBody(Input):
    """Nothing, or an empty object."""


class NoQuery(Input):
    """No query parameters."""


class IgnoredQuery(NoQuery):
    """Query parameters that are not looked at, as the extension's API has it."""

    model_config = ConfigDict(extra="ignore")


@dataclass(frozen=True, slots=True)
class Upload:
    """A body that is a file."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Call(Generic[B_co, Q_co]):
    """A request whose body and query have been checked."""

    request: Request
    actor: Actor
    app: Collaborators
    body: B_co
    query: Q_co

    def path_id(self, name: str = "id") -> UUID:
        """An id from the path; whatever is not a UUID becomes the id of nothing."""
        try:
            return UUID(self.request.path_params[name])
        except ValueError:
            return _NOTHING

    def if_match(self) -> int | None:
        """The version that the client expects: from an ETag of ours or as a plain number.

        Raises ValidationFailed for anything else.
        """
        sent = self.request.headers.get("if-match", "*").strip()
        if sent == "*":
            return None
        number = sent.removeprefix("W/").strip('"').partition("-")[0]
        if not (number.isascii() and number.isdigit() and len(number) <= 10):  # noqa: PLR2004 digits of an int32
            raise ValidationFailed.of("If-Match", 'must be the ETag of the job or its version, such as "3"')
        return int(number)


@dataclass(frozen=True, slots=True)
class Claim:
    """Tells the bodies of an operation from those of another with the same method and path, by their keys."""

    any_of: frozenset[str]
    none_of: frozenset[str]

    def holds(self, keys: set[str]) -> bool:
        return not self.any_of.isdisjoint(keys) and self.none_of.isdisjoint(keys)


@dataclass(frozen=True, slots=True)
class Operation:
    """A row of the route table; the reference and docs/operations.md are made from it."""

    method: str
    path: str
    handler: Callable[[Call[Any, Any]], Awaitable[Answer]]
    summary: str
    answers: type[BaseModel]
    body: type[Input] | None = None
    # The media types of files that it takes instead of that body.
    files: frozenset[str] = frozenset()
    query: type[Input] = NoQuery
    dialect: Dialect = Dialect.A
    claim: Claim | None = None
    tier: Tier = Tier.STANDARD
    # Who may call it: with any of these scopes; with none of them, a session alone, unless it is public.
    scopes: tuple[Scope, ...] = (Scope.READ,)
    is_public: bool = False
    # Whether it makes something, and so honours Idempotency-Key.
    creates: bool = False
    status: int = 200
    # The codes of its own failures, beside those that every operation of its kind can have.
    errors: tuple[str, ...] = ()
    # Whether the answer has an ETag, and so knows If-None-Match on reads and If-Match on changes.
    is_tagged: bool = False
    is_paged: bool = False
