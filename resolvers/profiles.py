"""The profile: read it, change what is sent, replace it."""

import asyncio
from functools import lru_cache
from typing import Annotated, Any

import orjson
from pydantic import Field
from tortoise.exceptions import OperationalError

from core import clock, database
from core.actor import Actor, Scope
from core.database import transaction
from core.errors import ValidationFailed
from core.inputs import Document, Input, NotNull, optional
from core.page import Row
from core.timezones import UNKNOWN, Zone
from models.profile import DEFAULTS, Profile, WeekStart
from resolvers import resumes
from resolvers.profile_inputs import Headline, Preferences, Skills
from scoring.resume import skills_found

FIELDS = (*DEFAULTS, "resume_text", "found_skills")
MAX_GOAL, MAX_YEARS = 1000, 80
_COLUMNS = ", ".join(f"profile.{name}" for name in DEFAULTS)


class ProfileChange(Input):
    """What to change about a profile: what is left out stays as it is, null clears."""

    headline: Headline | None = optional("What the user is, in a line: up to 255 characters.")
    resume_text: Document | None = optional(
        "The text of the default resume, up to 50,000 characters; null deletes that resume."
    )
    skills: Skills | None = optional("What the user can do, in their own words: up to 200, each 1 to 100 characters.")
    years_experience: Annotated[float, Field(ge=0, le=MAX_YEARS)] | None = optional("Years of work so far.")
    preferences: Preferences | None = optional("What the user wants of a job; replaced as a whole.")
    timezone: Zone | None = optional("Where the user's days begin and end: an IANA name; UTC while it is null.")
    week_start: Annotated[Annotated[WeekStart, Field(strict=False)] | None, NotNull] = optional(
        "The day on which a week begins."
    )
    weekly_goal: Annotated[int, Field(ge=0, le=MAX_GOAL)] | None = optional(
        "How many applications a week the user aims at; null for no goal."
    )

    def columns(self) -> dict[str, Any]:
        """What was sent for the profile itself; a list or object that is cleared is empty."""
        given = {name: value for name, value in self.given().items() if name in DEFAULTS}
        if "preferences" in given:
            given["preferences"] = given["preferences"].stored() if given["preferences"] else {}
        if "skills" in given:
            given["skills"] = given["skills"] or []
        return given


async def read(actor: Actor) -> Row:
    """The actor's profile, with defaults for what was never said."""
    actor.allowed(Scope.READ)
    return await about(actor)


async def about(actor: Actor) -> Row:
    """The same, for use cases that ask for a scope of their own."""
    found = await database.fetch_row(
        f"SELECT {_COLUMNS}, resume.text AS resume_text FROM account "
        "LEFT JOIN profile ON profile.user_id = $1 "
        "LEFT JOIN resume ON resume.user_id = $1 AND resume.is_default WHERE account.id = $1",
        actor.user_id,
    )  # fmt: skip
    row = found or dict.fromkeys(FIELDS)
    return await _printed(DEFAULTS | {name: value for name, value in row.items() if value is not None})


async def update(actor: Actor, change: ProfileChange) -> Row:
    """Changes what was sent. Raises ValidationFailed for a time zone that the database does not know."""
    return await _save(actor, change.columns(), change.given())


async def replace(actor: Actor, change: ProfileChange) -> Row:
    """Sets everything, what was left out to its default. Raises what `update` raises."""
    return await _save(actor, DEFAULTS | change.columns(), {"resume_text": None} | change.given())


@transaction
async def _save(actor: Actor, columns: dict[str, Any], given: dict[str, Any]) -> Row:
    user_id = actor.allowed(Scope.WRITE)
    if columns.get("timezone") is not None:
        await _refuse_unknown(columns["timezone"])
    await Profile.bulk_create([Profile(user_id=user_id, **DEFAULTS)], ignore_conflicts=True)
    profile = await Profile.owned_by(actor).select_for_update().get()
    if changed := profile.apply(columns):
        await profile.save(update_fields=sorted(changed))
    if "resume_text" in given:
        await resumes.set_default_text(actor, given["resume_text"])
    text = await resumes.default_text(actor)
    return await _printed({name: getattr(profile, name) for name in DEFAULTS} | {"resume_text": text})


async def _printed(row: Row) -> Row:
    """The profile as clients know it, with the skills that the default resume names."""
    text = row.get("resume_text")
    found = await asyncio.to_thread(_skills_found, text) if text else []
    preferences = row["preferences"]
    stored = orjson.loads(preferences) if isinstance(preferences, str) else preferences
    return {"resume_text": None} | row | {"preferences": Preferences.printed(stored), "found_skills": found}


@lru_cache(maxsize=256)
def _skills_found(text: str) -> list[str]:
    return skills_found(text)


async def _refuse_unknown(zone: str) -> None:
    """PostgreSQL may know fewer zones than Python does."""
    try:
        await database.fetch("SELECT $1::timestamptz AT TIME ZONE $2::text", clock.now(), zone)
    except OperationalError:
        raise ValidationFailed.of("timezone", UNKNOWN) from None
