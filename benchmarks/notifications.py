"""How soon a change is told at another server process: `python -m benchmarks.notifications`, on servers of its own.

Two processes on one database. Jobs are changed one after the other by GraphQL at the first, and heard of over a
WebSocket at the second; in milliseconds from before the change is sent until the event with the changed job is read.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from core.embedded_postgres import EmbeddedPostgres
from core.settings import Settings
from tests.program import OFF, Server, serving

CHANGES, WARM_UP, MEDIAN_MS = 200, 20, 200.0
SUBSCRIPTION = "subscription { jobChanged { op id job { companyName notes } } }"
CREATE = """mutation { createJob(input: {companyName: "Northwind", jobTitle: "Engineer"}) {
  ... on CreateJobPayload { job { id } } } }"""
UPDATE = "mutation($input: UpdateJobInput!) { updateJob(input: $input) { __typename } }"


def main() -> int:
    """The exit code: 1 when the mark is missed."""
    with tempfile.TemporaryDirectory() as folder:
        database = EmbeddedPostgres(Settings(data_dir=Path(folder) / "data", _env_file=None))
        settings = {
            "DATABASE_URL": database.url,
            "AUTO_MIGRATE": "1",
            "SECRET_KEY": "k" * 32,
            "LOG_LEVEL": "error",
            **OFF,
        }
        for name in ("first", "second"):
            (Path(folder) / name).mkdir()
        try:
            with (
                serving(Path(folder) / "first", **settings) as first,
                serving(Path(folder) / "second", **settings) as second,
            ):
                return _report(_measured(first, second))
        finally:
            database.stop()


def _measured(first: Server, second: Server) -> list[float]:
    who = first.sign_up("ada@example.com")
    address = f"{second.address.replace('http', 'ws')}/graphql"
    with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        socket.send(json.dumps({"type": "connection_init", "payload": who}))
        socket.recv()
        socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": SUBSCRIPTION}}))
        socket.send(json.dumps({"id": "2", "type": "subscribe", "payload": {"query": "{ __typename }"}}))
        while json.loads(socket.recv()) != {"id": "2", "type": "complete"}:  # by then the first has begun
            pass
        job = _ask(first, who, CREATE)["createJob"]["job"]["id"]
        _until(socket, None)
        return [_latency(first, who, socket, job, str(number)) for number in range(WARM_UP + CHANGES)][WARM_UP:]


def _latency(server: Server, who: dict[str, str], socket: ClientConnection, job: str, notes: str) -> float:
    begun = time.perf_counter()
    _ask(server, who, UPDATE, input={"id": job, "notes": notes})
    _until(socket, notes)
    return (time.perf_counter() - begun) * 1000


def _until(socket: ClientConnection, notes: str | None) -> None:
    """Reads events to the one that has these notes."""
    while json.loads(socket.recv(timeout=30))["payload"]["data"]["jobChanged"]["job"]["notes"] != notes:
        pass


def _ask(server: Server, who: dict[str, str], query: str, **variables: object) -> dict[str, dict[str, dict[str, str]]]:
    answer = server.http.post("/graphql", json={"query": query, "variables": variables}, headers=who).json()
    if "errors" in answer:
        raise RuntimeError(answer["errors"][0]["message"])
    data: dict[str, dict[str, dict[str, str]]] = answer["data"]
    return data


def _report(times: list[float]) -> int:
    median, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
    print(
        f"| changes | median ms | p99 ms | most ms |\n|--:|--:|--:|--:|\n| {len(times)} | {median:.1f} | {p99:.1f} | {max(times):.1f} |\n"
    )
    print(f"{'ok  ' if median < MEDIAN_MS else 'MISS'}  median: {median:.1f} ms, under {MEDIAN_MS:.0f}")
    return 0 if median < MEDIAN_MS else 1


if __name__ == "__main__":
    sys.exit(main())
