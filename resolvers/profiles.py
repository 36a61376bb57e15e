"""The profile: read it, change what is sent, replace it."""

from typing import Annotated, Any

from pydantic import Field
from tortoise.exceptions import OperationalError

from core import clock, database
from core.actor import Actor, Scope
from core.database import transaction
from core.errors import ValidationFailed
from core.inputs import Input, NotNull, optional
from core.page import Row
from core.timezones import UNKNOWN, Zone
from models.profile import DEFAULTS, Profile, WeekStart

FIELDS = tuple(DEFAULTS)
MAX_GOAL = 1000


class ProfileChange(Input):
    """What to change about a profile: what is left out stays as it is, null clears."""

    timezone: Zone | None = optional("Where the user's days begin and end: an IANA name; UTC while it is null.")
    week_start: Annotated[Annotated[WeekStart, Field(strict=False)] | None, NotNull] = optional(
        "The day on which a week begins."
    )
    weekly_goal: Annotated[int, Field(ge=0, le=MAX_GOAL)] | None = optional(
        "How many applications a week the user aims at; null for no goal."
    )


async def read(actor: Actor) -> Row:
    """The actor's profile, with defaults for what was never said."""
    rows = await database.fetch(
        f"SELECT {', '.join(FIELDS)} FROM profile WHERE profile.user_id = $1", actor.allowed(Scope.READ)
    )
    return rows[0] if rows else dict(DEFAULTS)


async def update(actor: Actor, change: ProfileChange) -> Row:
    """Changes what was sent. Raises ValidationFailed for a time zone that the database does not know."""
    return await _save(actor, change.given())


async def replace(actor: Actor, change: ProfileChange) -> Row:
    """Sets everything, what was left out to its default. Raises what `update` raises."""
    return await _save(actor, DEFAULTS | change.given())


@transaction
async def _save(actor: Actor, given: dict[str, Any]) -> Row:
    user_id = actor.allowed(Scope.WRITE)
    if given.get("timezone") is not None:
        await _refuse_unknown(given["timezone"])
    await Profile.bulk_create([Profile(user_id=user_id, **DEFAULTS)], ignore_conflicts=True)
    profile = await Profile.owned_by(actor).select_for_update().get()
    if changed := profile.apply(given):
        await profile.save(update_fields=sorted(changed))
    return {name: getattr(profile, name) for name in FIELDS}


async def _refuse_unknown(zone: str) -> None:
    """PostgreSQL may know fewer zones than Python does."""
    try:
        await database.fetch("SELECT $1::timestamptz AT TIME ZONE $2::text", clock.now(), zone)
    except OperationalError:
        raise ValidationFailed.of("timezone", UNKNOWN) from None
