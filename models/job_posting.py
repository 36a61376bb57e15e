"""A posting as it was last seen on the web, kept with its job."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.job import Job
from models.user import User


class PostingState(StrEnum):
    """What the last look at a posting's page said."""

    LIVE = "live"
    CHANGED = "changed"
    GONE = "gone"
    UNCERTAIN = "uncertain"


class JobPosting(Model):
    """`key` names the posting on its job board; `content` is sanitised HTML, `checksum` SHA-256 of its text."""

    job: fields.OneToOneRelation[Job] = fields.OneToOneField("models.Job", primary_key=True, related_name=False)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    key = fields.TextField(null=True)
    url = fields.CharField(max_length=2048)
    provenance: Any = fields.JSONField()
    content = fields.TextField()
    checksum = fields.CharField(max_length=64)
    seen_at = fields.DatetimeField()
    state = fields.CharEnumField(PostingState, max_length=20, default=PostingState.LIVE)
    checked_at = fields.DatetimeField()

    class Meta:
        table = "job_posting"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["JobPosting"]:
        return cls.filter(user_id=actor.user_id)
