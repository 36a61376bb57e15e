"""How many captures an account has made in a month."""

from tortoise import fields
from tortoise.models import Model

from models.user import User


class CaptureCount(Model):
    """One row per account and month; `month` is its first day in UTC."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    month = fields.DateField()
    used = fields.IntField()

    class Meta:
        table = "capture_count"
        unique_together = (("user", "month"),)
