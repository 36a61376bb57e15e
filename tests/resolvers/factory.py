"""Jobs to begin a test with."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from core.actor import Actor
from core.json_text import parse, render
from core.page import Page, Row
from resolvers import job_events, jobs
from resolvers.job_inputs import JobDraft

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def draft(**fields: Any) -> JobDraft:
    return JobDraft.model_validate({"company_name": "Acme", "job_title": "Engineer"} | fields)


def rows(page: Page) -> list[Row]:
    """What PostgreSQL printed of a page."""
    printed: list[Row] = parse(render(page.rows))
    return printed


async def history(actor: Actor, job_id: UUID | str) -> list[Row]:
    """A job's events, newest first, their times as moments."""
    events = rows(await job_events.page(actor, UUID(str(job_id)), 1, 100))
    return [
        event | {name: datetime.fromisoformat(event[name]) for name in ("occurred_at", "recorded_at")}
        for event in events
    ]


async def saved(actor: Actor, **fields: Any) -> Row:
    return await jobs.create(actor, draft(**fields))
