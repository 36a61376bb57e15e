"""How well a job fitted its user at a time, and why; the newest one is also written on the job."""

from typing import Any

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.job import Job
from models.user import User


class JobScore(Model):
    """`inputs` is the hash of everything that the score was made from, the scorer's version included."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    job: fields.ForeignKeyRelation[Job] = fields.ForeignKeyField("models.Job", related_name=False)
    score = fields.IntField()
    matched_skills: Any = fields.JSONField()
    missing_skills: Any = fields.JSONField()
    reasoning = fields.TextField()
    parts: Any = fields.JSONField()
    scorer = fields.CharField(max_length=100)
    version = fields.CharField(max_length=20)
    inputs = fields.CharField(max_length=64)
    scored_at = fields.DatetimeField()

    class Meta:
        table = "job_score"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["JobScore"]:
        return cls.filter(user_id=actor.user_id)
