"""The server of a data directory: started, shared, stopped by the last, and what may be wrong with it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import asyncpg
import psutil
import pytest

from core import embedded_postgres
from core.embedded_postgres import EmbeddedPostgres, bundled_major
from core.settings import Settings, SettingsError
from tests.conftest import REPOSITORY

OTHER = """
import sys
from core.embedded_postgres import EmbeddedPostgres
from core.settings import Settings
server = EmbeddedPostgres(Settings(_env_file=None))
print("started", flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data directory, its database made once; no server runs in it between tests."""
    with TemporaryDirectory(prefix="pipeline-") as folder:
        yield Path(folder)


@pytest.fixture
def empty() -> Iterator[Path]:
    with TemporaryDirectory(prefix="pipeline-") as folder:
        yield Path(folder)


def start(folder: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(Settings(data_dir=folder, _env_file=None))


def postmaster(folder: Path) -> psutil.Process | None:
    try:
        return psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]))
    except (FileNotFoundError, psutil.NoSuchProcess):
        return None


@contextmanager
def another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """One that uses the server of the folder until it reads a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER], cwd=REPOSITORY, env={**os.environ, "DATA_DIR": str(folder)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        yield process


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate("\n")
    assert process.returncode == 0


def handles(folder: Path) -> Path:
    return folder / "postgres" / ".handle_pids.json"


async def test_it_runs_closed_to_others_until_it_is_stopped(made: Path) -> None:
    server = start(made)
    try:
        connection = await asyncpg.connect(server.url)
        try:
            for name, value in {
                "listen_addresses": "", "timezone": "UTC", "unix_socket_permissions": "0700",
                "server_encoding": "UTF8", "max_connections": "200",
            }.items():  # fmt: skip
                assert await connection.fetchval(f"SHOW {name}") == value
            await connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        finally:
            await connection.close()
        assert (made / "postgres").stat().st_mode & 0o777 == 0o700
        [socket] = (made / "postgres").glob(".s.PGSQL.*[0-9]")
        assert socket.stat().st_mode & 0o777 == 0o700
        assert bundled_major() == (made / "postgres" / "PG_VERSION").read_text().strip()
    finally:
        server.stop()
    assert postmaster(made) is None


async def test_what_was_written_is_there_at_the_next_start(made: Path) -> None:
    server = start(made)
    try:
        connection = await asyncpg.connect(server.url)
        assert await connection.fetchval("SELECT number FROM kept") == 7
        await connection.close()
    finally:
        server.stop()
        server.stop()  # once more does no harm
    assert postmaster(made) is None


def test_the_last_process_stops_the_server(made: Path) -> None:
    server = start(made)
    running = postmaster(made)
    with another_process(made) as other:
        assert postmaster(made) == running
        server.stop()
        assert postmaster(made) == running
        leave(other)
    assert postmaster(made) is None


def test_a_process_that_leaves_first_leaves_the_server_alone(made: Path) -> None:
    server = start(made)
    running = postmaster(made)
    with another_process(made) as other:
        leave(other)
    assert postmaster(made) == running
    server.stop()
    assert postmaster(made) is None


def test_a_killed_process_leaves_a_server_that_the_next_one_takes_over(made: Path) -> None:
    with another_process(made) as other:
        running = postmaster(made)
        other.kill()
    assert json.loads(handles(made).read_text()) == [other.pid]
    server = start(made)
    assert postmaster(made) == running
    assert json.loads(handles(made).read_text()) == [os.getpid()]
    server.stop()
    assert postmaster(made) is None


def test_numbers_that_belong_to_nobody_of_ours_are_forgotten(made: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    zombie = subprocess.Popen(["true"], stdout=subprocess.PIPE)
    assert zombie.stdout is not None
    zombie.stdout.read()  # it has ended, and nobody has asked how
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as stranger:
        handles(made).write_text(json.dumps([dead.pid, zombie.pid, stranger.pid]))
        server = start(made)
        assert json.loads(handles(made).read_text()) == [os.getpid()]
        server.stop()
        assert postmaster(made) is None
        stranger.communicate()
    zombie.communicate()


@pytest.mark.parametrize("content", ["", "[12", "garbage"])
def test_a_damaged_list_is_begun_anew(made: Path, content: str) -> None:
    handles(made).write_text(content)
    server = start(made)
    assert json.loads(handles(made).read_text()) == [os.getpid()]
    server.stop()
    assert postmaster(made) is None


def test_a_directory_of_another_major_version_is_left_alone(empty: Path) -> None:
    (empty / "postgres").mkdir()
    (empty / "postgres" / "PG_VERSION").write_text("15\n")
    with pytest.raises(SettingsError) as refused:
        start(empty)
    assert str(refused.value) == (
        f"DATA_DIR: {empty / 'postgres'} was made by PostgreSQL 15, this version brings {bundled_major()}: dump it "
        "with the old version and restore it into an empty directory"
    )
    assert [path.name for path in (empty / "postgres").iterdir()] == ["PG_VERSION"]


def test_a_file_in_the_way(empty: Path) -> None:
    (empty / "postgres").touch()
    with pytest.raises(SettingsError) as refused:
        start(empty)
    assert str(refused.value) == f"DATA_DIR: {empty / 'postgres'} cannot be read (Not a directory)"
    with pytest.raises(SettingsError, match=r"cannot be written to \(File exists\)$"):
        start(empty / "postgres")


def test_what_is_no_database(empty: Path) -> None:
    (empty / "postgres").mkdir()
    (empty / "postgres" / "somebody's file").touch()
    with pytest.raises(SettingsError) as refused:
        start(empty)
    folder = empty / "postgres"
    assert str(refused.value).startswith(
        f'DATA_DIR: PostgreSQL does not start in {folder}: initdb: error: directory "{folder}" exists but is not empty'
    )


def test_what_may_not_be_looked_at_counts_as_ours(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_process: psutil.Process) -> str:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "exe", denied)
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as stranger:
        handles(made).write_text(json.dumps([stranger.pid]))
        server = start(made)
        server.stop()
        assert postmaster(made) is not None
        stranger.communicate()
    start(made).stop()
    assert postmaster(made) is None


@pytest.mark.parametrize(
    ("memory", "limit", "expected"),
    [
        (64 * 2**30, "max\n", "1024MB"),
        (2 * 2**30, "max\n", "512MB"),
        (64 * 2**30, f"{2**30}\n", "256MB"),
        (256 * 2**20, None, "128MB"),
    ],
)
def test_postgresql_has_a_quarter_of_the_memory(
    empty: Path, monkeypatch: pytest.MonkeyPatch, memory: int, limit: str | None, expected: str
) -> None:
    if limit is not None:
        (empty / "limit").write_text(limit)
    monkeypatch.setattr(embedded_postgres, "_CGROUP_LIMIT", empty / "limit")
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=memory))
    assert embedded_postgres.shared_buffers() == expected
