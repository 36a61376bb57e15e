"""The example of docs/analytics.md, worked out by hand there: its jobs are saved, its queries are asked."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from core import clock
from models.profile import WeekStart
from resolvers import jobs, profiles
from resolvers.job_inputs import JobChange
from resolvers.profiles import ProfileChange
from tests.conftest import REPOSITORY, Person
from tests.resolvers.factory import saved

DOCUMENT = (REPOSITORY / "docs" / "analytics.md").read_text()
NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
JOBS = re.findall(r"^\| (\d+) \| (.+?) \| (\w+) \| ?(\d*) \| (.+?) \|$", DOCUMENT, re.MULTILINE)
PICTURES = re.findall(r"^### (.+?)\n.*?^```graphql\n(.*?)^```\n```json\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)


def moment(text: str) -> datetime:
    """`01-05` is that day of 2026 at noon, UTC; `03-14 23:30` says when."""
    day, _, hour = text.partition(" ")
    return datetime.fromisoformat(f"2026-{day}T{hour or '12:00'}:00Z")


@pytest.fixture
async def hunter(ada: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Has the jobs of the table, written by the use cases."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for _, company, source, score, history in JOBS:
        first, *steps = [step.rsplit(" ", 1) for step in history.split(", ")]
        row = await saved(ada.actor, company_name=company, source=source, status=first[1], occurred_at=moment(first[0]))
        for step in steps:
            if step == ["deleted"]:
                await jobs.delete(ada.actor, row["id"])
                continue
            change = JobChange.model_validate({"status": step[1], "occurred_at": moment(step[0])})
            await jobs.update(ada.actor, row["id"], change)
        await _score(row["id"], score)
    await profiles.update(ada.actor, ProfileChange(timezone="Europe/Berlin", weekly_goal=5))
    return ada


async def _score(job_id: str, score: str) -> None:
    from core import database

    await database.fetch("UPDATE job SET ai_match_score = $2 WHERE id = $1", job_id, int(score) if score else None)


def shows(document: Any, found: Any) -> None:
    """What the document prints is what was found; it rounds to four places, and may begin a list with an ellipsis."""
    if isinstance(document, dict):
        assert document.keys() == found.keys()
        for name, value in document.items():
            shows(value, found[name])
    elif isinstance(document, list):
        if document[:1] == ["…"]:
            document, found = document[1:], found[1 - len(document) :]
        assert len(document) == len(found)
        for one, other in zip(document, found, strict=True):
            shows(one, other)
    elif isinstance(document, float):
        assert found == pytest.approx(document, abs=5e-5)
    else:
        assert found == document


def test_the_document_has_its_jobs_and_every_picture() -> None:
    assert [int(number) for number, *_ in JOBS] == list(range(1, 26))
    assert len(PICTURES) == DOCUMENT.count("```graphql") == len(re.findall(r"^### ", DOCUMENT, re.MULTILINE))


@pytest.mark.parametrize(("title", "query", "answer"), PICTURES, ids=[title for title, *_ in PICTURES])
async def test_a_picture(hunter: Person, title: str, query: str, answer: str) -> None:
    shows(json.loads(answer), await hunter.data(query))


async def test_weeks_from_sunday_hold_saltmarsh_too(hunter: Person) -> None:
    await profiles.update(hunter.actor, ProfileChange(week_start=WeekStart.SUNDAY))
    goal = (await hunter.data("{ dashboard { weeklyGoal { done weekStart } } }"))["dashboard"]["weeklyGoal"]
    assert goal == {"done": 5, "weekStart": "2026-03-15"}
