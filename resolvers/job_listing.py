"""Lists of jobs: filters, full-text search and total orderings, by page number and by cursor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from core import batching, database
from core.actor import Actor, Scope
from core.errors import Fault, ValidationFailed
from core.inputs import Input, Line, Moment, NotNull, Nul, Word, faults, optional
from core.json_text import Fragment
from core.page import Page, Row, Slice, Window, decode_cursor, encode_cursor
from core.projection import Read
from core.sql import Where
from core.text import case_key, sort_key
from models.job import FIELDS, JobStatus
from resolvers.job_inputs import Status, Type
from resolvers.job_json import EVERYTHING, printed, shapes
from resolvers.job_reads import columns, decoded
from resolvers.job_search import Source, source


class SortField(StrEnum):
    """What a list of jobs can be ordered by; text ignores case, and jobs without a value come last."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    COMPANY_NAME = "company_name"
    JOB_TITLE = "job_title"
    APPLIED_AT = "applied_at"
    AI_MATCH_SCORE = "ai_match_score"


class Direction(StrEnum):
    """Which end comes first."""

    ASC = "asc"
    DESC = "desc"


# The expression that a field orders by, its Python type, and whether it can be null.
_ORDERS: dict[SortField, tuple[str, type, bool]] = {
    SortField.CREATED_AT: ("job.created_at", datetime, False),
    SortField.UPDATED_AT: ("job.updated_at", datetime, False),
    SortField.COMPANY_NAME: ('job.company_key COLLATE "C"', str, False),
    SortField.JOB_TITLE: ('job.title_key COLLATE "C"', str, False),
    SortField.APPLIED_AT: ("job.applied_at", datetime, True),
    SortField.AI_MATCH_SCORE: ("job.ai_match_score", int, True),
}


_INDEXED = {"job.created_at", "job.updated_at"}


class JobFilter(Input):
    """Conditions that must all hold."""

    status: Annotated[list[Status] | None, NotNull] = optional("Any of these statuses.")
    source: Annotated[Word | None, NotNull] = optional("Exactly this source.")
    job_type: Annotated[Type | None, NotNull] = optional("This kind of employment.")
    is_remote: Annotated[bool | None, NotNull] = optional("Whether the work can be done from anywhere.")
    min_score: Annotated[Annotated[int, Field(ge=0, le=100)] | None, NotNull] = optional(
        "At least this match score; leaves out jobs without one."
    )
    tag: Annotated[Word | None, NotNull] = optional("Has this tag, ignoring case.")
    company: Annotated[Line | None, NotNull] = optional("Exactly this company, ignoring case.")
    since: Annotated[Moment | None, NotNull] = optional("Updated after this moment.")


Search = Annotated[Annotated[str, StringConstraints(max_length=200), Nul] | None, NotNull]
_search: TypeAdapter[str | None] = TypeAdapter(Search, config=ConfigDict(strict=True))


class JobOrder(Input):
    """An ordering; it is total, ties are broken by id."""

    field: Annotated[SortField, Field(strict=False)] = Field(description="What to order by.")
    direction: Annotated[Direction, Field(strict=False)] = Field(
        default_factory=lambda: Direction.DESC, description="Descending unless said otherwise."
    )


@dataclass(frozen=True, slots=True)
class JobQuery:
    """Which jobs, in which order."""

    filter: JobFilter
    search: str | None = None
    field: SortField = SortField.CREATED_AT
    direction: Direction = Direction.DESC


def query(given: JobFilter | None, search: str | None, order: JobOrder | None) -> JobQuery:
    """Checks what GraphQL's arguments alone cannot say. Raises ValidationFailed naming `search`."""
    if search is not None:
        try:
            _search.validate_python(search)
        except ValidationError as error:
            raise ValidationFailed([Fault("search", fault.message) for fault in faults(error.errors())]) from None
    if order is None:
        return JobQuery(given or JobFilter(), search)
    return JobQuery(given or JobFilter(), search, order.field, order.direction)


async def page(actor: Actor, query: JobQuery, number: int, limit: int) -> Page:
    """One numbered page with the total, all of each job printed. Raises Unauthorized or Forbidden."""
    where, jobs = await _searched(actor, query)
    total_of = _total(jobs, where)
    rows, total = await _print(_Order(query), jobs, where, EVERYTHING, limit, (number - 1) * limit, total_of)
    return Page(rows, total, number, limit)


async def head(
    actor: Actor, query: JobQuery, window: Window, read: Read, *, counts: bool
) -> tuple[Fragment, int | None]:
    """What PostgreSQL built of the jobs of a window that runs forwards, and with `counts` how many match in all.

    Raises what `cut` raises.
    """
    order, (where, jobs) = _Order(query), await _searched(actor, query)
    ahead = where.copy()
    if window.cursor is not None:
        order.beyond(ahead, window)
    return await _print(order, jobs, ahead, read, window.size, 0, _total(jobs, where) if counts else "NULL")


async def count(actor: Actor, query: JobQuery) -> int:
    """How many jobs match. Raises Unauthorized."""
    where, jobs = await _searched(actor, query)
    return int(await database.fetch_value(f"SELECT {_total(jobs, where)}", *where.parameters))


async def cut(
    actor: Actor,
    query: JobQuery,
    window: Window,
    fields: Iterable[str] = FIELDS,
    *,
    reads: Sequence[Read] = (),
    both_ends: bool = True,
    cursors: bool = True,
) -> Slice:
    """The jobs on one side of a cursor, in the query's order whichever side that is.

    With `reads` each row is a tuple of what PostgreSQL built for each of them, else a dict of the fields. Without
    `both_ends` only the end that the window runs towards is looked at, without `cursors` none are made. Raises
    ValidationFailed for a cursor of another list or ordering.
    """
    order, (where, jobs) = _Order(query), await _searched(actor, query)
    ahead = where.copy()
    if window.cursor is not None:
        order.beyond(ahead, window)
    rows = await _read(order, jobs, ahead, window, columns(fields), reads)
    more, rows = len(rows) > window.size, rows[: window.size]
    keys = [(row.pop("_key"), row.pop("_id")) for row in rows]
    behind = bool(both_ends and window.cursor is not None) and await _is_behind(order, jobs, where, window)
    if window.backwards:
        rows, keys = rows[::-1], keys[::-1]
    return Slice(
        [tuple(map(Fragment, row.values())) for row in rows] if reads else decoded(rows),
        [encode_cursor(order.name, key, row_id) for key, row_id in keys] if cursors else [],
        has_next=behind if window.backwards else more,
        has_previous=more if window.backwards else behind,
    )


class _Order:
    """A total ordering of jobs: its SQL, and the condition for what lies beyond a cursor."""

    def __init__(self, query: JobQuery) -> None:
        self.key, self.type, self.is_nullable = _ORDERS[query.field]
        self.is_descending = query.direction is Direction.DESC
        self.name = f"{query.field.value} {query.direction.value}"

    def by(self, *, backwards: bool = False) -> str:
        direction = "DESC" if self.is_descending != backwards else "ASC"
        nulls = f" NULLS {'FIRST' if backwards else 'LAST'}" if self.is_nullable else ""
        return f"{self.key} {direction}{nulls}, job.id {direction}"

    def of(self, jobs: Source, where: Where, most: str, *, backwards: bool = False) -> str:
        """What the first `most` of the jobs in this order are taken from."""
        return jobs.ordered(where, self.by(backwards=backwards), most, is_indexed=self.key in _INDEXED)

    def beyond(self, where: Where, window: Window, *, behind: bool = False) -> None:
        """Adds what comes after the window's cursor, or with `behind` the rest, the cursor's own row included."""
        key, row_id = decode_cursor(
            window.cursor or "", self.name, self.type, window.argument, nullable=self.is_nullable
        )
        backwards = window.backwards != behind
        sign = "<" if self.is_descending != backwards else ">"
        sign += "=" if behind else ""
        if key is None:
            where.add(f"({self.key} IS NOT NULL OR job.id {sign} ?)" if backwards
                      else f"({self.key} IS NULL AND job.id {sign} ?)", row_id)  # fmt: skip
        elif self.is_nullable and not backwards:
            where.add(f"(({self.key}, job.id) {sign} (?, ?) OR {self.key} IS NULL)", key, row_id)
        else:
            where.add(f"({self.key}, job.id) {sign} (?, ?)", key, row_id)


async def _print(
    order: _Order, jobs: Source, where: Where, read: Read, size: int, start: int, total: str
) -> tuple[Fragment, Any]:
    """The rows as one JSON array, and what the expression `total` makes of the same parameters, in one round trip."""
    taken = len(where.parameters) + 2
    shaped = shapes([read], taken)
    most = f"(${taken - 1}::bigint + ${taken}::bigint)"
    rows = printed(
        f"SELECT {shaped.columns} FROM {order.of(jobs, where, most)}{shaped.joins} WHERE {where} "
        f"ORDER BY {order.by()} LIMIT ${taken - 1}::bigint OFFSET ${taken}::bigint"
    )
    fetch_row = database.fetch_row if jobs.is_vast else batching.fetch_row
    row = await fetch_row(
        f"SELECT {rows} AS rows, {total} AS total", *where.parameters, size, start, *shaped.parameters
    )
    assert row is not None
    return Fragment(row["rows"]), row["total"]


async def _read(
    order: _Order, jobs: Source, where: Where, window: Window, fields: str, reads: Sequence[Read]
) -> list[Row]:
    """One row more than the window takes, if there are more."""
    most = f"${len(where.parameters) + 1}::bigint"
    shaped = shapes(reads, len(where.parameters) + 1) if reads else None
    wanted = shaped.columns if shaped else fields
    return await database.fetch(
        f"SELECT {order.key} AS _key, job.id AS _id{', ' if wanted else ''}{wanted} "
        f"FROM {order.of(jobs, where, most, backwards=window.backwards)}{shaped.joins if shaped else ''} "
        f"WHERE {where} ORDER BY {order.by(backwards=window.backwards)} LIMIT {most}",
        *where.parameters, window.size + 1, *(shaped.parameters if shaped else ()),
    )  # fmt: skip


async def _is_behind(order: _Order, jobs: Source, where: Where, window: Window) -> bool:
    """Whether the cursor's own job or one before it still matches, the nearest first."""
    rest = where.copy()
    order.beyond(rest, window, behind=True)
    nearest = order.of(jobs, rest, "1", backwards=not window.backwards)
    return bool(await database.fetch_value(f"SELECT EXISTS (SELECT FROM {nearest} WHERE {rest})", *rest.parameters))


def _total(jobs: Source, where: Where) -> str:
    return f"(SELECT count(*) FROM {jobs.counted(where)} WHERE {where})"


async def _searched(actor: Actor, query: JobQuery) -> tuple[Where, Source]:
    """Raises what `matching` raises."""
    where = matching(actor, query)
    return where, await source(actor.allowed(Scope.READ), query.search, where)


def matching(actor: Actor, query: JobQuery) -> Where:
    """The conditions of a query but its search, over the actor's jobs that are not deleted.

    Raises Unauthorized or Forbidden.
    """
    given, where = query.filter, Where("job.user_id = ? AND job.deleted_at IS NULL", actor.allowed(Scope.READ))
    if given.status is not None:
        _add_statuses(where, given.status)
    if given.source is not None:
        where.add("job.source = ?", given.source)
    if given.job_type is not None:
        where.add("job.job_type = ?", given.job_type.value)
    if given.is_remote is not None:
        where.add("job.is_remote = ?", given.is_remote)
    if given.min_score is not None:
        where.add("job.ai_match_score >= ?", given.min_score)
    if given.tag is not None:
        where.add("job.tag_keys @> ?::text[]", [case_key(given.tag.strip())])
    if given.company is not None:
        where.add("job.company_key = ?", sort_key(given.company.strip()))
    if given.since is not None:
        where.add("job.updated_at > ?", given.since)
    return where


def _add_statuses(where: Where, statuses: Sequence[JobStatus]) -> None:
    """A single one is found in an index that has the list's order."""
    if len(statuses) == 1:
        where.add("job.status = ?", statuses[0].value)
    else:
        where.add("job.status = ANY(?::text[])", [status.value for status in statuses])
