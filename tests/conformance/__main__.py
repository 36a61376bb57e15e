"""The server against the tools that others use: `make conformance`.

schemathesis over the REST reference and the GraphQL schema, and Python's GraphQL client; then, where Node and npm are
there, the audits of GraphQL over HTTP and the clients and compilers of `clients/`, from npm at the versions that
package-lock.json pins.
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

from tests.conformance import graphql, rest

HERE = Path(__file__).parent
CLIENTS = ["audits", "graphql_ws", "graphql_sse", "urql", "apollo", "relay", "codegen"]
Command = list[str | Path]


def main() -> int:
    """0 when everything passes."""
    with serving() as address:
        failed = rest.main(address)
    with serving() as address:
        failed = graphql.main(address) or failed
    with serving() as address:
        return clients(address) or failed


@contextmanager
def serving() -> Iterator[str]:
    """A server with an empty database and without limits; its address."""
    with tempfile.TemporaryDirectory() as folder:
        limits = {f"RATE_LIMIT_{tier}": "off" for tier in ("STANDARD", "AUTH", "SCRAPER", "AI", "EXPORT")}
        environment = {**os.environ, **limits, "DATA_DIR": f"{folder}/data", "PORT": "0", "LOG_LEVEL": "error"}
        command: Command = [sys.executable, HERE.parents[1] / "cli.py", "serve"]
        server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=folder)
        try:
            assert server.stdout is not None
            yield next(line.split()[-1].rstrip("/") for line in server.stdout if "Start page" in line)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def clients(address: str) -> int:
    """A line per check, and at the end how many passed and failed."""
    passed = failed = 0
    for name, command, folder in _programs():
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "SERVER": address}, capture_output=True, text=True, timeout=180,
            check=False,
        )  # fmt: skip
        print(done.stdout, end="")
        lines = done.stdout.splitlines()
        passed += sum(line.startswith("ok ") for line in lines)
        found = sum(line.startswith("FAILED ") for line in lines)
        # A program that ends badly without a line for it has failed as well.
        if done.returncode and not found:
            print(f"FAILED {name}: {done.stderr}")
            found = 1
        failed += found
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)


def _programs() -> Iterator[tuple[str, Command, Path]]:
    """The name, command and working directory of each program that talks to the server in `SERVER`."""
    yield "gql", [sys.executable, "-m", "tests.conformance.python_client"], HERE.parents[1]
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        print("The clients from npm were left out: Node and npm are not here.")
        return
    subprocess.run([npm, "ci", "--silent"], cwd=HERE, check=True)
    for name in CLIENTS:
        yield name, [node, f"clients/{name}.mjs"], HERE


if __name__ == "__main__":
    sys.exit(main())
