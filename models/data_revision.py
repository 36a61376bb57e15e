"""How often an account's data has changed."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.user import User


class DataRevision(Model):
    """One row per account that has saved something; the database itself counts, in a trigger.

    The row stays locked until the transaction that raised it ends, so revisions become visible in their
    order (docs/decisions/0009).
    """

    user: fields.OneToOneRelation[User] = fields.OneToOneField("models.User", primary_key=True, related_name=False)
    user_id: UUID
    revision = fields.BigIntField()

    class Meta:
        table = "data_revision"
