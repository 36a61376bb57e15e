"""Patterns: which applications are answered more often, how soon, and after how long none is to be expected."""

from datetime import date, timedelta

from core import database
from core.actor import Actor, Scope
from core.page import Row
from models.insight import InsightType
from resolvers import insight_phrases as say
from resolvers.analytics_figure import Frame
from resolvers.insight_facts import Confidence, Facts, Period, Share, Words, confidence_in, differ, is_enough

_LAST = 0.9
_SETTLED_DAYS = 14
# A Monday, to name weekdays by.
_MONDAY = date(2024, 1, 1)
# What applications are told apart by; each job's value in SQL.
_SPLITS = {
    "source": "job_facts.source",
    "weekday": "date_part('isodow', job_facts.applied_at AT TIME ZONE $2)::text",
    "remote": "job.is_remote::text",
}
_VALUES = ", ".join(f"('{name}', {value})" for name, value in _SPLITS.items())
_APPLICATIONS = "job_facts.is_live AND reached > 0"


async def facts(actor: Actor, frame: Frame) -> Facts:
    """Responses and applications are those of docs/analytics.md, over all applications.

    Only those are compared that had two weeks to be answered, or whatever was tried of late would seem to fail.
    """
    overall = await _overall(actor)
    period = Period(None, frame.today + timedelta(days=1))
    if not is_enough(overall.n):
        return Facts(InsightType.PATTERN_DETECTION, period, overall.n, Confidence.LOW, {})
    groups = await _groups(actor, frame)
    # Every application has one weekday, whatever it is.
    compared = Share(*(sum(row[name] for row in groups["weekday"]) for name in ("responded", "n")))
    figures = {
        "response_rate": overall.row(),
        "compared": {"n": compared.n, "after_days": _SETTLED_DAYS},
        "groups": {name: [_row(group) for group in rows] for name, rows in groups.items()},
        "patterns": _patterns(groups, compared),
        "time_to_response": await _time_to_response(actor, frame),
    }
    return Facts(InsightType.PATTERN_DETECTION, period, overall.n, confidence_in(overall), figures)


def word(facts: Facts) -> Words:
    """The clearest pattern is the title."""
    if not facts.figures:
        return Words("Too few applications to see patterns", say.missing(facts.n, "application", "Seeing patterns"))
    overall, patterns = facts.figures["response_rate"], facts.figures["patterns"]
    lines = [f"{say.share(overall)} of your applications were answered, {say.likely(overall)}."]
    lines += _comparisons(facts.figures)
    lines += _waits(facts.figures["time_to_response"])
    title = _titled(patterns[0]) if patterns else f"{say.percent(overall['rate'])} of your applications are answered"
    return Words(title, say.bullets(lines))


async def _overall(actor: Actor) -> Share:
    (row,) = await database.fetch(
        "SELECT count(answered_at) AS responded, count(*) AS n FROM job_facts "
        f"WHERE job_facts.user_id = $1 AND {_APPLICATIONS}",
        actor.allowed(Scope.READ),
    )  # fmt: skip
    return Share(row["responded"], row["n"])


async def _groups(actor: Actor, frame: Frame) -> dict[str, list[Row]]:
    rows = await database.fetch(
        "SELECT split, value, count(*) AS n, count(answered_at) AS responded "
        f"FROM job_facts JOIN job USING (job_id) CROSS JOIN LATERAL (VALUES {_VALUES}) AS told_apart (split, value) "
        f"WHERE job_facts.user_id = $1 AND {_APPLICATIONS} "
        "AND $3 - (job_facts.applied_at AT TIME ZONE $2)::date >= $4 "
        'GROUP BY split, value ORDER BY n DESC, value COLLATE "C"',
        actor.allowed(Scope.READ), frame.timezone, frame.today, _SETTLED_DAYS,
    )  # fmt: skip
    return {name: [row for row in rows if row["split"] == name] for name in _SPLITS}


def _patterns(groups: dict[str, list[Row]], overall: Share) -> list[Row]:
    """The clearest difference of each kind between one group and all others together; the surest come first."""
    comparisons = sum(len(rows) if len(rows) > 2 else len(rows) - 1 for rows in groups.values())  # noqa: PLR2004 of two, one comparison
    found = []
    for name, rows in groups.items():
        told = [pattern for row in rows if (pattern := _pattern(name, row, overall, comparisons)) is not None]
        # What is answered more often says what to do; what is less often, only what to leave.
        told.sort(key=lambda one: (one["group"]["rate"] < one["others"]["rate"], -_difference(one)))
        found += told[:1]
    return sorted(found, key=lambda one: (one["confidence"] != Confidence.HIGH, -_difference(one)))


def _pattern(name: str, row: Row, overall: Share, comparisons: int) -> Row | None:
    group = Share(row["responded"], row["n"])
    others = Share(overall.part - group.part, overall.n - group.n)
    confidence = differ(group, others, max(1, comparisons))
    if confidence is None:
        return None
    return {
        "by": name,
        "value": row["value"],
        "group": group.row(),
        "others": others.row(),
        "confidence": confidence.value,
    }


def _difference(pattern: Row) -> float:
    return abs(float(pattern["group"]["rate"] - pattern["others"]["rate"]))


def _row(group: Row) -> Row:
    """A rate only where it says something."""
    rate = group["responded"] / group["n"] if is_enough(group["n"]) else None
    return {"value": group["value"], "n": group["n"], "responded": group["responded"], "response_rate": rate}


async def _time_to_response(actor: Actor, frame: Frame) -> Row | None:
    """Days to the response: their median, and by when nine in ten had come; how many are silent for longer.

    None for few answers.
    """
    (row,) = await database.fetch(
        "WITH waits AS (SELECT count(response_days) AS n, "
        "percentile_cont(0.5) WITHIN GROUP (ORDER BY response_days) AS median, "
        f"percentile_cont({_LAST}) WITHIN GROUP (ORDER BY response_days) AS p90 "
        f"FROM job_facts WHERE job_facts.user_id = $1 AND {_APPLICATIONS}) "
        f"SELECT *, (SELECT count(*) FROM job_facts WHERE job_facts.user_id = $1 "
        f"AND {_APPLICATIONS} AND status = 'applied' "
        "AND answered_at IS NULL AND $3 - (applied_at AT TIME ZONE $2)::date > p90) AS silent_for_longer FROM waits",
        actor.allowed(Scope.READ), frame.timezone, frame.today,
    )  # fmt: skip
    return row if is_enough(row["n"]) else None


def _comparisons(figures: Row) -> list[str]:
    compared, patterns = figures["compared"], figures["patterns"]
    settled = f"{say.days(compared['after_days'])} old or older"
    if not is_enough(compared["n"]):
        return [say.missing(compared["n"], "application", "Comparing them", f" that are {settled}")]
    lines = [_told(pattern) for pattern in patterns]
    if plain := [_CALLED[name] for name in _SPLITS if name not in {one["by"] for one in patterns}]:
        lines.append(f"No clear difference by {say.listed(plain, 'or')}.")
    if compared["n"] < figures["response_rate"]["n"]:
        lines.append(f"Compared are the {compared['n']:,} that are {settled}: others may be answered yet.")
    return lines


def _titled(pattern: Row) -> str:
    return f"{_subject(pattern)} are answered {_more(pattern)} often"


def _told(pattern: Row) -> str:
    group, others = pattern["group"], pattern["others"]
    sure = "" if pattern["confidence"] == Confidence.HIGH else ", probably not by chance"
    return f"{say.escaped(_titled(pattern))}: {say.share(group)} against {say.share(others)} of the others{sure}."


def _more(pattern: Row) -> str:
    return "more" if pattern["group"]["rate"] > pattern["others"]["rate"] else "less"


def _subject(pattern: Row) -> str:
    value = pattern["value"]
    if pattern["by"] == "source":
        return f"Applications from {value}"
    if pattern["by"] == "weekday":
        return f"Applications sent on a {_MONDAY + timedelta(days=int(value) - 1):%A}"
    return "Applications for remote jobs" if value == "true" else "Applications for jobs on site"


def _waits(found: Row | None) -> list[str]:
    if found is None:
        return []
    half, last = say.days(found["median"]), say.days(found["p90"])
    lines = [f"Half of {found['n']:,} answers came within {half}, nine in ten within {last}."]
    if silent := found["silent_for_longer"]:
        lines.append(f"{say.count(silent, 'application')} had no answer for longer than that.")
    return lines


_CALLED = {"source": "source", "weekday": "weekday", "remote": "remote work"}
