"""Whatever the history, the database counts what the definitions say: against a slow implementation of them."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock, database
from core.text import sort_key
from resolvers import analytics, analytics_calendar, analytics_lists, analytics_stages
from resolvers.analytics_figure import Cohort
from resolvers.analytics_inputs import PERIODS, Bucket, GhostingQuery, Period, TimelineQuery
from tests.resolvers.analytics_histories import NOWS, Tracked, cohorts, jobs, owner, thoroughly
from tests.resolvers.analytics_reference import Reference


def same(found: Any, expected: Any) -> None:
    """Equal in everything, but for the last bits of floating point."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            same(found[name], value)
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            same(one, other)
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)
    else:
        assert found == expected


def reference(tracked: list[Tracked], now: datetime, cohort: Cohort) -> Reference:
    return Reference(tracked, now, cohort.timezone or "UTC", cohort.since, cohort.until, cohort.week_start or "monday")


def query(cohort: Cohort, **more: Any) -> dict[str, Any]:
    sent = {"timezone": cohort.timezone, "from": cohort.since, "to": cohort.until, "week_start": cohort.week_start}
    return {name: value for name, value in (sent | more).items() if value is not None}


SITUATIONS = st.sampled_from(NOWS).flatmap(lambda now: st.tuples(st.just(now), jobs(now), cohorts(now)))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, database_emptied: None) -> Any:
    """Sets the clock."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


RATES = ("total_applications", "response_rate", "interview_rate", "positive_response_rate", "offer_rate")


@thoroughly
@given(SITUATIONS, st.sampled_from([1, 7, 29, 30, 31]))
async def test_the_dashboard(at: Any, situation: tuple[datetime, list[Tracked], Cohort], patience: int) -> None:
    now, tracked, cohort = situation
    at(now)
    actor = await owner(tracked)
    asked = GhostingQuery.model_validate(query(cohort, ghost_after_days=patience))
    _, found = await analytics.read_named(actor, asked.cohort, analytics.dashboard(asked))
    del found["activities"]
    same(found, replace(reference(tracked, now, cohort), ghost_after_days=patience).dashboard())
    _, alone = await analytics.read_named(actor, asked.cohort, analytics.dashboard(asked, RATES, trends=()))
    for name in RATES:
        assert alone[name].items() == {one: value for one, value in found[name].items() if one in alone[name]}.items()
        assert {"value", "n"} & found[name].keys() <= alone[name].keys()
        assert "trend" not in alone[name]


@thoroughly
@given(SITUATIONS, st.sampled_from(Period), st.sampled_from(Bucket))
async def test_timelines_of_periods(
    at: Any, situation: tuple[datetime, list[Tracked], Cohort], period: Period, bucket: Bucket
) -> None:
    now, tracked, cohort = situation
    if period is Period.ALL and bucket is Bucket.DAY:
        bucket = Bucket.WEEK
    at(now)
    cohort = replace(cohort, since=None, until=None)
    asked = TimelineQuery.model_validate(query(cohort, period=period, bucket=bucket))
    _, (found,) = await analytics.read(await owner(tracked), asked.cohort, [analytics_calendar.timeline(asked)])
    assert (found["period"], found["bucket"], found["timezone"]) == (period, bucket, cohort.timezone)
    same(found["data"], reference(tracked, now, cohort).timeline(bucket, PERIODS[period][0]))


@thoroughly
@given(SITUATIONS, st.sampled_from(Bucket), st.dates(date(2010, 1, 1), date(2026, 12, 1)))
async def test_timelines_between_days(
    at: Any, situation: tuple[datetime, list[Tracked], Cohort], bucket: Bucket, since: date
) -> None:
    now, tracked, cohort = situation
    at(now)
    if cohort.since is None and (bucket is Bucket.DAY or cohort.until is None):
        cohort = replace(cohort, since=min(since, cohort.until or since, now.date()), until=None)
    asked = TimelineQuery.model_validate(query(cohort, bucket=Bucket.MONTH if cohort.since == since else bucket))
    _, (found,) = await analytics.read(await owner(tracked), asked.cohort, [analytics_calendar.timeline(asked)])
    assert found["period"] is None
    same(found["data"], reference(tracked, now, cohort).timeline(found["bucket"], None))


@thoroughly
@given(SITUATIONS)
async def test_the_flow(at: Any, situation: tuple[datetime, list[Tracked], Cohort]) -> None:
    now, tracked, cohort = situation
    at(now)
    _, (found,) = await analytics.read(await owner(tracked), cohort, [analytics_stages.flow()])
    links = {(link["source"], link["target"]): link["value"] for link in found["links"]}
    assert len(links) == len(found["links"])
    assert links == reference(tracked, now, cohort).links()
    assert {node["id"] for node in found["nodes"]} == {end for link in links for end in link}


@thoroughly
@given(SITUATIONS, st.sampled_from([1, 7, 29, 30, 31]))
async def test_the_companies(at: Any, situation: tuple[datetime, list[Tracked], Cohort], patience: int) -> None:
    now, tracked, cohort = situation
    at(now)
    figure = analytics_lists.companies(patience, limit=100, offset=0)
    _, (found,) = await analytics.read(await owner(tracked), cohort, [figure])
    expected = replace(reference(tracked, now, cohort), ghost_after_days=patience).companies()
    assert found["total"] == len(expected)
    for row, other in zip(found["rows"], expected, strict=True):
        assert sort_key(row["company_name"]).partition("\x01")[0] == other.pop("key")
        del row["company_name"]
        same(row, other)


@thoroughly
@given(jobs(NOWS[-1]))
async def test_what_is_derived_is_what_deriving_it_anew_gives(at: Any, tracked: list[Tracked]) -> None:
    """The migration derives what is known of jobs that were there before it with the same function."""
    await database.fetch("DELETE FROM account")
    await owner(tracked)
    facts, stays = await _derived()
    assert len(facts) == len(tracked)
    await database.fetch("SELECT refresh_job_facts(job_id) FROM job")
    assert await _derived() == (facts, stays)


async def _derived() -> tuple[list[Any], list[Any]]:
    facts = await database.fetch("SELECT * FROM job_facts ORDER BY job_id")
    return facts, await database.fetch("SELECT job_id, stage, days FROM job_stay ORDER BY job_id, stage, days")
