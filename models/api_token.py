"""A personal API token: a user's key for scripts and extensions."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.user import User


class ApiToken(Model):
    """`public_id` finds it, `digest` of the secret proves it; the secret itself is shown once and not kept."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    user_id: UUID
    public_id = fields.CharField(max_length=16, unique=True)
    digest = fields.CharField(max_length=64)
    name = fields.CharField(max_length=100)
    scopes: Any = ArrayField(element_type="text")
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_token"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["ApiToken"]:
        return cls.filter(user_id=actor.user_id)
