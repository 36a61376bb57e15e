"""What the background wire knows to do: the resolvers behind each name in the queue, and what comes round by itself."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

from models.run import RunKind
from resolvers import digests, postings, running, scoring, scraping, upkeep
from resolvers.collaborators import Collaborators
from resolvers.running import Work
from tasks.execution import Handler, Task

# What comes round by itself, with when in cron's notation and UTC.
SCHEDULES = {"purge": "7 * * * *", "check_postings": "23 4 * * *", "queue_digests": "2 * * * *"}


def tasks(shared: Collaborators) -> list[Task]:
    """One task per kind of run, and those that come round."""
    fetcher, rewords = shared.fetcher, shared.model is not None
    return [
        _run(RunKind.SCRAPE, partial(scraping.read_posting, fetcher=fetcher, scores=shared.settings.score_on_capture)),
        _run(RunKind.BOARD, partial(scraping.read_board, fetcher=fetcher)),
        _run(RunKind.CHECK, partial(postings.check_run, fetcher=fetcher)),
        _run(RunKind.SCORE, partial(scoring.score_all, pool=shared.scoring_pool), seconds=600.0),
        Task("score_job", _about(partial(upkeep.score_job, model=shared.model))),
        _run(RunKind.DIGEST, partial(digests.carry_out, rewords=rewords)),
        Task("queue_digests", _by_itself(upkeep.queue_digests), seconds=600.0),
        Task("make_digests", _about(partial(upkeep.make_digests, rewords=rewords)), at_once=1),
        Task("word_insight", _about(partial(upkeep.word_insight, model=shared.model)), attempts=1),
        Task("check_postings", _by_itself(upkeep.queue_checks), seconds=600.0),
        # One at a time, so that users' own runs find a free place.
        Task("check_posting", _about(partial(upkeep.check_posting, fetcher=fetcher)), at_once=1),
        Task("purge", _by_itself(upkeep.purge), seconds=600.0),
    ]


def _run(kind: RunKind, work: Work, seconds: float = 120.0) -> Task:
    async def carry_out(subject: str, is_last: bool) -> None:  # noqa: FBT001 a Handler
        await running.carry_out(UUID(subject), work, is_last=is_last)

    async def give_up(subject: str) -> None:
        await running.give_up(UUID(subject))

    return Task(kind.value, carry_out, seconds=seconds, give_up=give_up)


def _about(work: Callable[[UUID], Awaitable[None]]) -> Handler:
    async def carry_out(subject: str, _is_last: bool) -> None:  # noqa: FBT001 a Handler
        await work(UUID(subject))

    return carry_out


def _by_itself(work: Callable[[], Awaitable[None]]) -> Handler:
    async def carry_out(_subject: str, _is_last: bool) -> None:  # noqa: FBT001 a Handler
        await work()

    return carry_out
