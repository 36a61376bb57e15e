"""What is left of a job that was purged."""

from tortoise import fields
from tortoise.models import Model

from models.user import User


class JobTombstone(Model):
    """Tells clients that sync rarely that the job is gone; written by a trigger."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    revision = fields.BigIntField()

    class Meta:
        table = "job_tombstone"
