"""Workers that are killed and databases that go away: every run ends once all the same."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from core import database, migrations
from core.actor import Actor, Client, Identity
from core.embedded_postgres import EmbeddedPostgres
from core.settings import Settings
from models.user import Plan
from resolvers import accounts, scraping
from resolvers.scraping import ScrapeRequest
from tests.conftest import PASSWORD, REPOSITORY, Person
from tests.scraping.sites import Seen, Sites, answer
from tests.scraping.sites import authority as trusted
from tests.tasks.test_runs import page
from tests.waiting import until

_RUNS = 12
_AT_ONCE = 4


@contextmanager
def worker(settings: Settings, sites: Sites, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    authority = folder / "authority.pem"
    trusted().cert_pem.write_to_path(authority)
    assert settings.database_url is not None
    environment = {
        **os.environ, "DATABASE_URL": settings.database_url.get_secret_value(), "SECRET_KEY": "k" * 32,
        "SITES": json.dumps([[*site, there[1]] for site, there in sites.connect_to.items()]),
        "AUTHORITY": str(authority), "HEARTBEAT": "2",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "tests.tasks.program"], cwd=REPOSITORY, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def held_back(sites: Sites, release: asyncio.Event) -> list[str]:
    """Twelve postings that nobody gets to see before the release; who has asked, in order."""
    asked: list[str] = []

    async def slow(seen: Seen) -> AsyncIterator[bytes]:
        asked.append(seen.url)
        await release.wait()
        yield answer(page(title=f"Engineer {seen.url[-2:]}"))

    for number in range(_RUNS):
        sites.put(f"https://careers{number:02}.example/jobs/{number:02}", slow)
    return asked


async def start_all(ada: Person) -> None:
    for number in range(_RUNS):
        request = ScrapeRequest(url=f"https://careers{number:02}.example/jobs/{number:02}", save=True)
        await scraping.start(ada.actor, request)


async def count(sql: str) -> Any:
    return await database.fetch_value(f"SELECT count(*) FROM {sql}")


async def ended_once(asked: list[str]) -> None:
    async def all_ended() -> bool:
        return bool(await count("run WHERE status = 'succeeded'") == _RUNS)

    await until(all_ended)
    assert await count("job") == _RUNS
    assert await count("(SELECT DISTINCT canonical_url FROM job) AS one") == _RUNS
    assert await count("job_event") == _RUNS
    assert set(asked) == {f"https://careers{number:02}.example/jobs/{number:02}" for number in range(_RUNS)}


async def test_the_runs_of_a_killed_worker_end_once_elsewhere(
    settings: Settings, ada: Person, sites: Sites, tmp_path: Path
) -> None:
    release = asyncio.Event()
    asked = held_back(sites, release)
    await start_all(ada)
    with worker(settings, sites, tmp_path) as first:

        async def is_busy() -> bool:
            return len(asked) >= _AT_ONCE

        await until(is_busy)
        first.kill()
        assert first.wait() == -9
    assert await count("run WHERE status = 'running'") == _AT_ONCE
    release.set()
    with worker(settings, sites, tmp_path):
        await ended_once(asked)


async def test_nothing_is_lost_when_the_database_drops_everybody(
    settings: Settings, ada: Person, sites: Sites, tmp_path: Path
) -> None:
    release = asyncio.Event()
    asked = held_back(sites, release)
    await start_all(ada)
    with worker(settings, sites, tmp_path) as process:

        async def is_busy() -> bool:
            return len(asked) >= _AT_ONCE

        await until(is_busy)
        others = await database.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND application_name <> 'tests'"
        )
        assert len(others) > 1
        release.set()
        await ended_once(asked)
        assert process.poll() is None


async def test_nothing_is_lost_when_the_database_starts_anew(sites: Sites, tmp_path: Path, apart: None) -> None:
    release = asyncio.Event()
    asked = held_back(sites, release)
    with TemporaryDirectory(prefix="pipeline-") as folder:
        own = Settings(data_dir=Path(folder), secret_key="k" * 32, _env_file=None)
        postgres = await asyncio.to_thread(EmbeddedPostgres, own)
        settings = Settings(data_dir=tmp_path, database_url=postgres.url, secret_key="k" * 32, _env_file=None)
        try:
            async with database.connected(postgres.url, 2):
                await migrations.migrate()
                row = await accounts.create("eve@example.com", PASSWORD, None, Plan.FREE)
                actor = Actor(Client(), Identity(UUID(str(row["id"])), "free"))
                for number in range(_RUNS):
                    request = ScrapeRequest(url=f"https://careers{number:02}.example/jobs/{number:02}", save=True)
                    await scraping.start(actor, request)
            with worker(settings, sites, tmp_path) as process:

                async def is_busy() -> bool:
                    return len(asked) >= _AT_ONCE

                await until(is_busy)
                await asyncio.to_thread(postgres.stop)
                postgres = await asyncio.to_thread(EmbeddedPostgres, own)
                release.set()
                async with database.connected(postgres.url, 2):
                    await ended_once(asked)
                assert process.poll() is None
        finally:
            await asyncio.to_thread(postgres.stop)
