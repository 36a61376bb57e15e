"""From an empty database to the schema of this version."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core import database, migrations, queue
from core.settings import SettingsError

Clone = Callable[..., Awaitable[str]]
# Our migrations, and the tables of the queue.
EVERYTHING = [*migrations.known(), queue.LAYOUT]


@pytest.fixture
async def empty(apart: None, clone: Clone) -> AsyncIterator[None]:
    """A connected database with nothing in it."""
    async with database.connected(await clone("template0"), 1):
        yield


@pytest.fixture
async def current(apart: None, clone: Clone) -> AsyncIterator[None]:
    async with database.connected(await clone(), 1):
        yield


async def tables() -> int:
    count: int = await database.fetch_value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    return count


def test_versions_are_known_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    for name in ("10_later.py", "9_before.py", "0_init.py", "__init__.py", "1_note.txt", "helper.py"):
        (tmp_path / "models" / name).touch()
    monkeypatch.setattr(migrations, "LOCATION", tmp_path)
    assert migrations.known() == ["0_init.py", "9_before.py", "10_later.py"]


async def test_an_empty_database_lacks_everything(empty: None) -> None:
    assert await migrations.applied() == set()
    assert await migrations.pending() == EVERYTHING
    assert len(migrations.known()) >= 2


async def test_what_is_pending_is_applied_once(empty: None) -> None:
    assert await migrations.migrate() == EVERYTHING
    made = await tables()
    assert await migrations.pending() == []
    assert await migrations.migrate() == []
    assert await migrations.applied() == set(migrations.known())
    assert await tables() == made


async def test_two_that_migrate_at_once_do_it_once(empty: None) -> None:
    both = await asyncio.gather(migrations.migrate(), migrations.migrate())
    assert sorted(both) == [[], EVERYTHING]
    assert await database.fetch_value("SELECT count(*) FROM aerich") == len(migrations.known())


async def test_a_database_that_is_behind_is_refused_with_the_command(current: None) -> None:
    await migrations.ensure_current(migrates=False)
    await database.fetch("DELETE FROM aerich WHERE version = $1", migrations.known()[-1])
    assert await migrations.pending() == migrations.known()[-1:]
    before = await tables()
    with pytest.raises(SettingsError) as refused:
        await migrations.ensure_current(migrates=False)
    assert str(refused.value) == (
        "DATABASE_URL: the database lacks 1 migration(s): run '.venv/bin/python cli.py migrate' or set AUTO_MIGRATE=1"
    )
    assert await tables() == before


async def test_the_start_may_migrate_and_says_so(empty: None) -> None:
    with capture_logs() as logs:
        await migrations.ensure_current(migrates=True)
        await migrations.ensure_current(migrates=True)
    assert logs == [{"event": "database.migrated", "version": version, "log_level": "info"} for version in EVERYTHING]
