"""How well jobs fit their user: one at a time on request, all in the background, new ones by themselves."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

import orjson
from pydantic import Field

from core import clock, database, notifications, queue
from core.actor import Actor, Scope
from core.database import transaction
from core.errors import NotFound, ProfileIncomplete
from core.inputs import Input
from core.notifications import Change
from core.page import Row
from core.rate_limit import Tier
from models.run import RunKind
from resolvers import profiles, running, runs
from resolvers.job_reads import NO_SUCH_JOB
from resolvers.running import RunFailed, Running
from scoring.pool import ScoringPool, score_each
from scoring.score import Candidate, Opening, Preferences, Score

_OPENING = (
    "job_title", "company_name", "job_description", "location", "is_remote", "job_type", "salary_min", "salary_max",
    "salary_currency", "salary_period",
)  # fmt: skip
_BATCH = 100


class ScoreRequest(Input):
    """Which job to score."""

    job_id: UUID = Field(strict=False, description="The job's id.")


async def score(actor: Actor, job_id: UUID) -> Row:
    """Scores a job, and writes that on it. Raises NotFound or ProfileIncomplete."""
    actor.allowed(Scope.WRITE)
    await actor.spend(Tier.AI)
    return await _score(actor, job_id)


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


async def score_new(actor: Actor, job_id: UUID) -> None:
    """Scores a job for nobody who waits; nothing where the job or the resume has gone."""
    try:
        await _score(actor, job_id)
    except (NotFound, ProfileIncomplete):
        return


async def score_all(run: Running, *, pool: ScoringPool) -> None:
    """Carries out a run, a hundred jobs after the other; one that is begun again goes on where it was."""
    actor = run.actor
    try:
        candidate = await _candidate(actor)
    except ProfileIncomplete as incomplete:
        raise RunFailed(incomplete.code, incomplete.message) from None
    total = await database.fetch_value(
        "SELECT count(*) FROM job WHERE job.user_id = $1 AND job.deleted_at IS NULL", actor.user_id
    )
    seen, scored, after = 0, 0, 0
    while jobs := await _openings(actor, after=after):
        found = await pool.score_many(candidate, [(_opening(job), job["inputs"]) for job in jobs])
        changed = [(job, *result) for job, result in zip(jobs, found, strict=True) if result is not None]
        await _store(actor, changed)
        seen, scored, after = seen + len(jobs), scored + len(changed), jobs[-1]["job_id"]
        await running.advance(run, min(1.0, seen / max(1, total)))
    await _finish(run, {"scored": scored, "unchanged": seen - scored})


async def _score(actor: Actor, job_id: UUID) -> Row:
    candidate = await _candidate(actor)
    found = await _openings(actor, job_id=job_id)
    if not found:
        raise NotFound(NO_SUCH_JOB)
    [job] = found
    [result] = await asyncio.to_thread(score_each, candidate, [(_opening(job), None)])
    assert result is not None
    moment = await _store(actor, [(job, *result)])
    return {"job_id": str(job_id), "scored_at": moment, **_columns(result[0])}


async def _candidate(actor: Actor) -> Candidate:
    """Raises ProfileIncomplete without a resume."""
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


async def _openings(actor: Actor, *, after: int = 0, job_id: UUID | None = None) -> list[Row]:
    """One job, or the next hundred by their integer ids, each with the inputs of its newest score."""
    return await database.fetch(
        f"SELECT job.job_id, job.id::text AS id, {', '.join(f'job.{name}' for name in _OPENING)}, newest.inputs "
        "FROM job LEFT JOIN LATERAL (SELECT inputs FROM job_score WHERE job_score.user_id = $1 "
        "AND job_score.job_id = job.job_id ORDER BY scored_at DESC, job_score.id DESC LIMIT 1) AS newest ON true "
        "WHERE job.user_id = $1 AND job.job_id > $2 AND ($3::uuid IS NULL OR job.id = $3) AND job.deleted_at IS NULL "
        "ORDER BY job.job_id LIMIT $4",
        actor.allowed(Scope.WRITE), after, job_id, _BATCH,
    )  # fmt: skip


def _opening(job: Row) -> Opening:
    return Opening(**{name: job[name] for name in _OPENING} | {"job_description": job["job_description"] or ""})


@transaction
async def _store(actor: Actor, found: Sequence[tuple[Row, Score, str]]) -> Any:
    """Writes scores into the history and on their jobs, which count as changed by nobody; when that was."""
    user_id, moment = actor.allowed(Scope.WRITE), clock.now()
    rows = [_columns(score) for _, score, _ in found]
    values = [
        orjson.dumps(row | {"id": str(uuid4()), "job_id": job["job_id"], "inputs": inputs, "parsed": _parsed(row)})
        for row, (job, _, inputs) in zip(rows, found, strict=True)
    ]
    await database.fetch(_STORE, user_id, moment, [value.decode() for value in values])
    for job, _, _ in found:
        notifications.announce(Change("job", str(user_id), job["id"], "changed"))
    return moment


_STORE = """
WITH given AS (
    SELECT found.* FROM unnest($3::text[]) AS one, jsonb_to_record(one::jsonb) AS found (
        id uuid, job_id int, score int, matched_skills jsonb, missing_skills jsonb, reasoning text, parts jsonb,
        scorer text, version text, inputs text, parsed jsonb)
), written AS (
    UPDATE job SET ai_match_score = given.score, ai_reasoning = given.reasoning, ai_parsed_data = given.parsed
    FROM given WHERE job.user_id = $1 AND job.job_id = given.job_id AND job.deleted_at IS NULL
    RETURNING job.job_id
)
INSERT INTO job_score (id, user_id, job_id, score, matched_skills, missing_skills, reasoning, parts, scorer, version,
    inputs, scored_at)
SELECT id, $1, given.job_id, score, matched_skills, missing_skills, reasoning, parts, scorer, version, inputs, $2
FROM given JOIN written USING (job_id)
"""


def _columns(score: Score) -> Row:
    return asdict(score)


def _parsed(row: Row) -> Row:
    """What scoring read out of the posting."""
    return {
        "skills": [one["skill"] for one in (*row["matched_skills"], *row["missing_skills"])],
        "scorer": row["scorer"],
        "version": row["version"],
    }


def _stored(row: Row, job_id: UUID) -> Row:
    parsed = {name: orjson.loads(row[name]) for name in ("matched_skills", "missing_skills", "parts")}
    kept = {name: row[name] for name in ("score", "reasoning", "scorer", "version", "scored_at")}
    return {"job_id": str(job_id)} | kept | parsed


@transaction
async def _finish(run: Running, result: dict[str, Any]) -> None:
    if await running.hold(run):
        await running.succeed(run, result)
