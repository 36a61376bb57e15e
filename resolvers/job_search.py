"""Where a list takes its jobs from: the table, or what an index finds of a search.

Most accounts have some thousand jobs at most, and the index has each account's words apart: what it finds is read
and sorted, whatever the words. In a vast account that would be far too much for a common word, and a rare one is not
among its newest jobs: there a search looks through some of the newest, and asks the index when they are not enough.
"""

import time
from dataclasses import dataclass
from uuid import UUID

from core import database
from core.sql import Where
from core.text import prefix_query, words

# An account with more jobs is vast, which is remembered for so many seconds, for so many accounts.
VAST = 5_000
_REMEMBERED, _ACCOUNTS = 600, 10_000
# How many of the newest jobs a search of a vast account looks through, and how many that the index finds are few.
NEWEST = 1_500
FEW = 3_000

_sizes: dict[UUID, tuple[bool, float]] = {}


@dataclass(frozen=True, slots=True)
class Source:
    """What stands after FROM in place of `job`; the placeholders of the words, as they are and as an account's.

    Without a search there is neither, and only a vast account needs `plain`.
    """

    is_vast: bool
    plain: str | None = None
    owned: str | None = None

    def counted(self, where: Where) -> str:
        """For all jobs of the conditions, which must be asked for again, in no order."""
        return self._vast(where, "", "") if self.plain else self._small(where, "")

    def ordered(self, where: Where, by: str, most: str, *, is_indexed: bool) -> str:
        """For the first `most` jobs of the conditions, an expression; `is_indexed`: whether an index has that order."""
        first = f" ORDER BY {by} LIMIT {most}"
        if not self.plain:
            return self._small(where, first)
        walk = f"""
            walked AS MATERIALIZED (SELECT job.job_id, job.search @@ {self.plain}::text::tsquery AS is_hit
                FROM job WHERE {where} ORDER BY {by} LIMIT {NEWEST}),
            hits AS MATERIALIZED (SELECT job_id FROM walked WHERE is_hit LIMIT {most}),
            seen AS MATERIALIZED (SELECT (SELECT count(*) = {most} FROM hits)
                OR (SELECT count(*) < {NEWEST} FROM walked) AS is_enough),"""
        return self._vast(where, walk if is_indexed else "", first)

    def _small(self, where: Where, first: str) -> str:
        if not self.owned:
            return "job"
        # OFFSET 0 keeps PostgreSQL from any other index: it does not know how rare the words are. What is made of the
        # jobs is made of the first alone, since they are sorted in here.
        return f"""(SELECT * FROM (SELECT * FROM job WHERE {self._is_found} OFFSET 0) AS job
            WHERE {where}{first}) AS job"""

    def _vast(self, where: Where, walk: str, first: str) -> str:
        """Each part is only run when those before it were not enough."""
        enough = "(SELECT is_enough FROM seen)" if walk else "false"
        hits = f"SELECT job_id FROM hits WHERE {enough} UNION ALL " if walk else ""
        return f"""(WITH{walk}
            found AS MATERIALIZED (SELECT job.* FROM job WHERE {self._is_found} AND NOT {enough} LIMIT {FEW}),
            known AS MATERIALIZED (SELECT count(*) < {FEW} AS are_few FROM found),
            rest AS MATERIALIZED (SELECT job.job_id FROM job
                WHERE {where} AND job.search @@ {self.plain}::text::tsquery AND NOT {enough}
                AND NOT (SELECT are_few FROM known){first})
            SELECT * FROM (SELECT * FROM found WHERE (SELECT are_few FROM known)
            UNION ALL SELECT job.* FROM job WHERE job.job_id = ANY(ARRAY({hits}SELECT job_id FROM rest))
            ) AS job WHERE {where}{first}) AS job"""

    @property
    def _is_found(self) -> str:
        # As a subquery the words are unknown to the planner, which else takes some for common enough to do without
        # the index, at a hundred times the cost it reckons with.
        return f"owned_words(job.user_id, job.search) @@ (SELECT {self.owned}::text::tsquery)"


async def source(owner: UUID, search: str | None, where: Where) -> Source:
    """Takes the words of the search into the parameters of the conditions; none match nothing."""
    is_vast = await _is_vast(owner)
    if search is None:
        return Source(is_vast)
    found = words(search)
    owned = where.take(prefix_query(found, owner))
    return Source(is_vast, where.take(prefix_query(found)) if is_vast else None, owned)


async def _is_vast(owner: UUID) -> bool:
    known, until = _sizes.get(owner, (False, 0.0))
    if until > time.monotonic():
        return known
    is_vast = bool(await database.fetch_value(
        "SELECT count(*) > $2 FROM (SELECT FROM job WHERE job.user_id = $1 AND deleted_at IS NULL LIMIT $2 + 1) AS job",
        owner, VAST,
    ))  # fmt: skip
    if len(_sizes) >= _ACCOUNTS:
        _sizes.clear()
    _sizes[owner] = is_vast, time.monotonic() + _REMEMBERED
    return is_vast
