"""What a figure is: a count in SQL and the meaning of it in Python; and the arithmetic that all share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.page import Row
from models.profile import WeekStart

# Below this many applications a rate says little, and says so.
SMALL_SAMPLE = 10
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Cohort:
    """The applications dated from `since` to before `until`, and the calendar in which that is so.

    None stands for no bound, for the profile's zone (else UTC), and for the profile's weeks (else from Monday).
    """

    timezone: str | None = None
    since: date | None = None
    until: date | None = None
    week_start: WeekStart | None = None

    @property
    def is_bounded(self) -> bool:
        """Whether it is not simply every application."""
        return self.since is not None or self.until is not None

    @property
    def calendar(self) -> tuple[str | None, WeekStart | None]:
        """In whose days and weeks it counts."""
        return self.timezone, self.week_start


@dataclass(frozen=True, slots=True)
class Frame:
    """What every answer depends on beside its arguments: the state of the data, the profile, the local date."""

    revision: int
    timezone: str
    week_start: str
    weekly_goal: int | None
    today: date


Shape = Callable[[Any, Frame], Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """`sql` is a query for one JSON value; each `?` in it stands for the next of `parameters`.

    It may read the sources it names (resolvers/analytics_sources.py), of `tally` column by column. `shape` makes of
    the JSON what clients see.
    """

    sql: str
    sources: tuple[str, ...]
    shape: Shape
    parameters: tuple[Any, ...] = ()
    # Whether it is the same for every cohort in the same days and weeks.
    ignores_bounds: bool = False


def ratio(part: int, whole: int) -> float | None:
    """A share from 0 to 1; None of nothing."""
    return part / whole if whole else None


def is_small(n: int) -> bool:
    return n < SMALL_SAMPLE


def trend(current: float | None, previous: float | None) -> Row:
    """Two windows of equal length side by side; no change in per cent from nothing or from 0."""
    delta = None if current is None or previous is None else current - previous
    percent = PERCENT * delta / previous if delta is not None and previous else None
    return {"current": current, "previous": previous, "delta": delta, "delta_percent": percent}
