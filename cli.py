"""The command line: serve, work, migrate, seed, and accounts for the operator."""

import asyncio
import errno
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from types import FrameType
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from core import clock, logs
from core.errors import AppError
from core.settings import Settings, SettingsError, load
from models.user import Plan

T = TypeVar("T")

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
user = typer.Typer(no_args_is_help=True, help="Accounts, for the operator.")
cli.add_typer(user, name="user")


@cli.command()
def serve() -> None:
    """Runs the server until it is told to stop."""
    settings = _settings()
    listener = _listen(settings)
    if settings.workers > 1:
        _serve_many(settings, listener)
    else:
        _serve_one(settings, listener)


@cli.command()
def worker() -> None:
    """Carries out background runs in a process of its own, until it is told to stop."""
    from app import background_work, running_database, sharing

    settings = _settings()

    async def run() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        async with running_database(settings), sharing(settings) as shared, background_work(shared):
            print("Pipeline's worker is ready. Stop it with Ctrl-C.", flush=True)
            await stop.wait()

    try:
        asyncio.run(run())
    except SettingsError as error:
        _fail(error)


@cli.command()
def migrate() -> None:
    """Brings the database to the schema of this version."""
    from core import migrations

    done = _with_database(migrations.migrate, checks_schema=False)
    print("\n".join(f"applied {version}" for version in done) or "The database is up to date.")


@cli.command()
def seed(
    jobs: Annotated[int, typer.Option(min=1, max=5000, help="How many jobs.")] = 300,
    number: Annotated[int, typer.Option("--seed", help="The same number gives the same jobs on the same day.")] = 1,
    today: Annotated[datetime | None, typer.Option(help="The last day of the histories.", formats=["%Y-%m-%d"])] = None,
) -> None:
    """Fills the demo account with believable jobs and their histories over twelve months; replaces what it had."""
    from resolvers import demo

    day = (today or clock.now()).date()
    count = _with_database(lambda: demo.fill(jobs=jobs, seed=number, today=day))
    print(f"The demo account has {count} jobs.\n  email     {demo.EMAIL}\n  password  {demo.PASSWORD}")


@user.command("create")
def create_user(
    email: str,
    username: Annotated[str | None, typer.Option()] = None,
    plan: Annotated[Plan, typer.Option()] = Plan.FREE,
) -> None:
    """Opens an account; the password is read from standard input."""
    from pydantic import ValidationError

    from core.inputs import faults
    from resolvers import accounts

    password = typer.prompt("Password", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        sent = {"email": email, "password": password} | ({"username": username} if username else {})
        request = accounts.SignUp.model_validate(sent)
    except ValidationError as error:
        found = faults(error.errors(include_input=False, include_url=False))
        _fail(SettingsError("; ".join(f"{fault.field}: {fault.message}" for fault in found)))
    row = _with_database(lambda: accounts.create(request.email, request.password, request.username, plan))
    print(f"{row['id']}  {row['email']}  {row['plan'].value}")


@user.command("list")
def list_users() -> None:
    """Lists all accounts, oldest first."""
    from resolvers import accounts

    for row in _with_database(accounts.everyone):
        print(
            f"{row['id']}  {row['email']}  {row['username'] or '-'}  {row['plan'].value}  {row['created_at']:%Y-%m-%d}"
        )


@user.command("set-plan")
def set_plan(email: str, plan: Plan) -> None:
    """Changes the plan of an account."""
    from resolvers import accounts

    row = _with_database(lambda: accounts.set_plan(email, plan))
    print(f"{row['email']} is on the plan {row['plan'].value}.")


_UVICORN: dict[str, Any] = {
    "log_config": None, "access_log": False, "server_header": False, "proxy_headers": False,
    "lifespan": "on", "timeout_graceful_shutdown": 10, "http": "middleware.head_limit:HeadLimit",
    "ws": "websockets-sansio", "ws_max_size": 1024 * 1024, "ws_per_message_deflate": False,
}  # fmt: skip
_READY_SECONDS = 60.0


def _serve_one(settings: Settings, listener: socket.socket) -> None:
    import uvicorn

    from app import create_app, frozen

    application = frozen(create_app(settings))

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                _banner(settings, listener)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            application.state.closing.set()  # or streams would be waited for
            await super().shutdown(sockets)

    # Silent, since a failure of the start is said below in a line. Then uvicorn exits by itself, and a signal
    # that stopped the server it raises once more.
    with suppress(KeyboardInterrupt, SystemExit):
        Server(uvicorn.Config(application, log_level="critical", **_UVICORN)).run(sockets=[listener])
    if failure := getattr(application.state, "startup_failure", None):
        _fail(failure)


def _serve_many(settings: Settings, listener: socket.socket) -> None:
    """Several processes on one socket. The database is started, migrated and at last stopped by this one."""
    import uvicorn
    from uvicorn.config import STARTUP_FAILURE
    from uvicorn.supervisors import Multiprocess

    from app import running_database
    from core.settings import signing_key

    class Workers(Multiprocess):
        def init_processes(self) -> None:
            super().init_processes()
            if all(process.wait_until_ready(_READY_SECONDS) for process in self.processes):
                _banner(settings, listener)

    async def run() -> None:
        async with running_database(settings) as url:
            signing_key(settings)  # made, or found damaged, once
            os.environ["DATABASE_URL"] = url
            several: dict[str, Any] = {"factory": True, "workers": settings.workers, "log_level": "error"}
            workers = Workers(uvicorn.Config("app:application", **several, **_UVICORN), sockets=[listener])
            await asyncio.to_thread(workers.run)
        if any(process.exitcode == STARTUP_FAILURE for process in workers.processes):
            raise SettingsError("a server process did not start")

    try:
        asyncio.run(run())
    except SettingsError as error:
        _fail(error)


def _settings() -> Settings:
    try:
        settings = load()
    except SettingsError as error:
        _fail(error)
    logs.configure(settings.log_level)
    return settings


def _with_database(work: Callable[[], Awaitable[T]], *, checks_schema: bool = True) -> T:
    """Runs a use case on the database that the server would use, started if it is not running."""
    from app import running_database

    settings = _settings()

    async def run() -> T:
        async with running_database(settings, checks_schema=checks_schema):
            return await work()

    try:
        return asyncio.run(run())
    except (SettingsError, AppError) as error:
        _fail(error)


def _listen(settings: Settings) -> socket.socket:
    """The listening socket, opened before anything else is started."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        is_host = isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL
        reason = str(error.strerror).partition(" (while")[0]
        name = "HOST" if is_host else "PORT"
        _fail(SettingsError(f"{name}: cannot listen on {settings.host}:{settings.port} ({reason})"))


def _banner(settings: Settings, listener: socket.socket) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{listener.getsockname()[1]}"
    where = settings.data_dir.expanduser().resolve()
    database = "the server of DATABASE_URL" if settings.database_url else f"{where / 'postgres'}"
    print(
        f"Pipeline is ready.\n  Start page  {address}/\n  Playground  {address}/graphql\n"
        f"  Database    {database}\n  Data        {where}\nStop it with Ctrl-C.",
        flush=True,
    )


def _fail(error: Exception) -> NoReturn:
    """One line for what the operator can mend, a traceback for what we must."""
    if not isinstance(error, SettingsError | AppError):
        raise error
    print(f"pipeline: {error}", file=sys.stderr)
    raise typer.Exit(1)


def _terminated(_number: int, _frame: FrameType | None) -> None:
    """Ends what is running as Ctrl-C would, so that a database that was started is stopped."""
    sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _terminated)
    cli()
