"""Jobs to begin a test with."""

from datetime import UTC, datetime
from typing import Any

from core.actor import Actor
from core.page import Row
from resolvers import jobs
from resolvers.job_inputs import JobDraft

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def draft(**fields: Any) -> JobDraft:
    return JobDraft.model_validate({"company_name": "Acme", "job_title": "Engineer"} | fields)


async def saved(actor: Actor, **fields: Any) -> Row:
    return await jobs.create(actor, draft(**fields))
