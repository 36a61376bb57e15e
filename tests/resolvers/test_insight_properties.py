"""What holds of the insights of any history: they agree with analytics, and claim nothing of fewer than ten."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings

from core.page import Row
from models.insight import InsightType
from resolvers import analytics, insights
from resolvers import analytics_rates as rates
from resolvers.analytics_figure import Cohort
from resolvers.insight_digest import word
from resolvers.insight_facts import Confidence, Facts, Period
from tests.conftest import Ticking
from tests.resolvers.analytics_histories import Tracked, jobs, owner, thoroughly

NOW = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@settings(thoroughly, max_examples=30)
@given(jobs(NOW, most=40))
async def test_any_history(ticking: Ticking, database_emptied: None, tracked: list[Tracked]) -> None:
    ticking.moment = NOW
    actor = await owner(tracked)
    found = {row["type"]: row for row in await insights.current(actor, list(InsightType))}
    figures = [rates.response_rate(), rates.total_applications(), rates.ghosted(30)]
    _, (responses, applications, ghosted) = await analytics.read(actor, Cohort(), figures)
    live = sum(not one.is_deleted for one in tracked)

    patterns = found["pattern_detection"]["metadata"]
    assert patterns["n"] == applications["value"]
    if patterns["n"] < 10:
        assert set(patterns) == {"n", "confidence", "period"}
    else:
        assert patterns["response_rate"]["rate"] == responses["value"]
        compared = patterns["compared"]["n"]
        assert all(sum(row["n"] for row in rows) == compared for rows in patterns["groups"].values() if rows)
        assert all(row["response_rate"] is None for row in _rows(patterns) if row["n"] < 10)
        assert all(min(one["group"]["n"], one["others"]["n"]) >= 10 for one in patterns["patterns"])

    assert found["market_analysis"]["metadata"]["n"] == live
    assert ("titles" in found["market_analysis"]["metadata"]) == (live >= 10)
    assert found["recommendation"]["metadata"]["n"] == live
    assert found["recommendation"]["metadata"]["ghosted"]["total"] == ghosted
    for row in found.values():
        assert row["title"]
        assert row["content"]
        assert "\n" not in row["title"]


def _rows(patterns: Row) -> list[Row]:
    return [row for rows in patterns["groups"].values() for row in rows]


def test_words_are_made_of_facts_alone() -> None:
    counts = {"saved": 0, "applied": 1, "responded": 0, "interviewing": 0, "offers": 0, "rejected": 0}
    figures = {
        "counts": counts, "previous": counts | {"saved": 2}, "events": [], "events_total": 0, "goal": None,
        "follow_ups": {"total": 0, "jobs": []}, "follow_up_after": {"days": 10, "n": 0, "is_learnt": False},
    }  # fmt: skip
    period = Period(NOW.date() - DAY, NOW.date())
    assert word(Facts(InsightType.DAILY_DIGEST, period, 1, Confidence.HIGH, figures)) == (
        "Tuesday, 17 March 2026: 1 application",
        "You saved 0 jobs, applied for 1 job and had 0 answers. The day before: 2 saved, 1 applied for, 0 answered.",
    )
