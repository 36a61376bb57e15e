"""What is asked for: six workloads, each with many cases, so that no server answers from what it remembers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from benchmarks.data import Accounts

WORKLOADS = {
    "a": "20 jobs of a status, newest first, and how many there are",
    "b": "100 jobs x 14 fields",
    "c": "one job and its 10 newest events",
    "d": "create a job",
    "e": "dashboard: counts by status, applications, response rate, 12 weeks by week",
    "f": "full-text search, 20 jobs",
}
# Whole jobs, as our REST answers them: what our two wires are compared by.
WIRES = {"list": "20 whole jobs and how many there are", "job": "one whole job", "create": "create, the whole job back"}
CARD = ("id", "company_name", "job_title", "status", "location", "created_at")
WIDE = (
    "id", "job_id", "company_name", "job_title", "source_url", "source", "status", "job_type", "location", "is_remote",
    "salary_min", "salary_max", "tags", "created_at",
)  # fmt: skip
DETAIL = ("id", "company_name", "job_title", "job_description", "status", "location", "notes", "created_at")
EVENT = ("id", "type", "from_status", "to_status", "occurred_at", "note")
SERIES = ("saved", "applied", "responded", "interviewing", "offers", "rejected")
# Twelve digits that load.lua replaces by a number of their own, so that every address is new.
NUMBER = "@" * 12
_STATUSES = ("applied", "rejected", "interviewing", "not_interested")
_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Case:
    """A workload for one account."""

    workload: str
    account: UUID
    given: dict[str, Any]


async def cases(url: str, accounts: Accounts) -> dict[str, list[Case]]:
    """Cases of every workload in the order in which they are sent."""
    connection = await asyncpg.connect(url)
    try:
        jobs = await connection.fetch(
            "SELECT user_id, id FROM job WHERE revision % 10 = 0 AND user_id = ANY($1::uuid[]) "
            "AND md5(id::text) < '2' ORDER BY md5(id::text) LIMIT 1000",
            accounts.readers,
        )
        searched = await vocabulary(connection, accounts.readers, 1000)
    finally:
        await connection.close()
    monday = datetime.now(UTC).date() - timedelta(days=datetime.now(UTC).weekday())
    weeks = {"from": str(monday - timedelta(weeks=_WEEKS - 1)), "to": str(monday + timedelta(days=6))}
    given: dict[str, list[tuple[UUID, dict[str, Any]]]] = {
        "a": [(reader, {"status": status}) for status in _STATUSES for reader in accounts.readers],
        "b": [(reader, {}) for reader in accounts.readers],
        "c": [(row["user_id"], {"id": str(row["id"])}) for row in jobs],
        "d": [(writer, _posting(nth)) for nth, writer in enumerate(accounts.writers)],
        "e": [(reader, weeks) for reader in accounts.readers],
        "f": [(reader, {"words": word}) for reader, word in searched],
    }
    given |= {"list": given["a"], "job": given["c"], "create": given["d"]}
    return {name: [Case(name, account, one) for account, one in found] for name, found in given.items()}


async def vocabulary(connection: asyncpg.Connection, readers: list[UUID], limit: int) -> list[tuple[UUID, str]]:
    """Accounts with words that some of their jobs have, common and rare ones mixed; plain words only."""
    rows = await connection.fetch(
        "SELECT user_id, word FROM (SELECT DISTINCT user_id, unnest(tsvector_to_array(search)) AS word "
        "FROM job WHERE user_id = ANY($1::uuid[])) AS own "
        "WHERE word ~ '^[a-z][a-z0-9]+$' ORDER BY md5(word || user_id) LIMIT $2",
        readers, limit,
    )  # fmt: skip
    return [(row["user_id"], row["word"]) for row in rows]


def _posting(nth: int) -> dict[str, Any]:
    return {
        "company_name": f"Northwind Labs {nth % 20}",
        "job_title": "Senior Backend Engineer",
        "job_description": "Northwind Labs is looking for a senior engineer who likes to own services end to end",
        "source_url": f"https://jobs.example.com/created/{NUMBER}",
        "location": "Berlin",
        "tags": ["startup", "Referral"],
    }
