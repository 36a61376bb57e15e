"""Insights: kept until the data or the day changes, of the asker's own data alone, nothing claimed of too few."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from core import database
from core.actor import Actor
from core.errors import Unauthorized
from core.page import Row
from models.insight import InsightType
from resolvers import insights, jobs, profiles
from resolvers.insight_facts import Facts, Words
from resolvers.job_inputs import JobChange
from resolvers.profiles import ProfileChange
from tests.conftest import Person, Ticking
from tests.resolvers.factory import saved

NOW = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def _now(ticking: Ticking) -> None:
    ticking.moment = NOW


async def everything(actor: Actor, *types: InsightType) -> list[Row]:
    found = await insights.page(actor, types, 1, 100)
    assert isinstance(found.rows, list)
    return found.rows


def ids(rows: list[Row]) -> list[str]:
    return [row["id"] for row in rows]


async def test_nothing_is_claimed_of_an_empty_account(ada: Person) -> None:
    found = {row["type"]: row for row in await everything(ada.actor)}
    assert list(found) == list(InsightType)
    assert {kind: (row["title"], row["content"]) for kind, row in found.items()} == {
        "daily_digest": (
            "Tuesday, 17 March 2026: nothing new",
            "You saved 0 jobs, applied for 0 jobs and had 0 answers. "
            "The day before: 0 saved, 0 applied for, 0 answered.",
        ),
        "weekly_summary": (
            "Week of 9 March 2026: nothing new",
            "You saved 0 jobs, applied for 0 jobs and had 0 answers. "
            "The week before: 0 saved, 0 applied for, 0 answered.",
        ),
        "recommendation": (
            "Nothing is waiting for you", "No application waits for a follow-up and no saved job for a decision.",
        ),
        "pattern_detection": (
            "Too few applications to see patterns",
            "Seeing patterns needs at least 10 applications. You have 0, so 10 more to go.",
        ),
        "market_analysis": (
            "Too few saved jobs to see a market",
            "Seeing what is asked needs at least 10 saved jobs. You have 0, so 10 more to go.",
        ),
    }  # fmt: skip
    assert found["pattern_detection"]["metadata"] == {
        "n": 0, "confidence": "low", "period": {"from": None, "to": "2026-03-19"},
    }  # fmt: skip


async def test_they_are_kept_until_the_data_change(ada: Person) -> None:
    first = await everything(ada.actor)
    assert await everything(ada.actor) == first
    job = await saved(ada.actor)
    second = await everything(ada.actor)
    assert not set(ids(first)) & set(ids(second))
    await jobs.update(ada.actor, job["id"], JobChange.model_validate({"notes": "x"}))
    third = await everything(ada.actor)
    assert not set(ids(second)) & set(ids(third))
    assert len(third) == len(InsightType)


async def test_they_are_kept_until_the_local_day_is_over(ada: Person, ticking: Ticking) -> None:
    await profiles.update(ada.actor, ProfileChange(timezone="America/New_York"))
    first = await everything(ada.actor)
    ticking.moment = datetime(2026, 3, 19, 3, 59, 59, tzinfo=UTC)
    assert await everything(ada.actor) == first
    ticking.advance(1)
    second = await everything(ada.actor)
    # The digest of the day before stays; all others are new.
    old = [row for row in second if row["id"] in ids(first)]
    assert [row["title"] for row in old] == ["Tuesday, 17 March 2026: nothing new"]
    assert [row["type"] for row in second] == [*InsightType, "daily_digest"]


@pytest.mark.parametrize("change", [{"timezone": "Asia/Tokyo"}, {"week_start": "sunday"}, {"weekly_goal": 3}])
async def test_they_change_with_the_profile(ada: Person, change: Row) -> None:
    first = await everything(ada.actor)
    await profiles.update(ada.actor, ProfileChange.model_validate(change))
    assert not set(ids(first)) & set(ids(await everything(ada.actor)))


async def test_only_what_is_asked_for_is_made(ada: Person) -> None:
    found = await everything(ada.actor, InsightType.RECOMMENDATION)
    assert [row["type"] for row in found] == ["recommendation"]
    assert await database.fetch_value("SELECT count(*) FROM insight") == 1


async def test_pages(ada: Person) -> None:
    found = await everything(ada.actor)
    second = await insights.page(ada.actor, [], 2, 2)
    assert (second.rows, second.total, second.has_more) == (found[2:4], 5, True)
    beyond = await insights.page(ada.actor, [], 9, 2)
    assert (beyond.rows, beyond.total, beyond.has_more) == ([], 5, False)


async def test_parallel_requests_make_each_once(ada: Person) -> None:
    found = await asyncio.gather(*(everything(ada.actor) for _ in range(5)))
    assert all(rows == found[0] for rows in found)
    assert await database.fetch_value("SELECT count(*) FROM insight") == len(InsightType)


async def test_other_users_are_not_looked_at(ada: Person, bob: Person) -> None:
    for _ in range(12):
        await saved(bob.actor, status="applied", occurred_at=NOW - timedelta(days=12))
    hers = await everything(ada.actor)
    assert [row["metadata"]["n"] for row in hers] == [0] * len(InsightType)
    his = {row["type"]: row["metadata"]["n"] for row in await everything(bob.actor)}
    assert his == {
        "daily_digest": 0, "weekly_summary": 0, "recommendation": 12, "pattern_detection": 12, "market_analysis": 12,
    }  # fmt: skip
    assert await insights.read_many(ada.actor, [row["id"] for row in await everything(bob.actor)]) == []


async def test_another_wording_knows_the_facts_alone(ada: Person) -> None:
    told: list[Facts] = []

    def word(facts: Facts) -> Words:
        told.append(facts)
        return Words("t" * 300, "In other words.")

    [row] = await insights.current(ada.actor, [InsightType.RECOMMENDATION], word=word)
    assert (row["title"], row["content"]) == ("t" * 255, "In other words.")
    [facts] = told
    assert (facts.metadata, facts.type) == (row["metadata"], "recommendation")


async def test_nobody(nobody: Actor) -> None:
    with pytest.raises(Unauthorized):
        await insights.page(nobody, [], 1, 10)
