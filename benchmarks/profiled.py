"""Where our server's time goes: `python -m benchmarks.profiled bc`, by py-spy, for some of the workloads.

Each sample counts for the layer that its innermost frame of ours or of a library we name belongs to. Samples are of the
time in which the process works, so what it waits for the database is not in them.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.databases import prepared
from benchmarks.dialects import GRAPHQL, raw
from benchmarks.load import Shot, press
from benchmarks.report import table
from benchmarks.servers import Server, ours
from benchmarks.workloads import WORKLOADS, cases

# What a frame's place contains, and the layer that this means; the first that fits.
_LAYERS = {
    "asyncpg/": "asyncpg", "tortoise/": "Tortoise, around asyncpg", "uvicorn/": "uvicorn: HTTP in and out",
    "starlette/": "Starlette", "jwt/": "access tokens", "core/tokens": "access tokens",
    "middleware/identification": "identification", "resolvers/identity": "identification", "core/rate_": "rate limits",
    "schema/limits": "rate limits", "middleware/": "our other middleware", "strawberry/": "Strawberry: arguments, resolvers",
    "pydantic/": "Strawberry: arguments, resolvers", "graphql/": "graphql-core: variables, arguments",
    "execution/": "executor", "schema/": "schema", "resolvers/": "resolvers", "core/": "core", "json/": "JSON in",
    "asyncio/runners": "event loop",
}  # fmt: skip
_SECONDS, _SAMPLES = 10, 400


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.profiled", description=__doc__)
    parser.add_argument("workloads", nargs="?", default="bc", help="their letters, together")
    parser.add_argument("--size", choices=["small", "100k"], default="100k")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, prepared(Path(name), options.size) as [database]:
        found = asyncio.run(cases(database.url, database.accounts))
        with ours(Path(name), database.url) as server:
            for workload in options.workloads:
                requests = [raw(GRAPHQL.ask(case), server.token(case.account)) for case in found[workload]]
                press(server, requests, 2)
                shot, shares = _profile(server, requests, Path(name) / "profile")
                print(f"\n{workload}: {WORKLOADS[workload]}: {shot.cpu:.3f} ms of CPU a request\n\n{shares}")
    return 0


def _profile(server: Server, requests: list[str], path: Path) -> tuple[Shot, str]:
    spy = Path(sys.executable).with_name("py-spy")
    command = [
        str(spy), "record", "--nonblocking", "--format", "raw", "--output", str(path), "--rate", str(_SAMPLES),
        "--duration", str(_SECONDS), "--pid", str(server.process.pid),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    shot = press(server, requests, _SECONDS + 1)
    process.wait()
    samples: Counter[str] = Counter()
    for line in path.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        samples[_layer(stack)] += int(count)
    return shot, table(
        ["layer", "share"], ([layer, f"{n / samples.total():.1%}"] for layer, n in samples.most_common())
    )


def _layer(stack: str) -> str:
    for frame in reversed(stack.split(";")):
        place = frame.rpartition("(")[2].rpartition("site-packages/")[2]
        for part, layer in _LAYERS.items():
            if part in place:
                return layer
    return "else"


if __name__ == "__main__":
    sys.exit(main())
