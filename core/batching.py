"""What requests ask of PostgreSQL at the same moment, sent as one statement.

A round trip costs several times what reading one job does: messages on both sides, and the way from one process to the
other and back; a small transaction costs several times what it writes. What is asked for in one turn of the event loop,
in the same words with other values, therefore shares one (docs/decisions/0021).
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Any, Generic, TypeAlias, TypeVar

from core import database

Item = TypeVar("Item")
Result = TypeVar("Result")
Row = dict[str, Any]
MOST = 8


class Unshared:
    """In place of a result: this one has to be asked for by itself."""


class Together(Generic[Item, Result]):
    """Collects what is asked for in one turn of the event loop, and carries it out: one alone, several together.

    When several together fail, each is asked for alone, so that nobody is told of another's fault; only of a lost
    connection, or a database that is away, all are told. At most `most` are together.
    """

    def __init__(
        self,
        together: Callable[[Sequence[Item]], Awaitable[Sequence[Result | Unshared]]],
        alone: Callable[[Item], Awaitable[Result]],
    ) -> None:
        self.most = MOST
        self._together = together
        self._alone = alone
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: list[_Asked[Item, Result]] = []

    async def ask(self, item: Item) -> Result:
        """Raises what `alone` raises."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:  # what an event loop left that has ended, nobody waits for
            self._loop, self._waiting = loop, []
        if not self._waiting:
            loop.call_soon(self._send, context=Context())  # nothing of the first one's is everybody's
        answer: asyncio.Future[Result] = loop.create_future()
        self._waiting.append((item, answer))
        return await answer

    def _send(self) -> None:
        asked = [one for one in self._waiting if not one[1].done()]  # who hung up is
        self._waiting = []
        for start in range(0, len(asked), self.most):
            task = asyncio.get_running_loop().create_task(self._carry_out(asked[start : start + self.most]))
            _under_way.add(task)
            task.add_done_callback(_under_way.discard)

    async def _carry_out(self, asked: "Sequence[_Asked[Item, Result]]") -> None:
        rest = asked
        if len(asked) > 1:
            try:
                results = await self._together([item for item, _ in asked])
                rest = [one for one, result in zip(asked, results, strict=True) if not _gave(one[1], result)]
            except Exception as error:  # noqa: BLE001 whoever asked is told
                if database.is_away(error):
                    for _, answer in asked:
                        _fail(answer, error)
                    return
        if len(rest) == 1:
            await self._carry_out_alone(*rest[0])
        elif rest:
            await asyncio.gather(*(self._carry_out_alone(*one) for one in rest))

    async def _carry_out_alone(self, item: Item, answer: asyncio.Future[Result]) -> None:
        try:
            _gave(answer, await self._alone(item))
        except Exception as error:  # noqa: BLE001 whoever asked is told
            _fail(answer, error)


_Asked: TypeAlias = tuple[Item, asyncio.Future[Result]]
_under_way: set[asyncio.Task[None]] = set()


def _gave(answer: asyncio.Future[Result], result: Result | Unshared) -> bool:
    if isinstance(result, Unshared):
        return False
    if not answer.done():
        answer.set_result(result)
    return True


def _fail(answer: asyncio.Future[Any], error: Exception) -> None:
    if not answer.done():
        answer.set_exception(error)


# Everybody waits for the whole: as many share a statement as it reads in this time, at least two.
_SECONDS = 0.002
_KEPT = 500
# Clients shape the texts; of longer ones asyncpg keeps nothing either.
_LONGEST = 15_000
_statements: "OrderedDict[str, _Statement]" = OrderedDict()


async def fetch_row(sql: str, *parameters: object) -> Row | None:
    """The one row of a query, None where it has none; together with others, unless in a transaction.

    Only for what takes little time whatever the parameters are: everybody waits for the whole. Raises what
    `database.fetch` raises.
    """
    if len(sql) > _LONGEST or database.is_in_transaction():
        return await database.fetch_row(sql, *parameters)
    statement = _statements.get(sql)
    if statement is None:
        statement = _statements[sql] = _Statement(sql)
        if len(_statements) > _KEPT:
            _statements.popitem(last=False)
    else:
        _statements.move_to_end(sql)
    return await statement.reads.ask(parameters)


class _Statement:
    """A query, and the same for many sets of parameters; who does not share one with others has another connection."""

    def __init__(self, sql: str) -> None:
        self._sql = sql
        self._for_many: str | None = None
        self.reads: Together[tuple[object, ...], Row | None] = Together(
            self._together, lambda parameters: database.fetch_row(sql, *parameters)
        )

    async def _together(self, sets: Sequence[tuple[object, ...]]) -> Sequence[Row | Unshared | None]:
        if self._for_many is None:
            types = await database.parameter_types(self._sql)
            if "array" in types:
                self.reads.most = 1
                return [Unshared()] * len(sets)
            self._for_many = _for_many(self._sql, types)
        rows = await database.fetch(self._for_many, *map(list, zip(*sets, strict=True)))
        if rows:
            self.took(max(row.pop("_seconds") for row in rows), len(sets))
        found = {row.pop("_place"): row for row in rows}
        return [found.get(place) for place, _ in enumerate(sets, 1)]

    def took(self, seconds: float, sets: int) -> None:
        """Going by the last, how many may be together."""
        self.reads.most = max(2, min(MOST, int(_SECONDS * sets / max(seconds, 1e-6))))


def _for_many(sql: str, types: Sequence[str]) -> str:
    """A query's row for each set of parameters, which come as one array for each parameter."""
    names = ", ".join(f"p{number}" for number, _ in enumerate(types, 1))
    arrays = ", ".join(f"${number}::{name}[]" for number, name in enumerate(types, 1))
    one = re.sub(r"\$(\d+)", r"given.p\1", sql)
    return (
        "SELECT given._place, one.*, date_part('epoch', clock_timestamp() - statement_timestamp()) AS _seconds "
        f"FROM unnest({arrays}) WITH ORDINALITY AS given({names}, _place), LATERAL ({one}) AS one"
    )
