"""What holds of figures whatever the history, as docs/analytics.md promises."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock, database
from core.actor import Actor
from models.job import Job, JobStatus
from resolvers import analytics, analytics_calendar, analytics_stages, job_events, jobs
from resolvers.analytics_figure import Cohort, Figure
from resolvers.analytics_inputs import Bucket, GhostingQuery, Period, TimelineQuery
from resolvers.job_events import EventChange
from resolvers.job_inputs import JobChange
from tests.resolvers import analytics_histories as histories
from tests.resolvers.analytics_histories import NOWS, STATUSES, ZONES, Event, Tracked, cohorts, owner, thoroughly
from tests.resolvers.factory import history, saved
from tests.resolvers.test_analytics_reference import query, reference, same

NOW = NOWS[-1]
JOBS = histories.jobs(NOW)
EVERYTHING = Cohort("UTC")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, database_emptied: None) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


async def dashboard(actor: Actor, cohort: Cohort = EVERYTHING) -> dict[str, Any]:
    asked = GhostingQuery.model_validate(query(cohort))
    _, found = await analytics.read_named(actor, asked.cohort, analytics.dashboard(asked))
    return found


async def one(actor: Actor, cohort: Cohort, figure: Figure) -> Any:
    _, (found,) = await analytics.read(actor, cohort, [figure])
    return found


@thoroughly
@given(JOBS, cohorts(NOW))
async def test_the_funnel_only_narrows(tracked: list[Tracked], cohort: Cohort) -> None:
    found = await dashboard(await owner(tracked), cohort)
    reached = [step["reached"] for step in found["funnel"]]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] == found["total_applications"]["value"] == found["response_rate"]["n"]


@thoroughly
@given(JOBS, cohorts(NOW))
async def test_statuses_sources_and_stages_sum_to_the_live_jobs(tracked: list[Tracked], cohort: Cohort) -> None:
    actor = await owner(tracked)
    found = await dashboard(actor, cohort)
    live = sum(not one.is_deleted for one in tracked)
    assert sum(row["count"] for row in found["by_status"]) == live
    assert sum(row["count"] for row in found["by_source"]) == live
    everything = await dashboard(actor)
    assert sum(row["still_in"] for row in everything["time_in_stage"]) == live


@thoroughly
@given(JOBS, cohorts(NOW), st.sampled_from([Bucket.WEEK, Bucket.MONTH]))
async def test_the_timeline_sums_to_the_cohort(tracked: list[Tracked], cohort: Cohort, bucket: Bucket) -> None:
    actor = await owner(tracked)
    more = {"bucket": bucket} if cohort.is_bounded else {"bucket": bucket, "period": Period.ALL}
    asked = TimelineQuery.model_validate(query(cohort, **more))
    found = await one(actor, asked.cohort, analytics_calendar.timeline(asked))
    total = (await dashboard(actor, cohort))["total_applications"]["value"]
    assert sum(point["applied"] for point in found["data"]) == total
    for before, after in zip(found["data"], found["data"][1:], strict=False):
        assert before["end"] == after["start"]


@thoroughly
@given(JOBS, cohorts(NOW))
async def test_what_enters_an_inner_node_of_the_flow_leaves_it(tracked: list[Tracked], cohort: Cohort) -> None:
    actor = await owner(tracked)
    flow = await one(actor, cohort, analytics_stages.flow())
    entering, leaving = Counter[str](), Counter[str]()
    for link in flow["links"]:
        leaving[link["source"]] += link["value"]
        entering[link["target"]] += link["value"]
        assert link["value"] > 0
    for node in entering.keys() & leaving.keys():
        assert entering[node] == leaving[node]
    total = (await dashboard(actor, cohort))["total_applications"]["value"]
    assert leaving["applied"] == total
    assert "applied" not in entering
    assert sum(entering[leaf] for leaf in entering.keys() - leaving.keys()) == total
    order = [node["id"] for node in flow["nodes"]]
    assert all(order.index(link["source"]) < order.index(link["target"]) for link in flow["links"])  # no cycles


@st.composite
def local_histories(draw: st.DrawFn) -> tuple[str, list[list[tuple[str, date, time]]]]:
    """A zone, and per job its events as local days and hours of daylight: no clock is changed in those."""
    day = st.dates(date(2025, 9, 1), date(2026, 4, 30))
    hour = st.times(time(5), time(22))
    event = st.tuples(st.sampled_from(STATUSES), day, hour)
    return draw(st.sampled_from(ZONES)), draw(st.lists(st.lists(event, min_size=1, max_size=4), max_size=8))


@thoroughly
@given(local_histories(), st.integers(-200, 200))
async def test_moving_every_event_by_local_days_moves_every_daily_bucket(
    local: tuple[str, list[list[tuple[str, date, time]]]], days: int
) -> None:
    zone, listed = local
    by = timedelta(days=days)
    found = []
    for shift in (timedelta(), by):
        tracked = [
            Tracked(tuple(
                Event(status, datetime.combine(day + shift, hour, ZoneInfo(zone)).astimezone(UTC))
                for status, day, hour in events
            ))
            for events in listed
        ]  # fmt: skip
        cohort = Cohort(zone, date(2025, 9, 1) + shift, date(2026, 5, 1) + shift)
        asked = TimelineQuery.model_validate(query(cohort, bucket=Bucket.DAY))
        found.append(await one(await owner(tracked), asked.cohort, analytics_calendar.timeline(asked)))
    first, second = (result["data"] for result in found)
    assert second == [point | {"start": point["start"] + by, "end": point["end"] + by} for point in first]


@thoroughly
@given(JOBS, cohorts(NOW))
async def test_renaming_a_source_changes_no_total(tracked: list[Tracked], cohort: Cohort) -> None:
    before = await dashboard(await owner(tracked), cohort)
    renamed = [replace(one, source={"manual": "by hand"}.get(one.source, one.source)) for one in tracked]
    after = await dashboard(await owner(renamed), cohort)
    for found in (before, after):
        del found["activities"]
        for row in found["by_source"]:
            row["source"] = row["source"].replace("by hand", "manual")
        found["by_source"].sort(key=lambda row: row["source"])
    assert after == before


@thoroughly
@given(JOBS, st.data())
async def test_a_rejection_never_lowers_an_earlier_stage(tracked: list[Tracked], data: st.DataObject) -> None:
    rejected = [
        replace(one, events=(*one.events, Event("rejected", data.draw(histories.moments(NOW))))) for one in tracked
    ]
    before, after = [await dashboard(await owner(jobs)) for jobs in (tracked, rejected)]
    for earlier, later in zip(before["funnel"], after["funnel"], strict=True):
        assert later["reached"] >= earlier["reached"]
    for step in (1, 2):  # and it takes none to a later one
        assert after["funnel"][step]["reached"] == before["funnel"][step]["reached"]
    assert after["response_rate"]["value"] == (1.0 if after["response_rate"]["n"] else None)


@thoroughly
@given(JOBS, cohorts(NOW))
async def test_deleted_jobs_count_nowhere(tracked: list[Tracked], cohort: Cohort) -> None:
    everything, without = [await owner(part) for part in (tracked, [one for one in tracked if not one.is_deleted])]
    found, expected = [await dashboard(actor, cohort) for actor in (everything, without)]
    for activities in (found.pop("activities"), expected.pop("activities")):
        assert len(activities) <= 10
    assert found == expected
    assert await one(everything, cohort, analytics_stages.flow()) == await one(without, cohort, analytics_stages.flow())


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["create", "move", "move", "move", "correct", "delete", "restore", "rename"]),
        st.integers(0, 20), st.sampled_from(list(JobStatus)), st.integers(0, 90 * 24 * 60),
    ),
    min_size=1, max_size=14,
)  # fmt: skip


@thoroughly
@given(OPERATIONS, cohorts(NOW))
async def test_what_the_use_cases_write_is_counted_as_it_is_defined(
    operations: list[tuple[str, int, JobStatus, int]], cohort: Cohort
) -> None:
    """Saved, moved, corrected, deleted, restored, renamed: the derived facts follow the history at each step."""
    actor = await owner([])
    moment = NOW - timedelta(minutes=30)
    with pytest.MonkeyPatch.context() as patch:
        for nth, operation in enumerate(operations):
            patch.setattr(clock, "now", lambda nth=nth: moment + timedelta(seconds=nth))
            await _carry_out(actor, *operation)
    found = await dashboard(actor, cohort)
    del found["activities"]
    expected = reference(await _tracked(actor), NOW, cohort)
    same(found, expected.dashboard())
    links = await one(actor, cohort, analytics_stages.flow())
    assert {(link["source"], link["target"]): link["value"] for link in links["links"]} == expected.links()


async def _carry_out(actor: Actor, name: str, which: int, status: JobStatus, minutes: int) -> None:
    occurred_at = clock.now() - timedelta(minutes=minutes)
    owned = await Job.owned_by(actor).order_by("job_id")
    if name == "create" or not owned:
        await saved(actor, status=status, occurred_at=occurred_at, company_name=f"Company {which % 3}")
        return
    target = owned[which % len(owned)]
    if name == "restore":
        await jobs.restore(actor, target.id)
    elif target.deleted_at is not None:
        return
    elif name == "delete":
        await jobs.delete(actor, target.id)
    elif name == "rename":
        renamed = JobChange.model_validate({"source": f"source {minutes % 2}", "company_name": "COMPANY 1"})
        await jobs.update(actor, target.id, renamed)
    elif name == "correct":
        events = await history(actor, target.id)
        event_id = events[minutes % len(events)]["id"]
        corrected = EventChange.model_validate({"occurred_at": occurred_at})
        await job_events.correct(actor, target.id, event_id, corrected)
    elif status is not target.status:
        moved = JobChange.model_validate({"status": status, "occurred_at": occurred_at})
        await jobs.update(actor, target.id, moved)


async def _tracked(actor: Actor) -> list[Tracked]:
    """What was written, as the reference has it."""
    rows = await database.fetch(
        "SELECT job.job_id, company_name, source, deleted_at, to_status, occurred_at FROM job "
        "JOIN job_event USING (job_id) WHERE job.user_id = $1 ORDER BY job_id, recorded_at",
        actor.user_id,
    )
    found: dict[int, Tracked] = {}
    for row in rows:
        event = Event(row["to_status"], row["occurred_at"])
        known = found.get(row["job_id"])
        found[row["job_id"]] = (
            replace(known, events=(*known.events, event)) if known
            else Tracked((event,), row["company_name"], row["source"], None, row["deleted_at"] is not None)
        )  # fmt: skip
    return list(found.values())
