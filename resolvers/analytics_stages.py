"""The way of applications through the stages: how far they came, how long they stayed, where they ended."""

import itertools
from enum import StrEnum
from functools import cache
from typing import Any

from core.page import Row
from models.job import JobStatus
from resolvers.analytics_figure import Figure, Frame, ratio
from resolvers.analytics_sources import FACTS, OWNER

# Quantiles of fewer stays than this say nothing.
_FEWEST_STAYS = 3
NO_ANSWER = "no_answer"


class FunnelStage(StrEnum):
    """The steps that only narrow."""

    APPLIED = "applied"
    INTERVIEWING = "interviewing"
    OFFER = "offer"


LABELS = {
    JobStatus.APPLIED.value: "Applied",
    JobStatus.INTERVIEWING.value: "Interviewing",
    JobStatus.OFFER_RECEIVED.value: "Offer received",
    JobStatus.REJECTED.value: "Rejected",
    JobStatus.NOT_INTERESTED.value: "No longer interested",
    NO_ANSWER: "No answer yet",
}


@cache
def funnel() -> Figure:
    """By furthest stage ever reached, over the cohort; an offer implies an interview, so each step holds the next.

    `current` counts the cohort's jobs whose status is that stage now.
    """
    sql = """SELECT json_build_array(
        (SELECT json_build_array(coalesce(sum(applied), 0), coalesce(sum(interviewed), 0), coalesce(sum(offered), 0))
            FROM days CROSS JOIN asked WHERE day >= since AND day < until),
        (SELECT json_build_array(coalesce(sum(jobs) FILTER (WHERE status = 'applied'), 0),
                coalesce(sum(jobs) FILTER (WHERE status = 'interviewing'), 0),
                coalesce(sum(jobs) FILTER (WHERE status = 'offer_received'), 0))
            FROM tally WHERE is_counted))"""
    return Figure(sql, ("tally.status", "tally.is_counted", "days"), _as_funnel)


@cache
def time_in_stage(*, is_bounded: bool) -> Figure:
    """Per stage: days stayed, over stays that ended (median and upper quartile, interpolated), and who is there still.

    A stay lasts from an event to the next one of another status, in the order of the history; elapsed time over
    86,400 seconds. Of all live jobs, or with `from` or `to` of the cohort's.
    """
    stays = f"job_stay WHERE job_stay.user_id = {OWNER}"
    if is_bounded:
        stays = (
            "job_stay JOIN job_facts USING (job_id) CROSS JOIN asked "
            f"WHERE job_facts.user_id = {OWNER} AND is_live AND {{is_counted}}"
        )
    stage = "job_stay.stage"
    still = "WHERE is_counted " if is_bounded else ""
    sql = f"""SELECT json_build_array(
        (SELECT json_object_agg(stage, json_build_array(quantiles, n)) FROM (
            SELECT {stage}, percentile_cont(ARRAY[0.5, 0.75]) WITHIN GROUP (ORDER BY days) AS quantiles, count(*) AS n
            FROM {stays} GROUP BY {stage}) AS each),
        (SELECT json_object_agg(stage, jobs) FROM (
            SELECT stage, sum(jobs) AS jobs FROM tally {still}GROUP BY stage) AS each))"""
    return Figure(sql, ("tally.stage", *(["tally.is_counted"] if is_bounded else [])), _as_stays)


@cache
def flow() -> Figure:
    """Sankey data of the cohort: every application enters at `applied` and leaves by one outcome.

    The way of a job is its stages in the order of their first arrival, without steps back: by an interview, if one
    came before any offer; then to an offer if there ever was one, else to the first rejection or withdrawal after
    the last of these stages, else to no answer yet. Nodes and links without a job are left out.
    """
    sql = f"""SELECT json_agg(json_build_array(is_via_interview, outcome, jobs)) FROM (
        SELECT is_via_interview, outcome, count(*) AS jobs FROM {FACTS} AND {{is_counted}} GROUP BY 1, 2) AS way"""
    return Figure(sql, (), _as_flow)


def _as_funnel(found: Any, _frame: Frame) -> list[Row]:
    reached, current = found
    return [
        {
            "stage": stage,
            "reached": reached[nth],
            "rate_from_applied": ratio(reached[nth], reached[0]),
            "rate_from_previous": ratio(reached[nth], reached[nth - 1]) if nth else None,
            "current": current[nth],
        }
        for nth, stage in enumerate(FunnelStage)
    ]


def _as_stays(found: Any, _frame: Frame) -> list[Row]:
    stays, still = (part or {} for part in found)
    return [_stay(stage, stays.get(stage), still.get(stage, 0)) for stage in JobStatus]


def _stay(stage: JobStatus, ended: tuple[list[float], int] | None, still: int) -> Row:
    quantiles, n = ended or ([], 0)
    median, p75 = quantiles if n >= _FEWEST_STAYS else (None, None)
    return {"stage": stage, "median": median, "p75": p75, "n": n, "still_in": still}


def _as_flow(found: Any, _frame: Frame) -> Row:
    values: dict[tuple[str, str], int] = {}
    for is_via_interview, outcome, jobs in found or []:
        way = [FunnelStage.APPLIED.value, *([FunnelStage.INTERVIEWING.value] if is_via_interview else [])]
        way.append(outcome or NO_ANSWER)
        for link in itertools.pairwise(way):
            values[link] = values.get(link, 0) + jobs
    order = list(LABELS)
    links = sorted(values.items(), key=lambda item: [order.index(end) for end in item[0]])
    met = {end for link in values for end in link}
    return {
        "nodes": [{"id": node, "label": label} for node, label in LABELS.items() if node in met],
        "links": [{"source": source, "target": target, "value": value} for (source, target), value in links],
    }
