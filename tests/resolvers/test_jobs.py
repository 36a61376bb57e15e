"""Jobs: what is written, what is refused, and that a refusal changes nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from core import clock, database
from core.actor import Actor
from core.errors import Conflict, DuplicateJob, NotFound, Unauthorized, ValidationFailed, VersionConflict
from models.job import FIELDS
from resolvers import job_reads, jobs
from resolvers.job_inputs import JobChange
from tests.conftest import Person
from tests.resolvers import factory
from tests.resolvers.factory import MONDAY, draft, saved

URL = "https://www.acme.com/jobs/7?utm_source=mail"


def change(**fields: Any) -> JobChange:
    return JobChange.model_validate(fields)


async def everything() -> list[dict[str, Any]]:
    """All jobs and events of everybody, to see that nothing changed."""
    jobs_now = await database.fetch("SELECT * FROM job ORDER BY job_id")
    return jobs_now + await database.fetch("SELECT * FROM job_event ORDER BY id")


async def history(actor: Actor, job_id: str) -> list[tuple[Any, ...]]:
    events = await factory.history(actor, job_id)
    return [(e["type"], e["from_status"], e["to_status"], e["occurred_at"]) for e in events]


async def test_a_job_is_saved_with_defaults_and_its_first_event(ada: Person) -> None:
    row = await saved(ada.actor)
    assert row == {
        **dict.fromkeys(FIELDS),
        "id": row["id"],
        "job_id": row["job_id"],
        "company_name": "Acme",
        "job_title": "Engineer",
        "source": "manual",
        "status": "interested",
        "job_type": "other",
        "is_remote": False,
        "tags": [],
        "version": 1,
        "created_at": row["created_at"],
        "updated_at": row["created_at"],
    }
    assert await history(ada.actor, row["id"]) == [("created", None, "interested", row["created_at"])]


async def test_a_read_returns_what_the_write_returned(ada: Person) -> None:
    row = await saved(
        ada.actor, source_url=URL, status="applied", tags=["a", "b"], salary_min=1, salary_max=2, occurred_at=MONDAY
    )
    assert await job_reads.get(ada.actor, UUID(row["id"])) == row
    assert row["applied_at"] == MONDAY


@pytest.mark.parametrize(
    ("sent", "stored"), [({"job_type": "remote"}, True), ({"job_type": "remote", "is_remote": False}, False)]
)
async def test_remote_work_sets_is_remote_unless_it_was_sent(ada: Person, sent: dict[str, Any], stored: bool) -> None:
    assert (await saved(ada.actor, **sent))["is_remote"] is stored


async def test_an_address_is_kept_as_given_and_compared_in_canonical_form(ada: Person) -> None:
    first = await saved(ada.actor, source_url=URL, status="applied", occurred_at=MONDAY)
    before = await everything()
    with pytest.raises(DuplicateJob) as refused:
        await saved(ada.actor, source_url="https://acme.com/jobs/7/#apply")
    assert refused.value.existing == first
    assert first["source_url"] == URL
    assert await everything() == before


async def test_fifty_parallel_creates_of_one_address_make_one_job(ada: Person) -> None:
    outcomes = await asyncio.gather(*(saved(ada.actor, source_url=URL) for _ in range(50)), return_exceptions=True)
    made = [outcome for outcome in outcomes if isinstance(outcome, dict)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, DuplicateJob)]
    assert (len(made), len(refused)) == (1, 49)
    assert {duplicate.existing["id"] for duplicate in refused} == {made[0]["id"]}
    assert await database.fetch_value("SELECT count(*) FROM job") == 1
    assert await database.fetch_value("SELECT count(*) FROM job_event") == 1


async def test_two_users_may_track_the_same_address(ada: Person, bob: Person) -> None:
    await saved(ada.actor, source_url=URL)
    assert (await saved(bob.actor, source_url=URL))["source_url"] == URL


async def test_a_change_touches_only_what_was_sent(ada: Person) -> None:
    row = await saved(ada.actor, notes="call them", location="Lisbon")
    changed = await jobs.update(ada.actor, UUID(row["id"]), change(location=None))
    assert changed == row | {"location": None, "version": 2, "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > row["updated_at"]


async def test_a_change_that_changes_nothing_keeps_the_version(ada: Person) -> None:
    row = await saved(ada.actor, notes="same", status="applied")
    assert await jobs.update(ada.actor, UUID(row["id"]), change(notes="same", status="applied")) == row
    assert len(await history(ada.actor, row["id"])) == 1


async def test_a_change_of_status_is_an_event(ada: Person) -> None:
    row = await saved(ada.actor)
    changed = await jobs.update(ada.actor, UUID(row["id"]), change(status="applied", occurred_at=MONDAY))
    assert (changed["status"], changed["applied_at"], changed["version"]) == ("applied", MONDAY, 2)
    assert sorted(await history(ada.actor, row["id"]), key=lambda event: event[3]) == [
        ("status_changed", "interested", "applied", MONDAY),
        ("created", None, "interested", row["created_at"]),
    ]


async def test_the_first_time_counts_when_a_status_is_reached_again(ada: Person) -> None:
    row = await saved(ada.actor, status="applied", occurred_at=MONDAY)
    job_id = UUID(row["id"])
    await jobs.update(ada.actor, job_id, change(status="interested"))
    later = await jobs.update(ada.actor, job_id, change(status="applied", occurred_at=MONDAY + timedelta(days=3)))
    assert later["applied_at"] == MONDAY
    earlier = await jobs.update(ada.actor, job_id, change(status="rejected", occurred_at=MONDAY - timedelta(days=1)))
    assert earlier["rejected_at"] == MONDAY - timedelta(days=1)


async def test_correcting_a_time_moves_the_event_behind_it(ada: Person) -> None:
    row = await saved(ada.actor, status="applied", occurred_at=MONDAY)
    moved = MONDAY - timedelta(days=2)
    changed = await jobs.update(ada.actor, UUID(row["id"]), change(applied_at=moved))
    assert (changed["applied_at"], changed["version"]) == (moved, 2)
    assert await history(ada.actor, row["id"]) == [("created", None, "applied", moved)]


async def test_a_status_and_its_time_may_come_together(ada: Person) -> None:
    row = await saved(ada.actor)
    changed = await jobs.update(ada.actor, UUID(row["id"]), change(status="offer_received", offer_at=MONDAY))
    assert (changed["status"], changed["offer_at"], changed["version"]) == ("offer_received", MONDAY, 2)


TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"applied_at": MONDAY}, "applied_at"),
        ({"occurred_at": MONDAY}, "occurred_at"),
        ({"status": "interested", "occurred_at": MONDAY}, "occurred_at"),
        ({"status": "applied", "occurred_at": TOMORROW}, "occurred_at"),
        ({"status": "applied", "applied_at": TOMORROW}, "applied_at"),
        ({"salary_min": 11}, "salary_min"),
    ],
)
async def test_a_change_that_contradicts_the_job_is_refused_whole(
    ada: Person, sent: dict[str, Any], field: str
) -> None:
    row = await saved(ada.actor, salary_max=10)
    before = await everything()
    with pytest.raises(ValidationFailed) as refused:
        await jobs.update(ada.actor, UUID(row["id"]), change(notes="lost", **sent))
    assert [fault.field for fault in refused.value.faults] == [field]
    assert await everything() == before


async def test_a_future_event_is_refused_on_create(ada: Person) -> None:
    with pytest.raises(ValidationFailed) as refused:
        await saved(ada.actor, occurred_at=TOMORROW)
    assert [fault.field for fault in refused.value.faults] == ["occurred_at"]
    assert await everything() == []


async def test_an_update_onto_another_jobs_address_is_refused(ada: Person) -> None:
    first = await saved(ada.actor, source_url=URL)
    second = await saved(ada.actor, source_url="https://acme.com/jobs/8")
    before = await everything()
    with pytest.raises(DuplicateJob) as refused:
        await jobs.update(ada.actor, UUID(second["id"]), change(source_url=URL))
    assert refused.value.existing == first
    assert await everything() == before


async def test_an_expected_version_makes_a_change_conditional(ada: Person) -> None:
    row = await saved(ada.actor)
    job_id = UUID(row["id"])
    second = await jobs.update(ada.actor, job_id, change(notes="one"), version=1)
    before = await everything()
    for attempt in (
        jobs.update(ada.actor, job_id, change(notes="two"), version=1),
        jobs.replace(ada.actor, job_id, draft(notes="two"), version=1),
        jobs.delete(ada.actor, job_id, version=1),
    ):
        with pytest.raises(VersionConflict) as refused:
            await attempt
        assert refused.value.current == second
    assert await everything() == before


async def test_parallel_changes_of_one_version_let_one_through(ada: Person) -> None:
    row = await saved(ada.actor)
    outcomes = await asyncio.gather(
        *(jobs.update(ada.actor, UUID(row["id"]), change(notes=f"n{n}"), version=1) for n in range(10)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, dict) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, VersionConflict) for outcome in outcomes) == 9


async def test_a_replacement_resets_what_was_left_out(ada: Person) -> None:
    row = await saved(ada.actor, source_url=URL, notes="gone", tags=["x"], status="applied", is_remote=True)
    replaced = await jobs.replace(ada.actor, UUID(row["id"]), draft(company_name="Beta", status="interviewing"))
    assert replaced == {
        **row,
        "company_name": "Beta",
        "source_url": None,
        "notes": None,
        "tags": [],
        "is_remote": False,
        "status": "interviewing",
        "interviewing_at": replaced["updated_at"],
        "version": 2,
        "updated_at": replaced["updated_at"],
    }


async def test_a_deleted_job_is_gone_until_it_is_restored(ada: Person) -> None:
    row = await saved(ada.actor, source_url=URL)
    job_id = UUID(row["id"])
    deleted = await jobs.delete(ada.actor, job_id)
    assert (deleted["deleted_at"], deleted["version"]) == (deleted["updated_at"], 2)
    assert await job_reads.read(ada.actor, job_id) is None
    for attempt in (jobs.update(ada.actor, job_id, change(notes="x")), jobs.delete(ada.actor, job_id)):
        with pytest.raises(NotFound):
            await attempt
    restored = await jobs.restore(ada.actor, job_id)
    assert (restored["deleted_at"], restored["version"]) == (None, 3)
    assert await jobs.restore(ada.actor, job_id) == restored


async def test_a_restore_that_would_collide_is_refused(ada: Person) -> None:
    gone = await saved(ada.actor, source_url=URL)
    await jobs.delete(ada.actor, UUID(gone["id"]))
    live = await saved(ada.actor, source_url=URL)
    before = await everything()
    with pytest.raises(DuplicateJob) as refused:
        await jobs.restore(ada.actor, UUID(gone["id"]))
    assert refused.value.existing == live
    assert await everything() == before


async def test_a_job_deleted_long_ago_stays_gone(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    row = await saved(ada.actor)
    await jobs.delete(ada.actor, UUID(row["id"]))
    late = datetime.now(UTC) + timedelta(days=30, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: late)
    with pytest.raises(NotFound):
        await jobs.restore(ada.actor, UUID(row["id"]))


async def test_an_address_freed_in_the_meantime_is_a_plain_conflict(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await saved(ada.actor, source_url=URL)

    async def freed(_actor: Actor, _url: str) -> None:
        return None

    monkeypatch.setattr(jobs, "read_by_canonical_url", freed)
    with pytest.raises(Conflict) as refused:
        await saved(ada.actor, source_url=URL)
    assert refused.value.code == "CONFLICT"


async def test_strangers_find_nothing_and_change_nothing(ada: Person, bob: Person, nobody: Actor) -> None:
    row = await saved(ada.actor, source_url=URL)
    job_id, before = UUID(row["id"]), await everything()
    for actor, refusal in ((bob.actor, NotFound), (nobody, Unauthorized)):
        for attempt in (
            job_reads.get(actor, job_id),
            jobs.update(actor, job_id, change(notes="mine")),
            jobs.replace(actor, job_id, draft()),
            jobs.delete(actor, job_id),
            jobs.restore(actor, job_id),
        ):
            with pytest.raises(refusal):
                await attempt
    with pytest.raises(Unauthorized):
        await saved(nobody)
    assert await everything() == before


async def test_an_unknown_job_is_not_found(ada: Person) -> None:
    with pytest.raises(NotFound):
        await jobs.update(ada.actor, uuid4(), change(notes="x"))


async def test_a_cancelled_create_commits_whole_or_not_at_all(ada: Person) -> None:
    tasks = [asyncio.create_task(saved(ada.actor, job_title=f"t{number}")) for number in range(100)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await database.settle()
    jobs_made = await database.fetch_value("SELECT count(*) FROM job")
    events_made = await database.fetch_value("SELECT count(DISTINCT job_id) FROM job_event")
    assert jobs_made == events_made
