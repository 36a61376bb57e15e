"""Analytics: the figures of an account, worked out in one round trip, and whether they are still what they were.

Definitions and their reasons are in docs/analytics.md; each figure says its own beside its SQL.
"""

from collections.abc import Mapping, Sequence
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


def dashboard(query: GhostingQuery) -> dict[str, Figure]:
    """Every figure of the dashboard by its name, in the order in which REST prints them."""
    return {
        "total_applications": rates.total_applications(),
        "active_companies": rates.active_companies(),
        "interview_rate": rates.interview_rate(),
        "response_rate": rates.response_rate(),
        "positive_response_rate": rates.positive_response_rate(),
        "offer_rate": rates.offer_rate(),
        "avg_match_score": rates.avg_match_score(),
        "time_to_response": rates.time_to_response(),
        "by_status": rates.by_status(),
        "by_source": rates.by_source(),
        "funnel": stages.funnel(),
        "time_in_stage": stages.time_in_stage(is_bounded=query.cohort.is_bounded),
        "applications_over_time": calendar.applications_over_time(),
        "heatmap": calendar.heatmap(),
        "activities": lists.activity(),
        "streak": calendar.streak(),
        "weekly_goal": calendar.weekly_goal(),
        "ghosted": rates.ghosted(query.patience),
        "score_bands": rates.score_bands(),
    }


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
