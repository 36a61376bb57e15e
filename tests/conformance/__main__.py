"""The server against the tools that others use: `make conformance`.

schemathesis over the REST reference; then, where Node and npm are there, the audits of GraphQL over HTTP and the client
libraries of `clients/`, from npm at the versions that package-lock.json pins.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conformance import rest

HERE = Path(__file__).parent
CLIENTS = ["audits", "graphql_ws", "graphql_sse", "urql", "apollo", "relay"]


def main() -> int:
    """0 when everything passes."""
    with serving() as address:
        failed = rest.main(address)
    with serving() as address:
        return failed or clients(address)


@contextmanager
def serving() -> Iterator[str]:
    """A server with an empty database and without limits; its address."""
    with tempfile.TemporaryDirectory() as folder:
        limits = {f"RATE_LIMIT_{tier}": "off" for tier in ("STANDARD", "AUTH", "SCRAPER", "AI", "EXPORT")}
        environment = {**os.environ, **limits, "DATA_DIR": f"{folder}/data", "PORT": "0", "LOG_LEVEL": "error"}
        command: list[str | Path] = [sys.executable, HERE.parents[1] / "cli.py", "serve"]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=folder)
        try:
            assert server.stdout is not None
            yield next(line.split()[-1].rstrip("/") for line in server.stdout if "Start page" in line)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def clients(address: str) -> int:
    """A line per check, and at the end how many passed and failed."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        print("The GraphQL clients were left out: Node and npm are not here.")
        return 0
    subprocess.run([npm, "ci", "--silent"], cwd=HERE, check=True)
    lines: list[str] = []
    crashed = 0
    for name in CLIENTS:
        done = subprocess.run(
            [node, f"clients/{name}.mjs"], cwd=HERE, env={**os.environ, "SERVER": address}, capture_output=True,
            text=True, timeout=180, check=False,
        )  # fmt: skip
        print(done.stdout, end="")
        found = [line for line in done.stdout.splitlines() if line.startswith(("ok ", "FAILED "))]
        # A program that ends badly without a line for it has failed as well.
        if done.returncode and not any(line.startswith("FAILED") for line in found):
            print(f"FAILED {name}: {done.stderr}")
            crashed += 1
        lines += found
    failed = crashed + sum(line.startswith("FAILED") for line in lines)
    print(f"{len(lines) + crashed - failed} passed, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
