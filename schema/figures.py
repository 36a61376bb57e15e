"""The figures that the fields of an operation ask for, read together."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.actor import Actor
from resolvers import analytics
from resolvers.analytics_figure import Cohort, Figure


@dataclass(frozen=True, slots=True)
class _Asked:
    cohort: Cohort
    figures: Sequence[Figure]
    values: asyncio.Future[list[Any]]

    @property
    def ignores_bounds(self) -> bool:
        return all(figure.ignores_bounds for figure in self.figures)


class Figures:
    """One actor's. What is asked for in one turn of the event loop is one reading for each cohort."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._asked: list[_Asked] = []
        self._reading: asyncio.Task[None] | None = None

    async def of(self, cohort: Cohort, figures: Sequence[Figure]) -> list[Any]:
        """In their order. Raises what `resolvers.analytics.read` raises."""
        if not figures:
            return []
        values: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        self._asked.append(_Asked(cohort, figures, values))
        if len(self._asked) == 1:
            self._reading = asyncio.create_task(self._read())
        return await values

    async def _read(self) -> None:
        asked, self._asked = self._asked, []
        first, *more = _grouped(asked).items()
        if more:
            await asyncio.gather(*(self._read_one(*group) for group in (first, *more)))
        else:
            await self._read_one(*first)

    async def _read_one(self, cohort: Cohort, asked: list[_Asked]) -> None:
        distinct = list(dict.fromkeys(figure for one in asked for figure in one.figures))
        try:
            _, values = await analytics.read(self._actor, cohort, distinct)
        except Exception as failure:  # noqa: BLE001 it is raised where the figures are awaited
            for one in _waiting(asked):
                one.values.set_exception(failure)
            return
        found = dict(zip(distinct, values, strict=True))
        for one in _waiting(asked):
            one.values.set_result([found[figure] for figure in one.figures])


def _waiting(asked: list[_Asked]) -> list[_Asked]:
    """Those that have not been cancelled meanwhile."""
    return [one for one in asked if not one.values.done()]


def _grouped(asked: list[_Asked]) -> dict[Cohort, list[_Asked]]:
    """By cohort; what does not depend on the bounds of one goes along with any in the same days and weeks."""
    groups: dict[Cohort, list[_Asked]] = {}
    for one in sorted(asked, key=lambda each: each.ignores_bounds):
        home = one.cohort
        if one.ignores_bounds:
            home = next((cohort for cohort in groups if cohort.calendar == home.calendar), home)
        groups.setdefault(home, []).append(one)
    return groups
