"""The figures as tables: on the screen, and in RESULTS.md with the machine and the date."""

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

import orjson
import psutil

from benchmarks.marks import Mark, Shots
from benchmarks.servers import PEERS, has_npm, node
from benchmarks.workloads import WIRES, WORKLOADS
from core.embedded_postgres import bundled_major

_PYTHON = ("asyncpg", "starlette", "strawberry-graphql", "uvicorn", "uvloop", "fastapi", "sqlalchemy")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    aligned = ["---" if nth == 0 else "--:" for nth in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, aligned, *rows])


def figures(shots: Shots) -> str:
    """Medians over the rounds, a table for each workload."""
    parts = []
    for workload, title in (WORKLOADS | WIRES).items():
        rows = [
            [
                server, *(f"{median(getattr(shot, name) for shot in found):,.{digits}f}"
                          for name, digits in (("rate", 0), ("p50", 2), ("p99", 2), ("cpu", 3))),
                f"{max(shot.memory for shot in found):.0f}",
            ]
            for (server, asked), found in shots.items() if asked == workload
        ]  # fmt: skip
        if rows:
            head = ["", "requests/s", "p50 ms", "p99 ms", "CPU ms/request", "MiB"]
            parts.append(f"### {workload}: {title}\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def marks(found: Sequence[Mark]) -> str:
    return table(["mark", "measured", "bound", ""], (mark.cells() for mark in found))


def machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


def versions() -> str:
    found = [f"Python {platform.python_version()}", f"PostgreSQL {bundled_major()}"]
    found += [f"{name} {version(name)}" for name in _PYTHON]
    if has_npm():
        number = subprocess.run([node(), "--version"], capture_output=True, text=True, check=True).stdout
        found.append(f"Node {number.strip().removeprefix('v')}")
        found += [
            f"{name} {one}" for name, one in orjson.loads((PEERS / "package.json").read_bytes())["dependencies"].items()
        ]
    return ", ".join(found)


def write(size: str, how: str, shots: Shots, found: Sequence[Mark]) -> None:
    short = sum(not mark.is_met for mark in found)
    verdict = f"{short} of {len(found)} marks fall short." if short else f"All {len(found)} marks are met."
    name = "RESULTS-1M.md" if size == "1m" else "RESULTS.md"
    Path(__file__).with_name(name).write_text(
        f"# Results of `make bench`\n\nWritten by the program; [docs/performance.md](../docs/performance.md) says what "
        f"is compared and how.\n\n- {datetime.now(UTC):%Y-%m-%d}, SIZE={size}, {how}\n- {machine()}\n- {versions()}\n\n"
        f"## Marks\n\n{verdict}\n\n{marks(found)}\n\n## Figures\n\n{figures(shots)}\n"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown processor")
