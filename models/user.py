"""An account."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class Plan(StrEnum):
    """What an account may use; larger plans multiply the rate limits and lift the capture quota."""

    FREE = "free"
    PREMIUM = "premium"
    ENTERPRISE = "enterprise"


class User(Model):
    """`email` is lower case; `username_key` is the username in lower case, so that case does not tell two apart."""

    id = fields.UUIDField(primary_key=True)
    email = fields.CharField(max_length=254, unique=True)
    username = fields.CharField(max_length=50, null=True)
    username_key = fields.CharField(max_length=50, null=True, unique=True)
    password_hash = fields.CharField(max_length=255)
    email_confirmed = fields.BooleanField(default=False)
    plan = fields.CharEnumField(Plan, max_length=20, default=Plan.FREE)
    created_at = fields.DatetimeField()

    class Meta:
        table = "account"  # `user` is a reserved word
