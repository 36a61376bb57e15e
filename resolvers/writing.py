"""Drafts for a job by the language model: told as they are written, and kept when they are whole."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from enum import StrEnum
from typing import Annotated
from uuid import UUID, uuid4

from pydantic import Field

from core import clock, database
from core.actor import Actor, Scope
from core.database import transaction
from core.errors import NotFound, ServiceUnavailable
from core.inputs import Input, NotNull, optional
from core.page import Row
from core.rate_limit import Tier
from models.draft import Draft, DraftKind
from resolvers import model_budget, scoring
from resolvers.job_reads import NO_SUCH_JOB
from resolvers.model_budget import LanguageModel
from scoring.model_settings import ModelFailed
from scoring.writing import Writing, cover_letter, interview_questions

UNCONFIGURED = (
    "Drafts need a language model, and none is configured: set MODEL_PROVIDER and MODEL_NAME and start the server anew."
)
_COLUMNS = "draft.id::text AS id, draft.kind, draft.text, draft.model, draft.created_at"


class Tone(StrEnum):
    """How a cover letter sounds."""

    PLAIN = "plain"
    WARM = "warm"
    FORMAL = "formal"


class DraftWish(Input):
    """A text to write."""

    kind: Annotated[DraftKind, Field(strict=False)] = Field(description="What to write.")
    tone: Annotated[Annotated[Tone, Field(strict=False)] | None, NotNull] = optional(
        "How a cover letter sounds: plain unless sent."
    )


def write(actor: Actor, job_id: UUID, wish: DraftWish, *, model: LanguageModel | None) -> AsyncGenerator[Row, None]:
    """The pieces of a draft as rows of `text`, and at last one with the `draft` that was kept.

    Raises Unauthorized or Forbidden, and as it goes on RateLimited, NotFound, ProfileIncomplete or, without a model or
    when it fails, ServiceUnavailable.
    """
    actor.allowed(Scope.WRITE)
    return _write(actor, job_id, wish, model)


async def everything(actor: Actor, job_id: UUID) -> list[Row]:
    """A job's drafts, newest first. Raises NotFound."""
    user_id = actor.allowed(Scope.READ)
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM job LEFT JOIN draft ON draft.user_id = $1 AND draft.job_id = job.job_id "
        "WHERE job.user_id = $1 AND job.id = $2 AND job.deleted_at IS NULL "
        "ORDER BY draft.created_at DESC, draft.id DESC",
        user_id, job_id,
    )  # fmt: skip
    if not rows:
        raise NotFound(NO_SUCH_JOB)
    return [row | {"job_id": str(job_id)} for row in rows if row["id"] is not None]


async def read_many(actor: Actor, ids: Sequence[UUID]) -> list[Row]:
    """Those of these drafts that are the actor's, in no order. Raises Unauthorized or Forbidden."""
    return await database.fetch(
        f"SELECT {_COLUMNS}, job.id::text AS job_id FROM draft JOIN job ON job.job_id = draft.job_id "
        "WHERE draft.user_id = $1 AND draft.id = ANY($2::uuid[]) AND job.user_id = $1 AND job.deleted_at IS NULL",
        actor.allowed(Scope.READ), list(ids),
    )  # fmt: skip


async def _write(actor: Actor, job_id: UUID, wish: DraftWish, model: LanguageModel | None) -> AsyncGenerator[Row, None]:
    await actor.spend(Tier.AI)
    if model is None:
        raise ServiceUnavailable(UNCONFIGURED)
    candidate, (job, opening) = await scoring.candidate(actor), await scoring.opening(actor, job_id)
    if wish.kind is DraftKind.COVER_LETTER:
        tone = wish.tone or Tone.PLAIN
        writing = cover_letter(candidate, opening, model.settings, tone=tone.value)
    else:
        writing = interview_questions(candidate, opening, model.settings)
    pieces: list[str] = []
    try:
        async with aclosing(_paid(actor, writing, model)) as paid:
            async for piece in paid:
                pieces.append(piece)
                yield {"text": piece, "draft": None}
    except ModelFailed as failure:
        raise ServiceUnavailable(failure.message) from None
    row = await _keep(actor, job["job_id"], wish.kind, "".join(pieces), model.settings.name)
    yield {"text": "", "draft": row | {"job_id": str(job_id)}}


async def _paid(actor: Actor, writing: Writing, model: LanguageModel) -> AsyncGenerator[str, None]:
    async with model_budget.paid(actor, writing.estimate, model) as spent:
        try:
            async with aclosing(writing.__aiter__()) as pieces:
                async for piece in pieces:
                    yield piece
        finally:
            spent.tokens = writing.tokens


@transaction
async def _keep(actor: Actor, job_key: int, kind: DraftKind, text: str, model: str) -> Row:
    draft = Draft(
        id=uuid4(), user_id=actor.user_id, job_id=job_key, kind=kind, text=text, model=model, created_at=clock.now()
    )
    await draft.save(force_create=True)
    return {"id": str(draft.id), "kind": kind, "text": text, "model": model, "created_at": draft.created_at}
