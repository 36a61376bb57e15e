"""Resumes: several, one of them the default."""

from uuid import UUID

import pytest

from core.errors import Conflict, NotFound
from resolvers import profiles, resumes
from resolvers.profiles import ProfileChange
from resolvers.resumes import ResumeChange, ResumeDraft
from tests.conftest import Person


async def listed(person: Person) -> list[tuple[str, str, bool]]:
    return [(row["name"], row["text"], row["is_default"]) for row in await resumes.everything(person.actor)]


async def add(person: Person, text: str, *, name: str | None = None, is_default: bool | None = None) -> UUID:
    sent = {"text": text, "name": name, "is_default": is_default}
    draft = ResumeDraft.model_validate({key: value for key, value in sent.items() if value is not None})
    return UUID((await resumes.add(person.actor, draft))["id"])


async def test_the_first_is_the_default_until_another_is_made_it(ada: Person) -> None:
    first = await add(ada, "one")
    second = await add(ada, "two", name="Data")
    assert await listed(ada) == [("Resume", "one", True), ("Data", "two", False)]
    await resumes.update(ada.actor, second, ResumeChange(is_default=True))
    assert await listed(ada) == [("Resume", "one", False), ("Data", "two", True)]
    await add(ada, "three", is_default=True)
    assert [is_default for _, _, is_default in await listed(ada)] == [False, False, True]
    with pytest.raises(Conflict):
        await resumes.update(ada.actor, (await _default(ada)), ResumeChange(is_default=False))
    await resumes.delete(ada.actor, await _default(ada))
    assert await _default(ada) == first


async def test_the_profile_writes_the_default(ada: Person) -> None:
    assert (await profiles.read(ada.actor))["resume_text"] is None
    saved = await profiles.update(ada.actor, ProfileChange.model_validate({"resume_text": "I know Python."}))
    assert saved["resume_text"] == "I know Python."
    assert await listed(ada) == [("Resume", "I know Python.", True)]
    await profiles.update(ada.actor, ProfileChange.model_validate({"resume_text": "I know Go."}))
    await profiles.update(ada.actor, ProfileChange.model_validate({"headline": "Engineer"}))
    assert await listed(ada) == [("Resume", "I know Go.", True)]
    assert (await profiles.read(ada.actor))["headline"] == "Engineer"
    await profiles.replace(ada.actor, ProfileChange.model_validate({"weekly_goal": 3}))
    assert await listed(ada) == []


async def test_there_is_an_end_to_them(ada: Person) -> None:
    for number in range(resumes.MAX_RESUMES):
        await add(ada, str(number))
    with pytest.raises(Conflict):
        await add(ada, "too many")
    assert len(await listed(ada)) == resumes.MAX_RESUMES


async def test_those_of_others_are_not_there(ada: Person, bob: Person) -> None:
    theirs = await add(bob, "theirs")
    assert await listed(ada) == []
    with pytest.raises(NotFound):
        await resumes.update(ada.actor, theirs, ResumeChange(name="x"))
    with pytest.raises(NotFound):
        await resumes.delete(ada.actor, theirs)
    assert await listed(bob) == [("Resume", "theirs", True)]


async def _default(person: Person) -> UUID:
    [found] = [row["id"] for row in await resumes.everything(person.actor) if row["is_default"]]
    return UUID(found)
