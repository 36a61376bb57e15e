"""Shielded transactions, and what is said of a database that is not there."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import asyncpg
import pytest
from tortoise.exceptions import DBConnectionError, IntegrityError, OperationalError

from core import database
from core.database import transaction
from core.embedded_postgres import EmbeddedPostgres
from core.settings import SettingsError

Clone = Callable[[], Awaitable[str]]
POOL = 2


@pytest.fixture
async def url(apart: None, clone: Clone) -> AsyncIterator[str]:
    """A database of our own, connected, with a table."""
    url = await clone()
    async with database.connected(url, POOL):
        await database.fetch("CREATE TABLE note (text text UNIQUE)")
        yield url


@transaction
async def note(*texts: str) -> str:
    for text in texts:
        await database.fetch("INSERT INTO note VALUES ($1)", text)
    return "done"


async def notes() -> list[str]:
    return [row["text"] for row in await database.fetch("SELECT text FROM note ORDER BY text")]


async def free_connections() -> int:
    """How many of the pool's connections can be had at once."""
    pool: Any = database.connection()._pool
    held = [await asyncio.wait_for(pool.acquire(), 5) for _ in range(POOL)]
    for connection in held:
        assert await connection.fetchval("SELECT pg_current_xact_id_if_assigned()") is None
        await pool.release(connection)
    return len(held)


def socket(postgres: EmbeddedPostgres) -> str:
    """Where the server of the tests listens, as part of a URL."""
    return quote(parse_qs(urlsplit(postgres.url).query)["host"][0], safe="")


async def test_rows_are_dicts(url: str) -> None:
    assert await database.fetch("SELECT 1 AS a, $1::text AS b", "x") == [{"a": 1, "b": "x"}]
    assert await database.fetch("SELECT 1 AS a WHERE false") == []
    assert await database.fetch_value("SELECT $1::int + 1", 4) == 5
    assert await database.fetch_value("SELECT 1 WHERE false") is None


async def test_a_transaction_is_whole(url: str) -> None:
    assert await note("a", "b") == "done"
    with pytest.raises(IntegrityError):
        await note("c", "a")
    assert await notes() == ["a", "b"]
    assert await free_connections() == POOL


async def test_what_fails_inside_is_undone_there(url: str) -> None:
    @transaction
    async def outer() -> str:
        await note("kept")
        with pytest.raises(IntegrityError):
            await note("undone", "kept")
        return await note("also kept")

    assert await outer() == "done"
    assert await notes() == ["also kept", "kept"]


async def test_what_fails_outside_undoes_what_was_done_inside(url: str) -> None:
    @transaction
    async def outer() -> None:
        await note("undone")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await outer()
    assert await notes() == []
    assert await free_connections() == POOL


async def test_a_transaction_sees_itself_and_others_do_not(url: str) -> None:
    written, looked = asyncio.Event(), asyncio.Event()

    @transaction
    async def outer() -> list[str]:
        await note("new")
        written.set()
        await looked.wait()
        return await notes()

    task = asyncio.create_task(outer())
    await written.wait()
    assert await notes() == []
    looked.set()
    assert await task == ["new"]


async def test_a_cancelled_caller_does_not_cancel_the_work(url: str) -> None:
    begun, goes_on = asyncio.Event(), asyncio.Event()

    @transaction
    async def slow() -> None:
        await note("first")
        begun.set()
        await goes_on.wait()
        await note("second")

    task = asyncio.create_task(slow())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    goes_on.set()
    await database.settle()
    assert await notes() == ["first", "second"]
    assert await free_connections() == POOL


async def test_nobody_complains_of_a_failure_that_nobody_waits_for(url: str) -> None:
    complaints: list[dict[str, Any]] = []
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context))
    try:

        @transaction
        async def failing() -> None:
            await note("undone")
            begun.set()
            await asyncio.sleep(0)
            raise ZeroDivisionError

        task = asyncio.create_task(failing())
        await begun.wait()
        task.cancel()
        await asyncio.wait([task])
        await database.settle()
        del task
    finally:
        loop.set_exception_handler(None)
    assert complaints == []
    assert await notes() == []


async def test_the_end_waits_for_what_is_in_flight(apart: None, clone: Clone) -> None:
    begun, goes_on = asyncio.Event(), asyncio.Event()

    @transaction
    async def slow() -> None:
        begun.set()
        await goes_on.wait()
        await database.fetch("CREATE TABLE finished ()")

    url = await clone()
    async with database.connected(url, POOL):
        task = asyncio.create_task(slow())
        await begun.wait()
        task.cancel()
        asyncio.get_running_loop().call_later(0.05, goes_on.set)
    assert task.cancelled()
    async with database.connected(url, POOL):
        assert await database.fetch_value("SELECT to_regclass('finished') IS NOT NULL")


async def test_a_storm_of_cancellations_leaks_no_connection(url: str) -> None:
    for cycles in range(200):
        task = asyncio.create_task(note(f"{cycles:03} a", f"{cycles:03} b"))
        for _ in range(cycles):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    await database.settle()
    assert await free_connections() == POOL
    whole = [text[:3] for text in await notes()]
    assert whole[::2] == whole[1::2]
    assert len(whole) == 2 * len(set(whole))


async def test_a_database_that_goes_away_all_the_time_leaks_no_connection(url: str) -> None:
    """Tortoise's own transactions would: the pool is empty for good after as many failed BEGINs as it has places."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
    admin = await asyncpg.connect(url)
    name = await admin.fetchval("SELECT current_database()")
    failures: list[BaseException] = []
    for cycles in range(60):
        tasks = [asyncio.create_task(note(f"{cycles} {number}")) for number in range(4)]
        for _ in range(cycles):
            await asyncio.sleep(0)
        await admin.execute(others, name)
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        failures += [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    await admin.close()
    assert failures
    assert [error for error in failures if not database.is_away(error)] == []
    pool: Any = database.connection()._pool
    await pool.expire_connections()  # some of those in the pool may have been cut off a moment ago
    assert await free_connections() == POOL
    assert await note("after") == "done"


@pytest.mark.parametrize(
    ("error", "is_away"),
    [
        (OSError(), True), (ConnectionRefusedError(), True), (TimeoutError(), True), (DBConnectionError(), True),
        (asyncpg.ConnectionDoesNotExistError(), True), (asyncpg.InterfaceError("closed"), True),
        (asyncpg.InternalClientError(), True), (asyncpg.CannotConnectNowError(), True),
        (asyncpg.AdminShutdownError(), True), (asyncpg.CrashShutdownError(), True),
        (asyncpg.TooManyConnectionsError(), True),
        (None, False), (ValueError(), False), (OperationalError(), False), (IntegrityError(), False),
        (asyncpg.UniqueViolationError(), False), (asyncpg.QueryCanceledError(), False),
    ],
)  # fmt: skip
def test_which_errors_mean_that_the_database_is_away(error: BaseException | None, is_away: bool) -> None:
    assert database.is_away(error) is is_away


async def test_a_parameter_that_cannot_be_sent_is_our_fault(url: str) -> None:
    with pytest.raises(OperationalError) as raised:
        await database.fetch("SELECT $1::int", "one")
    assert not database.is_away(raised.value)


async def test_a_database_that_answers(url: str) -> None:
    await database.ensure_reachable()
    assert await database.is_alive()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgres://postgres@127.0.0.1:1/x", "ConnectionRefusedError"),
        ("postgres://postgres@/x?host=/nowhere", "FileNotFoundError"),
        ("{server}/no_such_database?host={socket}", "DBConnectionError"),
        ("postgres://nobody@/postgres?host={socket}", "InvalidAuthorizationSpecificationError"),
        ("{server}/postgres?host={socket}&sslmode=nonsense", "ClientConfigurationError"),
    ],
)
async def test_a_database_that_does_not_let_us_in(
    apart: None, postgres: EmbeddedPostgres, url: str, reason: str
) -> None:
    async with database.connected(url.format(server="postgres://postgres@", socket=socket(postgres)), POOL):
        with pytest.raises(SettingsError) as refused:
            await database.ensure_reachable()
    assert str(refused.value) == f"DATABASE_URL: the database does not let us in ({reason})"


async def test_a_database_that_is_too_old(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_OLDEST", 99)
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: PostgreSQL 99 or newer is needed, this is \d\d$"):
        await database.ensure_reachable()


async def test_a_dead_database_is_not_alive(apart: None, postgres: EmbeddedPostgres) -> None:
    async with database.connected("postgres://127.0.0.1:1/x", POOL):
        assert not await database.is_alive()
    async with database.connected(f"postgres://nobody@/postgres?host={socket(postgres)}", POOL):
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            await database.is_alive()


async def test_statements_are_planned_once_on_every_connection(url: str) -> None:
    assert await database.fetch_value("SHOW plan_cache_mode") == "force_generic_plan"


def test_a_url_and_its_options() -> None:
    url = "postgres://m%40x:p%2Fw@db.example:6543/jobs?sslmode=require&statement_cache_size=0&application_name=p"
    credentials = database.config(url, 7)["connections"]["default"]["credentials"]
    assert credentials == {
        "host": "db.example", "port": 6543, "user": "m@x", "password": "p/w", "database": "jobs", "minsize": 1,
        "maxsize": 7, "timeout": 10, "command_timeout": 30, "ssl": "require", "statement_cache_size": 0,
        "application_name": "p", "init": database._plan_once, "reset": database._as_it_is,
    }  # fmt: skip


def test_what_a_url_leaves_out() -> None:
    credentials = database.config("postgresql:///?host=/run/pg")["connections"]["default"]["credentials"]
    assert {name: credentials[name] for name in ("host", "port", "user", "password", "database", "maxsize")} == {
        "host": "/run/pg", "port": 5432, "user": "postgres", "password": "", "database": "postgres", "maxsize": 10,
    }  # fmt: skip


async def test_options_reach_the_server(apart: None, clone: Clone) -> None:
    async with database.connected(f"{await clone()}&application_name=pipeline-test&statement_cache_size=0", POOL):
        assert await database.fetch_value("SHOW application_name") == "pipeline-test"


async def test_one_at_a_time_holds_a_lock(url: str) -> None:
    order: list[str] = []

    async def work(name: str) -> str:
        order.append(f"{name} begins")
        await note(name)
        order.append(f"{name} ends")
        return name

    locked = [database.under_lock(5, lambda name=name: work(name)) for name in ("a", "b", "c")]  # type: ignore[misc]
    assert sorted(await asyncio.gather(*locked)) == ["a", "b", "c"]
    assert [entry.partition(" ")[2] for entry in order] == ["begins", "ends"] * 3
    assert [order[index][0] == order[index + 1][0] for index in (0, 2, 4)] == [True] * 3


async def test_a_lock_is_let_go_when_the_work_fails(url: str) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await database.under_lock(5, fail)
    assert await database.fetch_value("SELECT pg_try_advisory_lock(5)")


async def test_a_lock_needs_no_place_in_the_pool(apart: None, clone: Clone) -> None:
    async with database.connected(await clone(), 1):
        assert await database.under_lock(5, lambda: database.fetch_value("SELECT 1")) == 1
