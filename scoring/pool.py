"""Many scores at once in a process of their own, so that requests are answered meanwhile."""

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context

import orjson

from scoring.local import VERSION, prepare, score
from scoring.score import Candidate, Opening, Score, inputs_hash

# Requests come first wherever both want the processor.
_NICENESS = 10


class ScoringPool:
    """Started when it is first needed."""

    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None

    async def score_many(self, candidate: Candidate, asked: Sequence[tuple[Opening, str | None]]) -> list[str | None]:
        """For each opening the record of its score; None where its inputs have the hash that came along."""
        if self._executor is None:
            self._executor = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin)
        return await asyncio.get_running_loop().run_in_executor(self._executor, _record_each, candidate, list(asked))

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)


def record(found: Score, inputs: str) -> str:
    """A score as JSON, with the hash of its inputs and what was read out of the posting."""
    columns = asdict(found)
    skills = [one["skill"] for one in (*columns["matched_skills"], *columns["missing_skills"])]
    parsed = {"skills": skills, "scorer": found.scorer, "version": found.version}
    return orjson.dumps(columns | {"inputs": inputs, "parsed": parsed}).decode()


def _record_each(candidate: Candidate, asked: list[tuple[Opening, str | None]]) -> list[str | None]:
    known = prepare(candidate)
    records: list[str | None] = []
    for opening, before in asked:
        inputs = inputs_hash(candidate, opening, VERSION)
        records.append(None if inputs == before else record(score(known, opening), inputs))
    return records


def _begin() -> None:
    os.nice(_NICENESS)
