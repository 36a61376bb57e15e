"""Many clients at once for some minutes: `make soak`, or `python -m benchmarks.soak --minutes 1`.

Reads and writes on both wires; half of the clients hang up on every fifth request. Each knows what it saved and compares
every answer with that. The exit code is 1 for a wrong answer, a fault of the server, a connection that does not come
back, or memory that keeps growing.
"""

import argparse
import asyncio
import http.client
import re
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg

from benchmarks.data import Accounts
from benchmarks.databases import prepared
from benchmarks.marks import Mark
from benchmarks.report import marks as table
from benchmarks.servers import Server, ours
from benchmarks.soak_client import Client

_CLIENTS, _POOL, _GROWTH = 64, 10, 1.10
_SAMPLE_SECONDS = 1.0
_SHOWN = 10
# A connection listens for notifications, beside the pool.
_OTHERS = 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, prepared(Path(name), "small") as [database]:
        with ours(Path(name), database.url, METRICS="1") as server:
            found = asyncio.run(_soaked(server, database.url, database.accounts, options))
        log = (Path(name) / "ours.log").read_text()
    print(table(found))
    if not all(mark.is_met for mark in found):
        print(f"\nThe end of the server's log:\n{log[-3000:]}")
        return 1
    return 0


async def _soaked(server: Server, url: str, accounts: Accounts, options: argparse.Namespace) -> list[Mark]:
    random = Random(options.seed)  # noqa: S311 choices, not secrets
    clients = [
        Client(server, account, Random(random.random()), is_rude=nth % 2 == 1)  # noqa: S311 the same
        for nth, account in enumerate(accounts.writers[:_CLIENTS])
    ]
    memory: list[float] = []
    watching = asyncio.create_task(_watch(server, memory))
    until = asyncio.get_running_loop().time() + options.minutes * 60
    await asyncio.gather(*(client.run(until) for client in clients))
    watching.cancel()
    wrong = [text for client in clients for text in client.wrong]
    print(
        f"{sum(client.answers for client in clients):,} answers, "
        f"{sum(client.disconnects for client in clients):,} disconnects, memory from {memory[0]:.0f} to {memory[-1]:.0f} MiB"
    )
    print("\n".join(wrong[:_SHOWN]))
    others = accounts.writers[_CLIENTS:]
    busy, total = await _connections(url)
    fifth = max(1, len(memory) // 5)
    return [
        Mark("wrong answers", len(wrong), 0, "", is_least=False),
        Mark("answers with a status of 500 or more", _faults(server), 0, "", is_least=False),
        Mark("database connections still at work", busy, 0, "", is_least=False),
        Mark("database connections", total, _POOL + _OTHERS, "", is_least=False),
        Mark("accounts answered at once by what the pool has left", await _given(server, others), len(others), ""),
        Mark("memory, the last fifth of the time to the second", median(memory[-fifth:]) / median(memory[fifth : 2 * fifth]),
             _GROWTH, is_least=False),
    ]  # fmt: skip


async def _watch(server: Server, memory: list[float]) -> None:
    while True:
        memory.append(server.memory())
        await asyncio.sleep(_SAMPLE_SECONDS)


async def _connections(url: str) -> tuple[int, int]:
    """How many of the server's connections are in the middle of something, and how many there are."""
    connection = await asyncpg.connect(url)
    try:
        for _ in range(100):  # what was cut off in the end may still be carried out
            busy, total = await connection.fetchrow(
                "SELECT count(*) FILTER (WHERE state <> 'idle'), count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if not busy:
                break
            await asyncio.sleep(0.1)
    finally:
        await connection.close()
    return busy, total


async def _given(server: Server, accounts: list[UUID]) -> int:
    """How many are answered who ask at once: nobody would be by a pool that has lost its connections."""
    clients = [Client(server, account, Random(1), is_rude=False) for account in accounts]  # noqa: S311
    until = asyncio.get_running_loop().time() + 1
    await asyncio.gather(*(client.run(until) for client in clients))
    return sum(client.answers > 0 and not client.wrong for client in clients)


def _faults(server: Server) -> int:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return sum(
        int(float(count))
        for count in re.findall(r'^pipeline_requests_total\{[^}]*status="5\d\d"[^}]*\} (\S+)', text, re.MULTILINE)
    )


if __name__ == "__main__":
    sys.exit(main())
