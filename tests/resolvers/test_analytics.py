"""Analytics: one round trip, only what is asked for, exact local days, whose data it is, and when it has changed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core import clock, database
from core.actor import Actor, Client, Identity, Scope
from core.errors import Forbidden, Unauthorized, ValidationFailed
from core.page import Window, window
from models.job import FIELDS
from models.profile import WeekStart
from resolvers import (
    analytics,
    analytics_calendar,
    analytics_lists,
    analytics_rates,
    analytics_stages,
    job_events,
    jobs,
    profiles,
)
from resolvers.analytics_figure import Cohort, Figure, Frame
from resolvers.analytics_inputs import Bucket, GhostingQuery, TimelineQuery
from resolvers.job_events import EventChange
from resolvers.job_inputs import JobChange
from resolvers.profiles import ProfileChange
from tests.conftest import Person
from tests.resolvers.analytics_histories import ZONES, Event, Tracked, job, store
from tests.resolvers.factory import history, saved

NOW = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


async def one(actor: Actor, figure: Figure, cohort: Cohort | None = None) -> Any:
    _, (found,) = await analytics.read(actor, cohort or Cohort(), [figure])
    return found


async def dashboard(actor: Actor, **sent: Any) -> dict[str, Any]:
    asked = GhostingQuery.model_validate(sent)
    _, found = await analytics.read_named(actor, asked.cohort, analytics.dashboard(asked))
    return found


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the database."""
    sent: list[str] = []
    fetch = database.fetch

    async def watched(sql: str, *parameters: object) -> list[dict[str, Any]]:
        sent.append(sql)
        return await fetch(sql, *parameters)

    monkeypatch.setattr(database, "fetch", watched)
    return sent


async def test_an_account_without_jobs_has_nulls_where_there_is_nothing_to_divide_by(ada: Person) -> None:
    found = await dashboard(ada.actor)
    nothing = {"current": None, "previous": None, "delta": None, "delta_percent": None}
    none_yet = {"current": 0, "previous": 0, "delta": 0, "delta_percent": None}
    ratio = {"value": None, "n": 0, "small_sample": True, "trend": nothing}
    count = {"value": 0, "trend": none_yet}
    answered = {"count": 0, "applied": 0, "responded": 0, "response_rate": None}
    assert [row["count"] for row in found.pop("applications_over_time")] == [0] * 30
    assert [row["count"] for row in found.pop("heatmap")] == [0] * 365
    assert found == {
        "total_applications": count,
        "active_companies": count,
        "interview_rate": ratio,
        "response_rate": ratio,
        "positive_response_rate": ratio,
        "offer_rate": ratio,
        "avg_match_score": ratio,
        "time_to_response": {"median": None, "p75": None, "n": 0, "excluded": 0, "trend": nothing},
        "by_status": [
            {"status": status, "count": 0}
            for status in ("interested", "applied", "interviewing", "offer_received", "rejected", "not_interested")
        ],
        "by_source": [],
        "funnel": [
            {"stage": stage, "reached": 0, "rate_from_applied": None, "rate_from_previous": None, "current": 0}
            for stage in ("applied", "interviewing", "offer")
        ],
        "time_in_stage": [
            {"stage": row["status"], "median": None, "p75": None, "n": 0, "still_in": 0} for row in found["by_status"]
        ],
        "activities": [],
        "streak": {"current": 0, "longest": 0, "last_active_on": None},
        "weekly_goal": {"target": None, "done": 0, "remaining": None, "week_start": date(2026, 3, 16)},
        "ghosted": 0,
        "score_bands": [
            {"band": "0-39", "min": 0, "max": 39} | answered,
            {"band": "40-59", "min": 40, "max": 59} | answered,
            {"band": "60-79", "min": 60, "max": 79} | answered,
            {"band": "80-100", "min": 80, "max": 100} | answered,
        ],
    }
    assert await one(ada.actor, analytics_stages.flow()) == {"nodes": [], "links": []}
    timeline = await one(ada.actor, analytics_calendar.timeline(TimelineQuery.model_validate({"period": "all"})))
    assert [(point["start"], point["end"]) for point in timeline["data"]] == [(date(2026, 3, 1), date(2026, 4, 1))]


async def test_a_dashboard_is_one_round_trip_and_reads_only_what_its_figures_need(
    ada: Person, statements: list[str]
) -> None:
    await dashboard(ada.actor)
    await analytics.read(ada.actor, Cohort(), [analytics_calendar.streak(), analytics_rates.ghosted(30)])
    await analytics.read(ada.actor, Cohort(), [analytics_rates.by_status()])
    await analytics.frame(ada.actor, Cohort())
    whole, days, tally, nothing = statements
    sources = ["tally AS", "days AS", "job_stay", "job_event"]
    assert [[source for source in sources if source in sql] for sql in (whole, days, tally, nothing)] == [
        sources, ["days AS"], ["tally AS"], [],
    ]  # fmt: skip
    assert "job_facts" not in nothing


async def test_an_unknown_zone_of_either_database_is_named(ada: Person) -> None:
    """`localtime` is a file among Python's zones and none of PostgreSQL's."""
    for figures in ([], [analytics_calendar.streak()]):
        with pytest.raises(ValidationFailed) as refused:
            await analytics.read(ada.actor, Cohort("localtime"), figures)
        assert [(fault.field, fault.message) for fault in refused.value.faults] == [
            ("timezone", "must be an IANA time zone such as Europe/Lisbon")
        ]


def midnights(zone: str) -> Iterator[datetime]:
    """The instants of a few years at which the local date becomes another, those of changed clocks among them."""
    local = ZoneInfo(zone)
    starts = ("2011-12-27", "2018-02-14", "2018-11-01", "2009-10-30", "2026-03-27", "2025-10-31")
    for start in starts:
        moment = datetime.fromisoformat(f"{start}T00:00:00Z")
        for _ in range(6 * 24 * 60):
            later = moment + timedelta(minutes=1)
            if moment.astimezone(local).date() != later.astimezone(local).date():
                yield later
            moment = later


@pytest.mark.parametrize("zone", ZONES)
async def test_days_begin_and_end_at_local_midnight(ada: Person, zone: str) -> None:
    """Also where clocks are set back over midnight, and for the bounds of a cohort."""
    edges = list(midnights(zone))
    moments = [moment for edge in edges for moment in (edge - MICROSECOND, edge)]
    await store(ada.id, [job(("applied", moment)) for moment in moments])
    days = [moment.astimezone(ZoneInfo(zone)).date() for moment in moments]
    for day in sorted({each.astimezone(ZoneInfo(zone)).date() for each in edges}):
        for since, until in ((day, None), (None, day), (day, day + DAY)):
            found = await one(ada.actor, analytics_rates.total_applications(), Cohort(zone, since, until))
            expected = [each for each in days if (since is None or each >= since) and (until is None or each < until)]
            assert found["value"] == len(expected), (since, until)
        asked = TimelineQuery.model_validate({"timezone": zone, "from": day, "to": day + 2 * DAY, "bucket": Bucket.DAY})
        timeline = await one(ada.actor, analytics_calendar.timeline(asked), asked.cohort)
        assert [point["applied"] for point in timeline["data"]] == [days.count(day), days.count(day + DAY)]


async def test_an_offset_decides_the_day(ada: Person) -> None:
    """Half past eleven at night in Lisbon is tomorrow in Berlin."""
    await store(ada.id, [job(("applied", datetime(2026, 3, 18, 23, 30, tzinfo=UTC)))])
    for zone, day in (("Europe/Lisbon", date(2026, 3, 18)), ("Europe/Berlin", date(2026, 3, 19))):
        assert (await one(ada.actor, analytics_calendar.streak(), Cohort(zone)))["last_active_on"] == day


@pytest.mark.parametrize(
    ("status", "reaches", "answered", "excluded"),
    [
        (["applied"], [1, 0, 0], 0, 0),
        (["applied", "rejected"], [1, 0, 0], 1, 0),
        (["applied", "interviewing", "rejected"], [1, 1, 0], 1, 0),
        (["offer_received"], [1, 1, 1], 1, 0),
        (["rejected"], [1, 0, 0], 1, 0),
        (["rejected", "applied"], [1, 0, 0], 1, 1),
        (["interviewing", "applied", "not_interested"], [1, 1, 0], 1, 1),
        (["interested", "not_interested"], [0, 0, 0], 0, 0),
    ],
)
async def test_what_a_history_amounts_to(
    ada: Person, status: list[str], reaches: list[int], answered: int, excluded: int
) -> None:
    await store(ada.id, [job(*((one, NOW - (20 - nth) * DAY) for nth, one in enumerate(status)))])
    found = await dashboard(ada.actor)
    assert [step["reached"] for step in found["funnel"]] == reaches
    n = reaches[0]
    assert (found["response_rate"]["value"], found["response_rate"]["n"]) == (answered / n if n else None, n)
    timed = answered if status[0] == "applied" else 0
    assert (found["time_to_response"]["n"], found["time_to_response"]["excluded"]) == (timed, excluded)
    assert found["time_to_response"]["median"] == (1.0 if timed else None)


async def test_what_happened_at_one_moment_goes_by_when_it_was_recorded(ada: Person) -> None:
    day = NOW - 3 * DAY
    await store(ada.id, [job(("applied", day), ("rejected", day), ("interviewing", day)) for _ in range(20)])
    found = await one(ada.actor, analytics_rates.time_to_response())
    assert (found["n"], found["median"], found["excluded"]) == (20, 0.0, 0)
    stages = await one(ada.actor, analytics_stages.time_in_stage(is_bounded=False))
    assert [row["still_in"] for row in stages] == [0, 0, 20, 0, 0, 0]


@pytest.mark.parametrize(
    ("status", "way"),
    [
        (["applied"], ["applied", "no_answer"]),
        (["rejected"], ["applied", "rejected"]),
        (["applied", "interviewing"], ["applied", "interviewing", "no_answer"]),
        (["interviewing", "applied"], ["applied", "interviewing", "no_answer"]),
        (["applied", "rejected", "not_interested"], ["applied", "rejected"]),
        (["applied", "rejected", "interviewing"], ["applied", "interviewing", "no_answer"]),
        (["applied", "rejected", "interviewing", "rejected"], ["applied", "interviewing", "rejected"]),
        (["applied", "offer_received", "interviewing", "rejected"], ["applied", "offer_received"]),
        (["applied", "rejected", "offer_received"], ["applied", "offer_received"]),
        (["not_interested", "applied"], ["applied", "no_answer"]),
        (["applied", "interested"], ["applied", "no_answer"]),
    ],
)
async def test_which_way_a_job_went(ada: Person, status: list[str], way: list[str]) -> None:
    await store(ada.id, [job(*((one, NOW - (20 - nth) * DAY) for nth, one in enumerate(status)))])
    links = (await one(ada.actor, analytics_stages.flow()))["links"]
    assert [[links[0]["source"], *(link["target"] for link in links)], {link["value"] for link in links}] == [way, {1}]


async def test_stays_of_one_stage_in_a_row_are_one_and_two_are_too_few_for_a_median(ada: Person) -> None:
    three = [
        job(("applied", NOW - 9 * DAY), ("applied", NOW - 7 * DAY), ("rejected", NOW - (9 - days) * DAY))
        for days in (3, 4, 8)
    ]
    two = [job(("interviewing", NOW - 5 * DAY), ("offer_received", NOW - 4 * DAY)) for _ in range(2)]
    await store(ada.id, three + two)
    stages = {row["stage"]: row for row in await one(ada.actor, analytics_stages.time_in_stage(is_bounded=False))}
    assert stages["applied"] == {"stage": "applied", "median": 4.0, "p75": 6.0, "n": 3, "still_in": 0}
    assert stages["interviewing"] == {"stage": "interviewing", "median": None, "p75": None, "n": 2, "still_in": 0}
    assert (stages["rejected"]["still_in"], stages["offer_received"]["still_in"]) == (3, 2)


async def test_a_correction_moves_what_it_corrects(ada: Person) -> None:
    row = await saved(ada.actor, status="applied", occurred_at=NOW - 10 * DAY)
    await jobs.update(ada.actor, row["id"], JobChange.model_validate({"status": "rejected", "occurred_at": NOW - DAY}))
    rejected, _ = await history(ada.actor, row["id"])
    earlier = EventChange.model_validate({"occurred_at": NOW - 6 * DAY})
    await job_events.correct(ada.actor, row["id"], rejected["id"], earlier)
    found = await dashboard(ada.actor)
    assert (found["time_to_response"]["median"], found["time_to_response"]["n"]) == (4.0, 1)
    assert await database.fetch("SELECT stage, days FROM job_stay") == [{"stage": "applied", "days": 4.0}]
    asked = TimelineQuery.model_validate({"period": "30d"})
    timeline = await one(ada.actor, analytics_calendar.timeline(asked))
    assert [point["start"] for point in timeline["data"] if point["rejected"]] == [date(2026, 3, 14)]


async def test_a_day_still_running_does_not_break_a_streak(ada: Person) -> None:
    await store(ada.id, [job(("applied", NOW - back * DAY)) for back in (1, 2, 2, 3, 7, 8, 9, 10)])
    assert await one(ada.actor, analytics_calendar.streak()) == {
        "current": 3, "longest": 4, "last_active_on": date(2026, 3, 19),
    }  # fmt: skip
    tomorrow = Cohort(until=date(2026, 3, 19))
    assert (await one(ada.actor, analytics_calendar.streak(), tomorrow))["current"] == 0


async def test_the_week_begins_as_the_profile_has_it_unless_it_is_said(ada: Person) -> None:
    """The 20th is a Friday; there are applications on Sunday the 15th and on Monday the 16th."""
    await store(ada.id, [job(("applied", NOW - back * DAY)) for back in (4, 5, 5)])
    assert (await one(ada.actor, analytics_calendar.weekly_goal()))["done"] == 1
    await profiles.update(ada.actor, ProfileChange(week_start=WeekStart.SUNDAY, weekly_goal=5))
    assert await one(ada.actor, analytics_calendar.weekly_goal()) == {
        "target": 5, "done": 3, "remaining": 2, "week_start": date(2026, 3, 15),
    }  # fmt: skip
    monday = Cohort(week_start=WeekStart.MONDAY)
    assert (await one(ada.actor, analytics_calendar.weekly_goal(), monday))["week_start"] == date(2026, 3, 16)
    await profiles.update(ada.actor, ProfileChange(weekly_goal=2))
    assert (await one(ada.actor, analytics_calendar.weekly_goal()))["remaining"] == 0


async def test_the_profiles_zone_is_used_unless_one_is_said(ada: Person) -> None:
    assert (await analytics.frame(ada.actor, Cohort())).timezone == "UTC"
    await profiles.update(ada.actor, ProfileChange(timezone="Pacific/Kiritimati"))
    frame = await analytics.frame(ada.actor, Cohort())
    assert (frame.timezone, frame.today) == ("Pacific/Kiritimati", date(2026, 3, 21))
    assert (await analytics.frame(ada.actor, Cohort("Europe/Berlin"))).today == date(2026, 3, 20)


async def test_the_latest_events_come_with_what_is_asked_of_their_jobs(ada: Person) -> None:
    first = await saved(ada.actor, company_name="Acme", occurred_at=NOW - 5 * DAY)
    second = await saved(ada.actor, company_name="Beta", occurred_at=NOW - 9 * DAY, tags=["x"], source="linkedin")
    gone = await saved(ada.actor, company_name="Gone")
    await jobs.delete(ada.actor, gone["id"])
    moved = JobChange.model_validate({"status": "applied", "occurred_at": NOW - 7 * DAY})
    changed = await jobs.update(ada.actor, second["id"], moved)
    found = await one(ada.actor, analytics_lists.activity())
    assert [(event["to_status"], event["job"]["company_name"]) for event in found] == [
        ("interested", "Acme"), ("applied", "Beta"), ("interested", "Beta"),
    ]  # fmt: skip
    assert found[0] == {
        "id": found[0]["id"],
        "type": "created",
        "from_status": None,
        "to_status": "interested",
        "occurred_at": NOW - 5 * DAY,
        "recorded_at": NOW,
        "note": None,
        "actor": "user",
        "job": {name: first[name] for name in ("id", "job_id", "company_name", "job_title", "status")},
    }
    (latest,) = await one(ada.actor, analytics_lists.activity(1, FIELDS))
    assert latest["job"] == first
    *_, oldest = await one(ada.actor, analytics_lists.activity(3, FIELDS))
    assert oldest["job"] == changed
    for limit in (-1, 101):
        with pytest.raises(ValidationFailed, match="first: must be from 0 to 100"):
            analytics_lists.activity(limit)


async def test_companies_are_paged_both_ways_and_cursors_are_their_own(ada: Person) -> None:
    names = ["Acme"] * 3 + ["acme"] + ["Beta"] * 2 + ["Ärger"] * 2 + ["Zed", "Cob"]
    await store(ada.id, [Tracked((Event("applied", NOW - DAY),), company=name) for name in names])

    async def listed(asked: Window) -> Any:
        found = await one(ada.actor, analytics_lists.companies_beyond(30, asked))
        assert found["total"] == 5
        return analytics_lists.companies_slice(found, asked)

    everything = await listed(window())
    order = [row["company_name"] for row in everything.rows]
    assert order == ["acme", "Ärger", "Beta", "Cob", "Zed"]
    assert (everything.has_next, everything.has_previous) == (False, False)
    for size in range(6):
        for at in range(5):
            after = await listed(window(first=size, after=everything.cursors[at]))
            assert [row["company_name"] for row in after.rows] == order[at + 1 : at + 1 + size]
            assert (after.has_previous, after.has_next) == (True, at + 1 + size < 5)
            before = await listed(window(last=size, before=everything.cursors[at]))
            assert [row["company_name"] for row in before.rows] == order[max(0, at - size) : at]
            assert (before.has_previous, before.has_next) == (at > size, True)
    page = await one(ada.actor, analytics_lists.companies(30, limit=2, offset=2))
    assert [row["company_name"] for row in page["rows"]] == order[2:4]
    for cursor in ("x", "", everything.cursors[0][:-4]):
        with pytest.raises(ValidationFailed, match="after: is not a cursor"):
            analytics_lists.companies_beyond(30, window(after=cursor))


async def test_a_cursor_with_a_strange_place_is_refused() -> None:
    from core.page import encode_cursor

    for place in ("x y", "99999999999 acme", "² acme", ""):
        cursor = encode_cursor("companies", place, "00000000-0000-0000-0000-000000000000")
        with pytest.raises(ValidationFailed, match="before: is not a cursor"):
            analytics_lists.companies_beyond(30, window(last=1, before=cursor))


async def test_what_is_somebody_elses_is_nobodys(ada: Person, bob: Person, nobody: Actor) -> None:
    await store(ada.id, [job(("applied", NOW - DAY))])
    assert (await dashboard(bob.actor))["total_applications"]["value"] == 0
    assert await one(bob.actor, analytics_lists.activity()) == []
    assert (await analytics.frame(bob.actor, Cohort())).revision == 0
    with pytest.raises(Unauthorized):
        await analytics.read(nobody, Cohort(), [])
    writer = Actor(Client(), Identity(ada.id, "free", None, frozenset({Scope.WRITE})))
    with pytest.raises(Forbidden):
        await analytics.frame(writer, Cohort())


async def test_the_tag_changes_with_the_data_the_profile_the_arguments_and_the_day(
    ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = []

    async def note(*arguments: object, cohort: Cohort | None = None) -> str:
        tags.append(analytics.tag(await analytics.frame(ada.actor, cohort or Cohort()), *arguments))
        return tags[-1]

    await note()
    row = await saved(ada.actor, status="applied")
    await note()
    await saved(bob.actor)
    assert await note() == tags[-2]
    await jobs.update(ada.actor, row["id"], JobChange.model_validate({"notes": "x"}))
    await note()
    event = (await history(ada.actor, row["id"]))[0]
    corrected = EventChange.model_validate({"occurred_at": NOW - DAY})
    await job_events.correct(ada.actor, row["id"], event["id"], corrected)
    await note()
    await jobs.delete(ada.actor, row["id"])
    await note()
    await profiles.update(ada.actor, ProfileChange(weekly_goal=3))
    await note()
    await profiles.update(ada.actor, ProfileChange(week_start=WeekStart.SUNDAY))
    await note()
    await note("from", 1)
    await note(cohort=Cohort("Asia/Tokyo"))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=13, minutes=59))
    assert await note() == tags[-4]
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=14))
    await note()
    assert len(set(tags)) == len(tags) - 2


def test_a_tag_says_what_it_was_made_from() -> None:
    frame = Frame(1, "UTC", "monday", None, date(2026, 3, 20))
    assert analytics.tag(frame, "a") == analytics.tag(Frame(1, "UTC", "monday", None, date(2026, 3, 20)), "a")
    assert len(analytics.tag(frame)) == 24


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"period": "7d", "from": "2026-01-01"}, "period", "does not go together with from and to"),
        ({"period": "all", "bucket": "day"}, "bucket", "would give more than 4000 buckets: take a larger one"),
        ({"from": "1970-01-01", "to": "2200-01-01", "bucket": "week"}, "bucket",
         "would give more than 4000 buckets: take a larger one"),
        ({"from": "2010-01-01", "bucket": "day"}, "bucket", "would give more than 4000 buckets: take a larger one"),
    ],
)  # fmt: skip
def test_what_no_timeline_can_be(sent: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        TimelineQuery.model_validate_strings(sent).stretch()
    assert [(fault.field, fault.message) for fault in refused.value.faults] == [(field, message)]


@pytest.mark.parametrize(
    ("sent", "bucket"),
    [
        ({}, Bucket.DAY),
        ({"period": "7d"}, Bucket.DAY),
        ({"period": "90d"}, Bucket.WEEK),
        ({"period": "all"}, Bucket.MONTH),
        ({"period": "all", "bucket": "week"}, Bucket.WEEK),
        ({"from": "2026-01-01", "to": "2026-03-04"}, Bucket.DAY),
        ({"from": "2026-01-01", "to": "2026-03-05"}, Bucket.WEEK),
        ({"from": "2025-01-01", "to": "2026-02-05"}, Bucket.WEEK),
        ({"from": "2025-01-01", "to": "2026-02-06"}, Bucket.MONTH),
        ({"to": "2026-02-06"}, Bucket.MONTH),
        ({"from": "2016-01-01", "to": "2026-12-13", "bucket": "day"}, Bucket.DAY),
    ],
)
def test_what_a_timeline_is_counted_by(sent: dict[str, Any], bucket: Bucket) -> None:
    assert TimelineQuery.model_validate_strings(sent).stretch()[1] is bucket


async def test_a_timeline_that_has_not_begun_is_empty(ada: Person) -> None:
    asked = TimelineQuery.model_validate({"from": date(2026, 6, 1)})
    assert (await one(ada.actor, analytics_calendar.timeline(asked), asked.cohort))["data"] == []


async def test_a_history_that_is_given_to_another_job_is_counted_there(ada: Person) -> None:
    await store(ada.id, [
        job(("applied", NOW - 9 * DAY), ("rejected", NOW - 8 * DAY)), job(("interested", NOW - 7 * DAY)),
    ])  # fmt: skip
    source, target = [row["job_id"] for row in await database.fetch("SELECT job_id FROM job ORDER BY job_id")]
    await database.fetch("UPDATE job_event SET job_id = $2 WHERE job_id = $1", source, target)
    facts = await database.fetch("SELECT job_id, stage, saved_at, applied_at, outcome FROM job_facts")
    assert facts == [{
        "job_id": target, "stage": "interested", "saved_at": NOW - 9 * DAY, "applied_at": NOW - 9 * DAY,
        "outcome": "rejected",
    }]  # fmt: skip
    stays = await database.fetch("SELECT job_id, stage, days FROM job_stay ORDER BY days, stage DESC")
    assert [tuple(row.values()) for row in stays] == [(target, "rejected", 1.0), (target, "applied", 1.0)]


async def test_facts_go_with_their_account(ada: Person) -> None:
    await store(ada.id, [job(("interested", NOW - 2 * DAY), ("applied", NOW - DAY))])
    assert await database.fetch_value("SELECT count(*) FROM job_stay") == 1
    await database.fetch("DELETE FROM account")
    for table in ("job_facts", "job_stay", "profile"):
        assert await database.fetch_value(f"SELECT count(*) FROM {table}") == 0
