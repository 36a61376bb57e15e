"""The demo account: the same for the same seed and day, and believable."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core import database
from core.actor import Actor, Client, Identity
from core.canonical_url import canonical_url
from models.job import STAMPS, Job, JobStatus, JobType
from models.job_event import EventType, JobEvent
from models.user import User
from resolvers import accounts, demo
from resolvers.collaborators import Collaborators
from tests.conftest import Person

TODAY = date(2026, 6, 15)
END = datetime(2026, 6, 15, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("database_emptied")


async def _rows() -> dict[str, list[dict[str, Any]]]:
    """Everything about the account but the integer key, which is unique per server, and the password's salt."""
    return {
        "account": await database.fetch(
            "SELECT id::text, email, username, email_confirmed, plan, created_at FROM account"
        ),
        "job": await database.fetch("SELECT id::text, to_jsonb(job) - 'job_id' AS job FROM job ORDER BY id"),
        "event": await database.fetch(
            "SELECT to_jsonb(job_event) - 'job_id' AS event, job.id::text AS job "
            "FROM job_event JOIN job USING (job_id) ORDER BY job_event.id"
        ),
    }


async def test_the_same_seed_and_day_make_the_same_rows() -> None:
    await demo.fill(jobs=40, seed=1, today=TODAY)
    first = await _rows()
    await demo.fill(jobs=40, seed=1, today=TODAY)
    assert await _rows() == first
    await demo.fill(jobs=40, seed=2, today=TODAY)
    other = await _rows()
    assert {row["id"] for row in other["job"]}.isdisjoint(row["id"] for row in first["job"])


async def test_what_the_account_had_is_replaced_and_others_are_left_alone(ada: Person, app: Collaborators) -> None:
    assert (await ada.rest.post("/api/jobs", json={"company_name": "a", "job_title": "b"})).status_code == 201
    assert await demo.fill(jobs=5, seed=1, today=TODAY) == 5
    assert await demo.fill(jobs=3, seed=1, today=TODAY) == 3
    assert await User.all().count() == 2
    assert (await ada.rest.get("/api/jobs")).json()["total"] == 1
    nobody = Actor(Client("192.0.2.8", "tests"))
    login = await accounts.log_in(nobody, demo.EMAIL, demo.PASSWORD, signer=app.signer)
    them = Actor(nobody.client, Identity(login.user["id"], login.user["plan"], None))
    assert await Job.owned_by(them).count() == 3


async def _demo() -> tuple[list[Job], list[JobEvent]]:
    await demo.fill(jobs=300, seed=1, today=TODAY)
    return await Job.all(), await JobEvent.all().order_by("occurred_at")


async def test_jobs_are_spread_over_twelve_months() -> None:
    jobs, _ = await _demo()
    assert len(jobs) == 300
    ages = Counter((END - job.created_at).days // 31 for job in jobs)
    assert sorted(ages) == list(range(12))
    assert min(ages.values()) >= 10
    assert max(job.updated_at for job in jobs) < END
    assert {job.status for job in jobs} == set(JobStatus)
    assert {job.job_type for job in jobs} >= {JobType.FULL_TIME, JobType.CONTRACT, JobType.INTERN}


async def test_histories_are_consistent_with_their_jobs() -> None:
    jobs, events = await _demo()
    for job in jobs:
        history = [event for event in events if event.job_id == job.job_id]  # type: ignore[attr-defined]
        assert [event.type for event in history] == [EventType.CREATED] + [EventType.STATUS_CHANGED] * (
            len(history) - 1
        )
        assert [event.from_status for event in history] == [None, *(event.to_status for event in history[:-1])]
        assert (history[0].to_status, history[-1].to_status) == (JobStatus.INTERESTED, job.status)
        assert (history[0].occurred_at, history[-1].occurred_at) == (job.created_at, job.updated_at)
        assert job.version == len(history)
        stamps = {STAMPS[event.to_status]: event.occurred_at for event in history if event.to_status in STAMPS}
        assert {name: getattr(job, name) for name in STAMPS.values()} == dict.fromkeys(STAMPS.values()) | stamps
        assert all(7 < event.occurred_at.hour < 22 for event in history)


async def test_postings_do_not_contradict_themselves() -> None:
    jobs, _ = await _demo()
    assert len({job.source_url for job in jobs}) == 300
    for job in jobs:
        assert job.source_url is not None
        assert job.source_url.isascii()
        assert canonical_url(job.source_url) == job.canonical_url
        assert job.is_remote or job.location != "Remote, Europe"
        assert ("Intern" in job.job_title) == (job.job_type is JobType.INTERN)
        assert job.salary_min is not None
        assert job.salary_max is not None
        assert 10_000 < job.salary_min < job.salary_max < 200_000
        assert (job.salary_min % 1000, job.salary_max % 1000) == (0, 0)
        assert job.search


async def test_the_last_day_is_the_day_before() -> None:
    await demo.fill(jobs=300, seed=1, today=TODAY)
    newest = await database.fetch_value("SELECT max(occurred_at) FROM job_event")
    assert END - timedelta(days=2) < newest < END
