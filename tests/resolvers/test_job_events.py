"""A job's history: order, pages, batches and corrections."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from core import database
from core.actor import Actor
from core.errors import NotFound, Unauthorized, ValidationFailed
from core.page import Window, encode_cursor, window
from resolvers import job_events, job_reads, jobs
from resolvers.job_events import EventChange
from resolvers.job_inputs import JobChange
from tests.conftest import Person
from tests.resolvers.factory import MONDAY, history, rows, saved

PATH = ["interested", "applied", "interviewing", "rejected", "applied"]


async def busy_job(actor: Actor) -> dict[str, Any]:
    """A job with five events, a day apart."""
    row = await saved(actor, status=PATH[0], occurred_at=MONDAY)
    for day, status in enumerate(PATH[1:], start=1):
        row = await jobs.update(
            actor, UUID(row["id"]), JobChange.model_validate({"status": status, "occurred_at": MONDAY + timedelta(day)})
        )
    return row


async def test_history_is_newest_first_on_pages_that_do_not_overlap(ada: Person) -> None:
    row = await busy_job(ada.actor)
    pages = [await job_events.page(ada.actor, UUID(row["id"]), number, 2) for number in (1, 2, 3)]
    assert [event["to_status"] for page in pages for event in rows(page)] == PATH[::-1]
    assert [(page.total, page.has_more) for page in pages] == [(5, True), (5, True), (5, False)]
    assert (await history(ada.actor, row["id"]))[0] | {"id": None, "recorded_at": None} == {
        "id": None,
        "type": "status_changed",
        "from_status": "rejected",
        "to_status": "applied",
        "occurred_at": MONDAY + timedelta(4),
        "recorded_at": None,
        "note": None,
        "actor": "user",
    }


async def test_events_at_the_same_moment_are_ordered_by_when_they_were_recorded(ada: Person) -> None:
    row = await saved(ada.actor, status="interested", occurred_at=MONDAY)
    same = JobChange.model_validate({"status": "applied", "occurred_at": MONDAY})
    await jobs.update(ada.actor, UUID(row["id"]), same)
    assert [event["to_status"] for event in await history(ada.actor, row["id"])] == ["applied", "interested"]


@pytest.mark.parametrize("backwards", [False, True])
async def test_cursors_walk_the_history_both_ways(ada: Person, backwards: bool) -> None:
    row = await busy_job(ada.actor)
    found: list[str] = []
    cursor, more, first = None, True, True
    while more:
        (piece,) = await job_events.cut(ada.actor, [row["job_id"]], Window(2, backwards, cursor))
        statuses = [event["to_status"] for event in piece.rows]
        found = statuses + found if backwards else found + statuses
        more, behind = (piece.has_previous, piece.has_next) if backwards else (piece.has_next, piece.has_previous)
        assert behind is not first
        cursor, first = piece.cursors[0 if backwards else -1], False
    assert found == PATH[::-1]


async def test_a_batch_answers_for_each_job_in_order(ada: Person, bob: Person) -> None:
    busy, quiet, foreign = await busy_job(ada.actor), await saved(ada.actor), await saved(bob.actor)
    keys = [quiet["job_id"], foreign["job_id"], busy["job_id"]]
    pieces = await job_events.cut(ada.actor, keys, window(2))
    assert [[event["to_status"] for event in piece.rows] for piece in pieces] == [
        ["interested"],
        [],
        ["applied", "rejected"],
    ]
    assert [piece.has_next for piece in pieces] == [False, False, True]
    assert await job_events.counts(ada.actor, keys) == [1, 0, 5]
    assert await job_events.counts(ada.actor, []) == []


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "!",
        encode_cursor("created_at desc", MONDAY, uuid4()),
        encode_cursor("occurred_at recorded_at", "yesterday today", uuid4()),
        encode_cursor("occurred_at recorded_at", "2026-03-02T09:00:00+00:00", uuid4()),
        encode_cursor("occurred_at recorded_at", "0001-01-01T00:00:00+14:00 0001-01-01T00:00:00+14:00", uuid4()),
    ],
)
async def test_a_cursor_from_elsewhere_is_refused(ada: Person, cursor: str) -> None:
    row = await saved(ada.actor)
    with pytest.raises(ValidationFailed) as refused:
        await job_events.cut(ada.actor, [row["job_id"]], window(2, cursor))
    assert [fault.field for fault in refused.value.faults] == ["after"]


async def test_a_correction_moves_the_jobs_times_too(ada: Person) -> None:
    row = await busy_job(ada.actor)
    event = (await history(ada.actor, row["id"]))[3]
    assert (event["to_status"], row["applied_at"]) == ("applied", MONDAY + timedelta(1))
    moved = MONDAY - timedelta(days=5)
    corrected = await job_events.correct(
        ada.actor, UUID(row["id"]), UUID(event["id"]), EventChange(occurred_at=moved, note="by post")
    )
    assert corrected == event | {"occurred_at": moved, "note": "by post"}
    now = await job_reads.get(ada.actor, UUID(row["id"]))
    assert (now["applied_at"], now["version"]) == (moved, row["version"] + 1)


async def test_a_correction_that_corrects_nothing_keeps_the_version(ada: Person) -> None:
    row = await saved(ada.actor, occurred_at=MONDAY)
    [event] = await history(ada.actor, row["id"])
    same = EventChange(occurred_at=MONDAY)
    assert await job_events.correct(ada.actor, UUID(row["id"]), UUID(event["id"]), same) == event
    assert await job_reads.get(ada.actor, UUID(row["id"])) == row


async def test_what_cannot_be_corrected_stays(ada: Person, bob: Person, nobody: Actor) -> None:
    row, other = await saved(ada.actor), await saved(ada.actor, company_name="Other")
    [event] = await history(ada.actor, row["id"])
    event_id, change = UUID(event["id"]), EventChange(note="mine")
    future = EventChange(occurred_at=datetime.now(UTC) + timedelta(days=1))
    for actor, job_id, sent, refusal in (
        (bob.actor, row["id"], change, NotFound),
        (nobody, row["id"], change, Unauthorized),
        (ada.actor, other["id"], change, NotFound),
        (ada.actor, str(uuid4()), change, NotFound),
        (ada.actor, row["id"], future, ValidationFailed),
    ):
        with pytest.raises(refusal):
            await job_events.correct(actor, UUID(job_id), event_id, sent)
    assert await history(ada.actor, row["id"]) == [event]
    assert await database.fetch_value("SELECT max(version) FROM job") == 1


async def test_strangers_see_no_history(ada: Person, bob: Person, nobody: Actor) -> None:
    row = await saved(ada.actor)
    with pytest.raises(NotFound):
        await job_events.page(bob.actor, UUID(row["id"]), 1, 1)
    with pytest.raises(Unauthorized):
        await job_events.page(nobody, UUID(row["id"]), 1, 1)
