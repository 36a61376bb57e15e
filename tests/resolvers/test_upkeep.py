"""Upkeep: what is over is thrown away, what may still be wanted stays."""

from datetime import UTC, datetime, timedelta

import pytest

from core import clock, database
from resolvers import jobs, upkeep
from tests.conftest import Person
from tests.resolvers.factory import saved


async def test_jobs_are_purged_when_they_cannot_be_restored_any_more(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.now(UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    deleted, live = await saved(ada.actor), await saved(ada.actor)
    await jobs.delete(ada.actor, deleted["id"])
    moment += timedelta(days=30)
    await upkeep.purge()
    assert await database.fetch_value("SELECT count(*) FROM job") == 2
    moment += timedelta(microseconds=1)
    await upkeep.purge()
    assert [str(row["id"]) for row in await database.fetch("SELECT id FROM job")] == [live["id"]]
    assert await database.fetch_value("SELECT count(*) FROM job_event") == 1


async def test_sessions_are_purged_when_they_are_over(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    (ends,) = await database.fetch("SELECT expires_at FROM session")
    moment = ends["expires_at"]
    monkeypatch.setattr(clock, "now", lambda: moment)
    await upkeep.purge()
    assert await database.fetch_value("SELECT count(*) FROM session") == 1
    moment += timedelta(microseconds=1)
    await upkeep.purge()
    assert await database.fetch_value("SELECT count(*) FROM session") == 0
    assert await database.fetch_value("SELECT count(*) FROM refresh_token") == 0
