"""Work that goes on behind a request: what was asked for, how far it has come, what came of it."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.user import User


class RunKind(StrEnum):
    """What a run does."""

    SCRAPE = "scrape"
    BOARD = "board"
    CHECK = "check"
    SCORE = "score"
    DIGEST = "digest"


class RunStatus(StrEnum):
    """How far a run has come."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (RunStatus.QUEUED, RunStatus.RUNNING)


class Run(Model):
    """`queue_id` is its entry in the queue; `page` is what a client sent to be read, until it was."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    kind = fields.CharEnumField(RunKind, max_length=20)
    status = fields.CharEnumField(RunStatus, max_length=20, default=RunStatus.QUEUED)
    progress = fields.FloatField(default=0.0)
    asked: Any = fields.JSONField()
    page = fields.TextField(null=True)
    result: Any = fields.JSONField(null=True)
    error_code = fields.CharField(max_length=40, null=True)
    error_message = fields.TextField(null=True)
    queue_id = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()
    started_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "run"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["Run"]:
        return cls.filter(user_id=actor.user_id)
