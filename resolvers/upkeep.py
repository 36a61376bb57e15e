"""What comes round by itself, whoever it belongs to: throwing away what is too old, looking at postings again."""

from datetime import timedelta
from uuid import UUID

from core import clock, database, queue
from core.actor import Actor
from core.database import transaction
from models.insight import DIGESTS
from models.job import RESTORABLE, JobStatus
from models.run import UNFINISHED
from resolvers import digests, idempotency, insight_wording, postings, running, scoring
from resolvers.model_budget import LanguageModel
from scraping.fetch import Fetcher

# How long a run that has ended can still be read.
_RUNS_KEPT = timedelta(days=90)
_LOST = timedelta(hours=1)
_CHECKED = (JobStatus.INTERESTED, JobStatus.APPLIED, JobStatus.INTERVIEWING)
_CHECKED_EVERY = timedelta(days=7)
_CHECKED_AT_ONCE = 5_000
_SPREAD = timedelta(hours=12)
_DIGESTS_KEPT = timedelta(days=90)
# Who did nothing for longer than this is not told about it any more.
_ACTIVE = timedelta(days=30)
# Whose last whole day or week, by his own calendar, has no digest yet.
_DUE_DIGESTS = """
    WITH active AS (
        SELECT account.id AS owner, ($1::timestamptz AT TIME ZONE coalesce(timezone, 'UTC'))::date AS today,
            (coalesce(week_start, 'monday') = 'sunday')::int AS shift
        FROM account LEFT JOIN profile ON profile.user_id = account.id
        WHERE EXISTS (SELECT FROM job WHERE job.user_id = account.id AND job.updated_at > $2)
    ), due AS (
        SELECT owner, 'daily_digest' AS type, today - 1 AS since FROM active
        UNION ALL
        SELECT owner, 'weekly_summary', today - (extract(isodow FROM today)::int - 1 + shift) % 7 - 7 FROM active
    )
    SELECT DISTINCT owner::text AS id FROM due WHERE NOT EXISTS (
        SELECT FROM insight
        WHERE insight.user_id = due.owner AND insight.type = due.type AND insight.since = due.since
    )
"""


async def purge() -> None:
    """Deletes jobs that nobody can restore any more, sessions that are over, and what was kept long enough."""
    await _purge_jobs()
    await _purge_sessions()
    await _end_lost_runs()
    await _purge_runs()
    await _purge_digests()
    await queue.trim()
    await idempotency.purge()


async def queue_checks() -> None:
    """Queues a look at every posting that was not looked at for a week, spread over the next half day."""
    rows = await database.fetch(
        "SELECT job.id::text AS id FROM job LEFT JOIN job_posting USING (job_id) "
        "WHERE job.deleted_at IS NULL AND job.source_url IS NOT NULL AND job.status = ANY($1) "
        "AND coalesce(job_posting.checked_at, job.created_at) < $2 ORDER BY job_posting.checked_at LIMIT $3",
        [status.value for status in _CHECKED], clock.now() - _CHECKED_EVERY, _CHECKED_AT_ONCE,
    )  # fmt: skip
    pause = _SPREAD / max(1, len(rows))
    for place, row in enumerate(rows):
        await queue.enqueue("check_posting", row["id"], key=f"check:{row['id']}", delay=place * pause)


async def check_posting(job_id: UUID, *, fetcher: Fetcher) -> None:
    """Looks at a posting whose turn it is, for nobody who waits."""
    for owner in await _owner(job_id):
        await postings.check(owner, job_id, fetcher=fetcher)


async def score_job(job_id: UUID, *, model: LanguageModel | None = None) -> None:
    """Scores a job that was just saved."""
    for owner in await _owner(job_id):
        await scoring.score_new(owner, job_id, model=model)


async def _owner(job_id: UUID) -> list[Actor]:
    """Nobody where the job has gone."""
    rows = await database.fetch(
        "SELECT account.id AS user_id, plan FROM job JOIN account ON account.id = job.user_id WHERE job.id = $1", job_id
    )
    return [running.on_behalf_of(row) for row in rows]


async def queue_digests() -> None:
    """Queues the digests of every active user whose local day, or week, has begun and who has none of the last yet."""
    rows = await database.fetch(_DUE_DIGESTS, clock.now(), clock.now() - _ACTIVE)
    for row in rows:
        await queue.enqueue("make_digests", row["id"], key=f"digests:{row['id']}")


async def make_digests(user_id: UUID, *, rewords: bool = False) -> None:
    """Makes a user's digests that are due."""
    rows = await database.fetch("SELECT account.id AS user_id, plan FROM account WHERE account.id = $1", user_id)
    for row in rows:
        await digests.make(running.on_behalf_of(row), rewords=rewords)


async def word_insight(insight_id: UUID, *, model: LanguageModel | None) -> None:
    """Has the language model word an insight that was just made."""
    rows = await database.fetch(
        "SELECT account.id AS user_id, plan FROM insight JOIN account ON account.id = insight.user_id "
        "WHERE insight.id = $1",
        insight_id,
    )
    for row in rows if model else []:
        assert model is not None
        await insight_wording.reword(running.on_behalf_of(row), insight_id, model=model)


@transaction
async def _purge_jobs() -> None:
    await database.fetch("DELETE FROM job WHERE deleted_at < $1", clock.now() - RESTORABLE)


@transaction
async def _purge_sessions() -> None:
    """Their refresh tokens go with them; access tokens of a session that is over are refused anyway."""
    await database.fetch("DELETE FROM session WHERE expires_at < $1", clock.now())


@transaction
async def _purge_digests() -> None:
    await database.fetch(
        "DELETE FROM insight WHERE insight.type = ANY($1) AND insight.created_at < $2",
        [kind.value for kind in DIGESTS], clock.now() - _DIGESTS_KEPT,
    )  # fmt: skip


@transaction
async def _purge_runs() -> None:
    await database.fetch("DELETE FROM run WHERE run.finished_at < $1", clock.now() - _RUNS_KEPT)


async def _end_lost_runs() -> None:
    """Runs that are in no queue any more; there should be none, but nobody is to wait for one for ever."""
    rows = await database.fetch(
        "SELECT run.id FROM run WHERE run.status = ANY($1) AND run.created_at < $2 "
        "AND NOT EXISTS (SELECT FROM pgq.pgqueuer WHERE pgqueuer.id = run.queue_id)",
        [status.value for status in UNFINISHED], clock.now() - _LOST,
    )  # fmt: skip
    for row in rows:
        await running.give_up(row["id"])
