"""Reads that share a statement: everybody gets their own, and nobody pays for another's fault."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from tortoise.exceptions import OperationalError

from core import batching, database
from core.batching import MOST, fetch_row
from core.database import transaction

# Tells who shared a statement: they have its time in common.
SHARED = "SELECT $1::int AS number, statement_timestamp() AS began WHERE $1 % 3 > 0"


@pytest.fixture(autouse=True)
async def url(apart: None, clone: Callable[[], Awaitable[str]]) -> AsyncIterator[str]:
    """A database of our own, connected."""
    url = await clone()
    async with database.connected(url, 4):
        yield url


async def together(sql: str, *sets: tuple[object, ...]) -> list[Any]:
    """What each set of parameters gives, a failure as well."""
    return await asyncio.gather(*(fetch_row(sql, *parameters) for parameters in sets), return_exceptions=True)


def sizes(rows: list[Any]) -> list[int]:
    """How many shared each statement, the largest first."""
    times = [row["began"] for row in rows]
    return sorted((times.count(time) for time in set(times)), reverse=True)


async def test_everybody_gets_their_own_row_or_none() -> None:
    rows = await together(SHARED, *[(number,) for number in range(MOST)])
    assert [row and row["number"] for row in rows] == [n if n % 3 else None for n in range(MOST)]
    assert sizes([row for row in rows if row]) == [sum(n % 3 > 0 for n in range(MOST))]


async def test_a_row_has_what_was_selected_and_nothing_else() -> None:
    sets: list[tuple[object, ...]] = [("a", None, 1), ("b", True, None)]
    rows = await together("SELECT $1::text AS text, $2::bool AS truth, $3::bigint + 1 AS more", *sets)
    assert rows == [{"text": "a", "truth": None, "more": 2}, {"text": "b", "truth": True, "more": None}]


async def test_one_alone_is_sent_as_it_is() -> None:
    assert await fetch_row("SELECT current_query() AS text, $1::int AS x", 1) == {
        "text": "SELECT current_query() AS text, $1::int AS x", "x": 1,
    }  # fmt: skip
    assert await fetch_row("SELECT $1::int WHERE false", 1) is None


async def test_more_than_may_share_one_take_several() -> None:
    rows = await together("SELECT $1::int, statement_timestamp() AS began", *[(n,) for n in range(2 * MOST + 1)])
    assert sizes(rows) == [MOST, MOST, 1]


async def test_who_is_at_fault_is_told_alone() -> None:
    found = await together("SELECT 12 / $1::int AS twelfth", (3,), (0,), (4,), ("x",))
    assert [found[0], found[2]] == [{"twelfth": 4}, {"twelfth": 3}]
    assert [type(found[1]), type(found[3])] == [OperationalError, OperationalError]
    assert "division by zero" in str(found[1])
    assert "invalid input for query argument $1: 'x'" in str(found[3])


async def test_a_statement_that_is_wrong_fails_for_all() -> None:
    found = await together("SELECT nothing FROM nowhere WHERE $1", (1,), (2,))
    assert [type(error) for error in found] == [OperationalError] * 2


async def test_arrays_are_asked_for_one_by_one() -> None:
    rows = await together("SELECT $1::text[] AS texts", (["a", "b"],), ([],))
    assert rows == [{"texts": ["a", "b"]}, {"texts": []}]


async def test_who_hangs_up_takes_nothing_from_the_others() -> None:
    asked = [asyncio.ensure_future(fetch_row("SELECT $1::int AS number", number)) for number in range(3)]
    await asyncio.sleep(0)  # they have asked, and nothing is sent yet
    asked[1].cancel()
    assert await asyncio.gather(*asked[::2]) == [{"number": 0}, {"number": 2}]


async def test_nor_does_who_hangs_up_while_it_is_read() -> None:
    sql = "SELECT $1::int AS number, pg_sleep(0.01)::text AS nothing"
    asked = [asyncio.ensure_future(fetch_row(sql, number)) for number in range(3)]
    while not batching._under_way:  # noqa: ASYNC110 one turn of the event loop after the other
        await asyncio.sleep(0)
    asked[1].cancel()
    assert await asyncio.gather(*asked[::2]) == [{"number": 0, "nothing": ""}, {"number": 2, "nothing": ""}]


async def test_a_lost_connection_is_told_to_all() -> None:
    found = await together("SELECT pg_terminate_backend(pg_backend_pid()), $1::int AS number", (1,), (2,))
    assert len(found) == 2
    assert all(database.is_away(error) for error in found)
    assert await together("SELECT $1::int AS number", (1,), (2,)) == [{"number": 1}, {"number": 2}]


async def test_a_transaction_reads_what_it_wrote() -> None:
    @transaction
    async def written(number: int) -> Any:
        await database.fetch("CREATE TEMPORARY TABLE mine ON COMMIT DROP AS SELECT $1::int AS number", number)
        return await fetch_row("SELECT number FROM mine WHERE number = $1", number)

    assert await asyncio.gather(*(written(number) for number in range(3))) == [{"number": n} for n in range(3)]


async def test_a_statement_that_takes_long_is_shared_by_two() -> None:
    slow = "SELECT $1::int, statement_timestamp() AS began, pg_sleep(0.01)::text"
    assert sizes(await together(slow, *[(n,) for n in range(MOST)])) == [MOST]
    assert sizes(await together(slow, *[(n,) for n in range(4)])) == [2, 2]


@pytest.mark.parametrize(("seconds", "most"), [(0.0, MOST), (0.002, MOST), (0.004, MOST // 2), (10.0, 2)])
def test_how_many_share_the_next(seconds: float, most: int) -> None:
    statement = batching._Statement("SELECT")
    statement.took(seconds, MOST)
    assert statement.reads.most == most


async def test_what_is_known_of_statements_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "_KEPT", 2)
    batching._statements.clear()
    for name in ("a", "b", "a", "c"):
        await together(f"SELECT $1::int AS {name}", (1,), (2,))
    assert [text[-1] for text in batching._statements] == ["a", "c"]


async def test_what_follows_is_asked_for_anew() -> None:
    await database.fetch("CREATE TABLE note (number int)")
    count = "SELECT count(*) AS many FROM note WHERE number >= $1"
    for number in range(3):
        assert await together(count, (0,), (1,)) == [{"many": number}, {"many": max(0, number - 1)}]
        await database.fetch("INSERT INTO note VALUES ($1)", number)


async def test_a_long_text_goes_alone_and_is_not_kept() -> None:
    long = f"SELECT $1::int AS number, '{'x' * 15_000}'::text IS NULL AS nothing"
    assert await together(long, (1,), (2,)) == [{"number": n, "nothing": False} for n in (1, 2)]
    assert long not in batching._statements
