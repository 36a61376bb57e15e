"""Our program as an operator runs it: a process of its own, spoken to over loopback."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import httpx2
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from core.settings import Settings
from tests.conftest import PASSWORD, REPOSITORY

OFF = {f"RATE_LIMIT_{tier}": "off" for tier in ("STANDARD", "AUTH", "SCRAPER", "AI", "EXPORT")}
SUBSCRIPTION = {"query": "subscription { jobChanged { op id } }"}
_RESTART = 1012  # the close code after which clients connect anew
_COMMAND = [sys.executable, str(REPOSITORY / "cli.py")]
_LAST_LINE = "Stop it with Ctrl-C.\n"
_PATIENCE = 120.0  # seconds until a process that says nothing is ended, so that a test fails instead of hanging


@dataclass(frozen=True, slots=True)
class Server:
    """A server process; `banner` is what it printed, `log` the file it logs to."""

    process: subprocess.Popen[str]
    banner: str
    log: Path
    http: httpx2.Client

    @property
    def address(self) -> str:
        return str(self.http.base_url).rstrip("/")

    def end(self, number: signal.Signals) -> int:
        """Sends a signal and waits; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(_PATIENCE)

    def sign_up(self, email: str) -> dict[str, str]:
        """Opens an account and a session; the headers that name it."""
        who = {"email": email, "password": PASSWORD}
        assert self.http.post("/api/auth/signup", json=who).status_code == 201
        answer = self.http.post("/api/auth/login", json=who)
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}

    @contextmanager
    def streams(self, who: dict[str, str]) -> Iterator[Callable[[], None]]:
        """Opens a stream of each kind, and asserts when it is called that the server has ended them as it should."""
        address = f"{self.address.replace('http', 'ws')}/graphql"
        headers = who | {"Accept": "text/event-stream"}
        with (
            self.http.stream("POST", "/graphql", headers=headers, json=SUBSCRIPTION) as events,
            connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket,
        ):
            assert events.status_code == 200
            socket.send(json.dumps({"type": "connection_init", "payload": who}))
            assert json.loads(socket.recv()) == {"type": "connection_ack"}
            socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": SUBSCRIPTION}))

            def are_ended() -> None:
                assert "".join(events.iter_text()) == "event: complete\ndata:\n\n"
                with suppress(ConnectionClosed):
                    raise AssertionError(socket.recv())
                assert socket.close_code == _RESTART

            yield are_ended


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """A server on a free port unless told otherwise, its data and its log in the folder; ended at last."""
    log = folder / "server.log"
    with log.open("w") as stderr, _started(folder, settings, stderr.fileno()) as process:
        banner = _banner(process)
        assert banner.endswith(_LAST_LINE), log.read_text()
        address = banner.split()[banner.split().index("page") + 1]
        with httpx2.Client(base_url=address, trust_env=False) as http:
            yield Server(process, banner, log, http)


def run(folder: Path, *arguments: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself; `given` is its standard input."""
    return subprocess.run(
        [*_COMMAND, *arguments], cwd=folder, env=environment(folder, **settings), input=given, capture_output=True,
        text=True, check=False, timeout=_PATIENCE,
    )  # fmt: skip


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """What was inherited without our settings, then those given."""
    inherited = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return {**inherited, "PORT": "0", "DATA_DIR": str(folder / "data"), **settings}


@contextmanager
def _started(folder: Path, settings: dict[str, str], stderr: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*_COMMAND, "serve"], cwd=folder, env=environment(folder, **settings), stdout=subprocess.PIPE, stderr=stderr,
        text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(_PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def _banner(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines: list[str] = []
    watchdog = Timer(_PATIENCE, process.kill)
    watchdog.start()
    try:
        for line in process.stdout:
            lines.append(line)
            if line == _LAST_LINE:
                break
    finally:
        watchdog.cancel()
    return "".join(lines)
