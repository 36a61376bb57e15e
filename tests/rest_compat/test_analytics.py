"""Analytics on REST: exact shapes, arguments, and the tags that make an unchanged answer cheap."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from core import clock, database
from rest_compat.analytics_resources import Company, Dashboard, Flow, FunnelStep, Timeline
from rest_compat.resources import Data, Listed
from tests.conftest import Person
from tests.resolvers.analytics_histories import Event, Tracked, job, store

NOW = datetime(2026, 3, 20, 23, 30, tzinfo=UTC)
DAY = timedelta(days=1)
ROUTES = ["dashboard", "timeline", "funnel", "flow", "companies"]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
async def hunter(ada: Person) -> Person:
    """Was interviewed by Acme, rejected by Beta, and hears nothing of Cob."""
    await store(
        ada.id,
        [
            Tracked((Event("applied", NOW - 6 * DAY), Event("interviewing", NOW - 2 * DAY)), "Acme", score=90),
            Tracked((Event("applied", NOW - 50 * DAY), Event("rejected", NOW - 44 * DAY)), "Beta", "linkedin"),
            Tracked((Event("applied", NOW - 40 * DAY),), "Cob", "linkedin"),
        ],
    )
    return ada


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sent: list[str] = []
    fetch = database.fetch

    async def watched(sql: str, *parameters: object) -> list[dict[str, Any]]:
        sent.append(sql)
        return await fetch(sql, *parameters)

    monkeypatch.setattr(database, "fetch", watched)
    return sent


async def get(person: Person, path: str, **parameters: Any) -> httpx2.Response:
    return await person.rest.get(f"/api/analytics/{path}", params=parameters)


async def test_the_dashboard_has_the_documented_shape(hunter: Person) -> None:
    response = await get(hunter, "dashboard")
    Data[Dashboard].model_validate_json(response.content)
    data = response.json()["data"]
    assert list(data) == [
        "total_applications", "active_companies", "interview_rate", "response_rate", "positive_response_rate",
        "offer_rate", "avg_match_score", "time_to_response", "by_status", "by_source", "funnel", "time_in_stage",
        "applications_over_time", "heatmap", "activities", "streak", "weekly_goal", "ghosted", "score_bands",
    ]  # fmt: skip
    assert data["total_applications"] == {
        "value": 3, "trend": {"current": 1, "previous": 2, "delta": -1, "delta_percent": -50.0},
    }  # fmt: skip
    assert data["response_rate"] == {
        "value": 2 / 3, "n": 3, "small_sample": True,
        "trend": {"current": 1.0, "previous": 0.5, "delta": 0.5, "delta_percent": 100.0},
    }  # fmt: skip
    assert data["time_to_response"] == {
        "median": 5.0, "p75": 5.5, "n": 2, "excluded": 0,
        "trend": {"current": 4.0, "previous": 6.0, "delta": -2.0, "delta_percent": -100 / 3},
    }  # fmt: skip
    assert data["by_source"][0] == {
        "source": "linkedin", "count": 2, "applied": 2, "responded": 1, "response_rate": 0.5,
    }  # fmt: skip
    assert data["funnel"][1] == {
        "stage": "interviewing", "reached": 1, "rate_from_applied": 1 / 3, "rate_from_previous": 1 / 3, "current": 1,
    }  # fmt: skip
    assert data["time_in_stage"][1] == {"stage": "applied", "median": None, "p75": None, "n": 2, "still_in": 1}
    assert data["heatmap"][-7] == {"date": "2026-03-14", "count": 1}
    assert data["streak"] == {"current": 0, "longest": 1, "last_active_on": "2026-03-14"}
    assert data["weekly_goal"] == {"target": None, "done": 0, "remaining": None, "week_start": "2026-03-16"}
    assert data["ghosted"] == 1
    assert data["activities"][0] == data["activities"][0] | {
        "to_status": "interviewing", "occurred_at": "2026-03-18T23:30:00Z", "note": None,
    }  # fmt: skip
    assert data["activities"][0]["job"] == data["activities"][0]["job"] | {
        "company_name": "Acme", "job_title": "Engineer", "status": "interviewing",
    }  # fmt: skip


async def test_a_timeline_stands_beside_what_it_is_of(hunter: Person) -> None:
    response = await get(hunter, "timeline", period="7d", timezone="Asia/Tokyo")
    Timeline.model_validate_json(response.content)
    answer = response.json()
    data = answer.pop("data")
    assert answer == {"period": "7d", "bucket": "day", "timezone": "Asia/Tokyo"}
    assert len(data) == 7
    assert data[0] == {
        "start": "2026-03-15", "end": "2026-03-16", "saved": 1, "applied": 1, "responded": 0, "interviewing": 0,
        "offers": 0, "rejected": 0,
    }  # fmt: skip
    for period, bucket, count in (("30d", "day", 30), ("90d", "week", 14), ("all", "month", 3)):
        answer = (await get(hunter, "timeline", period=period)).json()
        assert (answer["period"], answer["bucket"], len(answer["data"])) == (period, bucket, count)
    sundays = (await get(hunter, "timeline", period="90d", week_start="sunday")).json()["data"]
    assert sundays[-1]["start"] == "2026-03-15"
    assert (await get(hunter, "timeline")).json()["period"] == "30d"


async def test_what_no_period_fits_is_said_by_days(hunter: Person) -> None:
    answer = (await get(hunter, "timeline", **{"from": "2026-01-28", "to": "2026-02-05", "bucket": "week"})).json()
    assert (answer["period"], answer["bucket"]) == (None, "week")
    assert [(point["start"], point["applied"], point["rejected"]) for point in answer["data"]] == [
        ("2026-01-26", 1, 0), ("2026-02-02", 0, 1),
    ]  # fmt: skip


async def test_funnel_flow_and_companies(hunter: Person) -> None:
    cohort = {"from": "2026-01-01", "to": "2026-03-01"}
    funnel = await get(hunter, "funnel", **cohort)
    Data[list[FunnelStep]].model_validate_json(funnel.content)
    assert [step["reached"] for step in funnel.json()["data"]] == [2, 0, 0]
    flow = await get(hunter, "flow", **cohort)
    Data[Flow].model_validate_json(flow.content)
    assert flow.json()["data"]["links"] == [
        {"source": "applied", "target": "rejected", "value": 1},
        {"source": "applied", "target": "no_answer", "value": 1},
    ]
    companies = await get(hunter, "companies", limit=2, page=2, ghost_after_days=41)
    Listed[Company].model_validate_json(companies.content)
    assert companies.json() == {
        "data": [{
            "company_name": "Cob", "applications": 1, "responded": 0, "response_rate": 0.0, "small_sample": True,
            "median_days_to_response": None, "ghosted": 0, "ghosted_share": 0.0, "last_applied_on": "2026-02-08",
        }],
        "total": 3, "page": 2, "limit": 2, "has_more": False,
    }  # fmt: skip
    assert 'page=1>; rel="prev"' in companies.headers["link"]


@pytest.mark.parametrize("path", ROUTES)
async def test_an_unchanged_answer_is_304_after_one_small_read(
    hunter: Person, statements: list[str], path: str
) -> None:
    first = await get(hunter, path)
    assert first.status_code == 200
    assert first.headers["cache-control"] == "private, no-cache"
    etag = first.headers["etag"]
    del statements[:]
    again = await hunter.rest.get(f"/api/analytics/{path}", headers={"If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert again.headers["cache-control"] == "private, no-cache"
    (small,) = statements
    assert "job" not in small


@pytest.mark.parametrize("path", ROUTES)
async def test_a_changed_answer_has_another_tag(
    hunter: Person, bob: Person, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tag(**parameters: str) -> str:
        response = await hunter.rest.get(
            f"/api/analytics/{path}", params=parameters, headers={"If-None-Match": ", ".join(tags)}
        )
        assert response.status_code == (304 if response.headers["etag"] in tags else 200)
        return str(response.headers["etag"])

    tags: list[str] = []
    tags.append(await tag())
    await store(bob.id, [job(("applied", NOW))])
    assert await tag() == tags[0]
    tags.append(await tag(timezone="Asia/Tokyo"))
    tags.append(await tag(week_start="sunday"))
    created = (await hunter.rest.post("/api/jobs", json={"company_name": "Zed", "job_title": "x"})).json()["data"]
    tags.append(await tag())
    await hunter.rest.patch(f"/api/jobs/{created['id']}", json={"status": "applied"})
    tags.append(await tag())
    await hunter.rest.delete(f"/api/jobs/{created['id']}")
    tags.append(await tag())
    await hunter.rest.patch("/api/profile", json={"weekly_goal": 4})
    tags.append(await tag())
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=30))
    tags.append(await tag())
    assert len(set(tags)) == len(tags)


ZONE = "must be an IANA time zone such as Europe/Lisbon"


@pytest.mark.parametrize(
    ("path", "sent", "field", "message"),
    [
        *((path, {"timezone": "Mars/Olympus"}, "timezone", ZONE) for path in ROUTES),
        *((path, {"timezone": "localtime"}, "timezone", ZONE) for path in ROUTES),
        ("dashboard", {"timezone": ""}, "timezone", ZONE),
        ("dashboard", {"from": "2026-02-30"}, "from", "must be a day such as 2026-03-01"),
        ("dashboard", {"from": "1969-12-31"}, "from", "must lie between the years 1970 and 2200"),
        ("dashboard", {"from": "2026-03-01", "to": "2026-03-01"}, "to", "must be after from"),
        ("dashboard", {"since": "2026-03-01"}, "since", "is not a known field"),
        ("dashboard", {"week_start": "tuesday"}, "week_start", "must be 'monday' or 'sunday'"),
        ("dashboard", {"ghost_after_days": "0"}, "ghost_after_days", "must be greater than or equal to 1"),
        ("timeline", {"period": "8d"}, "period", "must be '7d', '30d', '90d' or 'all'"),
        ("timeline", {"period": "7d", "to": "2026-03-01"}, "period", "does not go together with from and to"),
        ("timeline", {"bucket": "hour"}, "bucket", "must be 'day', 'week' or 'month'"),
        ("timeline", {"ghost_after_days": "3"}, "ghost_after_days", "is not a known field"),
        ("companies", {"limit": "501"}, "limit", "must be less than or equal to 500"),
    ],
)
async def test_a_fault_is_named(ada: Person, path: str, sent: dict[str, str], field: str, message: str) -> None:
    for headers in ({}, {"If-None-Match": '"x"'}):
        response = await ada.rest.get(f"/api/analytics/{path}", params=sent, headers=headers)
        assert response.status_code == 400
        assert response.json()["error"]["details"] == [{"field": field, "message": message}]
        assert "etag" not in response.headers
