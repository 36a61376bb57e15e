"""The composition root: settings, then database and collaborators, then middleware and routes."""

import asyncio
import gc
import html
import multiprocessing
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from core import database, logs, metrics, migrations
from core.notifications import notifying
from core.settings import Settings, SettingsError, load
from middleware.body_limit import BodyLimit
from middleware.envelope import Envelope
from middleware.identification import Identification
from middleware.shortcut import Shortcut
from resolvers.collaborators import Collaborators, collaborators
from rest_compat import reference
from rest_compat.routes import not_found, refused, routes
from schema.http import GraphQLEndpoint
from schema.ide import STATIC, assets
from schema.websocket import GraphQLSocket

log = structlog.get_logger()
_PAGE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"


class Application(Starlette):
    """Starlette's, with the middleware of ours alone: its own answers for failures, which the envelope does."""

    def __init__(self, settings: Settings, api: Sequence[Route], **given: Any) -> None:
        """With the routes that are found without the router."""
        super().__init__(**given)
        self._settings, self._api = settings, api

    def build_middleware_stack(self) -> ASGIApp:
        router = ExceptionMiddleware(self.router, handlers=self.exception_handlers)
        within = BodyLimit(Identification(Shortcut(router, self._api), self._settings.trusted_proxies))
        return Envelope(within, self._settings.cors_origins)


def create_app(settings: Settings) -> Starlette:
    """The whole server as one ASGI application; its lifespan opens and closes the database."""
    graphql = GraphQLEndpoint(settings)
    api = [Route("/graphql", graphql), *routes()]

    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[dict[str, Any]]:
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(running_database(settings))
                state = {"app": await stack.enter_async_context(sharing(settings))}
                if settings.background_work:
                    await stack.enter_async_context(background_work(state["app"]))
            except Exception as error:
                application.state.startup_failure = error  # for the command line, which says it in a line
                if isinstance(error, SettingsError) and multiprocessing.parent_process():
                    log.error("start.refused", reason=str(error))  # noqa: TRY400 the one of many has no command line
                raise
            yield state

    application = Application(
        settings,
        api,
        routes=[
            Route("/", start_page),
            WebSocketRoute("/graphql", GraphQLSocket(graphql.engine)),
            *([Route("/metrics", scrape)] if settings.metrics else []),
            *reference.routes(),
            *api,
            *assets(),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={HTTPException: refused},
        lifespan=lifespan,
    )
    application.state.closing = graphql.engine.closing
    application.router.redirect_slashes = False
    application.router.default = not_found
    return application


@asynccontextmanager
async def sharing(settings: Settings) -> AsyncIterator[Collaborators]:
    """What the use cases share while the server runs."""
    async with notifying() as notifications:
        shared = collaborators(settings, notifications)
        try:
            async with shared.fetcher:
                yield shared
        finally:
            shared.scoring_pool.close()
            await shared.limiter.close()


@asynccontextmanager
async def background_work(shared: Collaborators) -> AsyncIterator[None]:
    """Carries out runs and what comes round by itself, from a moment after the start."""
    task = asyncio.create_task(_work(shared, stop := asyncio.Event()))
    try:
        yield
    finally:
        stop.set()
        await task


async def _work(shared: Collaborators, stop: asyncio.Event) -> None:
    try:
        # What carries out work takes a while to load: not before the first requests are answered.
        worker = await asyncio.to_thread(import_module, "tasks.worker")
        registry = await asyncio.to_thread(import_module, "tasks.registry")
        concurrency = shared.settings.run_concurrency
        async with worker.working(registry.tasks(shared), registry.SCHEDULES, concurrency=concurrency):
            await stop.wait()
    except Exception:
        log.exception("worker.failed")
        raise


@asynccontextmanager
async def running_database(settings: Settings, *, checks_schema: bool = True) -> AsyncIterator[str]:
    """A connected, migrated database: the one of DATABASE_URL, else our own, started and stopped; its URL."""
    async with AsyncExitStack() as stack:
        if settings.database_url:
            url = settings.database_url.get_secret_value()
        else:
            # Imported only here: with a DATABASE_URL nothing of the embedded server is loaded.
            from core.embedded_postgres import EmbeddedPostgres  # noqa: PLC0415

            server = await asyncio.to_thread(EmbeddedPostgres, settings)
            stack.push_async_callback(asyncio.to_thread, server.stop)
            url = server.url
        await stack.enter_async_context(database.connected(url, settings.database_pool))
        await database.ensure_reachable()
        if checks_schema:
            await migrations.ensure_current(migrates=settings.migrates_at_start)
        yield url


def application() -> Starlette:
    """For server processes that are started with nothing but the environment, by one that they end with."""
    settings = load()
    logs.configure(settings.log_level)
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_after, args=[parent], daemon=True).start()
    made = create_app(settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        _at_first(number, made.state.closing.set)  # or streams would be waited for
    return frozen(made)


def _end_after(parent: BaseProcess) -> None:
    """Or the port would stay taken when the parent is killed."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _at_first(number: signal.Signals, action: Callable[[], None]) -> None:
    """Has something done in the event loop when a signal arrives, before what would be done anyway."""
    loop, then = asyncio.get_running_loop(), signal.getsignal(number)

    def handle(received: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(action)
        assert callable(then)
        then(received, frame)

    signal.signal(number, handle)


def frozen(application: Starlette) -> Starlette:
    """Has the garbage collector pass over everything that start-up made, as long as the process lives.

    It would look at all of that again and again while a request makes many values: reading a body of 300,000
    empty lists takes a sixth of the time.
    """
    gc.collect()
    gc.freeze()
    return application


async def scrape(_request: Request) -> Response:
    """What operators watch; there only when METRICS is on."""
    return Response(metrics.text(), media_type=metrics.CONTENT_TYPE)


async def start_page(request: Request) -> HTMLResponse:
    """The first steps, with the address that the browser used."""
    origin = f"{request.url.scheme}://{request.url.netloc}"
    page = (STATIC / "start.html").read_text().replace("{origin}", html.escape(origin))
    return HTMLResponse(page, headers={"Content-Security-Policy": _PAGE_POLICY})
