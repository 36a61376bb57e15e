"""Scores: one job on request, all in the background, new ones by themselves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest

from core import database
from core.errors import NotFound, ProfileIncomplete
from core.json_text import parse, render
from resolvers import captures, jobs, profiles, scoring, upkeep
from resolvers.collaborators import Collaborators
from resolvers.job_inputs import JobChange
from resolvers.profiles import ProfileChange
from tasks import registry
from tasks.worker import working
from tests.conftest import Person
from tests.resolvers.factory import saved
from tests.waiting import ended, until

RESUME = "Backend engineer. Six years of Python, Django and PostgreSQL at Brightwater. I run Kubernetes clusters."
POSTING = "We look for a backend engineer. Requirements: Python, PostgreSQL and Terraform. Nice to have: Go."
OTHER = "We look for a nurse with a nursing licence and experience in intensive care."


async def with_resume(person: Person, text: str = RESUME) -> None:
    change = {"resume_text": text, "headline": "Backend engineer", "preferences": {"locations": ["Lisbon"]}}
    await profiles.update(person.actor, ProfileChange.model_validate(change))


async def job(person: Person, description: str = POSTING, **fields: Any) -> dict[str, Any]:
    return await saved(person.actor, job_title="Backend Engineer", job_description=description, **fields)


@asynccontextmanager
async def at_work(app: Collaborators) -> AsyncIterator[None]:
    async with working(registry.tasks(app), {}, concurrency=4):
        yield


async def test_a_job_is_scored_and_says_why(ada: Person) -> None:
    await with_resume(ada)
    made = await job(ada)
    found = await scoring.score(ada.actor, UUID(made["id"]))
    assert sum(part["contribution"] for part in found["parts"]) == found["score"]
    assert {"Python", "PostgreSQL"} <= {one["skill"] for one in found["matched_skills"]}
    assert "Terraform" in {one["skill"] for one in found["missing_skills"] if one["required"]}
    assert (found["scorer"], found["job_id"]) == ("local", made["id"])
    answered = (await ada.rest.get(f"/api/jobs/{made['id']}")).json()["data"]
    assert (answered["ai_match_score"], answered["ai_reasoning"]) == (found["score"], found["reasoning"])
    assert (answered["version"], answered["updated_at"]) == (1, answered["created_at"])
    assert "Terraform" in answered["ai_parsed_data"]["skills"]


async def test_scores_are_kept(ada: Person) -> None:
    await with_resume(ada)
    made = await job(ada)
    first = await scoring.score(ada.actor, UUID(made["id"]))
    await with_resume(ada, "I know nothing of this.")
    second = await scoring.score(ada.actor, UUID(made["id"]))
    assert second["score"] < first["score"]
    assert [parse(render(row)) for row in await scoring.history(ada.actor, UUID(made["id"]))] == [
        parse(render(row)) for row in (second, first)
    ]


async def test_what_cannot_be_scored(ada: Person, bob: Person) -> None:
    mine, theirs = await job(ada), await job(bob)
    with pytest.raises(ProfileIncomplete):
        await scoring.score(ada.actor, UUID(mine["id"]))
    await with_resume(ada)
    for unknown in (UUID(theirs["id"]), uuid4()):
        with pytest.raises(NotFound):
            await scoring.score(ada.actor, unknown)
        with pytest.raises(NotFound):
            await scoring.history(ada.actor, unknown)
    refused = await bob.rest.post("/api/ai/score", json={"job_id": theirs["id"]})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "PROFILE_INCOMPLETE")
    assert await database.fetch_value("SELECT count(*) FROM job_score") == 0


async def test_all_are_scored_once(app: Collaborators, ada: Person, bob: Person) -> None:
    await with_resume(ada)
    fitting, other, theirs = await job(ada), await job(ada, OTHER), await job(bob)
    for number in range(2 * scoring._BATCH):
        await saved(ada.actor, company_name=f"Company {number}")
    async with at_work(app):
        assert await _all(ada) == {"scored": 2 * scoring._BATCH + 2, "unchanged": 0}
        assert await _all(ada) == {"scored": 0, "unchanged": 2 * scoring._BATCH + 2}
        change = JobChange.model_validate({"job_description": "Something else."})
        await jobs.update(ada.actor, UUID(other["id"]), change)
        assert await _all(ada) == {"scored": 1, "unchanged": 2 * scoring._BATCH + 1}
    scores = {
        row["id"]: row["ai_match_score"] for row in await database.fetch("SELECT id::text, ai_match_score FROM job")
    }
    assert scores[fitting["id"]] > scores[other["id"]]
    assert scores[theirs["id"]] is None


async def test_a_run_without_a_resume_fails(app: Collaborators, ada: Person) -> None:
    async with at_work(app):
        started = (await ada.rest.post("/api/ai/score-all")).json()["data"]
        run = await ended(ada, started["id"])
    assert (run["status"], run["error"]["code"]) == ("failed", "PROFILE_INCOMPLETE")


async def test_captures_are_scored_by_themselves(app: Collaborators, ada: Person) -> None:
    posting = captures.Capture.model_validate({
        "company_name": "Northwind", "job_title": "Backend Engineer", "job_description": POSTING, "location": "",
        "source_url": "https://a.example/1",
    })  # fmt: skip
    await captures.capture(ada.actor, posting, free_captures=5, scores=True)
    assert await database.fetch_value("SELECT count(*) FROM pgq.pgqueuer") == 0
    await with_resume(ada)
    second = posting.model_copy(update={"source_url": "https://a.example/2"})
    made = await captures.capture(ada.actor, second, free_captures=5, scores=True)
    async with at_work(app):

        async def score() -> Any:
            return await database.fetch_value("SELECT ai_match_score FROM job WHERE id = $1", UUID(made["id"]))

        assert await until(score) > 50


async def test_a_job_that_has_gone_is_nobodys(ada: Person) -> None:
    await with_resume(ada)
    made = await job(ada)
    await jobs.delete(ada.actor, UUID(made["id"]))
    await asyncio.gather(upkeep.score_job(UUID(made["id"])), upkeep.score_job(uuid4()))
    assert await database.fetch_value("SELECT count(*) FROM job_score") == 0


async def _all(person: Person) -> Any:
    answered = await person.rest.post("/api/ai/score-all")
    assert answered.status_code == 202, answered.text
    return (await ended(person, answered.json()["data"]["id"]))["result"]
