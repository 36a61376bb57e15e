"""Many accounts ask at the same moment, so that their reads share statements, and each sees what is its own."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from starlette.types import ASGIApp

from resolvers.collaborators import Collaborators
from tests.conftest import Person, person
from tests.resolvers.factory import saved

PEOPLE = 6
JOB = "query($id: ID!) { job(id: $id) { companyName events(first: 1) { nodes { type } } } }"
JOBS = "query($words: String) { jobs(search: $words) { totalCount nodes { companyName } } }"


@pytest.fixture
async def people(served: tuple[ASGIApp, Collaborators], database_emptied: None) -> Any:
    """Each with as many jobs as those before, and one more."""
    async with AsyncExitStack() as stack:
        found = [await stack.enter_async_context(person(served, f"p{n}@example.com", None)) for n in range(PEOPLE)]
        jobs = [
            [await saved(one.actor, company_name=f"Acme {number} {each}") for each in range(number + 1)]
            for number, one in enumerate(found)
        ]
        yield found, jobs


@pytest.fixture(autouse=True)
def shared(round_trips: list[str]) -> Iterator[None]:
    """Fails where no statement was shared after all."""
    yield
    assert any("WITH ORDINALITY" in sql for sql in round_trips)


async def test_jobs(people: tuple[list[Person], list[list[Any]]]) -> None:
    everybody, jobs = people
    asked = [(reader, owner) for reader in range(PEOPLE) for owner in range(PEOPLE)]
    found = await asyncio.gather(
        *(everybody[reader].graphql(JOB, id=str(jobs[owner][0]["id"])) for reader, owner in asked)
    )
    for (reader, owner), answer in zip(asked, found, strict=True):
        own = {"companyName": f"Acme {owner} 0", "events": {"nodes": [{"type": "CREATED"}]}}
        assert answer["data"]["job"] == (own if reader == owner else None)
    answers = await asyncio.gather(
        *(everybody[reader].rest.get(f"/api/jobs/{jobs[owner][0]['id']}") for reader, owner in asked)
    )
    for (reader, owner), response in zip(asked, answers, strict=True):
        if reader == owner:
            assert response.json()["data"]["company_name"] == f"Acme {owner} 0"
        else:
            assert response.status_code == 404


@pytest.mark.parametrize("words", [None, "acme"])
async def test_lists(people: tuple[list[Person], list[list[Any]]], words: str | None) -> None:
    everybody, _ = people
    own = [[f"Acme {number} {each}" for each in reversed(range(number + 1))] for number in range(PEOPLE)]
    found = await asyncio.gather(*(one.graphql(JOBS, words=words) for one in everybody * 2))
    for answer, names in zip(found, own * 2, strict=True):
        assert answer["data"]["jobs"]["totalCount"] == len(names)
        assert [node["companyName"] for node in answer["data"]["jobs"]["nodes"]] == names
    query = f"/api/jobs?limit=2{f'&search={words}' if words else ''}"
    for response, names in zip(await asyncio.gather(*(one.rest.get(query) for one in everybody)), own, strict=True):
        assert response.json()["total"] == len(names)
        assert [job["company_name"] for job in response.json()["data"]] == names[:2]
