"""Reads that are asked for at the same moment, sent to PostgreSQL as one statement.

A round trip costs several times what reading one job does: messages on both sides, and the way from one process to the
other and back. What requests ask for in one turn of the event loop, with the same text and parameters of their own,
therefore shares one (docs/decisions/0021).
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass
from typing import Any

from core import database

Row = dict[str, Any]
# Everybody waits for the whole: as many share a statement as it carries out in this time, going by the last, and at
# least two; the rest goes to other connections, and so to other processors.
_SECONDS = 0.004
MOST = 8
_KEPT = 500


@dataclass(slots=True)
class _Asked:
    """What somebody waits for."""

    parameters: tuple[object, ...]
    answer: asyncio.Future[Row | None]

    def give(self, row: Row | None) -> None:
        if not self.answer.done():
            self.answer.set_result(row)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


@dataclass(slots=True)
class _Statement:
    """For many sets of parameters; `text` is None where there cannot be one."""

    text: str | None
    most: int = MOST

    def took(self, seconds: float, sets: int) -> None:
        self.most = max(2, min(MOST, int(_SECONDS * sets / max(seconds, 1e-6))))


_waiting: dict[str, list[_Asked]] = {}
_reading: set[asyncio.Task[None]] = set()
# By the text for a single set.
_statements: OrderedDict[str, _Statement] = OrderedDict()


async def fetch_row(sql: str, *parameters: object) -> Row | None:
    """The one row of a query, None where it has none; together with others, unless in a transaction.

    Only for what takes little time whatever the parameters are. Raises what `database.fetch` raises for them.
    """
    if database.is_in_transaction():
        return await database.fetch_row(sql, *parameters)
    loop = asyncio.get_running_loop()
    asked = _Asked(parameters, loop.create_future())
    if (others := _waiting.get(sql)) is None:
        _waiting[sql] = [asked]
        loop.call_soon(_send, sql, context=Context())  # nothing of the first one's is everybody's
    else:
        others.append(asked)
    return await asked.answer


def _send(sql: str) -> None:
    asked = [one for one in _waiting.pop(sql) if not one.answer.done()]  # who hung up is
    known = _statements.get(sql)
    most = known.most if known else MOST
    for start in range(0, len(asked), most):
        task = asyncio.get_running_loop().create_task(_read(sql, asked[start : start + most]))
        _reading.add(task)
        task.add_done_callback(_reading.discard)


async def _read(sql: str, asked: Sequence[_Asked]) -> None:
    try:
        is_read = len(asked) > 1 and await _read_many(await _statement(sql), asked)
    except Exception as error:  # noqa: BLE001 whoever asked is told
        if database.is_away(error):
            for one in asked:
                one.fail(error)
            return
        is_read = False  # one of them is at fault, and shall be told by itself
    if not is_read:
        await asyncio.gather(*(_read_one(sql, one) for one in asked))


async def _read_many(statement: _Statement, asked: Sequence[_Asked]) -> bool:
    if statement.text is None:
        return False
    arrays = map(list, zip(*(one.parameters for one in asked), strict=True))
    rows = await database.fetch(statement.text, *arrays)
    if rows:
        statement.took(max(row.pop("_seconds") for row in rows), len(asked))
    found = {row.pop("_place"): row for row in rows}
    for place, one in enumerate(asked, 1):
        one.give(found.get(place))
    return True


async def _read_one(sql: str, one: _Asked) -> None:
    try:
        one.give(await database.fetch_row(sql, *one.parameters))
    except Exception as error:  # noqa: BLE001 whoever asked is told
        one.fail(error)


async def _statement(sql: str) -> _Statement:
    if (known := _statements.get(sql)) is not None:
        _statements.move_to_end(sql)
        return known
    types = await database.parameter_types(sql)
    made = _statements[sql] = _Statement(None if "array" in types else _for_many(sql, types))
    if len(_statements) > _KEPT:
        _statements.popitem(last=False)
    return made


def _for_many(sql: str, types: Sequence[str]) -> str:
    """A query's row for each set of parameters, which come as one array for each parameter."""
    names = ", ".join(f"p{number}" for number, _ in enumerate(types, 1))
    arrays = ", ".join(f"${number}::{name}[]" for number, name in enumerate(types, 1))
    one = re.sub(r"\$(\d+)", r"given.p\1", sql)
    return (
        "SELECT given._place, one.*, date_part('epoch', clock_timestamp() - statement_timestamp()) AS _seconds "
        f"FROM unnest({arrays}) WITH ORDINALITY AS given({names}, _place), LATERAL ({one}) AS one"
    )
