"""Analytics in GraphQL: each figure alone, a whole page in two round trips, and what is wrong with an argument."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core import clock, database
from tests.conftest import Person
from tests.resolvers.analytics_histories import Event, Tracked, job, store

NOW = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE = """query($zone: String) {
  dashboard(timezone: $zone) {
    totalApplications { value trend { current previous delta deltaPercent } }
    activeCompanies { value } interviewRate { value n smallSample } responseRate { value } offerRate { value }
    positiveResponseRate { value } avgMatchScore { value n } timeToResponse { median p75 n excluded }
    byStatus { status count } bySource { source count responseRate } funnel { stage reached }
    timeInStage { stage median n stillIn } applicationsOverTime { date count } heatmap { date count }
    activities { toStatus job { id companyName } } streak { current } weeklyGoal { target done } ghosted
    scoreBands { band responseRate }
  }
  funnel(timezone: $zone) { stage reached rateFromPrevious }
  timeline(timezone: $zone, period: LAST_30_DAYS) { bucket data { start applied } }
  year: timeline(timezone: $zone, period: ALL) { bucket data { start applied } }
  flow(timezone: $zone) { nodes { id label } links { source target value } }
  activity(first: 20) { type occurredAt job { companyName tags } }
  companies(timezone: $zone, first: 5) { totalCount nodes { companyName responseRate } }
  streak(timezone: $zone) { longest }
  jobs(first: 100) { totalCount nodes { id companyName jobTitle status appliedAt } }
}"""


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
async def hunter(ada: Person) -> Person:
    await store(ada.id, [job(("interested", NOW - 9 * DAY), ("applied", NOW - (nth % 9) * DAY)) for nth in range(120)])
    return ada


async def test_a_whole_page_is_one_request_and_few_round_trips(hunter: Person, round_trips: list[str]) -> None:
    """All figures share a statement, unless they are of everybody's zone as the latest events are."""
    await hunter.data("{ jobs { totalCount } }")  # whoever asks is known, and how large the account is
    del round_trips[:]
    page = await hunter.data(PAGE)
    assert len(page["jobs"]["nodes"]) == 100
    assert page["dashboard"]["totalApplications"]["value"] == page["funnel"][0]["reached"] == 120
    assert sum("job_facts" in sql for sql in round_trips) == 1
    assert len(round_trips) == 2
    del round_trips[:]
    await hunter.data(PAGE, zone="Asia/Tokyo")
    assert len(round_trips) == 3


async def test_only_what_is_selected_is_worked_out(hunter: Person, round_trips: list[str]) -> None:
    await hunter.data("{ me { id } }")
    for query, sources in (
        ("{ dashboard { ghosted } }", {"days"}),
        ("{ dashboard { byStatus { status } streak { current } } }", {"tally", "days"}),
        ("{ dashboard { ...some } } fragment some on Dashboard { ... { offerRate { value } } }", {"tally"}),
        ("{ dashboard { offerRate { value } interviewRate { ... { trend { delta } } } } }", {"tally", "days"}),
        ("{ dashboard { responseRate { trend { delta } } } }", {"days"}),
        ("{ timeInStage { n } }", {"tally"}),
        ("{ streak { current } }", {"days"}),
        ("{ activity { id } }", set()),
    ):  # fmt: skip
        del round_trips[:]
        await hunter.data(query)
        (sql,) = round_trips
        every = {"tally", "days"}
        assert {source for source in every if f"{source} AS MATERIALIZED" in sql} == sources, query
    del round_trips[:]
    assert await hunter.data("{ dashboard { __typename } }") == {"dashboard": {"__typename": "Dashboard"}}
    assert round_trips == []


async def test_the_events_of_an_activitys_job_are_there_too(hunter: Person) -> None:
    query = "{ activity(first: 2) { toStatus job { companyName events(first: 1) { nodes { toStatus } } } } }"
    for event in (await hunter.data(query))["activity"]:
        assert event["job"]["events"]["nodes"] == [{"toStatus": "APPLIED"}]
    query = "{ dashboard { activities { job { events { nodes { toStatus } } } } } }"
    (first, *_) = (await hunter.data(query))["dashboard"]["activities"]
    assert [node["toStatus"] for node in first["job"]["events"]["nodes"]] == ["APPLIED", "INTERESTED"]


async def test_the_jobs_of_activities_cost_as_many_as_there_are(ada: Person) -> None:
    answer = await ada.graphql("{ activity(first: 50) { job { events(first: 9) { nodes { id } } } } }")
    assert answer["extensions"]["cost"]["requested"] == 10 + 50 * (1 + 1 + 9)


async def test_arguments_mean_what_they_mean_on_rest(hunter: Person) -> None:
    query = """query($from: Date, $to: Date) {
      funnel(from: $from, to: $to, weekStart: SUNDAY) { reached }
      timeline(from: $from, to: $to, bucket: WEEK, weekStart: SUNDAY) { period bucket data { start applied } }
      timeInStage(from: $from, to: $to) { stage n stillIn }
      dashboard(from: $from, to: $to, ghostAfterDays: 1) { ghosted bySource { count applied } }
    }"""
    data = await hunter.data(query, **{"from": "2026-03-14", "to": "2026-03-16"})
    assert data["funnel"][0]["reached"] == 26  # five and six days ago, of 120 over nine days: 13 and 13
    assert data["timeline"] == {
        "period": None, "bucket": "WEEK",
        "data": [{"start": "2026-03-08", "applied": 13}, {"start": "2026-03-15", "applied": 13}],
    }  # fmt: skip
    assert data["timeInStage"][:2] == [
        {"stage": "INTERESTED", "n": 26, "stillIn": 0}, {"stage": "APPLIED", "n": 0, "stillIn": 26},
    ]  # fmt: skip
    assert data["dashboard"] == {"ghosted": 26, "bySource": [{"count": 120, "applied": 26}]}


async def test_a_timeline_goes_along_with_any_cohort(hunter: Person, round_trips: list[str]) -> None:
    """Its stretch is its own, so that the dashboard beside it may have another or the same."""
    await hunter.data("{ me { id } }")
    stretch = '(from: "2026-03-14", to: "2026-03-16", bucket: DAY)'
    for arguments, applications in (
        ("", 120),
        ('(from: "2026-03-15")', 81),
        ('(from: "2026-03-14", to: "2026-03-16")', 26),
    ):
        del round_trips[:]
        data = await hunter.data(
            f"{{ dashboard{arguments} {{ totalApplications {{ value }} }} timeline{stretch} {{ data {{ applied }} }} "
            'later: timeline(from: "2026-03-15", to: "2026-03-16", bucket: DAY) { data { applied } } }'
        )
        assert len(round_trips) == 1
        assert data["dashboard"]["totalApplications"]["value"] == applications
        assert [point["applied"] for point in data["timeline"]["data"]] == [13, 13]
        assert [point["applied"] for point in data["later"]["data"]] == [13]


async def test_lists_are_printed_as_they_are_selected(hunter: Person) -> None:
    """Keys, order and constants are the client's, also where GraphQL's own executor puts the answer together."""
    data = await hunter.data("""{
      dashboard { byStatus { n: count __typename status } }
      timeline(period: LAST_7_DAYS) { data { kind: __typename end a: applied start b: applied ...rest } } }
      fragment rest on TimelinePoint { start saved }""")
    assert list(data["dashboard"]["byStatus"][1].items()) == [
        ("n", 120), ("__typename", "StatusCount"), ("status", "APPLIED"),
    ]  # fmt: skip
    assert list(data["timeline"]["data"][0].items()) == [
        ("kind", "TimelinePoint"), ("end", "2026-03-15"), ("a", 13), ("start", "2026-03-14"), ("b", 13), ("saved", 0),
    ]  # fmt: skip
    twice = await hunter.data("""{
      dashboard { byStatus { status } again: byStatus { n: count __typename status } }
      timeline(period: LAST_7_DAYS) { bucket data { start }
        more: data { kind: __typename end a: applied start b: applied saved } } }""")
    assert twice["dashboard"]["again"] == data["dashboard"]["byStatus"]
    assert twice["timeline"]["more"] == data["timeline"]["data"]


async def test_fields_that_are_read_together_fail_together(hunter: Person) -> None:
    bad = 'bad: funnel(timezone: "localtime") { reached } worse: flow(timezone: "localtime") { nodes { id } }'
    answer = await hunter.graphql(f"{{ {bad} good: funnel {{ reached }} }}")
    assert answer["data"] is None
    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [(["bad"], "BAD_USER_INPUT")]


async def test_companies_are_a_connection(ada: Person) -> None:
    await store(ada.id, [Tracked((Event("applied", NOW - DAY),), company=name) for name in ("a", "a", "b", "c")])
    query = """query($first: Int, $after: String, $last: Int, $before: String) {
      companies(first: $first, after: $after, last: $last, before: $before) {
        totalCount edges { cursor node { companyName applications lastAppliedOn } } nodes { companyName }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    first = (await ada.data(query, first=2))["companies"]
    assert first["totalCount"] == 3
    assert [edge["node"] for edge in first["edges"]] == [
        {"companyName": "a", "applications": 2, "lastAppliedOn": "2026-03-19"},
        {"companyName": "b", "applications": 1, "lastAppliedOn": "2026-03-19"},
    ]
    assert first["pageInfo"] == {
        "hasNextPage": True, "hasPreviousPage": False,
        "startCursor": first["edges"][0]["cursor"], "endCursor": first["edges"][1]["cursor"],
    }  # fmt: skip
    rest = (await ada.data(query, after=first["pageInfo"]["endCursor"]))["companies"]
    assert (rest["nodes"], rest["pageInfo"]["hasNextPage"]) == ([{"companyName": "c"}], False)
    back = (await ada.data(query, last=1, before=first["pageInfo"]["endCursor"]))["companies"]
    assert back["nodes"] == [{"companyName": "a"}]


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ('dashboard(timezone: "Mars/Olympus") { ghosted }', "timezone"),
        ('dashboard(timezone: "localtime") { ghosted }', "timezone"),
        ('dashboard(from: "2026-03-02", to: "2026-03-01") { ghosted }', "to"),
        ('dashboard(from: "1969-01-01") { ghosted }', "from"),
        ("dashboard(ghostAfterDays: 0) { ghosted }", "ghostAfterDays"),
        ('timeline(period: ALL, from: "2026-03-02") { bucket }', "period"),
        ("timeline(period: ALL, bucket: DAY) { bucket }", "bucket"),
        ("activity(first: 101) { id }", "first"),
        ('companies(after: "x") { totalCount }', "after"),
        ("companies(first: 101) { totalCount }", "first"),
    ],
)
async def test_a_fault_is_named_and_spoils_nothing_else(ada: Person, field: str, named: str) -> None:
    answer = await ada.graphql(f"{{ bad: {field} profile {{ weekStart }} }}")
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert [fault["field"] for fault in error["extensions"]["fields"]] == [named]
    assert error["path"] == ["bad"]


async def test_everything_needs_a_token_that_may_read(client: Any, ada: Person) -> None:
    fields = (
        "dashboard { ghosted }", "timeline { bucket }", "funnel { stage }", "timeInStage { stage }",
        "flow { nodes { id } }", "activity { id }", "streak { current }", "companies { totalCount }",
        "profile { weekStart }",
    )  # fmt: skip
    for field in fields:
        answer = (await client.post("/graphql", json={"query": f"{{ {field} }}"})).json()
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["UNAUTHORIZED"], field
        assert answer["data"] is None


async def test_one_bad_zone_does_not_spoil_the_figures_of_another(hunter: Person) -> None:
    answer = await hunter.graphql('{ bad: __typename streak { current } flow(timezone: "localtime") { nodes { id } } }')
    assert [error["path"] for error in answer["errors"]] == [["flow"]]
    assert await database.fetch_value("SELECT count(*) FROM job") == 120
