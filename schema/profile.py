"""The user's profile and resumes."""

from datetime import datetime
from typing import Annotated

import strawberry
from pydantic import Field

from core.inputs import Input
from resolvers import profiles, resumes
from resolvers.profile_inputs import Preferences
from resolvers.profiles import ProfileChange
from resolvers.resumes import ResumeChange, ResumeDraft
from schema.context import Info
from schema.enums import JobType, RemoteWish, ResumeKind, SalaryPeriod, WeekStart
from schema.errors import Conflict, NotFound, ValidationError
from schema.node import Node
from schema.rows import INPUT, as_type, uuid

strawberry.pydantic.input(name="PreferencesInput", description="What the user wants of a job; replaced as a whole.")(
    Preferences
)
strawberry.pydantic.input(
    name="UpdateProfileInput", description="A change of the profile: what is left out stays, null clears."
)(ProfileChange)
strawberry.pydantic.input(name="AddResumeInput", description="A resume to keep.")(ResumeDraft)


@strawberry.pydantic.input(description="A change of a resume: what is left out stays.")
class UpdateResumeInput(ResumeChange):
    """ResumeChange with its target."""

    id: strawberry.ID = Field(description="The resume's id.")


@strawberry.pydantic.input(description="Which resume to delete.")
class DeleteResumeInput(Input):
    """A target."""

    id: strawberry.ID = Field(description="The resume's id.")


@strawberry.type(description="What the user wants of a job.")
class JobPreferences:
    """What is empty or null does not matter."""

    locations: list[str] = strawberry.field(description="Where the work may be.")
    remote: RemoteWish = strawberry.field(description="What remote work is worth.")
    job_types: list[JobType] = strawberry.field(description="The kinds of employment that will do.")
    minimum_salary: int | None = strawberry.field(description="The least that will do, in major units.")
    salary_currency: str | None = strawberry.field(description="ISO 4217 code of that salary.")
    salary_period: SalaryPeriod | None = strawberry.field(description="What that salary is paid for.")
    avoid_words: list[str] = strawberry.field(description="Words that a posting had better not have.")


@strawberry.type(description="What the user said of themselves.")
class Profile:
    """Every field of the REST resource, in camel case."""

    headline: str | None = strawberry.field(description="What the user is, in a line.")
    resume_text: str | None = strawberry.field(description="The text of the default resume.")
    skills: list[str] = strawberry.field(description="What the user can do, in their own words.")
    found_skills: list[str] = strawberry.field(description="What the default resume names, to choose from.")
    years_experience: float | None = strawberry.field(description="Years of work so far.")
    preferences: JobPreferences = strawberry.field(description="What the user wants of a job.")
    timezone: str | None = strawberry.field(
        description="IANA name of the zone in which the user's days begin; UTC while it is null."
    )
    week_start: WeekStart = strawberry.field(description="The day on which the user's weeks begin.")
    weekly_goal: int | None = strawberry.field(description="How many applications a week the user aims at.")


@strawberry.type(description="A resume of the user's.")
class Resume(Node):
    """Every field of the REST resource, in camel case."""

    id: strawberry.ID = strawberry.field(description="The resume's id, the same as on REST.")
    name: str = strawberry.field(description="What it is called.")
    kind: ResumeKind = strawberry.field(description="What it came as.")
    is_default: bool = strawberry.field(description="Whether scoring reads this one.")
    text: str = strawberry.field(description="Its text.")
    created_at: datetime = strawberry.field(description="When it was added.")
    updated_at: datetime = strawberry.field(description="When it was last changed.")


@strawberry.type(description="The changed profile.")
class UpdateProfilePayload:
    """Success."""

    profile: Profile = strawberry.field(description="The profile as it is now.")


@strawberry.type(description="The new resume.")
class AddResumePayload:
    """Success."""

    resume: Resume = strawberry.field(description="The resume as it is kept.")


@strawberry.type(description="The changed resume.")
class UpdateResumePayload:
    """Success."""

    resume: Resume = strawberry.field(description="The resume as it is now.")


@strawberry.type(description="The deleted resume.")
class DeleteResumePayload:
    """Success."""

    resume: Resume = strawberry.field(description="The resume that was deleted.")


UpdateProfileResult = Annotated[
    UpdateProfilePayload | ValidationError | Conflict,
    strawberry.union("UpdateProfileResult", description="The changed profile, or why it was not changed."),
]
AddResumeResult = Annotated[
    AddResumePayload | ValidationError | Conflict,
    strawberry.union("AddResumeResult", description="The new resume, or why none was kept."),
]
UpdateResumeResult = Annotated[
    UpdateResumePayload | ValidationError | NotFound | Conflict,
    strawberry.union("UpdateResumeResult", description="The changed resume, or why it was not changed."),
]
DeleteResumeResult = Annotated[
    DeleteResumePayload | ValidationError | NotFound,
    strawberry.union("DeleteResumeResult", description="The deleted resume, or why none was deleted."),
]


async def profile(info: Info) -> Profile:
    """The user's profile."""
    return as_type(await profiles.read(info.context.actor))


async def list_resumes(info: Info) -> list[Resume]:
    """The user's resumes, oldest first."""
    return as_type(await resumes.everything(info.context.actor))


async def update_profile(info: Info, input: Annotated[ProfileChange, INPUT]) -> UpdateProfileResult:  # noqa: A002
    """Changes the profile: only what is sent."""
    return UpdateProfilePayload(profile=as_type(await profiles.update(info.context.actor, input)))


async def add_resume(info: Info, input: Annotated[ResumeDraft, INPUT]) -> AddResumeResult:  # noqa: A002
    """Keeps a resume."""
    return AddResumePayload(resume=as_type(await resumes.add(info.context.actor, input)))


async def update_resume(info: Info, input: Annotated[UpdateResumeInput, INPUT]) -> UpdateResumeResult:  # noqa: A002
    """Changes a resume."""
    change = ResumeChange.model_validate({name: value for name, value in input.given().items() if name != "id"})
    return UpdateResumePayload(resume=as_type(await resumes.update(info.context.actor, uuid(input.id), change)))


async def delete_resume(info: Info, input: Annotated[DeleteResumeInput, INPUT]) -> DeleteResumeResult:  # noqa: A002
    """Deletes a resume."""
    return DeleteResumePayload(resume=as_type(await resumes.delete(info.context.actor, uuid(input.id))))
