"""What REST answers about users as candidates, as models for the reference."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from models.draft import DraftKind
from models.job import JobType, SalaryPeriod
from models.profile import WeekStart
from models.resume import ResumeKind
from resolvers.profile_inputs import RemoteWish
from rest_compat.resources import Integer, Resource


class Preferences(Resource):
    """What the user wants of a job; what is empty or null does not matter."""

    locations: list[str]
    remote: RemoteWish
    job_types: list[JobType]
    minimum_salary: Integer | None
    salary_currency: str | None
    salary_period: SalaryPeriod | None
    avoid_words: list[str]


class Profile(Resource):
    """What the user said of themselves."""

    headline: str | None
    resume_text: Annotated[str | None, Field(description="The text of the default resume.")]
    skills: list[str]
    found_skills: Annotated[list[str], Field(description="What the default resume names, to choose from.")]
    years_experience: float | None
    preferences: Preferences
    timezone: Annotated[str | None, Field(description="IANA name; days begin in UTC while it is null.")]
    week_start: WeekStart
    weekly_goal: Annotated[Integer | None, Field(description="How many applications a week the user aims at.")]


class Resume(Resource):
    """A resume of the user's."""

    id: UUID
    name: str
    kind: ResumeKind
    is_default: Annotated[bool, Field(description="Whether scoring reads this one.")]
    text: str
    created_at: datetime
    updated_at: datetime


class Draft(Resource):
    """A text that the language model wrote for a job."""

    id: UUID
    job_id: UUID
    kind: DraftKind
    text: str
    model: str
    created_at: datetime


class MatchedSkill(Resource):
    """A skill that the posting wants and the user has."""

    skill: str
    evidence: str
    wanted: str


class MissingSkill(Resource):
    """A skill that the posting wants and the user does not show."""

    skill: str
    wanted: str
    required: bool


class Part(Resource):
    """A part of a score; the contributions of all parts add up to it. A demand that is not met takes points away."""

    name: str
    weight: Annotated[float, Field(ge=0, le=1)]
    value: Annotated[float, Field(ge=0, le=1)]
    contribution: Annotated[int, Field(ge=-100, le=100)]


class Score(Resource):
    """How well a job fits its user, and why."""

    job_id: UUID
    score: Annotated[int, Field(ge=0, le=100)]
    matched_skills: list[MatchedSkill]
    missing_skills: list[MissingSkill]
    reasoning: str
    parts: list[Part]
    scorer: str
    version: str
    scored_at: datetime
