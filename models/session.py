"""A login: the family of refresh tokens that descend from it."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.user import User


class Session(Model):
    """Lives until it is ended or until its last refresh token expires."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    user_id: UUID
    user_agent = fields.CharField(max_length=255)
    ip = fields.CharField(max_length=45)
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["Session"]:
        return cls.filter(user_id=actor.user_id)
