"""`serve`: what it says, how it refuses, how it stops, and what survives when it is killed."""

import re
import signal
import socket
import subprocess
from pathlib import Path

import httpx2
import psutil
import pytest

from core.settings import Settings
from tests.conftest import REPOSITORY
from tests.program import OFF, Server, run, serving

JOB = {"company_name": "Northwind", "job_title": "Engineer"}


def _companies(server: Server, who: dict[str, str]) -> list[str]:
    rows = server.http.get("/api/jobs", headers=who).json()["data"]
    return [row["company_name"] for row in rows]


def test_an_empty_folder_is_enough(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        port = httpx2.URL(server.address).port
        assert server.banner == (
            "Pipeline is ready.\n"
            f"  Start page  http://127.0.0.1:{port}/\n"
            f"  Playground  http://127.0.0.1:{port}/graphql\n"
            f"  Database    {tmp_path}/data/postgres\n"
            f"  Data        {tmp_path}/data\n"
            "Stop it with Ctrl-C.\n"
        )
        assert server.http.get("/api/health").status_code == 200
        secret = tmp_path / "data" / "secrets" / "signing_key"
        assert (secret.parent.stat().st_mode & 0o777, secret.stat().st_mode & 0o777) == (0o700, 0o600)
        assert server.end(signal.SIGTERM) == 0
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()


def test_another_server_is_named_without_its_password(tmp_path: Path, database_url: str) -> None:
    with serving(tmp_path, DATABASE_URL=database_url, HOST="::1") as server:
        port = httpx2.URL(server.address).port
        assert server.address == f"http://[::1]:{port}"
        assert "  Database    the server of DATABASE_URL\n" in server.banner
        assert server.http.get("/api/health").status_code == 200
    assert not (tmp_path / "data" / "postgres").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_server_cleanly(tmp_path: Path, database_url: str, number: signal.Signals) -> None:
    with serving(tmp_path, DATABASE_URL=database_url, LOG_LEVEL="warning") as server:
        with server.streams(server.sign_up("ada@example.com")) as are_ended:
            assert server.end(number) == 0
            are_ended()
        assert server.log.read_text() == ""
        with pytest.raises(httpx2.ConnectError):
            server.http.get("/health")


def test_everything_is_there_after_a_kill(tmp_path: Path) -> None:
    with serving(tmp_path, **OFF) as server:
        ada = server.sign_up("ada@example.com")
        assert server.http.post("/api/jobs", headers=ada, json=JOB).status_code == 201
        assert server.end(signal.SIGKILL) == -signal.SIGKILL
    with serving(tmp_path, **OFF) as server:
        assert _companies(server, ada) == ["Northwind"]
        assert server.end(signal.SIGTERM) == 0
    # The server that was killed does not count as a user of the database, so that the last one stops it.
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()


def test_everything_is_there_after_the_machine_went_down(tmp_path: Path) -> None:
    """The database is killed as well, and by the next start another program has got its process number."""
    lock = tmp_path / "data" / "postgres" / "postmaster.pid"
    with serving(tmp_path, **OFF) as server:
        ada = server.sign_up("ada@example.com")
        assert server.http.post("/api/jobs", headers=ada, json=JOB).status_code == 201
        assert server.end(signal.SIGKILL) == -signal.SIGKILL
    number, rest = lock.read_text().split("\n", 1)
    postgres = psutil.Process(int(number))
    processes = [postgres, *postgres.children()]
    postgres.kill()
    psutil.wait_procs(processes)
    with subprocess.Popen(["sleep", "60"]) as other:
        lock.write_text(f"{other.pid}\n{rest}")
        with serving(tmp_path, **OFF) as server:
            assert _companies(server, ada) == ["Northwind"]
        assert other.poll() is None
        other.kill()


def test_two_servers_do_not_disturb_each_other(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two and more"]
    for folder in folders:
        folder.mkdir()
    with serving(folders[0], **OFF) as one, serving(folders[1], **OFF) as two:
        first, second = one.sign_up("ada@example.com"), two.sign_up("ada@example.com")
        assert one.http.post("/api/jobs", headers=first, json=JOB).status_code == 201
        assert (_companies(one, first), _companies(two, second)) == (["Northwind"], [])
        assert two.http.get("/api/jobs", headers=first).status_code == 401
        assert one.end(signal.SIGTERM) == 0
        assert two.http.post("/api/jobs", headers=second, json=JOB).status_code == 201


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(tmp_path, "serve", PORT=str(port))
    expected = f"pipeline: PORT: cannot listen on 127.0.0.1:{port} (Address already in use)\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORT", "http", "must be a whole number"),
        ("HOST", "192.0.2.1", "cannot listen on 192.0.2.1:0 (Cannot assign requested address)"),
        ("METRICS", "perhaps", "must be true or false"),
        ("DATA_DIR", "/dev/null", "/dev/null cannot be written to (File exists)"),
        ("DATABASE_URL", "postgres://me:pw@localhost:port/x", "must read like postgres://user:password@host:5432/name"),
        ("DATABASE_URL", "postgres://me:pw@127.0.0.1:1/x", "the database does not let us in (ConnectionRefusedError)"),
        ("WORKERS", "2", "more than one needs REDIS_URL, or every RATE_LIMIT_* switched off"),
    ],
)
def test_a_wrong_setting_is_named_in_a_line(tmp_path: Path, name: str, value: str, message: str) -> None:
    done = run(tmp_path, "serve", **{name: value})
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"pipeline: {name}: {message}\n")


def test_a_damaged_key_stops_the_start_and_the_database(tmp_path: Path) -> None:
    secrets = tmp_path / "data" / "secrets"
    secrets.mkdir(parents=True)
    (secrets / "signing_key").write_text("short")
    done = run(tmp_path, "serve")
    expected = f"pipeline: SECRET_KEY: {secrets}/signing_key is damaged; delete it to have a new key made\n"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines(keepends=True)[-1] == expected
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()


def test_settings_come_from_a_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=no\nLOG_LEVEL=loud\n")
    done = run(tmp_path, "serve")
    assert done.stderr == "pipeline: LOG_LEVEL: must be 'debug', 'info', 'warning' or 'error'\n"


def test_every_setting_is_in_the_example_with_its_default(tmp_path: Path) -> None:
    lines = re.findall(r"^#([A-Z_]+)=(.*)$", (REPOSITORY / ".env.example").read_text(), re.MULTILINE)
    assert sorted(name.lower() for name, _ in lines) == sorted(Settings.model_fields)
    copy = tmp_path / ".env"
    copy.write_text("".join(f"{name}={value}\n" for name, value in lines))
    assert Settings(_env_file=copy) == Settings(_env_file=None)
