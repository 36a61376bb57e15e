"""`serve` with several processes on one port."""

import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import httpx2
import psutil

from tests.program import OFF, Server, run, serving

MANY = {"WORKERS": "2", **OFF}


def _workers(server: Server) -> list[psutil.Process]:
    """The parent's children but for Python's own resource tracker, oldest first."""
    children = psutil.Process(server.process.pid).children()
    workers = [child for child in children if "--multiprocessing-fork" in child.cmdline()]
    return sorted(workers, key=lambda worker: worker.pid)


def test_all_processes_serve_and_stop_together(tmp_path: Path) -> None:
    """At a Ctrl-C, which a terminal sends to every process."""
    with serving(tmp_path, **MANY, LOG_LEVEL="warning") as server:
        workers = _workers(server)
        assert len(workers) == 2
        ada = server.sign_up("ada@example.com")
        # A connection stays with the process that took it.
        for _ in range(20):
            with httpx2.Client(base_url=server.address, trust_env=False) as other:
                assert other.get("/api/auth/me", headers=ada).status_code == 200
        os.killpg(server.process.pid, signal.SIGINT)
        assert server.process.wait() == 0
        assert psutil.wait_procs(workers)[1] == []
        assert server.log.read_text() == ""
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()


def test_streams_are_ended_when_the_server_stops(tmp_path: Path, database_url: str) -> None:
    with serving(tmp_path, **MANY, DATABASE_URL=database_url, LOG_LEVEL="warning") as server:
        with server.streams(server.sign_up("ada@example.com")) as are_ended:
            server.process.send_signal(signal.SIGTERM)
            are_ended()
        assert (server.process.wait(), server.log.read_text()) == (0, "")


def test_a_process_that_died_is_replaced(tmp_path: Path, database_url: str) -> None:
    with serving(tmp_path, **MANY, DATABASE_URL=database_url) as server:
        first, second = _workers(server)
        first.kill()
        psutil.wait_procs([first])
        while len(found := set(_workers(server)) - {first}) < 2:
            pass
        assert second in found
        assert server.http.get("/api/health").status_code == 200
        assert server.end(signal.SIGTERM) == 0
        assert psutil.wait_procs(found)[1] == []


def test_when_the_parent_is_killed_the_port_is_free_again(tmp_path: Path, database_url: str) -> None:
    with serving(tmp_path, **MANY, DATABASE_URL=database_url) as server:
        workers = _workers(server)
        port = str(httpx2.URL(server.address).port)
        assert server.end(signal.SIGKILL) == -signal.SIGKILL
        assert psutil.wait_procs(workers)[1] == []
    with serving(tmp_path, **MANY, DATABASE_URL=database_url, PORT=port) as again:
        assert again.http.get("/api/health").status_code == 200


async def test_a_process_that_cannot_start_stops_all(tmp_path: Path, clone: Callable[[], Awaitable[str]]) -> None:
    """The parent takes the only connection that the role may have."""
    url = await clone()
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE ROLE lonely LOGIN CONNECTION LIMIT 1")
    await connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO lonely")
    await connection.close()
    done = run(tmp_path, "serve", **MANY, DATABASE_URL=url.replace("postgres@", "lonely@"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "DATABASE_URL: the database does not let us in (TooManyConnectionsError)" in done.stderr
    assert done.stderr.endswith("pipeline: a server process did not start\n")
