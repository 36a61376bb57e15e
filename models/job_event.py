"""One change of a job's status; the history feeds analytics, never the current status."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.job import Job, JobStatus
from models.user import User


class EventType(StrEnum):
    """What happened to the job."""

    CREATED = "created"
    STATUS_CHANGED = "status_changed"


class EventActor(StrEnum):
    """What the change was made with."""

    USER = "user"
    EXTENSION = "extension"
    SYSTEM = "system"


# What a user may correct about an event.
CORRECTABLE = frozenset({"occurred_at", "note"})


class JobEvent(Model):
    """Append-only but for `occurred_at` and `note`, which the user may correct."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    job: fields.ForeignKeyRelation[Job] = fields.ForeignKeyField("models.Job", related_name=False)
    type = fields.CharEnumField(EventType, max_length=20)
    from_status = fields.CharEnumField(JobStatus, max_length=20, null=True)
    to_status = fields.CharEnumField(JobStatus, max_length=20)
    occurred_at = fields.DatetimeField()
    recorded_at = fields.DatetimeField()
    note = fields.TextField(null=True)
    actor = fields.CharEnumField(EventActor, max_length=20, default=EventActor.USER)

    class Meta:
        table = "job_event"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["JobEvent"]:
        return cls.filter(user_id=actor.user_id)

    def correct(self, given: dict[str, Any]) -> set[str]:
        """Sets what was given; the names of the columns that changed."""
        changed = {name for name, value in given.items() if getattr(self, name) != value}
        for name in changed:
            setattr(self, name, given[name])
        return changed
