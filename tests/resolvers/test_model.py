"""The language model behind scores and drafts: used where it answers well, paid for, and done without elsewhere."""

from typing import Any
from uuid import UUID

import pytest

from core import database
from core.errors import NotFound, ProfileIncomplete, ServiceUnavailable
from models.draft import DraftKind
from models.insight import InsightType
from resolvers import insights, profiles, scoring, upkeep, writing
from resolvers.model_budget import LanguageModel
from resolvers.profiles import ProfileChange
from resolvers.writing import DraftWish
from tests.conftest import Person
from tests.resolvers.factory import saved
from tests.scoring.provider import USAGE, Playing, http, playing, said, told
from tests.scoring.test_model import CANDIDATE, OPENING, answer

_TOKENS = sum(USAGE.values())
LETTER = DraftWish(kind=DraftKind.COVER_LETTER)


def model(provider: Playing, daily_tokens: int = 100_000) -> LanguageModel:
    return LanguageModel(provider.settings(), daily_tokens)


@pytest.fixture
async def job_id(ada: Person) -> UUID:
    """A job, and a profile to compare it with."""
    change = {
        "headline": CANDIDATE.headline, "resume_text": CANDIDATE.resume_text, "skills": list(CANDIDATE.skills),
        "years_experience": 6,
    }  # fmt: skip
    await profiles.update(ada.actor, ProfileChange.model_validate(change))
    row = await saved(ada.actor, job_title=OPENING.job_title, job_description=OPENING.job_description)
    return UUID(row["id"])


async def used() -> Any:
    return await database.fetch_value("SELECT sum(used) FROM model_tokens")


async def written(person: Person, job_id: UUID, provider: Playing, **given: Any) -> list[dict[str, Any]]:
    return [piece async for piece in writing.write(person.actor, job_id, LETTER, model=model(provider, **given))]


async def test_a_score_by_the_model_is_kept_and_paid_for(ada: Person, job_id: UUID) -> None:
    async with playing(said(answer())) as provider:
        found = await scoring.score(ada.actor, job_id, model=model(provider))
    assert (found["scorer"], found["matched_skills"][0]["skill"]) == ("model:small-model", "Django")
    assert [row["scorer"] for row in await scoring.history(ada.actor, job_id)] == ["model:small-model"]
    assert await used() == _TOKENS


@pytest.mark.parametrize("reply", [said("I would say 80"), http("{}", 500), said(answer(score=500))])
async def test_without_a_usable_answer_the_local_score_stands_and_says_so(
    ada: Person, job_id: UUID, reply: bytes
) -> None:
    async with playing(reply) as provider:
        found = await scoring.score(ada.actor, job_id, model=model(provider))
    assert found["scorer"] == "local"
    assert " This is the local score: The language model" in found["reasoning"]
    assert sum(part["contribution"] for part in found["parts"]) == found["score"]


async def test_the_days_share_is_kept_to(ada: Person, bob: Person, job_id: UUID) -> None:
    async with playing(said(answer())) as provider:
        small = model(provider, 6_000)
        assert (await scoring.score(ada.actor, job_id, model=small))["scorer"] == "model:small-model"
        await database.fetch("UPDATE model_tokens SET used = 5999")
        found = await scoring.score(ada.actor, job_id, model=small)
        assert len(provider.asked) == 1
    assert (found["scorer"], await used()) == ("local", 5999)
    assert found["reasoning"].endswith("The day's share of the language model is used up: it starts anew at 00:00 UTC.")


async def test_a_letter_is_told_piece_by_piece_and_kept(ada: Person, bob: Person, job_id: UUID) -> None:
    async with playing(told(["Dear ", "Brightwater,", " hello."])) as provider:
        pieces = await written(ada, job_id, provider)
    assert "".join(piece["text"] for piece in pieces) == "Dear Brightwater, hello."
    assert [piece["draft"] for piece in pieces[:-1]] == [None] * (len(pieces) - 1)
    kept = pieces[-1]["draft"]
    assert (kept["text"], kept["kind"], kept["model"]) == ("Dear Brightwater, hello.", "cover_letter", "small-model")
    listed = (await ada.rest.get(f"/api/jobs/{job_id}/drafts")).json()["data"]
    assert [row["id"] for row in listed] == [kept["id"]]
    assert await used() == _TOKENS
    with pytest.raises(NotFound):
        await writing.everything(bob.actor, job_id)
    assert await bob.data("query($id: ID!) { node(id: $id) { id } }", id=kept["id"]) == {"node": None}


async def test_what_breaks_off_is_not_kept(ada: Person, job_id: UUID) -> None:
    async with playing(told(["Dear "], finish=None)) as provider:
        with pytest.raises(ServiceUnavailable):
            await written(ada, job_id, provider)
    assert await database.fetch_value("SELECT count(*) FROM draft") == 0
    assert 0 < await used() < 5_000


async def test_what_is_needed_for_a_draft(ada: Person, bob: Person, job_id: UUID) -> None:
    with pytest.raises(ServiceUnavailable) as refused:
        await anext(writing.write(ada.actor, job_id, LETTER, model=None))
    assert str(refused.value) == writing.UNCONFIGURED
    async with playing(told(["x"])) as provider:
        with pytest.raises(ProfileIncomplete):
            await written(bob, job_id, provider)
        await profiles.update(bob.actor, ProfileChange.model_validate({"resume_text": "I cook."}))
        with pytest.raises(NotFound):
            await written(bob, job_id, provider)
        with pytest.raises(ServiceUnavailable):
            await written(ada, job_id, provider, daily_tokens=10)
        assert provider.asked == []


@pytest.mark.parametrize(
    ("reply", "content", "worded_by"),
    [
        (said('{"title": "Your day", "content": "Nothing happened."}'), "Nothing happened.", "model:small-model"),
        (said('{"title": "Your day", "content": "You have 4711 offers."}'), None, None),
        (said('{"title": "Your day", "content": "See https://evil.example"}'), None, None),
        (said("Your day"), None, None),
        (http("{}", 500), None, None),
    ],
)
async def test_an_insight_is_worded_from_its_facts_alone(
    ada: Person, reply: bytes, content: str | None, worded_by: str | None
) -> None:
    await database.fetch("DELETE FROM pgq.pgqueuer")
    [made] = await insights.current(ada.actor, [InsightType.DAILY_DIGEST], rewords=True)
    assert await database.fetch_value("SELECT count(*) FROM pgq.pgqueuer WHERE entrypoint = 'word_insight'") == 1
    async with playing(reply) as provider:
        await upkeep.word_insight(UUID(made["id"]), model=model(provider))
    [now] = await insights.read_many(ada.actor, [UUID(made["id"])])
    assert now["content"] == (content or made["content"])
    assert now["metadata"].get("worded_by") == worded_by
    assert await insights.current(ada.actor, [InsightType.DAILY_DIGEST], rewords=True) == [now]
