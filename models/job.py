"""A posting that somebody tracks, and the rules about one of them."""

from copy import copy
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField, TSVectorField
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from core.canonical_url import canonical_url
from core.errors import Fault, ValidationFailed
from core.text import case_key, lexemes, sort_key, words
from models.user import User

RESTORABLE = timedelta(days=30)


class JobStatus(StrEnum):
    """How far an application has come."""

    INTERESTED = "interested"
    APPLIED = "applied"
    INTERVIEWING = "interviewing"
    OFFER_RECEIVED = "offer_received"
    REJECTED = "rejected"
    NOT_INTERESTED = "not_interested"


class JobType(StrEnum):
    """The kind of employment; `contract` covers temporary work."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CONTRACT = "contract"
    INTERN = "intern"
    REMOTE = "remote"
    FREELANCE = "freelance"
    OTHER = "other"


class SalaryPeriod(StrEnum):
    """What the salary is paid for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


# Which column holds the first time a status was reached.
STAMPS = {
    JobStatus.APPLIED: "applied_at",
    JobStatus.INTERVIEWING: "interviewing_at",
    JobStatus.OFFER_RECEIVED: "offer_at",
    JobStatus.REJECTED: "rejected_at",
}
# What a client sees, in the order in which REST prints it.
FIELDS = (
    "id", "job_id", "company_name", "job_title", "job_description", "source_url", "application_url", "source",
    "status", "job_type", "location", "is_remote", "salary_min", "salary_max", "salary_currency", "salary_period",
    "notes", "tags", "ai_match_score", "ai_reasoning", "ai_parsed_data", "applied_at", "interviewing_at", "offer_at",
    "rejected_at", "version", "created_at", "updated_at", "deleted_at",
)  # fmt: skip
# What a user may set, with what a replaced job gets for a field that was not sent.
EDITABLE: dict[str, Any] = {
    "company_name": None, "job_title": None, "job_description": None, "source_url": None, "application_url": None,
    "source": "manual", "status": JobStatus.INTERESTED, "job_type": JobType.OTHER, "location": None,
    "is_remote": False, "salary_min": None, "salary_max": None, "salary_currency": None, "salary_period": None,
    "notes": None, "tags": [],
}  # fmt: skip


class Job(Model):
    """`job_id` is the integer key, unique per server; `id` is the public one.

    `*_key`, `canonical_url` and `search` are derived from the other columns, by `apply` alone; `revision` is the
    account's data revision at the last change, set by a trigger.
    """

    job_id = fields.IntField(primary_key=True)
    id = fields.UUIDField(unique=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    user_id: UUID
    company_name = fields.CharField(max_length=255)
    company_key = fields.TextField()
    job_title = fields.CharField(max_length=255)
    title_key = fields.TextField()
    job_description = fields.TextField(null=True)
    source_url = fields.CharField(max_length=2048, null=True)
    canonical_url = fields.TextField(null=True)
    application_url = fields.CharField(max_length=2048, null=True)
    source = fields.CharField(max_length=50, default="manual")
    status = fields.CharEnumField(JobStatus, max_length=20, default=JobStatus.INTERESTED)
    job_type = fields.CharEnumField(JobType, max_length=20, default=JobType.OTHER)
    location = fields.CharField(max_length=255, null=True)
    is_remote = fields.BooleanField(default=False)
    salary_min = fields.IntField(null=True)
    salary_max = fields.IntField(null=True)
    salary_currency = fields.CharField(max_length=3, null=True)
    salary_period = fields.CharEnumField(SalaryPeriod, max_length=10, null=True)
    notes = fields.TextField(null=True)
    tags: Any = ArrayField(element_type="text", default=list)
    tag_keys: Any = ArrayField(element_type="text", default=list)
    search = TSVectorField(null=True)
    ai_match_score = fields.IntField(null=True)
    ai_reasoning = fields.TextField(null=True)
    ai_parsed_data: Any = fields.JSONField(null=True)
    applied_at = fields.DatetimeField(null=True)
    interviewing_at = fields.DatetimeField(null=True)
    offer_at = fields.DatetimeField(null=True)
    rejected_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    revision = fields.BigIntField(default=0)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "job"

    @classmethod
    def new(cls, job_id: UUID, user_id: UUID, moment: datetime) -> "Job":
        """A job with nothing but defaults, to be filled by `apply`; not saved yet."""
        job = copy(_blank())
        job.__dict__.update(id=job_id, user_id=user_id, created_at=moment, updated_at=moment)
        return job

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["Job"]:
        """The actor's jobs, deleted ones included."""
        return cls.filter(user_id=actor.user_id)

    def apply(self, given: dict[str, Any]) -> set[str]:
        """Sets what was given and everything derived from it; the names of the columns that changed.

        Raises ValidationFailed when the job would contradict itself.
        """
        values = {name: value for name, value in given.items() if name in EDITABLE}
        if values.get("job_type") is JobType.REMOTE:
            values.setdefault("is_remote", True)
        if "tags" in values:
            values["tags"] = _distinct(values["tags"] or [])
        changed = self._set(values)
        if "salary_min" in changed or "salary_max" in changed:
            self._refuse_inverted_salary()
        return changed | self._set(self._derived(changed))

    def reach(self, status: JobStatus, occurred_at: datetime) -> set[str]:
        """Moves the first time a status was reached back to this moment; the columns that changed."""
        column = STAMPS.get(status)
        if column is None:
            return set()
        known = getattr(self, column)
        return self._set({column: occurred_at if known is None else min(known, occurred_at)})

    def stamp(self, firsts: dict[str, datetime | None]) -> set[str]:
        """Sets the first times as the history has them; the columns that changed."""
        return self._set(firsts)

    def touch(self, moment: datetime) -> set[str]:
        """Counts a change by a user."""
        return self._set({"version": self.version + 1, "updated_at": moment})

    def is_restorable(self, moment: datetime) -> bool:
        return self.deleted_at is not None and moment - self.deleted_at <= RESTORABLE

    def as_row(self) -> dict[str, Any]:
        """What a client sees, as a read would return it."""
        known = self.__dict__
        return {name: known[name] for name in FIELDS} | {"id": str(self.id)}

    def _set(self, values: dict[str, Any]) -> set[str]:
        # Past Tortoise's own attributes, which look for relations in each: these are plain columns.
        known = self.__dict__
        changed = {name for name, value in values.items() if known[name] != value}
        known.update({name: values[name] for name in changed})
        return changed

    def _derived(self, changed: set[str]) -> dict[str, Any]:
        derived: dict[str, Any] = {}
        if "company_name" in changed:
            derived["company_key"] = sort_key(self.company_name)
        if "job_title" in changed:
            derived["title_key"] = sort_key(self.job_title)
        if "source_url" in changed:
            derived["canonical_url"] = canonical_url(self.source_url) if self.source_url else None
        if "tags" in changed:
            derived["tag_keys"] = [case_key(tag) for tag in self.tags]
        if changed & {"company_name", "job_title", "notes", "location", "tags", "job_description"}:
            texts = (self.company_name, self.job_title, self.notes, self.location, self.job_description)
            derived["search"] = lexemes(words(*texts, *self.tags))
        return derived

    def _refuse_inverted_salary(self) -> None:
        if self.salary_min is not None and self.salary_max is not None and self.salary_min > self.salary_max:
            raise ValidationFailed([Fault("salary_min", "must not be greater than salary_max")])


@cache
def _blank() -> Job:
    """With every default, each of which Tortoise asks whether it is a coroutine: that takes longer than all else."""
    return Job.construct()


# What is stored of a new job, its owner first; the database itself counts `job_id`.
COLUMNS = ("user_id", *sorted(Job._meta.db_fields - {"user_id", "job_id"}))  # noqa: SLF001 Tortoise has no other name


def _distinct(tags: list[str]) -> list[str]:
    """The tags without those that differ in case only; the first spelling stays."""
    kept: dict[str, str] = {}
    for tag in tags:
        kept.setdefault(case_key(tag), tag)
    return list(kept.values())
