"""What clients say about a figure: which applications, whose calendar, which stretch of time."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from core import clock
from core.errors import ValidationFailed
from core.inputs import Input, NotNull, optional
from core.timezones import Zone
from models.profile import WeekStart
from resolvers.analytics_figure import Cohort

GHOST_AFTER_DAYS = 30
_EARLIEST, _LATEST = date(1970, 1, 1), date(2200, 1, 1)
# Every week since the earliest day that an event can have.
_MAX_BUCKETS = 4000
_MOST_DAYS, _MOST_DAYS_IN_WEEKS = 62, 400


class Period(StrEnum):
    """A stretch of time that ends with today."""

    LAST_7_DAYS = "7d"
    LAST_30_DAYS = "30d"
    LAST_90_DAYS = "90d"
    ALL = "all"


class Bucket(StrEnum):
    """What a timeline counts by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


# How many days a period reaches back, today included, and what it is counted by unless said otherwise.
PERIODS: dict[Period, tuple[int | None, Bucket]] = {
    Period.LAST_7_DAYS: (7, Bucket.DAY),
    Period.LAST_30_DAYS: (30, Bucket.DAY),
    Period.LAST_90_DAYS: (90, Bucket.WEEK),
    Period.ALL: (None, Bucket.MONTH),
}
_BUCKET_DAYS = {Bucket.DAY: 1, Bucket.WEEK: 7, Bucket.MONTH: 28}


def _day(value: object) -> object:
    """A calendar day as text from REST, or parsed by the GraphQL scalar."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if type(value) is not date:
        raise ValueError("must be a day such as 2026-03-01")
    if not _EARLIEST <= value <= _LATEST:
        raise ValueError("must lie between the years 1970 and 2200")
    return value


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Days = Annotated[int, Field(ge=1, le=3650)]


class CohortQuery(Input):
    """Which applications a figure rests on, and in whose days and weeks it counts."""

    timezone: Annotated[Zone | None, NotNull] = optional(
        "IANA name of the zone in which days begin; the profile's unless given, else UTC."
    )
    since: Annotated[Day | None, NotNull] = optional("The first local day that counts.", alias="from")
    until: Annotated[Day | None, NotNull] = optional("The local day before which days count.", alias="to")
    week_start: Annotated[Annotated[WeekStart, Field(strict=False)] | None, NotNull] = optional(
        "The day on which a week begins; the profile's unless given, else Monday."
    )

    @field_validator("until")
    @classmethod
    def _ends_after_it_begins(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("since")
        if until is not None and since is not None and until <= since:
            raise ValueError("must be after from")
        return until

    @property
    def cohort(self) -> Cohort:
        return Cohort(self.timezone, self.since, self.until, self.week_start)


class GhostingQuery(CohortQuery):
    """A cohort, and how long silence lasts until it is an answer."""

    ghost_after_days: Annotated[Days | None, NotNull] = optional(
        "How many days without a response make an application ghosted; 30 unless given."
    )

    @property
    def patience(self) -> int:
        return self.ghost_after_days or GHOST_AFTER_DAYS


class TimelineQuery(CohortQuery):
    """A stretch of time and what to count it by; `from` and `to` take the place of a period."""

    period: Annotated[Annotated[Period, Field(strict=False)] | None, NotNull] = optional(
        "How far back from today, 30d unless given; not together with from and to."
    )
    bucket: Annotated[Annotated[Bucket, Field(strict=False)] | None, NotNull] = optional(
        "What to count by: day for 7d and 30d, week for 90d, month for all, unless given."
    )

    def stretch(self) -> tuple[Period | None, Bucket]:
        """The period, None where `from` or `to` stand, and what it is counted by.

        Raises ValidationFailed for a period with `from` or `to`, and for more buckets than anybody can look at.
        """
        if self.cohort.is_bounded and self.period is not None:
            raise ValidationFailed.of("period", "does not go together with from and to")
        period = None if self.cohort.is_bounded else self.period or Period.LAST_30_DAYS
        days = self._most_days(period)
        bucket = self.bucket or (PERIODS[period][1] if period else _usual_bucket(days))
        if days > _MAX_BUCKETS * _BUCKET_DAYS[bucket]:
            raise ValidationFailed.of("bucket", f"would give more than {_MAX_BUCKETS} buckets: take a larger one")
        return period, bucket

    def _most_days(self, period: Period | None) -> int:
        if period is not None and (reach := PERIODS[period][0]) is not None:
            return reach
        # Somewhere on earth it is tomorrow already.
        until = self.until or clock.now().date() + timedelta(days=2)
        return (until - (self.since or _EARLIEST)).days


def _usual_bucket(days: int) -> Bucket:
    if days <= _MOST_DAYS:
        return Bucket.DAY
    return Bucket.WEEK if days <= _MOST_DAYS_IN_WEEKS else Bucket.MONTH
