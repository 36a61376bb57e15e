"""What an account says of itself: who it is as a candidate, where it lives in time, and what it aims at."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model
from tortoise.queryset import QuerySet

from core.actor import Actor
from models.user import User


class WeekStart(StrEnum):
    """The day on which a week begins."""

    MONDAY = "monday"
    SUNDAY = "sunday"


# What a user may set, with what a profile has where nothing was said.
DEFAULTS: dict[str, Any] = {
    "headline": None, "skills": [], "years_experience": None, "preferences": {}, "timezone": None,
    "week_start": WeekStart.MONDAY, "weekly_goal": None,
}  # fmt: skip


class Profile(Model):
    """One row per account that has said something; the others have the defaults."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField("models.User", primary_key=True, related_name=False)
    user_id: UUID
    headline = fields.CharField(max_length=255, null=True)
    skills: Any = ArrayField(element_type="text", default=list)
    years_experience = fields.FloatField(null=True)
    preferences: Any = fields.JSONField(default=dict)
    timezone = fields.CharField(max_length=64, null=True)
    week_start = fields.CharEnumField(WeekStart, max_length=10, default=WeekStart.MONDAY)
    weekly_goal = fields.IntField(null=True)

    class Meta:
        table = "profile"

    @classmethod
    def owned_by(cls, actor: Actor) -> QuerySet["Profile"]:
        return cls.filter(user_id=actor.user_id)

    def apply(self, given: dict[str, Any]) -> set[str]:
        """Sets what was given; the names of the columns that changed."""
        changed = {name for name, value in given.items() if name in DEFAULTS and getattr(self, name) != value}
        for name in changed:
            setattr(self, name, given[name])
        return changed
