"""The user's profile."""

from typing import Annotated

import strawberry

from resolvers import profiles
from resolvers.profiles import ProfileChange
from schema.context import Info
from schema.enums import WeekStart
from schema.errors import ValidationError
from schema.rows import INPUT, as_type

strawberry.pydantic.input(
    name="UpdateProfileInput", description="A change of the profile: what is left out stays, null clears."
)(ProfileChange)


@strawberry.type(description="What the user said of themselves.")
class Profile:
    """Every field of the REST resource, in camel case."""

    timezone: str | None = strawberry.field(
        description="IANA name of the zone in which the user's days begin; UTC while it is null."
    )
    week_start: WeekStart = strawberry.field(description="The day on which the user's weeks begin.")
    weekly_goal: int | None = strawberry.field(description="How many applications a week the user aims at.")


@strawberry.type(description="The changed profile.")
class UpdateProfilePayload:
    """Success."""

    profile: Profile = strawberry.field(description="The profile as it is now.")


UpdateProfileResult = Annotated[
    UpdateProfilePayload | ValidationError,
    strawberry.union("UpdateProfileResult", description="The changed profile, or why it was not changed."),
]


async def profile(info: Info) -> Profile:
    """The user's profile."""
    return as_type(await profiles.read(info.context.actor))


async def update_profile(info: Info, input: Annotated[ProfileChange, INPUT]) -> UpdateProfileResult:  # noqa: A002
    """Changes the profile: only what is sent."""
    return UpdateProfilePayload(profile=as_type(await profiles.update(info.context.actor, input)))
