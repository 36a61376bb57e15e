"""Starting the servers: each as one process, all on the same PostgreSQL over its socket."""

import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import psutil

from benchmarks.peers.tokens import token as peer_token
from core.settings import Settings
from core.tokens import Signer

REPOSITORY = Path(__file__).parents[1]
PEERS = Path(__file__).with_name("peers")
KEY = secrets.token_urlsafe(48)
_SECONDS = 60
_WEEK = 7 * 24 * 3600
_signer = Signer(KEY, _WEEK, _WEEK)


@dataclass(frozen=True, slots=True)
class Server:
    """A server process; its children count with it."""

    name: str
    address: str
    process: psutil.Process
    token: Callable[[UUID], str]
    log: Path

    def cpu(self) -> float:
        """Seconds of CPU time so far."""
        return sum(sum(one.cpu_times()[:2]) for one in self._tree())

    def memory(self) -> float:
        """Resident MiB."""
        return float(sum(one.memory_info().rss for one in self._tree()) / 2**20)

    def _tree(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


def our_token(account: UUID) -> str:
    """An access token of the account's session, which has the account's id."""
    return _signer.issue(account, account)[0]


def their_token(account: UUID) -> str:
    return peer_token(account, KEY)


def environment(folder: Path, url: str) -> dict[str, str]:
    """Ours as it is by default, but for a limit that is never reached."""
    inherited = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return inherited | {
        "DATABASE_URL": url, "DATA_DIR": str(folder / "data"), "SECRET_KEY": KEY, "LOG_LEVEL": "warning",
        "RATE_LIMIT_STANDARD": "1000000000/minute",
    }  # fmt: skip


def migrate(folder: Path, url: str) -> None:
    command = [sys.executable, str(REPOSITORY / "cli.py"), "migrate"]
    subprocess.run(command, env=environment(folder, url), cwd=folder, check=True, capture_output=True)


@contextmanager
def ours(folder: Path, url: str, name: str = "ours", **others: str) -> Iterator[Server]:
    settings = environment(folder, url) | others
    with _running(name, [sys.executable, str(REPOSITORY / "cli.py"), "serve"], folder, settings, our_token) as server:
        yield server


@contextmanager
def python_peer(folder: Path, url: str, name: str, module: str) -> Iterator[Server]:
    """An ASGI application of `peers`, under uvicorn as ours is."""
    command = [
        sys.executable, "-m", "uvicorn", f"benchmarks.peers.{module}:app", "--loop", "uvloop", "--http", "httptools",
        "--no-access-log", "--log-level", "warning", "--port",
    ]  # fmt: skip
    settings = os.environ | {"DATABASE_URL": url, "TOKEN_KEY": KEY, "PYTHONPATH": str(REPOSITORY)}
    with _running(name, command, folder, settings, their_token) as server:
        yield server


@contextmanager
def node_peer(folder: Path, url: str, name: str) -> Iterator[Server]:
    parts = urlsplit(url)
    settings = os.environ | {
        "TOKEN_KEY": KEY, "PGHOST": parse_qs(parts.query)["host"][0], "PGUSER": parts.username or "",
        "PGDATABASE": parts.path[1:], "NODE_ENV": "production", "GRAPHILE_ENV": "production",
    }  # fmt: skip
    with _running(name, [node(), str(PEERS / f"{name}.mjs")], folder, settings, their_token) as server:
        yield server


def has_npm() -> bool:
    return shutil.which("npm") is not None and shutil.which("node") is not None


def node() -> str:
    """The Node that package.json pins, as PostGraphile needs a recent one; where there is none for this machine its own."""
    return next((str(path) for path in PEERS.glob("node_modules/node-*/bin/node")), "node")


def install_node_peers() -> None:
    """From npm at the versions that package-lock.json pins, unless they are there."""
    npm, lock, installed = (
        shutil.which("npm"),
        PEERS / "package-lock.json",
        PEERS / "node_modules" / ".package-lock.json",
    )
    assert npm is not None
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run([npm, "ci", "--silent"], cwd=PEERS, check=True)


@contextmanager
def _running(
    name: str, command: list[str], folder: Path, settings: dict[str, str], token: Callable[[UUID], str]
) -> Iterator[Server]:
    port = free_port()
    log = folder / f"{name}.log"
    if command[-1] == "--port":
        command = [*command, str(port)]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=settings | {"PORT": str(port)}, stdout=output, stderr=output
        )
    try:
        _await(process, port, log)
        yield Server(name, f"http://127.0.0.1:{port}", psutil.Process(process.pid), token, log)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until something is answered: a port may be open before that. Raises RuntimeError with the log when it never is."""
    deadline = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if status_of(port, "/") is not None:
            return
        time.sleep(0.005)
    raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text()}")


def status_of(port: int, path: str) -> int | None:
    """What a server answers to a GET; None while there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()
