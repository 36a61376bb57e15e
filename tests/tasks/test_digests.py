"""Digests from asking to their end, and those that come by themselves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from core import database
from resolvers import digests, insights, jobs, profiles, running, runs, upkeep
from resolvers.collaborators import Collaborators
from resolvers.profiles import ProfileChange
from resolvers.running import Running
from tasks import registry
from tasks.worker import working
from tests.conftest import Person, Ticking
from tests.resolvers.factory import saved
from tests.waiting import ended, until

_INSIGHT = "type title content metadata createdAt"


@asynccontextmanager
async def at_work(app: Collaborators) -> AsyncIterator[None]:
    async with working(registry.tasks(app), {}, concurrency=2):
        yield


async def asked(person: Person, period: str) -> str:
    return str((await person.rest.post("/api/ai/digest", json={"period": period})).json()["data"]["id"])


async def test_the_result_is_the_insight_on_both_wires(app: Collaborators, ada: Person) -> None:
    await saved(ada.actor)
    async with at_work(app):
        run = await ended(ada, await asked(ada, "daily"))
        again = await ended(ada, await asked(ada, "daily"))
        weekly = await ended(ada, await asked(ada, "weekly"))
    assert (run["status"], run["kind"], run["error"]) == ("succeeded", "digest", None)
    assert again["result"] == run["result"]
    assert weekly["result"]["type"] == "weekly_summary"
    listed = (await ada.rest.get("/api/ai/insights", params={"type": "daily_digest"})).json()["data"]
    assert [run["result"]] == listed
    query = f"query($id: ID!) {{ run(id: $id) {{ result {{ ... on Insight {{ id {_INSIGHT} }} }} }} }}"
    result = (await ada.data(query, id=run["id"]))["run"]["result"]
    assert (result["id"], result["type"], result["createdAt"]) == (
        listed[0]["id"], "DAILY_DIGEST", listed[0]["created_at"],
    )  # fmt: skip


async def test_a_digest_of_a_run_that_was_cancelled_is_not_made(app: Collaborators, ada: Person) -> None:
    run_id = await asked(ada, "daily")
    await ada.rest.delete(f"/api/scraper/runs/{run_id}")
    async with at_work(app):
        await ended(ada, await asked(ada, "weekly"))
    assert [row["type"] for row in await kept(ada)] == ["weekly_summary"]


async def test_one_that_is_cancelled_while_it_is_made_is_not_kept(ada: Person) -> None:
    run_id = UUID(await asked(ada, "daily"))

    async def cancelled(run: Running) -> None:
        await runs.cancel(ada.actor, run_id)
        await digests.carry_out(run)

    await running.carry_out(run_id, cancelled, is_last=False)
    assert (await runs.read(ada.actor, run_id))["status"] == "cancelled"
    assert await kept(ada) == []


async def kept(person: Person) -> list[dict[str, Any]]:
    return await database.fetch(
        "SELECT type, since::text AS since FROM insight WHERE user_id = $1 ORDER BY type, since", person.id
    )


async def queued() -> list[str]:
    rows = await database.fetch("SELECT convert_from(payload, 'UTF8') AS about FROM pgq.pgqueuer ORDER BY 1")
    return [row["about"] for row in rows]


async def test_they_are_due_once_the_local_day_has_begun(ada: Person, ticking: Ticking) -> None:
    """Saturday the 14th of March 2026 in New York, the clocks of which have just been changed."""
    await profiles.update(ada.actor, ProfileChange(timezone="America/New_York"))
    ticking.moment = datetime(2026, 3, 14, 3, 59, tzinfo=UTC)
    await saved(ada.actor)
    await upkeep.queue_digests()
    assert await queued() == [str(ada.id)]
    await upkeep.make_digests(ada.id)
    made = [
        {"type": "daily_digest", "since": "2026-03-12"}, {"type": "weekly_summary", "since": "2026-03-02"},
    ]  # fmt: skip
    assert await kept(ada) == made
    await database.fetch("DELETE FROM pgq.pgqueuer")
    await upkeep.queue_digests()
    assert await queued() == []
    ticking.advance(60)
    await upkeep.queue_digests()
    assert await queued() == [str(ada.id)]
    await upkeep.make_digests(ada.id)
    assert await kept(ada) == [
        {"type": "daily_digest", "since": "2026-03-12"}, {"type": "daily_digest", "since": "2026-03-13"}, made[1],
    ]  # fmt: skip


async def test_weeks_begin_as_the_profile_says(ada: Person, bob: Person, ticking: Ticking) -> None:
    await profiles.update(bob.actor, ProfileChange.model_validate({"week_start": "sunday"}))
    ticking.moment = datetime(2026, 3, 14, 12, tzinfo=UTC)
    for person in (ada, bob):
        await saved(person.actor)
        await upkeep.make_digests(person.id)
    # Sunday the 15th: the day is over for both, the week for one.
    ticking.moment = datetime(2026, 3, 15, 0, 2, tzinfo=UTC)
    await upkeep.queue_digests()
    assert set(await queued()) == {str(ada.id), str(bob.id)}
    for person in (ada, bob):
        await upkeep.make_digests(person.id)
    made = [(await kept(person))[-2:] for person in (ada, bob)]
    summaries = [[row["since"] for row in rows if row["type"] == "weekly_summary"] for rows in made]
    assert summaries == [["2026-03-02"], ["2026-03-01", "2026-03-08"]]


async def test_who_has_done_nothing_for_a_month_gets_none(ada: Person, bob: Person, ticking: Ticking) -> None:
    await saved(ada.actor)
    ticking.advance(timedelta(days=30).total_seconds() - 1)
    await upkeep.queue_digests()
    assert await queued() == [str(ada.id)]
    await database.fetch("DELETE FROM pgq.pgqueuer")
    ticking.advance(1)
    await upkeep.queue_digests()
    assert await queued() == []


async def test_a_user_who_is_gone_is_no_failure(ada: Person) -> None:
    await upkeep.make_digests(UUID(int=1))
    assert await database.fetch_value("SELECT count(*) FROM insight") == 0


async def test_digests_are_kept_for_ninety_days(ada: Person, ticking: Ticking) -> None:
    await saved(ada.actor)
    await insights.page(ada.actor, [], 1, 1)
    ticking.advance(timedelta(days=90).total_seconds())
    await upkeep.purge()
    assert len(await kept(ada)) == 5
    ticking.advance(0.001)
    await upkeep.purge()
    assert [row["type"] for row in await kept(ada)] == ["market_analysis", "pattern_detection", "recommendation"]


async def test_a_worker_makes_what_is_queued(app: Collaborators, ada: Person) -> None:
    job = await saved(ada.actor)
    await jobs.delete(ada.actor, job["id"])
    await upkeep.queue_digests()
    async with at_work(app):
        await until(lambda: kept(ada))
    assert [row["type"] for row in await kept(ada)] == ["daily_digest", "weekly_summary"]
