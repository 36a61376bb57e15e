"""Sync: everything since a token, nothing lost whatever the order of commits."""

import asyncio
from random import Random
from typing import Any
from uuid import UUID

import pytest

from core import database
from core.database import transaction
from core.errors import ValidationFailed
from core.page import Row
from models.job import Job
from resolvers import job_changes, jobs
from resolvers.job_changes import ChangeOp
from resolvers.job_inputs import JobChange
from tests.conftest import Person
from tests.resolvers.factory import draft, saved


async def since(person: Person, token: str | None = None, limit: int = 100) -> tuple[list[tuple[str, str]], str]:
    found = await job_changes.since(person.actor, token, limit)
    return [(row["op"].value, row["id"]) for row in found.rows], found.token


async def test_each_job_once_in_the_order_of_its_last_change(ada: Person, bob: Person) -> None:
    first, second = await saved(ada.actor), await saved(ada.actor)
    await saved(bob.actor)
    await jobs.update(ada.actor, UUID(first["id"]), JobChange(notes="x"))
    rows, token = await since(ada)
    assert rows == [("UPSERT", second["id"]), ("UPSERT", first["id"])]
    assert await since(ada, token) == ([], token)
    await jobs.delete(ada.actor, UUID(second["id"]))
    rows, token = await since(ada, token)
    assert rows == [("DELETE", second["id"])]
    await jobs.restore(ada.actor, UUID(second["id"]))
    assert (await since(ada, token))[0] == [("UPSERT", second["id"])]


async def test_pages_within_one_transaction(ada: Person) -> None:
    @transaction
    async def many() -> list[Row]:
        return [await jobs.insert(ada.actor, draft()) for _ in range(5)]

    made = {row["id"] for row in await many()}
    token, found, has_more = None, [], True
    while has_more:
        page = await job_changes.since(ada.actor, token, 2, ["id"])
        found += [row["id"] for row in page.rows]
        token, has_more = page.token, page.has_more
    assert (len(found), set(found)) == (5, made)


async def test_a_purged_job_is_told_of(ada: Person) -> None:
    kept, gone = await saved(ada.actor), await saved(ada.actor)
    _, token = await since(ada)
    await jobs.delete(ada.actor, UUID(gone["id"]))
    await Job.filter(id=gone["id"]).delete()
    assert (await since(ada, token))[0] == [("DELETE", gone["id"])]
    await database.fetch("DELETE FROM job WHERE id = $1", UUID(kept["id"]))
    assert (await since(ada))[0] == [("DELETE", gone["id"]), ("DELETE", kept["id"])]
    await database.fetch("DELETE FROM account WHERE id = $1", ada.id)
    assert await database.fetch("SELECT * FROM job_tombstone") == []


@pytest.mark.parametrize("token", ["", "x", "W10", "WzEsMiwzXQ", "é"])
async def test_what_is_no_token(ada: Person, token: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        await since(ada, token)
    assert refused.value.faults[0].field == "since"


async def test_tokens_of_others_and_of_the_future(ada: Person, bob: Person) -> None:
    await saved(bob.actor)
    with pytest.raises(ValidationFailed):
        await since(ada, (await since(bob))[1])
    await saved(ada.actor)
    _, token = await since(ada)
    await database.fetch("UPDATE data_revision SET revision = 0 WHERE user_id = $1", ada.id)
    await database.fetch("DELETE FROM job WHERE job.user_id = $1", ada.id)
    await database.fetch("DELETE FROM job_tombstone")
    await database.fetch("UPDATE data_revision SET revision = 0 WHERE user_id = $1", ada.id)
    with pytest.raises(ValidationFailed, match="another state"):
        await since(ada, token)


async def test_a_transaction_that_commits_late_is_not_passed_by(ada: Person) -> None:
    inside, go = asyncio.Event(), asyncio.Event()

    @transaction
    async def slow() -> Row:
        row = await jobs.insert(ada.actor, draft(job_title="slow"))
        inside.set()
        await go.wait()
        return row

    late = asyncio.create_task(slow())
    await inside.wait()
    other = asyncio.create_task(saved(ada.actor, job_title="other"))
    rows, token = await since(ada)
    assert rows == []
    go.set()
    made = [(await late)["id"], (await other)["id"]]
    assert (await since(ada, token))[0] == [("UPSERT", one) for one in made]


class Copy:
    """What a client keeps."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._token: str | None = None
        self.jobs: dict[str, Any] = {}

    async def read(self) -> None:
        has_more = True
        while has_more:
            page = await job_changes.since(self._person.actor, self._token, 50)
            for row in page.rows:
                if row["op"] is ChangeOp.DELETE:
                    self.jobs.pop(row["id"], None)
                else:
                    self.jobs[row["id"]] = row["job"]
            self._token, has_more = page.token, page.has_more


WRITERS, CHANGES = 4, 500


async def write(person: Person, seed: int) -> None:
    """Five hundred changes, each of which changes something."""
    random = Random(seed)  # noqa: S311 the same changes in every run
    live: list[UUID] = []
    gone: list[UUID] = []
    for number in range(CHANGES):
        choice = random.random()
        if choice < 0.3 or not live:
            live.append(UUID((await saved(person.actor, job_title=f"{seed} {number}"))["id"]))
        elif choice < 0.75:
            await jobs.update(person.actor, random.choice(live), JobChange(notes=str(number)))
        elif choice < 0.9 or not gone:
            gone.append(live.pop(random.randrange(len(live))))
            await jobs.delete(person.actor, gone[-1])
        else:
            live.append(gone.pop(random.randrange(len(gone))))
            await jobs.restore(person.actor, live[-1])


async def test_a_storm(ada: Person) -> None:
    """Four writers make 2,000 changes while a reader copies; at the end the copy is the database."""
    copy = Copy(ada)
    writers = [asyncio.create_task(write(ada, seed)) for seed in range(WRITERS)]
    reads = 0
    while not all(writer.done() for writer in writers):
        await copy.read()
        reads += 1
    await asyncio.gather(*writers)
    await copy.read()
    assert reads > 20
    # Every change makes one version more, the first included.
    assert await database.fetch_value("SELECT sum(version) FROM job") == WRITERS * CHANGES
    rows = await database.fetch("SELECT id::text, version, notes, job_title FROM job WHERE deleted_at IS NULL")
    assert {row["id"]: (row["version"], row["notes"], row["job_title"]) for row in rows} == {
        one: (job["version"], job["notes"], job["job_title"]) for one, job in copy.jobs.items()
    }
