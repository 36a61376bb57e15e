"""What a search knows of an account's size; what it finds is tested with the lists."""

import pytest

from resolvers import job_listing, job_search
from resolvers.job_listing import JobFilter, JobQuery
from tests.conftest import Person
from tests.resolvers.factory import saved


async def test_an_account_is_vast_when_it_was_counted_so(
    ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_search, "VAST", 1)
    for person, jobs in ((ada, 2), (bob, 1)):
        for _ in range(jobs):
            await saved(person.actor, company_name="Acme")
        assert await job_listing.count(person.actor, JobQuery(JobFilter(), "acme")) == jobs
    assert [job_search._sizes[person.actor.user_id][0] for person in (ada, bob)] == [True, False]


async def test_only_so_many_sizes_are_remembered(ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_search, "_ACCOUNTS", 1)
    job_search._sizes.clear()
    for person in (ada, bob):
        await job_listing.count(person.actor, JobQuery(JobFilter(), "acme"))
    assert list(job_search._sizes) == [bob.actor.user_id]
