"""Ours and its peers side by side: `make bench`, or `python -m benchmarks --help`.

The exit code is 1 when a mark falls short, and 2 when servers do not answer the same.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks import equality, report
from benchmarks.data import SIZES
from benchmarks.databases import Database, prepared
from benchmarks.dialects import GRAPHQL, MERCURIUS, OUR_REST, POSTGRAPHILE, REST
from benchmarks.large import at_size, start_up
from benchmarks.load import CONNECTIONS, LoadError, is_there
from benchmarks.marks import against_peers, between_wires, of_memory
from benchmarks.measure import Contestant, measured
from benchmarks.servers import has_npm, install_node_peers, node_peer, ours, python_peer
from benchmarks.workloads import WIRES, WORKLOADS, cases

_PEERS = ("postgraphile", "mercurius", "fastapi", "bare")


def main() -> int:
    options = _options()
    if not is_there():
        print("wrk is not here, which makes the load: install it first (Debian: apt-get install wrk).")
        return 2
    peers = _available(options.peers.split(",") if options.peers else [])
    with tempfile.TemporaryDirectory() as name, prepared(Path(name), options.size) as databases:
        try:
            return _compared(Path(name), databases, options, peers)
        except (equality.UnequalError, LoadError) as error:
            print(f"The servers do not do the same: {error}")
            return 2


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="100k")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3, help="of each shot")
    parser.add_argument("--peers", default=",".join(_PEERS), help="which, separated by commas")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md whatever was measured")
    return parser.parse_args()


def _available(wanted: list[str]) -> list[str]:
    """The peers that can be started; says which are left out."""
    found = wanted
    if {"postgraphile", "mercurius"} & set(wanted):
        if not has_npm():
            print("PostGraphile and Mercurius are left out: Node and npm are not here.")
            found = [name for name in wanted if name not in ("postgraphile", "mercurius")]
        else:
            install_node_peers()
    return found


def _compared(folder: Path, databases: list[Database], options: argparse.Namespace, peers: list[str]) -> int:
    before = os.getloadavg()[0]
    url = databases[0].url
    found = asyncio.run(cases(url, databases[0].accounts))
    with _contestants(folder, url, peers) as everybody:
        by_workload = {name: found[name] for name in WORKLOADS}
        asyncio.run(equality.check(url, everybody, by_workload))
        server = everybody[0][0]
        wires = [(server, GRAPHQL), (replace(server, name="ours, REST"), OUR_REST)]
        asyncio.run(equality.check(url, wires, {name: found[name] for name in WIRES}))
        print(f"all answer the same; measuring: {', '.join(one.name for one, _ in everybody)}", flush=True)
        shots = measured(everybody, by_workload, options.rounds, options.seconds)
        shots |= measured(wires, {name: found[name] for name in WIRES}, options.rounds, options.seconds)
    print(f"\n{report.figures(shots)}\n", flush=True)
    marks = [*against_peers(shots), *between_wires(shots), *of_memory(shots), start_up(folder, url)]
    if len(databases) > 1:
        marks += at_size(folder, databases[0], databases[1], options.rounds, options.seconds)
    print(report.marks(marks))
    how = f"{options.rounds} rounds of {options.seconds} s, {CONNECTIONS} connections, load average before {before:.1f}"
    if options.write or (options.size != "small" and set(peers) == set(_PEERS)):
        report.write(options.size, how, shots, marks)
    return 0 if all(mark.is_met for mark in marks) else 1


@contextmanager
def _contestants(folder: Path, url: str, peers: list[str]) -> Iterator[list[Contestant]]:
    """Ours and the peers, started, with the way each is asked."""
    with ExitStack() as stack:
        started: list[Contestant] = [(stack.enter_context(ours(folder, url)), GRAPHQL)]
        for name in peers:
            if name in ("bare", "fastapi"):
                module = {"bare": "bare", "fastapi": "fastapi_orm"}[name]
                started.append((stack.enter_context(python_peer(folder, url, name, module)), REST))
            else:
                dialect = POSTGRAPHILE if name == "postgraphile" else MERCURIUS
                started.append((stack.enter_context(node_peer(folder, url, name)), dialect))
        yield started


if __name__ == "__main__":
    sys.exit(main())
