"""Personal API tokens: made, listed, deleted."""

import secrets
import string
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import Field, StringConstraints

from core import clock
from core.actor import Actor, Scope
from core.database import transaction
from core.errors import Forbidden, NotFound, ValidationFailed
from core.inputs import Input, Moment, NotNull, Nul, optional
from core.page import Row
from core.tokens import API_TOKEN_PREFIX, digest
from models.api_token import ApiToken
from resolvers.identity import Identities

FIELDS = ("id", "name", "scopes", "created_at", "expires_at", "last_used_at")
MAX_TOKENS = 100
_ALPHABET = string.ascii_lowercase + string.digits
_PUBLIC_CHARACTERS = 12


class ApiTokenDraft(Input):
    """A token to make."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), Nul] = Field(
        description="What it is for, 1 to 100 characters."
    )
    expires_at: Moment | None = optional("When it stops working, in the future; never if left out.")
    scopes: Annotated[list[Annotated[Scope, Field(strict=False)]] | None, NotNull] = optional(
        "What it may do: read, write, capture; whatever the one who asks may do if left out.", min_length=1
    )


@dataclass(frozen=True, slots=True)
class NewApiToken:
    """A token and its secret form, which is never shown again."""

    row: Row
    token: str


async def create(actor: Actor, draft: ApiTokenDraft) -> NewApiToken:
    """Makes a token, which may do no more than whoever makes it: else raises Forbidden.

    Raises ValidationFailed when it would have ended already, or when there are too many.
    """
    actor.allowed(Scope.WRITE)
    if draft.expires_at is not None and draft.expires_at <= clock.now():
        raise ValidationFailed.of("expires_at", "must be in the future")
    public_id = "".join(secrets.choice(_ALPHABET) for _ in range(_PUBLIC_CHARACTERS))
    token = f"{API_TOKEN_PREFIX}{public_id}_{secrets.token_urlsafe(32)}"
    return NewApiToken(await _insert(actor, draft, public_id, digest(token)), token)


async def everything(actor: Actor) -> list[Row]:
    """The actor's tokens, newest first, without their secrets."""
    actor.allowed(Scope.READ)
    return [_as_row(token) for token in await ApiToken.owned_by(actor).order_by("-created_at", "-id")]


async def delete(actor: Actor, token_id: UUID, *, identity: Identities) -> Row:
    """Deletes a token, which stops working at once here and within half a minute elsewhere. Raises NotFound."""
    row, token_digest = await _delete(actor, token_id)
    identity.forget(token_digest)
    return row


@transaction
async def _insert(actor: Actor, draft: ApiTokenDraft, public_id: str, token_digest: str) -> Row:
    if await ApiToken.owned_by(actor).count() >= MAX_TOKENS:
        raise ValidationFailed.of("name", f"there are {MAX_TOKENS} tokens already: delete one first")
    scopes = actor.scopes if draft.scopes is None else frozenset(draft.scopes)
    if lacking := sorted(scopes - actor.scopes):
        raise Forbidden(f"This API token cannot give away the scope {lacking[0].value}, which it has not itself.")
    token = await ApiToken.create(
        id=uuid4(), user_id=actor.user_id, public_id=public_id, digest=token_digest, name=draft.name,
        scopes=sorted(scopes), created_at=clock.now(), expires_at=draft.expires_at,
    )  # fmt: skip
    return _as_row(token)


@transaction
async def _delete(actor: Actor, token_id: UUID) -> tuple[Row, str]:
    actor.allowed(Scope.WRITE)
    token = await ApiToken.owned_by(actor).filter(id=token_id).select_for_update().first()
    if token is None:
        raise NotFound("There is no such token.")
    await token.delete()
    return _as_row(token), token.digest


def _as_row(token: ApiToken) -> Row:
    return {name: getattr(token, name) for name in FIELDS} | {"id": str(token.id)}
