"""The one PostgreSQL behind everything: its configuration, reads as plain rows, and shielded transactions."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import asyncpg
import structlog
from tortoise import Tortoise, connections
from tortoise.backends.asyncpg.client import TransactionWrapper
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import DBConnectionError, IntegrityError, OperationalError
from tortoise.transactions import in_transaction

from core.connections import Client
from core.database_url import credentials
from core.settings import SettingsError

P = ParamSpec("P")
R = TypeVar("R")

_NOUNS = (
    "user session refresh_token api_token profile resume job job_event job_facts job_stay job_tombstone job_posting "
    "job_score draft model_tokens run insight capture_count data_revision idempotency_key"
)
MODELS = [f"models.{noun}" for noun in _NOUNS.split()]
_CONNECT_SECONDS = 10
_COMMAND_SECONDS = 30
_OLDEST = 15

log = structlog.get_logger()
# What is to be done once the transaction in progress is committed; None outside of one.
_afterwards: ContextVar[list[Callable[[], None]] | None] = ContextVar("afterwards", default=None)
_in_flight: set[asyncio.Task[Any]] = set()
_ATTEMPTS = 3
# How to connect to the database that Tortoise is connected to, in asyncpg's words.
_credentials: dict[str, Any] = {}
# What it is connected by; the last one where there are several.
_clients: list[Client] = []


def config(url: str, pool_size: int = 10) -> dict[str, Any]:
    """Tortoise's configuration for a PostgreSQL URL. Raises ValueError when it is not one."""
    given = {
        "minsize": 1,
        "maxsize": pool_size,
        "timeout": _CONNECT_SECONDS,
        "command_timeout": _COMMAND_SECONDS,
        "init": _plan_once,
        "reset": _as_it_is,
        **credentials(url),
    }
    return {
        "connections": {"default": {"engine": "core.connections", "credentials": given}},
        "apps": {"models": {"models": [*MODELS, "aerich.models"], "default_connection": "default"}},
        "use_tz": True,
        "timezone": "UTC",
    }


async def _plan_once(connection: asyncpg.Connection) -> None:
    """Has PostgreSQL plan each statement once a connection, and not anew for each account's values.

    It would for accounts smaller than the average, and planning takes longer than most of what we ask. Statements are
    written so that the one plan is right for all values (docs/decisions/0020). Nor shall it compile them, which it does
    anew at each execution where it expects many rows: that takes longer than any of them.
    """
    await connection.execute("SET plan_cache_mode = force_generic_plan; SET jit = off")


async def _as_it_is(_connection: object) -> None:
    """A connection goes back to the pool without a query: asyncpg ends its transaction, and nothing of ours sets more.

    Its own RESET ALL and the like would take a sixth of the server's time.
    """


@asynccontextmanager
async def connected(url: str, pool_size: int = 10) -> AsyncIterator[None]:
    """Connects for the duration; at the end waits for transactions in flight before it disconnects."""
    settings = config(url, pool_size)
    pooled = {"minsize", "maxsize", "init", "reset"}
    given = settings["connections"]["default"]["credentials"]
    _credentials.update({name: value for name, value in given.items() if name not in pooled})
    if "application_name" in _credentials:
        _credentials["server_settings"] = {"application_name": _credentials.pop("application_name")}
    await Tortoise.init(config=settings, _enable_global_fallback=True)
    client = cast("Client", connection())
    _clients.append(client)
    try:
        yield
    finally:
        _clients.remove(client)
        await settle()
        await Tortoise.close_connections()
        _credentials.clear()


async def settle() -> None:
    """Waits until no transaction is in flight."""
    while _in_flight:
        await asyncio.wait(_in_flight)


def connection() -> BaseDBAsyncClient:
    """The connection of the transaction in progress, else the pool."""
    current: BaseDBAsyncClient = connections.get("default")
    return current


async def fetch(sql: str, *parameters: object) -> list[dict[str, Any]]:
    """The rows of a query as dicts."""
    return [dict(row) for row in await _rows(sql, parameters)]


def _current() -> BaseDBAsyncClient:
    """What `connection` is; outside of transactions past Tortoise, which takes a while to find it."""
    return _clients[-1] if _clients and _afterwards.get() is None else connection()


async def _rows(sql: str, parameters: tuple[object, ...]) -> list[Any]:
    client = _current()
    if isinstance(client, Client):
        return await client.using(lambda held: _fetch(held, sql, parameters))
    async with client.acquire_connection() as held:  # a transaction is in progress
        return await _fetch(held, sql, parameters)


async def _fetch(held: Any, sql: str, parameters: tuple[object, ...]) -> list[Any]:
    """Raises what Tortoise would raise."""
    try:
        rows: list[Any] = await held.fetch(sql, *parameters)
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError(error) from error
    except (asyncpg.SyntaxOrAccessError, asyncpg.DataError) as error:
        raise OperationalError(error) from error
    return rows


async def fetch_row(sql: str, *parameters: object) -> dict[str, Any] | None:
    """The first row of a query as a dict; None when there is no row."""
    rows = await fetch(sql, *parameters)
    return rows[0] if rows else None


async def fetch_value(sql: str, *parameters: object) -> Any:
    """The first column of the first row; None when there is no row."""
    row = await fetch_row(sql, *parameters)
    return next(iter(row.values())) if row else None


async def parameter_types(sql: str) -> list[str]:
    """What PostgreSQL takes the parameters of a query for; `array` for any array."""
    prepared: Any = await cast("Client", _current()).using(lambda held: held.prepare(sql))
    return ["array" if kind.kind == "array" else kind.name for kind in prepared.get_parameters()]


def is_in_transaction() -> bool:
    """Whether a transaction of more than one statement is in progress."""
    return not isinstance(_current(), Client)


def transaction(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Runs the function in one transaction, in a task of its own that a cancelled caller does not cancel.

    The work commits whole or not at all whatever happens to the request, and a connection is never lost in
    the middle of BEGIN. A function called inside another's transaction joins it, as a savepoint: what fails
    there is undone there. One that PostgreSQL ended to resolve a deadlock is run again.
    """
    return _shielded(function, lambda work: cast("Client", connection()).using(lambda held: _begin(held, work)))


def one_statement(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """The same for a function that makes a single query, which is a transaction by itself: two round trips less."""
    return _shielded(function, lambda work: work())


def _shielded(
    function: Callable[P, Coroutine[Any, Any, R]], begun: Callable[[Callable[[], Awaitable[R]]], Awaitable[R]]
) -> Callable[P, Coroutine[Any, Any, R]]:
    async def attempt(args: Any, kwargs: Any) -> R:
        actions: list[Callable[[], None]] = []
        _afterwards.set(actions)
        result = await begun(lambda: function(*args, **kwargs))
        for action in actions:
            action()
        return result

    async def run(args: Any, kwargs: Any) -> R:
        for _ in range(_ATTEMPTS - 1):
            try:
                return await attempt(args, kwargs)
            except Exception as error:
                if not _is_deadlock(error):
                    raise
        return await attempt(args, kwargs)

    @wraps(function)
    async def shielded(*args: P.args, **kwargs: P.kwargs) -> R:
        if _afterwards.get() is not None:
            async with in_transaction("default"):
                return await function(*args, **kwargs)
        task = asyncio.get_running_loop().create_task(run(args, kwargs))
        _in_flight.add(task)
        task.add_done_callback(_finished)
        return await asyncio.shield(task)

    return shielded


async def _begin(held: Any, work: Callable[[], Awaitable[R]]) -> R:
    """Tortoise 1.1's own keeps the connection for good when BEGIN is cancelled, or fails with the connection."""
    async with held.transaction():
        inner = TransactionWrapper(cast("Client", connection()))
        inner._connection = held  # noqa: SLF001 as `in_transaction` does it
        token = connections.set("default", inner)
        try:
            return await work()
        finally:
            connections.reset(token)


def after_commit(action: Callable[[], None]) -> None:
    """Does something that cannot be undone once the transaction in progress is committed; at once outside of one.

    What a savepoint undid is done all the same, so an action must do no harm when nothing changed.
    """
    actions = _afterwards.get()
    if actions is None:
        action()
    else:
        actions.append(action)


def _is_deadlock(error: BaseException) -> bool:
    causes = (error, error.__cause__, *error.args)
    return any(isinstance(cause, asyncpg.DeadlockDetectedError) for cause in causes)


def _finished(task: asyncio.Task[Any]) -> None:
    _in_flight.discard(task)
    with contextlib.suppress(asyncio.CancelledError):
        task.exception()  # an abandoned failure was rolled back; asking for it keeps asyncio from complaining


async def ensure_reachable() -> None:
    """Raises SettingsError when the database does not answer, or is older than what is supported."""
    try:
        version = int(await fetch_value("SHOW server_version_num"))
    except (
        OSError, DBConnectionError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError
    ) as error:  # fmt: skip
        raise SettingsError(f"DATABASE_URL: the database does not let us in ({type(error).__name__})") from error
    if version < _OLDEST * 10_000:
        raise SettingsError(f"DATABASE_URL: PostgreSQL {_OLDEST} or newer is needed, this is {version // 10_000}")


async def is_alive() -> bool:
    """Whether the database answers a query."""
    try:
        return bool(await fetch_value("SELECT true"))
    except Exception as error:
        if is_away(error):
            return False
        raise


def is_away(error: BaseException | None) -> bool:
    """Whether an error means that the database cannot serve, now or in the middle of a query, but soon may."""
    away = (OSError, TimeoutError, DBConnectionError, asyncpg.PostgresConnectionError)
    broken = (asyncpg.InterfaceError, asyncpg.InternalClientError)
    refused = (asyncpg.CannotConnectNowError, asyncpg.AdminShutdownError, asyncpg.TooManyConnectionsError)
    return isinstance(error, (*away, *broken, *refused, asyncpg.CrashShutdownError, asyncpg.DeadlockDetectedError))


async def dedicated() -> asyncpg.Connection:
    """A connection of the caller's own, outside the pool, who closes it."""
    return await asyncpg.connect(**_credentials)


async def pool(size: int) -> asyncpg.Pool:
    """A pool of the caller's own, who closes it."""
    return await asyncpg.create_pool(**_credentials, min_size=1, max_size=size)


async def under_lock(key: int, work: Callable[[], Awaitable[R]]) -> R:
    """Runs work while holding a PostgreSQL advisory lock, on a connection beside the pool, however long it takes."""
    held = await asyncpg.connect(**{**_credentials, "command_timeout": None})
    try:
        await held.execute("SELECT pg_advisory_lock($1)", key)
        return await work()
    finally:
        await held.close()  # and with it the lock is gone
