"""One embedded PostgreSQL in a folder of its own, and the filled databases on it."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from benchmarks.data import Accounts, fill
from benchmarks.servers import migrate
from core.embedded_postgres import EmbeddedPostgres
from core.settings import Settings


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated database with everybody's jobs in it."""

    size: str
    url: str
    accounts: Accounts


@contextmanager
def prepared(folder: Path, size: str) -> Iterator[list[Database]]:
    """The database of that size, and for a million jobs also one of 100,000 to compare with; gone at the end."""
    server = EmbeddedPostgres(Settings(data_dir=folder / "data", _env_file=None))
    try:
        yield [asyncio.run(_filled(folder, server.url, one)) for one in (["1m", "100k"] if size == "1m" else [size])]
    finally:
        server.stop()


async def _filled(folder: Path, url: str, size: str) -> Database:
    print(f"filling a database of size {size} ...", end=" ", flush=True)
    begun = time.monotonic()
    connection = await asyncpg.connect(url)
    await connection.execute(f'CREATE DATABASE "bench_{size}"')
    await connection.close()
    own = url.replace("/postgres?", f"/bench_{size}?")
    await asyncio.to_thread(migrate, folder, own)
    accounts = await fill(own, size)
    print(f"{time.monotonic() - begun:.0f} s", flush=True)
    return Database(size, own, accounts)
