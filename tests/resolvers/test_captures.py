"""Captures: counted with the job they make, never otherwise."""

import asyncio
from typing import Any

import pytest
from pydantic import ValidationError

from core import database
from core.actor import Actor, Client, Identity, Scope
from core.errors import DuplicateJob, Forbidden, QuotaExceeded, Unauthorized
from core.page import Row
from models.job import JobType
from models.user import Plan, User
from resolvers import captures, jobs, quota
from resolvers.captures import Capture
from resolvers.collaborators import Collaborators
from tests.conftest import Person
from tests.resolvers.factory import saved

FREE = 3
URL = "https://jobs.example.com/northwind/1"


def posting(**fields: Any) -> Capture:
    required = {"company_name": "Northwind", "job_title": "Engineer", "job_description": "", "location": "Lisbon"}
    return Capture.model_validate(required | {"source_url": URL} | fields)


async def captured(actor: Actor, number: int = 1, **fields: Any) -> Row:
    return await captures.capture(actor, posting(source_url=f"{URL}{number}", **fields), free_captures=FREE)


async def used(actor: Actor) -> int:
    count: int = (await quota.read(actor, free_captures=FREE))["used"]
    return count


async def test_a_capture_is_a_job_from_the_extension(ada: Person) -> None:
    row = await captures.capture(
        ada.actor,
        posting(application_url="https://a.example/apply", job_type="remote", notes="by Anna", job_description="Go"),
        free_captures=FREE,
    )
    kept = {"source": "extension", "job_type": JobType.REMOTE, "is_remote": True, "notes": "by Anna", "version": 1,
            "job_description": "Go", "application_url": "https://a.example/apply", "source_url": URL}  # fmt: skip
    assert {name: row[name] for name in kept} == kept
    events = await database.fetch("SELECT type, actor, from_status, to_status FROM job_event")
    assert events == [{"type": "created", "actor": "extension", "from_status": None, "to_status": "interested"}]


async def test_a_duplicate_costs_nothing_and_is_looked_for_before_the_quota(ada: Person) -> None:
    first = await captured(ada.actor)
    for _ in range(2):  # with places left, and without
        with pytest.raises(DuplicateJob) as refused:
            await captures.capture(ada.actor, posting(source_url=f"{URL}1/?utm_source=x#top"), free_captures=FREE)
        assert (refused.value.existing["id"], refused.value.existing["job_id"]) == (first["id"], first["job_id"])
        while await used(ada.actor) < FREE:
            await captured(ada.actor, 10 + await used(ada.actor))
    assert await used(ada.actor) == FREE


async def test_the_spent_quota_saves_nothing(ada: Person) -> None:
    for number in range(FREE):
        await captured(ada.actor, number)
    with pytest.raises(QuotaExceeded) as refused:
        await captured(ada.actor, 9)
    assert refused.value.quota == await quota.read(ada.actor, free_captures=FREE)
    assert await database.fetch_value("SELECT count(*) FROM job") == FREE
    assert await database.fetch_value("SELECT count(*) FROM job_event") == FREE


async def test_only_captures_count_and_deleting_gives_nothing_back(ada: Person) -> None:
    job = await captured(ada.actor)
    await saved(ada.actor, source_url="https://a.example/2")
    await jobs.delete(ada.actor, job["id"])
    assert await used(ada.actor) == 1
    await jobs.restore(ada.actor, job["id"])
    assert await used(ada.actor) == 1


async def test_a_place_is_taken_with_the_job_or_not_at_all(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_arguments: object, **_keywords: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(quota, "take", broken)
        with pytest.raises(ZeroDivisionError):
            await captured(ada.actor)
    assert await database.fetch_value("SELECT count(*) FROM job") == 0
    assert await used(ada.actor) == 0


async def test_twenty_at_once_on_the_last_free_place_save_one_job(ada: Person) -> None:
    for number in range(FREE - 1):
        await captured(ada.actor, number)
    outcomes = await asyncio.gather(*(captured(ada.actor, 100 + n) for n in range(20)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["QuotaExceeded"] * 19 + ["dict"]
    assert await database.fetch_value("SELECT count(*) FROM job") == FREE
    assert await used(ada.actor) == FREE


async def test_twenty_at_once_of_one_posting_cost_one_place(ada: Person) -> None:
    outcomes = await asyncio.gather(*(captured(ada.actor) for _ in range(20)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DuplicateJob"] * 19 + ["dict"]
    assert await used(ada.actor) == 1


@pytest.mark.parametrize("plan", [Plan.PREMIUM, Plan.ENTERPRISE])
async def test_larger_plans_have_no_quota(ada: Person, plan: Plan) -> None:
    await User.filter(id=ada.id).update(plan=plan)
    for number in range(FREE + 2):
        await captured(ada.actor, number)
    assert await used(ada.actor) == FREE + 2


async def test_nobody_and_the_wrong_token_capture_nothing(ada: Person, nobody: Actor, app: Collaborators) -> None:
    with pytest.raises(Unauthorized):
        await captured(nobody)
    for scope in (Scope.READ, Scope.WRITE):
        token = Actor(Client(), Identity(ada.id, "free", None, frozenset({scope})))
        with pytest.raises(Forbidden):
            await captured(token)
    assert await database.fetch_value("SELECT count(*) FROM job") == 0
    assert (await captured(Actor(Client(), Identity(ada.id, "free", None, frozenset({Scope.CAPTURE})))))["version"] == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"company_name": " "}, "company_name"),
        ({"job_title": None}, "job_title"),
        ({"job_description": None}, "job_description"),
        ({"job_description": "x" * 50_001}, "job_description"),
        ({"location": "x" * 256}, "location"),
        ({"source_url": "ftp://a.example"}, "source_url"),
        ({"application_url": "x"}, "application_url"),
        ({"job_type": "temporary"}, "job_type"),
        ({"job_type": None}, "job_type"),
        ({"notes": "x" * 10_001}, "notes"),
        ({"status": "applied"}, "status"),
    ],
)
def test_a_posting_that_breaks_a_rule_names_the_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        posting(**fields)
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]
