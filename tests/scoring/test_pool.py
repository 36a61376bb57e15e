"""Many scores in a process of their own: JSON in, JSON out, and nothing for what has not changed."""

import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import orjson
import pytest

from scoring import local
from scoring.pool import NOTHING, ScoringPool, named
from scoring.score import Candidate, Opening, inputs_hash

CANDIDATE = Candidate("Backend developer", "Backend developer. Python and PostgreSQL.")
OPENING = Opening("Backend Developer", job_description="We want Python, PostgreSQL and Terraform for our backend team.")


@pytest.fixture(name="pool", scope="module")
def given_pool() -> Iterator[ScoringPool]:
    made = ScoringPool()
    yield made
    made.close()


def posting(scorer: str | None = None, version: str | None = None, inputs: str | None = None) -> dict[str, Any]:
    return asdict(OPENING) | {"job_id": 7, "scorer": scorer, "version": version, "inputs": inputs}


async def records(pool: ScoringPool, *postings: dict[str, Any]) -> Any:
    return orjson.loads(await pool.score_many(CANDIDATE, orjson.dumps(list(postings)).decode()))


async def test_what_has_no_score_gets_that_of_the_local_scorer(pool: ScoringPool) -> None:
    [found] = await records(pool, posting())
    expected = orjson.loads(orjson.dumps(asdict(local.score(CANDIDATE, OPENING))))
    skills = {"skills": ["PostgreSQL", "Python", "Terraform"], "scorer": "local", "version": local.VERSION}
    inputs = inputs_hash(CANDIDATE, OPENING, local.VERSION)
    assert found == expected | {"job_id": 7, "inputs": inputs, "parsed": skills}


@pytest.mark.parametrize(("scorer", "version"), [("local", local.VERSION), ("model:small", "3")])
async def test_what_has_not_changed_is_left_alone(pool: ScoringPool, scorer: str, version: str) -> None:
    known = version if scorer == "local" else named(scorer, version)
    assert await records(pool, posting(scorer, version, inputs_hash(CANDIDATE, OPENING, known))) == []
    assert len(await records(pool, posting(scorer, version, inputs_hash(CANDIDATE, OPENING, "other")))) == 1


async def test_no_postings_are_no_scores(pool: ScoringPool) -> None:
    assert await pool.score_many(CANDIDATE, NOTHING) == NOTHING


async def test_it_takes_the_processor_from_nobody(pool: ScoringPool) -> None:
    await pool.score_many(CANDIDATE, NOTHING)
    assert pool._executor is not None
    [pid] = pool._executor._processes
    assert os.sched_getscheduler(pid) == os.SCHED_IDLE
