"""The marks: what is compared with what, and the least or most that it may be."""

from dataclasses import dataclass
from statistics import median

from benchmarks.load import Shot

Shots = dict[tuple[str, str], list[Shot]]
# The peer, the workloads, and how many times its requests per second ours must answer.
_RATES = {
    "postgraphile": {"abcdf": 2.5, "e": 2.0},
    "mercurius": {"b": 1.5, "acdef": 1.2},
    "fastapi": {"abcf": 5.0, "de": 3.0},
    "bare": {"abce": 0.6},
}
_WIRES = 0.85
MEMORY_MIB, START_SECONDS = 100.0, 1.5
PAGE_RATIO, GROWTH_RATIO, SEARCH_MS = 1.2, 1.15, 5.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure with its bound, the least it may be or the most."""

    what: str
    measured: float
    bound: float
    unit: str = "x"
    is_least: bool = True

    @property
    def is_met(self) -> bool:
        return self.measured >= self.bound if self.is_least else self.measured <= self.bound

    def cells(self) -> list[str]:
        sign = "at least" if self.is_least else "at most"
        unit = self.unit if self.unit in ("x", "") else f" {self.unit}"
        number = f"{self.measured:.2f}" if self.unit else f"{self.measured:,.0f}"
        return [
            self.what, f"{number}{unit}", f"{sign} {self.bound:.3g}{unit}", "ok" if self.is_met else "short"
        ]  # fmt: skip


def rate(shots: list[Shot]) -> float:
    return median(shot.rate for shot in shots)


def against_peers(shots: Shots) -> list[Mark]:
    """Ours against each peer that was measured."""
    found = []
    for peer, bounds in _RATES.items():
        wanted = sorted((workload, bound) for workloads, bound in bounds.items() for workload in workloads)
        for workload, bound in wanted:
            if (peer, workload) in shots:
                ratio = rate(shots["ours", workload]) / rate(shots[peer, workload])
                found.append(Mark(f"{workload}: ours to {peer}", ratio, bound))
    return found


def between_wires(shots: Shots) -> list[Mark]:
    """Our two wires against each other, whichever is the slower."""
    marks = []
    for workload in sorted({workload for server, workload in shots if server == "ours, REST"}):
        ours = rate(shots["ours, REST", workload]), rate(shots["ours", workload])
        slower = "REST" if ours[0] < ours[1] else "GraphQL"
        marks.append(
            Mark(f"{workload}: the slower of our wires, {slower}, to the other", min(ours) / max(ours), _WIRES)
        )
    return marks


def memory(shots: Shots) -> dict[str, float]:
    """The most that each server had resident at the end of a shot, in MiB."""
    most: dict[str, float] = {}
    for (server, _), found in shots.items():
        most[server] = max(most.get(server, 0), *(shot.memory for shot in found))
    return most


def of_memory(shots: Shots) -> list[Mark]:
    """Resident memory under load."""
    most = memory(shots)
    marks = [Mark("resident memory under load", most["ours"], MEMORY_MIB, "MiB", is_least=False)]
    if "postgraphile" in most:
        ratio = most["ours"] / most["postgraphile"]
        marks.append(Mark("memory: ours to postgraphile", ratio, 1 / 3, is_least=False))
    return marks
