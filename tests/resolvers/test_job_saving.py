"""New jobs of several accounts at the same moment: one transaction, and nobody notices."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from core import database
from core.database import transaction
from core.errors import DuplicateJob
from tests.conftest import Person
from tests.resolvers.factory import history, saved

URL = "https://jobs.example/1"


async def transactions() -> list[int]:
    """How many of the jobs were saved by each transaction, the largest first."""
    rows = await database.fetch("SELECT count(*) AS many FROM job GROUP BY xmin::text ORDER BY many DESC")
    return [row["many"] for row in rows]


async def many(*people: Person, **fields: Any) -> list[Any]:
    """A new job of each, saved at once; failures among them."""
    return await asyncio.gather(*(saved(person.actor, **fields) for person in people), return_exceptions=True)


@pytest.fixture
async def both(ada: Person, bob: Person) -> tuple[Person, Person]:
    """Two who saved something before: an account's first job is saved alone."""
    await many(ada, bob)
    assert await transactions() == [1, 1]
    await database.fetch("DELETE FROM job")
    await database.fetch("DELETE FROM job_tombstone")
    return ada, bob


async def test_each_has_their_own_with_its_first_event(both: tuple[Person, Person]) -> None:
    ada, bob = both
    made = await many(ada, bob, ada, job_title="Diver", tags=["Sea", "sea", "salt"])
    assert await transactions() == [3]
    owners = {str(row["id"]): row["user_id"] for row in await database.fetch("SELECT id, user_id FROM job")}
    assert [owners[row["id"]] for row in made] == [ada.id, bob.id, ada.id]
    for person, row in zip((ada, bob, ada), made, strict=True):
        assert (row["job_title"], row["tags"], row["version"]) == ("Diver", ["Sea", "salt"], 1)
        (event,) = await history(person.actor, row["id"])
        assert (event["type"], event["to_status"], event["actor"]) == ("created", "interested", "user")
        assert event["occurred_at"] == event["recorded_at"] == row["created_at"]


async def test_what_is_stored_is_the_same_alone_and_together(both: tuple[Person, Person]) -> None:
    ada, bob = both
    fields: Any = {
        "company_name": 'Ünïted "Ropes" \\ Ltd', "job_title": "Läufer\u2028", "job_description": "a\tb\n{}[] '\"",
        "notes": "null",
        "location": "Oslo", "source_url": URL, "application_url": "https://x.example/?a=b&c", "salary_min": 1,
        "salary_max": 2_000_000_000, "salary_currency": "EUR", "salary_period": "year", "tags": ["C++", '"', "{,}"],
        "job_type": "remote", "status": "applied", "occurred_at": "2026-01-02T03:04:05.678901Z",
    }  # fmt: skip
    await saved(ada.actor, **fields)
    await many(ada, bob, **fields | {"source_url": f"{URL}2"})
    assert await transactions() == [2, 1]
    stored = await database.fetch(
        "SELECT to_jsonb(job) - '{id,job_id,user_id,created_at,updated_at,revision,source_url,canonical_url}'::text[] "
        "AS job, to_jsonb(job_facts) - '{job_id,user_id,created_at}'::text[] AS facts "
        "FROM job JOIN job_facts USING (job_id)"
    )
    assert len(stored) == 3
    assert stored[0] == stored[1] == stored[2]


async def test_a_long_job_is_saved_alone(both: tuple[Person, Person]) -> None:
    await many(*both, *both, job_description="long " * 4_000)
    assert await transactions() == [1, 1, 1, 1]


async def test_a_taken_address_is_told_to_whom_it_concerns(both: tuple[Person, Person]) -> None:
    ada, bob = both
    await saved(ada.actor, source_url=URL)
    first, second = await many(ada, bob, source_url=URL)
    assert (type(first), second["source_url"]) == (DuplicateJob, URL)
    both_at_once = await many(bob, ada, bob, source_url=f"{URL}0")
    assert sorted(type(found).__name__ for found in both_at_once) == ["DuplicateJob", "dict", "dict"]
    assert await database.fetch_value("SELECT count(*) FROM job") == 4
    assert await database.fetch_value("SELECT count(*) FROM job_event") == 4


async def test_an_account_that_is_written_to_is_waited_for_by_itself_alone(both: tuple[Person, Person]) -> None:
    ada, bob = both
    has_begun, may_end = asyncio.Event(), asyncio.Event()

    @transaction
    async def long() -> None:
        await _next(ada.id)
        has_begun.set()
        await may_end.wait()

    writing = asyncio.ensure_future(long())
    await has_begun.wait()
    waiting, quick = (asyncio.ensure_future(saved(person.actor)) for person in (ada, bob))
    assert (await quick)["version"] == 1
    assert not waiting.done()
    may_end.set()
    assert (await waiting)["version"] == 1
    await writing


async def test_a_transaction_takes_one_number_of_each_account(both: tuple[Person, Person]) -> None:
    ada, bob = both
    before = await _revisions()
    await many(ada, bob, ada, bob)
    assert await transactions() == [4]
    after = {owner: number + 1 for owner, number in before.items()}
    assert await _revisions() == after
    numbers = await database.fetch("SELECT DISTINCT user_id, revision FROM job")
    assert {row["user_id"]: row["revision"] for row in numbers} == after


async def test_numbers_are_right_however_many_accounts_a_transaction_writes_to(both: tuple[Person, Person]) -> None:
    ada, bob = both

    @transaction
    async def taken() -> list[int]:
        found = [await _next(person.id) for person in (ada, bob, ada)]
        await database.fetch("SELECT set_config('pipeline.revision', repeat('x', 1000), true)")
        return [*found, *[await _next(person.id) for person in (bob, ada, bob)]]

    before = await _revisions()
    one, two = before[ada.id], before[bob.id]
    assert await taken() == [one + 1, two + 1, one + 1, two + 2, one + 2, two + 2]
    assert await _revisions() == {ada.id: one + 2, bob.id: two + 2}


async def _next(owner: UUID) -> int:
    return int(await database.fetch_value("SELECT next_revision($1)", owner))


async def _revisions() -> dict[UUID, int]:
    rows = await database.fetch("SELECT user_id, revision FROM data_revision")
    return {row["user_id"]: row["revision"] for row in rows}
