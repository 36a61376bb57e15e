"""What the server makes of a user's own data, worded and kept until the data or the day changes."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.user import User


class InsightType(StrEnum):
    """What an insight is about; the order is that of a list."""

    DAILY_DIGEST = "daily_digest"
    WEEKLY_SUMMARY = "weekly_summary"
    RECOMMENDATION = "recommendation"
    PATTERN_DETECTION = "pattern_detection"
    MARKET_ANALYSIS = "market_analysis"


# Kept for a while when newer ones are made; of the others there is one at a time.
DIGESTS = (InsightType.DAILY_DIGEST, InsightType.WEEKLY_SUMMARY)
MAX_TITLE = 255


class Insight(Model):
    """`since` is the first local day of its period; `state` stays the same as long as it would be made alike."""

    id = fields.UUIDField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("models.User", related_name=False)
    type = fields.CharEnumField(InsightType, max_length=20)
    since = fields.DateField()
    title = fields.CharField(max_length=MAX_TITLE)
    content = fields.TextField()
    metadata: Any = fields.JSONField()
    state = fields.CharField(max_length=40)
    created_at = fields.DatetimeField()

    class Meta:
        table = "insight"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["Insight"]:
        return cls.filter(user_id=actor.user_id)
