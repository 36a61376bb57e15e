"""One posting under several addresses: which of a user's jobs a posting may be, and why."""

import re
from collections.abc import Iterable
from typing import Any

from core import database
from core.actor import Actor, Scope
from core.canonical_url import canonical_url
from core.page import Row
from core.text import words
from scraping.boards.registry import identify
from scraping.posting import Posting

MAX_DUPLICATES = 10
# Certain, certain by the board's own id, and from where on alike texts are worth a look.
_SAME_ADDRESS, _SAME_ID, _ALIKE = 100, 99, 70
_LOOKED_AT = 20_000
# What companies add to their names.
_LEGAL_FORM = re.compile(
    r"[\s,.]+(?:inc|incorporated|corp|corporation|co|company|llc|llp|ltd|limited|plc|gmbh|ag|se|kg|ug|sa|sas|sarl|srl|"
    r"spa|bv|nv|ab|as|asa|oy|oyj|aps|pty|pte|sp z o o|kk)\.?(?=[\s,.]|$)",
    re.IGNORECASE,
)
# Words of titles that do not tell one position from another.
_FILLERS = frozenset({"a", "an", "and", "the", "of", "for", "in", "at", "m", "f", "d", "w", "x", "h", "all", "genders"})
_WEIGHTS = {"title": 60, "location": 30, "company": 10}


async def find(actor: Actor, posting: Posting) -> list[Row]:
    """Live jobs of the actor's that may be this posting, likeliest first: `job_id`, `score` to 100, `reasons`."""
    rows = await database.fetch(
        "SELECT job.id::text AS id, company_name, job_title, location, is_remote, source_url, canonical_url, "
        "job_posting.key AS key FROM job LEFT JOIN job_posting USING (job_id) "
        "WHERE job.user_id = $1 AND job.deleted_at IS NULL ORDER BY job.created_at DESC LIMIT $2",
        actor.allowed(Scope.READ), _LOOKED_AT,
    )  # fmt: skip
    found = [{"job_id": row["id"], "score": score, "reasons": reasons} for row in rows
             for score, reasons in [_compare(posting, row)] if reasons]  # fmt: skip
    # What only looks alike may reach 100 too, and comes after what has the same address.
    return sorted(found, key=lambda one: (-one["score"], "SAME_COMPANY" in one["reasons"], one["job_id"]))[
        :MAX_DUPLICATES
    ]


def _compare(posting: Posting, job: Row) -> tuple[int, list[str]]:
    if posting.source_url and job["canonical_url"] == canonical_url(posting.source_url):
        return _SAME_ADDRESS, ["SAME_ADDRESS"]
    if posting.key and posting.key == (job["key"] or key_of(job["source_url"])):
        return _SAME_ID, ["SAME_POSTING_ID"]
    return _alike(posting, job)


def key_of(url: str | None) -> str | None:
    """What a posting is called on its job board, where its address says so."""
    match = identify(url) if url else None
    return match.key if match else None


def _alike(posting: Posting, job: Row) -> tuple[int, list[str]]:
    company, other = _company(posting.company_name or ""), _company(job["company_name"])
    if not company or company != other:
        return 0, []
    title = _overlap(_title(posting.job_title or ""), _title(job["job_title"]))
    place = _place(posting.location, job["location"], is_remote=posting.is_remote and job["is_remote"])
    score = round(_WEIGHTS["company"] + _WEIGHTS["title"] * title + _WEIGHTS["location"] * place)
    if score < _ALIKE:
        return 0, []
    return score, ["SAME_COMPANY", "SIMILAR_TITLE", *(["SIMILAR_LOCATION"] if place > 0 else [])]


def _company(name: str) -> frozenset[str]:
    return frozenset(words(_LEGAL_FORM.sub(" ", f" {name} ")))


def _title(title: str) -> frozenset[str]:
    return frozenset(words(title)) - _FILLERS


def _place(one: str | None, other: str | None, *, is_remote: bool) -> float:
    """1 for the same place, half where nobody knows, 0 for another one."""
    if is_remote:
        return 1.0
    if not one or not other:
        return 0.5
    here, there = frozenset(words(one)), frozenset(words(other))
    return len(here & there) / max(1, min(len(here), len(there)))


def _overlap(one: Iterable[Any], other: Iterable[Any]) -> float:
    """Jaccard's coefficient."""
    here, there = frozenset(one), frozenset(other)
    return len(here & there) / len(here | there) if here | there else 0.0
