"""Jobs as JSON that PostgreSQL builds: exactly what a client selected, histories included, in one row each.

Times are printed as `core.json_text` prints them, and cursors as `core.page` does, so that an answer is the same
wherever it was put together.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from core.page import Window
from core.projection import Field, Projection, Read
from models.job import FIELDS
from resolvers.event_cursors import ORDER, position

_MOMENTS = {
    "applied_at", "interviewing_at", "offer_at", "rejected_at", "created_at", "updated_at", "deleted_at",
    "occurred_at", "recorded_at",
}  # fmt: skip
_ENUMS = {"status", "job_type", "salary_period", "type", "from_status", "to_status", "actor"}
# PostgreSQL cuts longer names, and keys would meet.
MAX_KEY_BYTES = 63
EVERYTHING = Read(Projection(tuple(Field(name, name) for name in FIELDS)))


class Page(NamedTuple):
    """Which events of each job, with the place of the cursor."""

    size: int
    backwards: bool
    cursor: tuple[datetime, datetime, UUID] | None

    @classmethod
    def of(cls, window: Window) -> "Page":
        """Raises ValidationFailed for a cursor that is not one of a history."""
        return cls(window.size, window.backwards, None if window.cursor is None else position(window))

    @property
    def parameters(self) -> tuple[Any, ...]:
        return (self.size, *(self.cursor or ()))


class Shapes(NamedTuple):
    """The part of a SELECT that shapes jobs: columns `_json0`, `_json1` ..., and the joins that they need."""

    columns: str
    joins: str
    parameters: tuple[Any, ...] = ()


def shapes(reads: Sequence[Read], taken: int) -> Shapes:
    """The shapes of `job` for each read; their parameters come after the `taken` ones of the rest of the query.

    The first of those must be the owner, `$1`.
    """
    pages: list[Page] = [page for read in reads for page in read.given]
    kinds = tuple([(page.backwards, page.cursor is not None) for page in pages])
    columns, joins = _sql(tuple([read.projection for read in reads]), kinds, taken)
    return Shapes(columns, joins, tuple([value for page in pages for value in page.parameters]))


def printed(rows: str) -> str:
    """A JSON array, as text, of a subquery's one column of JSON, in the subquery's order."""
    return f"'[' || array_to_string(ARRAY({rows}), ',') || ']'"


def events_printed(fields: Iterable[str], rest: str) -> str:
    """The same of columns of `job_event`; `rest` is the subquery from WHERE on."""
    columns = _fields(Projection(tuple(Field(name, name) for name in fields)), "job_event", _Pages(iter(()), 0))
    shaped = f"job_event, LATERAL (SELECT {columns}) AS shape"
    return printed(f"SELECT row_to_json(shape) FROM {shaped} WHERE job_event.user_id = $1 {rest}")


@lru_cache(maxsize=1_000)
def _sql(projections: tuple[Projection, ...], kinds: tuple[tuple[bool, bool], ...], taken: int) -> tuple[str, str]:
    pages = _Pages(iter(kinds), taken)
    columns = ", ".join(f"row_to_json(shape{number}) AS _json{number}" for number in range(len(projections)))
    joins = "".join(
        f", LATERAL (SELECT {_fields(projection, 'job', pages)}) AS shape{number}"
        for number, projection in enumerate(projections)
    )
    return columns, joins


class _Pages:
    """The parameters of the pages of events, in the order in which the statement meets them."""

    def __init__(self, kinds: Iterator[tuple[bool, bool]], taken: int) -> None:
        self._kinds = kinds
        self._taken = taken

    def next(self) -> tuple[str, bool, list[str]]:
        """The placeholder of the size, whether the page runs backwards, and the placeholders of its cursor."""
        backwards, has_cursor = next(self._kinds)
        numbers = [f"${self._taken + offset}" for offset in range(1, 5 if has_cursor else 2)]
        self._taken += len(numbers)
        return numbers[0], backwards, numbers[1:]


def _fields(projection: Projection, table: str, pages: _Pages) -> str:
    return ", ".join(
        f'{_field(one, table, pages, shouts=projection.shouts)} AS "{one.key}"' for one in projection.fields
    )


def _field(one: Field, table: str, pages: _Pages, *, shouts: bool) -> str:
    if one.constant is not None:
        return f"'{one.constant}'::text"
    if one.name == "events":
        assert one.inner is not None
        return f"({_history(one.inner, pages)})"
    column = f"{table}.{one.name}"
    if one.name in _MOMENTS:
        return _moment(column)
    return f'upper({column} COLLATE "C")' if shouts and one.name in _ENUMS else column


def _moment(column: str) -> str:
    return f"replace(({column} AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'"


def _history(connection: Projection, pages: _Pages) -> str:
    """A connection of a job's events, newest first whichever end the page runs from."""
    size, backwards, cursor = pages.next()
    direction = "ASC" if backwards else "DESC"
    beyond = ""
    if cursor:
        sign = ">" if backwards else "<"
        occurred, recorded, event_id = cursor
        beyond = (
            f" AND (occurred_at, recorded_at, id) {sign} "
            f"({occurred}::timestamptz, {recorded}::timestamptz, {event_id}::uuid)"
        )
    ordered = ", ".join(f"{column} {direction}" for column in ("occurred_at", "recorded_at", "id"))
    parts = _Connection(connection, f"{size}::int", backwards=backwards, has_cursor=bool(cursor))
    return (
        f"SELECT row_to_json(connection) FROM (SELECT {parts.columns()} FROM ("
        f"SELECT row_number() OVER (ORDER BY {ordered}) AS place, * FROM job_event "
        f"WHERE job_event.user_id = $1 AND job_event.job_id = job.job_id{beyond} "
        f"ORDER BY {ordered} LIMIT {size}::int + 1) AS event{parts.joins()} "
        # One row whatever is selected: of all events, or of none.
        "HAVING true) AS connection"
    )


class _Connection:
    """The fields of a connection over rows `event`: those of the page, and one more if there are more."""

    def __init__(self, projection: Projection, size: str, *, backwards: bool, has_cursor: bool) -> None:
        self._projection = projection
        self._size = size
        self._backwards = backwards
        self._has_cursor = has_cursor
        self._joined: list[str] = []

    def columns(self) -> str:
        return ", ".join(f'{self._column(one)} AS "{one.key}"' for one in self._projection.fields)

    def joins(self) -> str:
        return "".join(self._joined)

    def _column(self, one: Field) -> str:
        if one.constant is not None:
            return f"'{one.constant}'::text"
        if one.name == "total_count":
            return "(SELECT count(*) FROM job_event WHERE job_event.user_id = $1 AND job_event.job_id = job.job_id)"
        assert one.inner is not None
        if one.name == "nodes":
            return self._gathered(self._node(one.inner))
        if one.name == "edges":
            return self._gathered(self._edge(one.inner))
        return self._page_info(one.inner)

    def _gathered(self, item: str) -> str:
        """The page's items in the connection's order."""
        order = "DESC" if self._backwards else "ASC"
        return (
            f"coalesce(json_agg(row_to_json({item}) ORDER BY event.place {order}) "
            f"FILTER (WHERE event.place <= {self._size}), '[]')"
        )

    def _node(self, projection: Projection) -> str:
        return self._joined_as(_fields(projection, "event", _Pages(iter(()), 0)))

    def _edge(self, projection: Projection) -> str:
        columns = []
        for one in projection.fields:
            if one.constant is not None:
                value = f"'{one.constant}'::text"
            elif one.name == "cursor":
                value = _CURSOR
            else:
                assert one.inner is not None
                value = f"row_to_json({self._node(one.inner)})"
            columns.append(f'{value} AS "{one.key}"')
        return self._joined_as(", ".join(columns))

    def _joined_as(self, columns: str) -> str:
        name = f"part{len(self._joined)}"
        self._joined.append(f", LATERAL (SELECT {columns}) AS {name}")
        return name

    def _page_info(self, projection: Projection) -> str:
        more, behind = f"count(*) > {self._size}", "true" if self._has_cursor else "false"
        first, last = ("DESC", "ASC") if self._backwards else ("ASC", "DESC")
        values = {
            "has_next_page": behind if self._backwards else more,
            "has_previous_page": more if self._backwards else behind,
            "start_cursor": self._end(first),
            "end_cursor": self._end(last),
        }
        texts = [values[one.name] if one.constant is None else f"'{one.constant}'::text" for one in projection.fields]
        pairs = [f"'{one.key}', {text}" for one, text in zip(projection.fields, texts, strict=True)]
        return f"json_build_object({', '.join(pairs)})"

    def _end(self, order: str) -> str:
        return f"(array_agg({_CURSOR} ORDER BY event.place {order}) FILTER (WHERE event.place <= {self._size}))[1]"


# The base64 of a cursor, in its URL-safe alphabet and without the line ends and padding that PostgreSQL adds.
_CURSOR = (
    f"translate(encode(convert_to('[\"{ORDER}\",\"' || {_moment('event.occurred_at')} || ' ' || "
    f"{_moment('event.recorded_at')} || '\",\"' || event.id || '\"]', 'UTF8'), 'base64'), E'+/=\\n', '-_')"
)
