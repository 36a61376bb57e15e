"""The server as a process of its own, as an operator runs it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.settings import Settings
from tests.conftest import REPOSITORY

_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Server:
    """A server process: its address, and what it has logged so far."""

    address: str
    log: Path

    @property
    def logged(self) -> str:
        return self.log.read_text()


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """`cli.py serve` on a free port with these settings and no others, until the block ends."""
    names = {name.upper() for name in Settings.model_fields}
    environment = {name: value for name, value in os.environ.items() if name.upper() not in names}
    environment |= {"PORT": "0", "DATA_DIR": str(folder / "data")} | settings
    folder.mkdir(exist_ok=True)
    log = folder / "log"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, REPOSITORY / "cli.py", "serve"],
            env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=stderr, text=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        lines = (line.split() for line in process.stdout)
        address = next((words[-1].rstrip("/") for words in lines if words[:2] == ["Start", "page"]), None)
        assert address is not None, log.read_text()
        yield Server(address, log)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
