"""How well jobs fit their user: one at a time on request, all in the background, new ones by themselves."""

import asyncio
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

import orjson
from pydantic import Field

from core import clock, database, notifications, queue
from core.actor import Actor, Scope
from core.database import one_statement
from core.errors import NotFound, ProfileIncomplete
from core.inputs import Input
from core.notifications import Change
from core.page import Row
from core.rate_limit import Tier
from models.run import RunKind
from resolvers import model_budget, profiles, running, runs
from resolvers.job_reads import NO_SUCH_JOB
from resolvers.model_budget import LanguageModel
from resolvers.running import RunFailed, Running
from scoring import local
from scoring import model as scorer
from scoring.model_settings import ModelFailed
from scoring.pool import NOTHING, ScoringPool, named, record, rendered
from scoring.score import Candidate, Opening, Preferences, Score, inputs_hash

_OPENING = (
    "job.job_title, job.company_name, coalesce(job.job_description, '') AS job_description, job.location, "
    "job.is_remote, job.job_type, job.salary_min, job.salary_max, job.salary_currency, job.salary_period"
)
# So few that what is done with a batch in this process takes a fraction of a millisecond, and the database little more.
_BATCH = 20
# Jobs whose ids are read at once.
_AHEAD = 2_000
_INSTEAD = "This is the local score:"


class ScoreRequest(Input):
    """Which job to score."""

    job_id: UUID = Field(strict=False, description="The job's id.")


async def score(actor: Actor, job_id: UUID, *, model: LanguageModel | None = None) -> Row:
    """Scores a job, and writes that on it: by the language model where there is one and it gives a usable answer.

    Raises NotFound or ProfileIncomplete.
    """
    actor.allowed(Scope.WRITE)
    await actor.spend(Tier.AI)
    return await _score(actor, job_id, model)


async def start_all(actor: Actor) -> Row:
    """A run that scores every job that has no score, or whose inputs have changed. Raises Conflict."""
    actor.allowed(Scope.WRITE)
    await actor.spend(Tier.AI)
    return await runs.start(actor, RunKind.SCORE, {})


async def history(actor: Actor, job_id: UUID) -> list[Row]:
    """A job's scores, newest first. Raises NotFound."""
    user_id = actor.allowed(Scope.READ)
    rows = await database.fetch(
        "SELECT job_score.* FROM job LEFT JOIN job_score ON job_score.user_id = $1 AND job_score.job_id = job.job_id "
        "WHERE job.user_id = $1 AND job.id = $2 AND job.deleted_at IS NULL ORDER BY scored_at DESC, job_score.id DESC",
        user_id, job_id,
    )  # fmt: skip
    if not rows:
        raise NotFound(NO_SUCH_JOB)
    return [_stored(row, job_id) for row in rows if row["score"] is not None]


async def queue_new(actor: Actor, job_id: object) -> None:
    """Has a job scored that was just saved, where there is a resume; in the transaction that saves it."""
    has_resume = await database.fetch_value(
        "SELECT EXISTS (SELECT FROM resume WHERE resume.user_id = $1 AND is_default)", actor.user_id
    )
    if has_resume:
        await queue.enqueue("score_job", str(job_id), key=f"score:{job_id}")


async def score_new(actor: Actor, job_id: UUID, *, model: LanguageModel | None = None) -> None:
    """Scores a job for nobody who waits; nothing where the job or the resume has gone."""
    try:
        await _score(actor, job_id, model)
    except (NotFound, ProfileIncomplete):
        return


async def score_all(run: Running, *, pool: ScoringPool) -> None:
    """Carries out a run, a few jobs after the other; one that is begun again goes on where it was.

    Postings and scores pass through this process as JSON that only the database and the pool read.
    """
    actor = run.actor
    try:
        known = await candidate(actor)
    except ProfileIncomplete as incomplete:
        raise RunFailed(incomplete.code, incomplete.message) from None
    total = await database.fetch_value(
        "SELECT count(*) FROM job WHERE job.user_id = $1 AND job.deleted_at IS NULL", actor.user_id
    )
    seen, scored, after = 0, 0, 0
    while keys := await _keys(actor, after):
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            records = await pool.score_many(known, await _postings(actor, batch))
            if records != NOTHING:
                scored += len((await _store(actor, records))[1])
            seen += len(batch)
            await running.advance(run, min(1.0, seen / max(1, total)))
        after = keys[-1]
    await running.finish(run, {"scored": scored, "unchanged": seen - scored})


async def _score(actor: Actor, job_id: UUID, model: LanguageModel | None) -> Row:
    known, (job, wanted) = await candidate(actor), await opening(actor, job_id)
    found, inputs = await _by_model(actor, known, wanted, model) if model else await _locally(known, wanted)
    moment, _ = await _store(actor, rendered([record(job["job_id"], found, inputs)]))
    return {"job_id": str(job_id), "scored_at": moment, **asdict(found)}


async def _by_model(actor: Actor, known: Candidate, wanted: Opening, model: LanguageModel) -> tuple[Score, str]:
    """The local score, which says so, where the model gives none."""
    reserved = scorer.estimate(known, wanted, model.settings)
    try:
        async with model_budget.paid(actor, reserved, model) as spent:
            found = await scorer.score(known, wanted, model.settings)
            spent.tokens = found.tokens
    except ModelFailed as failure:
        instead, inputs = await _locally(known, wanted)
        return replace(instead, reasoning=f"{instead.reasoning} {_INSTEAD} {failure.message}"), inputs
    return found.score, _inputs(known, wanted, found.score.scorer, found.score.version)


async def _locally(known: Candidate, wanted: Opening) -> tuple[Score, str]:
    found = await asyncio.to_thread(local.score, known, wanted)
    return found, inputs_hash(known, wanted, local.VERSION)


async def opening(actor: Actor, job_id: UUID) -> tuple[Row, Opening]:
    """A live job of the actor's, and what scorers read of it. Raises NotFound."""
    found = await database.fetch(
        f"SELECT job.job_id, {_OPENING} FROM job WHERE job.user_id = $1 AND job.id = $2 AND job.deleted_at IS NULL",
        actor.allowed(Scope.WRITE), job_id,
    )  # fmt: skip
    if not found:
        raise NotFound(NO_SUCH_JOB)
    return found[0], Opening(**{name: value for name, value in found[0].items() if name != "job_id"})


async def candidate(actor: Actor) -> Candidate:
    """The actor's profile as scorers read it. Raises ProfileIncomplete without a resume."""
    profile = await profiles.about(actor)
    if not profile["resume_text"]:
        raise ProfileIncomplete
    wishes: Any = {
        name: tuple(value) if isinstance(value, list) else value for name, value in profile["preferences"].items()
    }
    return Candidate(
        headline=profile["headline"] or "",
        resume_text=profile["resume_text"],
        skills=tuple(profile["skills"]),
        years_experience=profile["years_experience"],
        preferences=Preferences(**wishes),
    )


async def _keys(actor: Actor, after: int) -> list[int]:
    """The next integer ids of the actor's jobs."""
    found = await database.fetch_value(
        "SELECT array_agg(job_id) FROM (SELECT job_id FROM job WHERE job.user_id = $1 AND job.job_id > $2 "
        "AND job.deleted_at IS NULL ORDER BY job_id LIMIT $3) AS next",
        actor.allowed(Scope.WRITE), after, _AHEAD,
    )  # fmt: skip
    return found or []


async def _postings(actor: Actor, keys: list[int]) -> str:
    """The live ones of these jobs as `ScoringPool.score_many` reads them."""
    found: str = await database.fetch_value(
        f"SELECT coalesce(json_agg(posting), '[]')::text FROM (SELECT job.job_id, {_OPENING}, newest.* "
        "FROM job LEFT JOIN LATERAL (SELECT inputs, scorer, version FROM job_score WHERE job_score.user_id = $1 "
        "AND job_score.job_id = job.job_id ORDER BY scored_at DESC, job_score.id DESC LIMIT 1) AS newest ON true "
        "WHERE job.user_id = $1 AND job.job_id = ANY($2::int[]) AND job.deleted_at IS NULL) AS posting",
        actor.allowed(Scope.WRITE), keys,
    )  # fmt: skip
    return found


def _inputs(known: Candidate, wanted: Opening, scorer: str, version: str) -> str:
    return inputs_hash(known, wanted, named(scorer, version))


@one_statement
async def _store(actor: Actor, records: str) -> tuple[Any, list[Row]]:
    """Writes a JSON array of records into the history and on their jobs, which count as changed by nobody.

    When that was, and the ids of the jobs.
    """
    user_id, moment = actor.allowed(Scope.WRITE), clock.now()
    written = await database.fetch(_STORE, user_id, moment, records)
    for job in written:
        notifications.announce(Change("job", str(user_id), job["id"], "changed"))
    return moment, written


_STORE = """
WITH given AS (
    SELECT * FROM jsonb_to_recordset($3::jsonb) AS found (
        job_id int, score int, matched_skills jsonb, missing_skills jsonb, reasoning text, parts jsonb, scorer text,
        version text, inputs text, parsed jsonb)
), written AS (
    UPDATE job SET ai_match_score = given.score, ai_reasoning = given.reasoning, ai_parsed_data = given.parsed
    FROM given WHERE job.user_id = $1 AND job.job_id = given.job_id AND job.deleted_at IS NULL
    RETURNING job.job_id, job.id::text AS id
), kept AS (
    INSERT INTO job_score (id, user_id, job_id, score, matched_skills, missing_skills, reasoning, parts, scorer,
        version, inputs, scored_at)
    SELECT gen_random_uuid(), $1, given.job_id, score, matched_skills, missing_skills, reasoning, parts, scorer,
        version, inputs, $2
    FROM given JOIN written USING (job_id)
)
SELECT id FROM written
"""


def _stored(row: Row, job_id: UUID) -> Row:
    parsed = {name: orjson.loads(row[name]) for name in ("matched_skills", "missing_skills", "parts")}
    kept = {name: row[name] for name in ("score", "reasoning", "scorer", "version", "scored_at")}
    return {"job_id": str(job_id)} | kept | parsed
