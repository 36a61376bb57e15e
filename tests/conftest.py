"""A real PostgreSQL for the whole run, one database for it cloned from a migrated template, emptied between tests."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
import tortoise.context
from asyncpg import Connection
from hypothesis import settings as hypothesis_settings
from starlette.types import ASGIApp, Receive, Scope, Send

from app import create_app
from core import clock, database, migrations
from core.actor import Actor, Client, Identity
from core.embedded_postgres import EmbeddedPostgres
from core.settings import Settings
from models.user import Plan, User
from resolvers.collaborators import Collaborators, collaborators
from resolvers.sessions import open_session
from tests.redis_server import RedisServer
from tests.scraping.sites import Sites, playing_sites

# The same examples in every run, however slow the machine is.
hypothesis_settings.register_profile("pipeline", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("pipeline")

BASE = "http://pipeline.test"
PASSWORD = "plum-Orbit-lantern-42"
# argon2id of PASSWORD, made once: hashing it anew for every account would take most of the run.
PASSWORD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$c29tZS1maXhlZC1zYWx0IQ$iDB0Ndv5uPBJXw8bzPA0e8oU5K3ItlWyoCxMJD9v1ps"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, logged in: as an actor for resolvers and as a client for the wires."""

    id: UUID
    email: str
    actor: Actor
    token: str
    refresh_token: str
    rest: httpx2.AsyncClient

    async def graphql(self, query: str, **variables: object) -> dict[str, Any]:
        """The answer to an operation, HTTP 200 asserted."""
        response = await self.rest.post("/graphql", json={"query": query, "variables": variables})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def data(self, query: str, **variables: object) -> Any:
        """The data of an operation without errors."""
        answer = await self.graphql(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


class Ticking:
    """The project's clock in a test's hand."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 1, 10, 30, tzinfo=UTC)

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    # Not in pytest's folder, which every other run closes to the user that the server runs as under root.
    with TemporaryDirectory(prefix="pipeline-") as folder:
        server = EmbeddedPostgres(Settings(data_dir=Path(folder)))
        yield server
        server.stop()


@pytest.fixture(scope="session")
async def template(postgres: EmbeddedPostgres) -> str:
    """The name of a migrated, empty database to clone."""
    await _execute(postgres.url, "ALTER SYSTEM SET fsync = off")  # nothing here outlives the run
    await _execute(postgres.url, "SELECT pg_reload_conf()")
    await _execute(postgres.url, "CREATE DATABASE template_migrated")
    async with database.connected(_url(postgres, "template_migrated"), 2):
        await migrations.migrate()
    return "template_migrated"


@pytest.fixture(scope="session")
async def clone(postgres: EmbeddedPostgres, template: str) -> Callable[[], Awaitable[str]]:
    """Makes another migrated database; its URL."""

    async def make(source: str = template) -> str:
        name = f"clone_{uuid4().hex}"
        await _execute(postgres.url, f"CREATE DATABASE {name} TEMPLATE {source}")
        return _url(postgres, name)

    return make


@pytest.fixture
async def database_url(clone: Callable[[], Awaitable[str]]) -> str:
    """A migrated database of its own, for a program that is run as a process."""
    return await clone()


@pytest.fixture(scope="session")
async def settings(clone: Callable[[], Awaitable[str]], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        data_dir=tmp_path_factory.mktemp("files"), database_url=await clone(), secret_key="k" * 32, _env_file=None,
        rate_limit_standard="off", rate_limit_auth="off",
        background_work=False,  # its hour would come in the middle of a test
    )  # fmt: skip


@pytest.fixture(scope="session")
async def served(settings: Settings) -> AsyncIterator[tuple[ASGIApp, Collaborators]]:
    """The application in its lifespan, and what it shares with its use cases."""
    async with running(settings) as (asgi, shared):
        yield asgi, shared


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[tuple[ASGIApp, Collaborators]]:
    """Any application in its lifespan; httpx's transport knows nothing of the state, so it is handed on here."""
    application = create_app(settings)
    async with application.router.lifespan_context(application) as state:

        async def asgi(scope: Scope, receive: Receive, send: Send) -> None:
            await application({**scope, "state": dict(state or {})}, receive, send)

        assert state is not None
        yield asgi, state["app"]


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis that everybody shares: whoever kills it starts it again."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> Ticking:
    """A clock that stands still unless it is told to go on."""
    ticking = Ticking()
    monkeypatch.setattr(clock, "now", lambda: ticking.moment)
    return ticking


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Room for a database beside the application's, since Tortoise knows one at a time in a process."""
    monkeypatch.setattr(database, "_credentials", {})
    monkeypatch.setattr(tortoise.context, "_global_context", None)
    token = tortoise.context._current_context.set(None)
    yield
    tortoise.context._current_context.reset(token)


@pytest.fixture
async def beside(served: tuple[ASGIApp, Collaborators], settings: Settings) -> AsyncIterator[Callable[..., ASGIApp]]:
    """Makes the application with other settings, on the same database and without a lifespan of its own."""
    async with AsyncExitStack() as stack:

        def make(**changed: object) -> ASGIApp:
            other = Settings(**{**settings.model_dump(), **changed}, _env_file=None)
            application, shared = create_app(other), collaborators(other, served[1].notifications)
            stack.push_async_callback(shared.limiter.close)

            async def asgi(scope: Scope, receive: Receive, send: Send) -> None:
                await application({**scope, "state": {"app": shared}}, receive, send)

            return asgi

        yield make


@pytest.fixture
def app(served: tuple[ASGIApp, Collaborators]) -> Collaborators:
    return served[1]


@pytest.fixture
async def database_emptied(served: tuple[ASGIApp, Collaborators]) -> None:
    """Empties every table; everything hangs on the accounts."""
    await database.fetch("DELETE FROM account")
    await database.fetch("DELETE FROM idempotency_key")
    await database.fetch("DELETE FROM pgq.pgqueuer")
    served[1].identities.forget_all()


@pytest.fixture
async def client(served: tuple[ASGIApp, Collaborators], database_emptied: None) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody unknown."""
    async with http_client(served[0]) as anonymous:
        yield anonymous


def http_client(asgi: ASGIApp, token: str | None = None) -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    transport = httpx2.ASGITransport(app=asgi, client=("192.0.2.7", 5000))
    return httpx2.AsyncClient(transport=transport, base_url=BASE, headers=headers)


@pytest.fixture
async def ada(served: tuple[ASGIApp, Collaborators], database_emptied: None) -> AsyncIterator[Person]:
    async with person(served, "ada@example.com", "Ada") as someone:
        yield someone


@pytest.fixture
async def bob(served: tuple[ASGIApp, Collaborators], database_emptied: None) -> AsyncIterator[Person]:
    async with person(served, "bob@example.com", None) as someone:
        yield someone


@asynccontextmanager
async def person(
    served: tuple[ASGIApp, Collaborators], email: str, username: str | None, plan: Plan = Plan.FREE
) -> AsyncIterator[Person]:
    """Opens an account without the cost of hashing its password, and logs it in."""
    asgi, shared = served
    user = await User.create(
        id=uuid4(), email=email, username=username, username_key=username and username.lower(),
        password_hash=PASSWORD_HASH, email_confirmed=False, plan=plan, created_at=clock.now(),
    )  # fmt: skip
    tokens = await open_session(Client("192.0.2.7", "tests"), user.id, signer=shared.signer)
    session_id = shared.signer.read(tokens.access_token).session_id
    actor = Actor(Client("192.0.2.7", "tests"), Identity(user.id, plan, session_id))
    async with http_client(asgi, tokens.access_token) as rest:
        yield Person(user.id, email, actor, tokens.access_token, tokens.refresh_token, rest)


@pytest.fixture
async def sites() -> AsyncIterator[Sites]:
    """The public web, played on loopback."""
    async with playing_sites() as playing:
        yield playing


@pytest.fixture
def nobody() -> Actor:
    """Somebody unknown, as an actor."""
    return Actor(Client("192.0.2.8", "tests"))


async def _execute(url: str, sql: str) -> None:
    """On a connection of its own: Tortoise knows one database at a time, and the application has it."""
    connection = await asyncpg.connect(url)
    await connection.execute(sql)
    await connection.close()


def _url(postgres: EmbeddedPostgres, name: str) -> str:
    return postgres.url.replace("/postgres?", f"/{name}?")


REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def round_trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes to the database, past whatever layer of ours."""
    sent: list[str] = []
    original: Any = Connection._execute

    async def watched(self: Any, query: str, *rest: Any, **named: Any) -> Any:
        sent.append(query)
        return await original(self, query, *rest, **named)

    monkeypatch.setattr(Connection, "_execute", watched)
    return sent
