"""Figures printed as JSON the way a client selected them, without objects in between."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from core.json_text import Fragment
from core.projection import Projection

Printer = Callable[[Iterable[Sequence[Any]]], Fragment]


def printer(projection: Projection, names: Sequence[str], quoted: Collection[str]) -> Printer:
    """What prints a list of rows, whose values have these names; those not `quoted` are numbers.

    The quoted ones need no escapes: days, and words of ours.
    """
    values = {name: f'"{{{nth}}}"' if name in quoted else f"{{{nth}}}" for nth, name in enumerate(names)}
    parts = [f'"{one.key}":' + (f'"{one.constant}"' if one.constant else values[one.name]) for one in projection.fields]
    print_one = f"{{{{{','.join(parts)}}}}}".format
    return lambda rows: Fragment(f"[{','.join(print_one(*row) for row in rows)}]")
