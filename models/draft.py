"""A text that a language model wrote for a job."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.job import Job
from models.user import User


class DraftKind(StrEnum):
    """What a draft is."""

    COVER_LETTER = "cover_letter"
    INTERVIEW_QUESTIONS = "interview_questions"


class Draft(Model):
    """Kept whole, once it is."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    job: fields.ForeignKeyRelation[Job] = fields.ForeignKeyField("models.Job", related_name=False)
    kind = fields.CharEnumField(DraftKind, max_length=30)
    text = fields.TextField()
    model = fields.CharField(max_length=200)
    created_at = fields.DatetimeField()

    class Meta:
        table = "draft"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["Draft"]:
        return cls.filter(user_id=actor.user_id)
