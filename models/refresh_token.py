"""One refresh token of a session, stored hashed."""

from datetime import datetime, timedelta
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.session import Session

# Two tabs may refresh with the same token at once; a thief's later use still ends the session.
GRACE = timedelta(seconds=10)


class RefreshToken(Model):
    """Kept after its use, so that a second use is recognised as theft."""

    digest = fields.CharField(max_length=64, primary_key=True)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField("models.Session", related_name=False)
    session_id: UUID
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "refresh_token"

    def is_reused(self, moment: datetime) -> bool:
        """Whether using it at this moment is a replay rather than a second tab."""
        return self.used_at is not None and moment > self.used_at + GRACE
