"""Two jobs made one: nothing of either is lost."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from core.errors import NotFound, ValidationFailed, VersionConflict
from resolvers import job_events, jobs, merging
from resolvers.job_inputs import JobChange
from tests.conftest import Person
from tests.resolvers import factory
from tests.resolvers.factory import MONDAY, saved


async def history(person: Person, job_id: str) -> list[tuple[Any, ...]]:
    events = await factory.history(person.actor, job_id)
    return [(event["type"], event["to_status"], event["occurred_at"]) for event in events]


async def test_the_histories_and_what_one_lacks_are_united(ada: Person) -> None:
    kept = await saved(ada.actor, notes="mine", tags=["Lisbon", "dream"], occurred_at=MONDAY)
    other = await saved(
        ada.actor, notes="theirs", tags=["DREAM", "python"], location="Porto", salary_min=50, salary_currency="EUR",
        source_url="https://a.example/1", occurred_at=MONDAY.replace(day=1),
    )  # fmt: skip
    applied = MONDAY.replace(day=5)
    await jobs.update(
        ada.actor,
        UUID(other["id"]),
        JobChange.model_validate({"status": "applied", "occurred_at": applied.isoformat()}),
    )
    merged = await merging.merge(ada.actor, UUID(kept["id"]), UUID(other["id"]))
    assert (merged["notes"], merged["tags"]) == ("mine\n\ntheirs", ["Lisbon", "dream", "python"])
    assert (merged["location"], merged["salary_min"], merged["salary_currency"]) == ("Porto", 50, "EUR")
    assert (merged["status"], merged["applied_at"], merged["version"]) == ("applied", applied, 2)
    assert merged["source_url"] == "https://a.example/1"
    assert await history(ada, kept["id"]) == [
        ("status_changed", "applied", applied),
        ("created", "interested", MONDAY),
        ("created", "interested", MONDAY.replace(day=1)),
    ]
    with pytest.raises(NotFound):
        await job_events.page(ada.actor, UUID(other["id"]), 1, 50)


async def test_what_the_job_says_itself_stays(ada: Person) -> None:
    kept = await saved(ada.actor, location="Lisbon", salary_max=10, source_url="https://a.example/1")
    other = await saved(ada.actor, location="Porto", salary_min=50, source_url="https://a.example/2")
    merged = await merging.merge(ada.actor, UUID(kept["id"]), UUID(other["id"]))
    assert (merged["location"], merged["salary_min"], merged["salary_max"]) == ("Lisbon", None, 10)
    assert merged["source_url"] == "https://a.example/1"


async def test_the_other_can_be_restored_with_its_own_history(ada: Person) -> None:
    kept, other = await saved(ada.actor), await saved(ada.actor, occurred_at=MONDAY)
    await merging.merge(ada.actor, UUID(kept["id"]), UUID(other["id"]))
    await jobs.restore(ada.actor, UUID(other["id"]))
    assert await history(ada, other["id"]) == [("created", "interested", MONDAY)]


async def test_what_cannot_be_merged_is_refused_and_left(ada: Person, bob: Person) -> None:
    mine, theirs = await saved(ada.actor), await saved(bob.actor)
    kept = UUID(mine["id"])
    with pytest.raises(NotFound):
        await merging.merge(ada.actor, kept, UUID(theirs["id"]))
    with pytest.raises(NotFound):
        await merging.merge(ada.actor, kept, uuid4())
    with pytest.raises(ValidationFailed):
        await merging.merge(ada.actor, kept, kept)
    other = await saved(ada.actor)
    with pytest.raises(VersionConflict):
        await merging.merge(ada.actor, kept, UUID(other["id"]), version=7)
    assert len(await history(ada, other["id"])) == 1
    assert len(await history(bob, theirs["id"])) == 1
