"""Sessions: opened by a login, carried on by refresh tokens that are used once, ended by a logout or a theft."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import Field, StringConstraints

from core import clock
from core.actor import Actor, Client, Scope
from core.database import transaction
from core.errors import NotFound, Unauthorized
from core.inputs import Input, Nul
from core.page import Row
from core.tokens import Signer, digest, new_refresh_token
from models.refresh_token import RefreshToken
from models.session import Session
from resolvers.identity import Identities

FIELDS = ("id", "user_agent", "ip", "created_at", "last_used_at")
_BAD_TOKEN = "The refresh token is not valid any more: log in again."  # noqa: S105 a message


class RefreshRequest(Input):
    """What carries a session on."""

    refresh_token: Annotated[str, StringConstraints(min_length=1, max_length=255), Nul] = Field(
        description="The newest refresh token of the session; it is replaced by the one in the answer."
    )


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client needs to act; `expires_at` is the end of the access token."""

    access_token: str
    refresh_token: str
    expires_at: datetime


async def open_session(client: Client, user_id: UUID, *, signer: Signer) -> Tokens:
    """Call it inside the transaction that decided to log the user in."""
    moment = clock.now()
    session = await Session.create(
        id=uuid4(),
        user_id=user_id,
        user_agent=client.user_agent.replace("\0", "")[:255],
        ip=client.ip[:45],
        created_at=moment,
        last_used_at=moment,
        expires_at=moment + timedelta(seconds=signer.refresh_ttl),
    )
    return await _issue(session, signer)


async def refresh(actor: Actor, request: RefreshRequest, *, signer: Signer, identity: Identities) -> Tokens:
    """New tokens for an old refresh token.

    A token that was used already works for ten seconds more (two tabs); after that its use ends the session
    and everything that descends from it. Raises Unauthorized, always with the same words.
    """
    outcome = await _rotate(actor.client, digest(request.refresh_token), signer)
    if isinstance(outcome, Tokens):
        return outcome
    if outcome is not None:
        identity.forget(outcome)
    raise Unauthorized(_BAD_TOKEN)


async def end_current(actor: Actor, *, identity: Identities) -> None:
    """Logs the actor out of the session of the token at hand. Raises Forbidden for an API token."""
    await _end(actor, actor.session_id)
    identity.forget(actor.session_id)


async def everything(actor: Actor) -> list[Row]:
    """The actor's open sessions, newest first."""
    actor.allowed(Scope.READ)
    found = Session.owned_by(actor).filter(ended_at=None, expires_at__gt=clock.now())
    return [_as_row(actor, session) for session in await found.order_by("-created_at", "-id")]


async def end(actor: Actor, session_id: UUID, *, identity: Identities) -> Row:
    """Ends one of the actor's sessions; its access tokens stop within half a minute. Raises NotFound."""
    actor.allowed(Scope.WRITE)
    row = await _end(actor, session_id)
    identity.forget(session_id)
    return row


@transaction
async def _end(actor: Actor, session_id: UUID) -> Row:
    session = await Session.owned_by(actor).filter(id=session_id, ended_at=None).select_for_update().first()
    if session is None:
        raise NotFound("There is no such open session.")
    session.ended_at = clock.now()
    await session.save(update_fields=["ended_at"])
    return _as_row(actor, session)


@transaction
async def _rotate(client: Client, token_digest: str, signer: Signer) -> Tokens | UUID | None:
    """Tokens; or the session that was ended for a reused token; or None for a token that is no good.

    Nothing is raised here, because ending the session must be committed.
    """
    moment = clock.now()
    token = await RefreshToken.filter(digest=token_digest).select_for_update().first()
    if token is None or token.expires_at <= moment:
        return None
    session = await Session.select_for_update().get(id=token.session_id)
    if session.ended_at is not None:
        return None
    if token.is_reused(moment):
        session.ended_at = moment
        await session.save(update_fields=["ended_at"])
        return UUID(str(session.id))
    if token.used_at is None:
        token.used_at = moment
        await token.save(update_fields=["used_at"])
    session.last_used_at = moment
    session.ip = client.ip[:45]
    session.expires_at = moment + timedelta(seconds=signer.refresh_ttl)
    await session.save(update_fields=["last_used_at", "ip", "expires_at"])
    await RefreshToken.filter(session_id=session.id, expires_at__lte=moment).delete()
    return await _issue(session, signer)


def _as_row(actor: Actor, session: Session) -> Row:
    row = {name: getattr(session, name) for name in FIELDS}
    return row | {"id": str(session.id), "current": actor.is_in(session.id)}


async def _issue(session: Session, signer: Signer) -> Tokens:
    token = new_refresh_token()
    await RefreshToken.create(digest=digest(token), session=session, expires_at=session.expires_at)
    access, expires = signer.issue(session.user_id, session.id)
    return Tokens(access, token, expires)
