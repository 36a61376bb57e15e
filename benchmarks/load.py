"""Load by wrk, which costs the machine less than anything written in Python."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.servers import Server

CONNECTIONS = 32
_LUA = Path(__file__).with_name("load.lua")
# Each run counts from a number of its own.
_firsts = count(secrets.randbelow(10**5) * 10**7 + 10**9, 10**7)


@dataclass(frozen=True, slots=True)
class Shot:
    """One run: requests per second, latencies and CPU a request in milliseconds, resident MiB at its end."""

    rate: float
    p50: float
    p99: float
    cpu: float
    memory: float


class LoadError(Exception):
    """The server did not answer everything as it should; says what happened."""


def is_there() -> bool:
    return shutil.which("wrk") is not None


def press(
    server: Server, requests: Sequence[str], seconds: int, connections: int = CONNECTIONS, *, checks: bool = False
) -> Shot:
    """Keeps connections busy with the requests in turn. Raises LoadError when one of them fails.

    With `checks` every answer is looked at for GraphQL's errors, which have no status of their own.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".requests") as file:
        file.write("\0".join(requests))
        file.flush()
        environment = os.environ | {"REQUESTS": file.name, "FIRST": str(next(_firsts)), "CHECKS": "1" if checks else ""}
        command = [
            "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(_LUA), server.address,
        ]  # fmt: skip
        before = server.cpu()
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        used = server.cpu() - before
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise LoadError(f"wrk ended with {done.returncode}: {done.stdout}{done.stderr}")
    answered, duration, p50, p99, errors = map(int, line.split()[1:])
    if errors or not answered:
        raise LoadError(f"{errors} of {answered} requests failed")
    return Shot(answered / duration * 1e6, p50 / 1000, p99 / 1000, used / answered * 1000, server.memory())
