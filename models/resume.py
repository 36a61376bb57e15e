"""A resume of an account's; one of them is the default, which scoring reads."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.user import User


class ResumeKind(StrEnum):
    """What a resume came as."""

    TYPED = "typed"
    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"


class Resume(Model):
    """Its text only: the file it came as is not kept."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    name = fields.CharField(max_length=100)
    text = fields.TextField()
    kind = fields.CharEnumField(ResumeKind, max_length=10, default=ResumeKind.TYPED)
    is_default = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "resume"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["Resume"]:
        return cls.filter(user_id=actor.user_id)
