"""Many scores at once in a process of their own, so that requests are answered meanwhile."""

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from scoring.local import VERSION, prepare, score
from scoring.score import Candidate, Opening, Score, inputs_hash

# Requests come first wherever both want the processor.
_NICENESS = 10


class ScoringPool:
    """Started when it is first needed."""

    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None

    async def score_many(
        self, candidate: Candidate, asked: Sequence[tuple[Opening, str | None]]
    ) -> list[tuple[Score, str] | None]:
        """For each opening its score with the hash of the inputs; None where that is the hash that came along."""
        if self._executor is None:
            self._executor = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin)
        return await asyncio.get_running_loop().run_in_executor(self._executor, score_each, candidate, list(asked))

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)


def score_each(candidate: Candidate, asked: list[tuple[Opening, str | None]]) -> list[tuple[Score, str] | None]:
    """What `ScoringPool.score_many` answers, worked out here and now."""
    known = prepare(candidate)
    found: list[tuple[Score, str] | None] = []
    for opening, before in asked:
        inputs = inputs_hash(candidate, opening, VERSION)
        found.append(None if inputs == before else (score(known, opening), inputs))
    return found


def _begin() -> None:
    os.nice(_NICENESS)
