"""Rounds: in each one every server gets every workload, so that whatever else the machine does falls on all alike."""

from collections.abc import Mapping, Sequence
from itertools import product

from benchmarks.dialects import Dialect, raw
from benchmarks.load import LoadError, Shot, press
from benchmarks.marks import Shots
from benchmarks.servers import Server
from benchmarks.workloads import Case

_WARM_SECONDS = 1
Contestant = tuple[Server, Dialect]


def measured(
    contestants: Sequence[Contestant], cases: Mapping[str, Sequence[Case]], rounds: int, seconds: int
) -> Shots:
    """What came of each server and workload, a shot a round. Raises LoadError.

    A warm-up, whose every answer is looked into, is not counted.
    """
    prepared = {
        (server.name, workload): [raw(dialect.ask(case), server.token(case.account)) for case in found]
        for (server, dialect), (workload, found) in product(contestants, cases.items())
    }
    for (server, _), workload in product(contestants, cases):
        _shot(server, workload, prepared, _WARM_SECONDS, checks=True)
    shots: Shots = {key: [] for key in prepared}
    for number in range(rounds):
        print(f"  round {number + 1} of {rounds}", flush=True)
        turn = number % len(contestants)
        for workload, (server, _) in product(cases, [*contestants[turn:], *contestants[:turn]]):
            shots[server.name, workload].append(_shot(server, workload, prepared, seconds))
    return shots


def _shot(
    server: Server, workload: str, prepared: Mapping[tuple[str, str], list[str]], seconds: int, *, checks: bool = False
) -> Shot:
    try:
        return press(server, prepared[server.name, workload], seconds, checks=checks)
    except LoadError as error:
        raise LoadError(f"{server.name}, workload {workload}: {error}") from None
