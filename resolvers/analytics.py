"""Analytics: the figures of an account, worked out in one round trip, and whether they are still what they were.

Definitions and their reasons are in docs/analytics.md; each figure says its own beside its SQL.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import orjson
from tortoise.exceptions import OperationalError

from core import clock, database
from core.actor import Actor, Scope
from core.errors import ValidationFailed
from core.page import Row
from core.timezones import UNKNOWN
from resolvers import analytics_calendar as calendar
from resolvers import analytics_lists as lists
from resolvers import analytics_rates as rates
from resolvers import analytics_stages as stages
from resolvers.analytics_figure import Cohort, Figure, Frame
from resolvers.analytics_inputs import GhostingQuery
from resolvers.analytics_sources import statement

# To be raised when the meaning of a figure changes, so that clients ask anew.
_DEFINITIONS = 1
_TAG_BYTES = 12


# Every figure of the dashboard by its name, in the order in which REST prints them; and whether its trend is wanted.
_DASHBOARD: dict[str, Callable[[GhostingQuery, bool], Figure]] = {
    "total_applications": lambda _, has_trend: rates.total_applications(has_trend=has_trend),
    "active_companies": lambda *_: rates.active_companies(),
    "interview_rate": lambda _, has_trend: rates.interview_rate(has_trend=has_trend),
    "response_rate": lambda _, has_trend: rates.response_rate(has_trend=has_trend),
    "positive_response_rate": lambda _, has_trend: rates.positive_response_rate(has_trend=has_trend),
    "offer_rate": lambda _, has_trend: rates.offer_rate(has_trend=has_trend),
    "avg_match_score": lambda *_: rates.avg_match_score(),
    "time_to_response": lambda *_: rates.time_to_response(),
    "by_status": lambda *_: rates.by_status(),
    "by_source": lambda *_: rates.by_source(),
    "funnel": lambda *_: stages.funnel(),
    "time_in_stage": lambda query, _: stages.time_in_stage(is_bounded=query.cohort.is_bounded),
    "applications_over_time": lambda *_: calendar.applications_over_time(),
    "heatmap": lambda *_: calendar.heatmap(),
    "activities": lambda *_: lists.activity(),
    "streak": lambda *_: calendar.streak(),
    "weekly_goal": lambda *_: calendar.weekly_goal(),
    "ghosted": lambda query, _: rates.ghosted(query.patience),
    "score_bands": lambda *_: rates.score_bands(),
}
DASHBOARD = tuple(_DASHBOARD)


def dashboard(
    query: GhostingQuery, names: Iterable[str] = DASHBOARD, trends: Container[str] = DASHBOARD
) -> dict[str, Figure]:
    """The figures of the dashboard with these names; those among `trends` with their trends, where they have one."""
    return {name: _DASHBOARD[name](query, name in trends) for name in names}


async def read(actor: Actor, cohort: Cohort, figures: Sequence[Figure]) -> tuple[Frame, list[Any]]:
    """The figures in their order, and what they depend on, as of one moment and in one round trip.

    Raises ValidationFailed for a time zone that the database does not know.
    """
    user_id = actor.allowed(Scope.READ)
    # Several figures may be made from the same counts.
    counts = {(figure.sql, figure.parameters): figure for figure in figures}
    parameters = [parameter for figure in counts.values() for parameter in figure.parameters]
    try:
        (row,) = await database.fetch(
            statement(list(counts.values()), is_bounded=cohort.is_bounded),
            user_id, clock.now(), cohort.timezone, cohort.week_start, cohort.since, cohort.until, *parameters,
        )  # fmt: skip
    except OperationalError as error:
        if "time zone" not in str(error):
            raise
        raise ValidationFailed.of("timezone", UNKNOWN) from None
    frame = Frame(row["revision"], row["zone"], row["week_start"], row["weekly_goal"], row["today"])
    texts = {key: row[f"figure_{nth}"] or b"null" for nth, key in enumerate(counts)}
    return frame, [figure.shape(orjson.loads(texts[figure.sql, figure.parameters]), frame) for figure in figures]


async def read_named(actor: Actor, cohort: Cohort, figures: Mapping[str, Figure]) -> tuple[Frame, Row]:
    """The same by name."""
    frame, values = await read(actor, cohort, list(figures.values()))
    return frame, dict(zip(figures, values, strict=True))


async def frame(actor: Actor, cohort: Cohort) -> Frame:
    """What every answer depends on beside its arguments, in one small read. Raises what `read` raises."""
    found, _ = await read(actor, cohort, [])
    return found


def tag(frame: Frame, *arguments: object) -> str:
    """Stays the same exactly as long as an answer to these arguments does."""
    state = repr((_DEFINITIONS, frame, arguments)).encode()
    return blake2b(state, digest_size=_TAG_BYTES).hexdigest()
