"""Idempotency keys: a request sent twice is carried out once, and answered alike."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from core import clock, database
from core.actor import Actor
from core.database import transaction
from core.errors import AppError, Conflict, ValidationFailed
from models.idempotency_key import IdempotencyKey

KEPT = timedelta(hours=24)
_KEY = re.compile(r"[\x20-\x7e]{1,255}")
# Tokens are shown once and stored hashed; a stored answer must not undo that. Nothing else looks like these.
_SECRETS = re.compile(rb"(pjt_[a-z0-9]{12}_|prt_)[\w-]{43}|(eyJ)[\w-]+\.eyJ[\w-]+\.[\w-]{43}")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it goes over the wire; `is_kept` says whether it will be given again."""

    status: int
    headers: dict[str, str]
    body: bytes
    is_kept: bool


class _NotKeptError(Exception):
    """Carries a reply out of the transaction that it undoes."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        super().__init__()


async def once(actor: Actor, key: str, request: bytes, work: Callable[[], Awaitable[Reply]]) -> Reply:
    """Does the work, or gives the answer that the same key and request got within 24 hours.

    What the work writes and the answer are committed together. Work that fails in a way that is not kept
    (nobody logged in, too many requests, a fault of ours) leaves nothing behind but that failure.
    Raises ValidationFailed for a key of the wrong form, Conflict for a key that is in use or was used for
    another request.
    """
    if not _KEY.fullmatch(key):
        raise ValidationFailed.of("Idempotency-Key", "must have 1 to 255 printable ASCII characters")
    try:
        outcome = await _once(actor.owner, key, sha256(request).hexdigest(), work)
    except _NotKeptError as undone:
        return undone.reply
    if isinstance(outcome, AppError):
        raise outcome
    return outcome


@transaction
async def purge() -> int:
    """Forgets the answers that are older than 24 hours; how many."""
    return await IdempotencyKey.filter(expires_at__lte=clock.now()).delete()


@transaction
async def _once(owner: str, key: str, digest: str, work: Callable[[], Awaitable[Reply]]) -> Reply | AppError:
    # Not a row lock: a second request is told so at once instead of waiting with a connection in its hand.
    mine = await database.fetch_value(
        "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", f"idempotency {owner} {key}"
    )
    if not mine:
        return Conflict("A request with this Idempotency-Key is being carried out: try again in a moment.")
    stored = await IdempotencyKey.filter(owner=owner, key=key).first()
    if stored is not None and stored.expires_at > clock.now():
        if stored.digest != digest:
            return Conflict("This Idempotency-Key was used for another request: take a new one.")
        return Reply(stored.status, stored.headers, stored.body, is_kept=True)
    if stored is not None:
        await stored.delete()
    reply = await work()
    if not reply.is_kept:
        raise _NotKeptError(reply)
    await IdempotencyKey.create(
        owner=owner, key=key, digest=digest, status=reply.status, headers=reply.headers,
        body=_SECRETS.sub(rb"\1\2...", reply.body),
        expires_at=clock.now() + KEPT,
    )  # fmt: skip
    return reply
