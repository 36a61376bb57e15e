"""Many scores at once in a process of their own, so that requests are answered meanwhile."""

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, fields
from multiprocessing import get_context
from typing import Any

import orjson

from scoring.local import SCORER, VERSION, prepare, score
from scoring.score import Candidate, Opening, Score, inputs_hash

# The records of no scores.
NOTHING = "[]"
_OPENING = [field.name for field in fields(Opening)]


class ScoringPool:
    """Started when it is first needed."""

    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None

    async def score_many(self, candidate: Candidate, postings: str) -> str:
        """The records of their scores, without those whose newest score has the same inputs.

        `postings`: a JSON array of objects with the fields of an opening, a `job_id`, and `inputs`, `scorer` and
        `version` of the newest score or null. What comes back is one as well: this process handles neither.
        """
        if self._executor is None:
            self._executor = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin)
        return await asyncio.get_running_loop().run_in_executor(self._executor, _record_each, candidate, postings)

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)


def record(job_id: int, found: Score, inputs: str) -> dict[str, Any]:
    """A score as it is stored: with the hash of its inputs and what was read out of the posting."""
    columns = asdict(found)
    skills = [one["skill"] for one in (*columns["matched_skills"], *columns["missing_skills"])]
    parsed = {"skills": skills, "scorer": found.scorer, "version": found.version}
    return columns | {"job_id": job_id, "inputs": inputs, "parsed": parsed}


def rendered(records: list[dict[str, Any]]) -> str:
    """Records as JSON."""
    return orjson.dumps(records).decode()


def _record_each(candidate: Candidate, postings: str) -> str:
    known = prepare(candidate)
    records = []
    for posting in orjson.loads(postings):
        opening = Opening(**{name: posting[name] for name in _OPENING})
        if not _is_current(candidate, opening, posting):
            inputs = inputs_hash(candidate, opening, VERSION)
            records.append(record(posting["job_id"], score(known, opening), inputs))
    return rendered(records)


def _is_current(candidate: Candidate, opening: Opening, posting: dict[str, Any]) -> bool:
    """Whether nothing that the newest score was made from has changed; of a model's, its own version included."""
    scorer = posting["scorer"]
    if scorer is None:
        return False
    version = VERSION if scorer == SCORER else named(scorer, posting["version"])
    return bool(posting["inputs"] == inputs_hash(candidate, opening, version))


def named(scorer: str, version: str) -> str:
    """The version of a scorer among those of others."""
    return f"{scorer} {version}"


def _begin() -> None:
    """Requests come first wherever both want the processor, and at once."""
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    else:
        os.nice(19)
