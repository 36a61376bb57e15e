"""Bringing the database to the schema of this version, and refusing to run on another one."""

from pathlib import Path

import structlog
from tortoise.exceptions import OperationalError

from core import database, queue
from core.settings import SettingsError

LOCATION = Path(__file__).parent.parent / "migrations"
_ANY = "postgres://"  # aerich wants a configuration, and uses the connection that there is
_LOCK = 7_461_205_118  # any number that other programs on the same server are unlikely to pick

log = structlog.get_logger()


def known() -> list[str]:
    """The versions in the repository, oldest first."""
    found = [path.name for path in (LOCATION / "models").glob("[0-9]*.py")]
    return sorted(found, key=lambda name: int(name.split("_")[0]))


async def applied() -> set[str]:
    """The versions that the database has."""
    try:
        return {row["version"] for row in await database.fetch("SELECT version FROM aerich WHERE app = 'models'")}
    except OperationalError:
        return set()


async def pending() -> list[str]:
    """What is still to be applied, oldest first."""
    done = await applied()
    behind = [version for version in known() if version not in done]
    return behind if await queue.is_current() else [*behind, queue.LAYOUT]


async def migrate() -> list[str]:
    """Applies what is pending, once, however many processes ask; the versions applied by this one."""
    if not await pending():
        return []
    return await database.under_lock(_LOCK, _upgrade)


async def ensure_current(*, migrates: bool) -> None:
    """Migrates, or raises SettingsError that names the command to run when the schema is behind."""
    if migrates:
        for version in await migrate():
            log.info("database.migrated", version=version)
    elif behind := await pending():
        raise SettingsError(
            f"DATABASE_URL: the database lacks {len(behind)} migration(s): run '.venv/bin/python cli.py migrate' "
            "or set AUTO_MIGRATE=1"
        )


async def _upgrade() -> list[str]:
    from aerich import Command  # noqa: PLC0415 loads slowly, and is needed only when something is pending
    from aerich.migrate import Migrate  # noqa: PLC0415

    Migrate.app = "models"
    Migrate.migrate_location = LOCATION / "models"
    versions: list[str] = await Command(database.config(_ANY), location=str(LOCATION)).upgrade()
    if not await queue.is_current():
        await queue.install()
        versions.append(queue.LAYOUT)
    return versions
