"""What a GraphQL operation carries along."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import strawberry
from strawberry.dataloader import DataLoader

from core.actor import Actor
from core.page import Slice, Window
from resolvers import job_events
from resolvers.analytics_figure import Cohort, Figure
from resolvers.collaborators import Collaborators
from schema.figures import Figures


@dataclass
class Context:
    """One per request.

    Histories asked for by many jobs of a list are fetched in one query per set of arguments, and figures asked for by
    many fields in one per cohort. What loads them holds the actor and not the context, or all that a request has read
    would stay until the garbage collector comes round.
    """

    actor: Actor
    request_id: str
    app: Collaborators
    # What the operation costs, in the units of docs/graphql.md.
    cost: int = 0
    _histories: dict[Window, DataLoader[int, Slice]] = field(default_factory=dict)
    _history_sizes: DataLoader[int, int] | None = None
    _figures: Figures | None = None

    async def history(self, job_key: int, window: Window) -> Slice:
        """The events of one job, by its integer key."""
        if window not in self._histories:
            actor = self.actor

            async def load(keys: Sequence[int]) -> list[Slice]:
                distinct = list(dict.fromkeys(keys))
                found = dict(zip(distinct, await job_events.cut(actor, distinct, window), strict=True))
                return [found[key] for key in keys]

            # Batches and forgets: a subscription's context outlives what it has read.
            self._histories[window] = DataLoader(load_fn=load, cache=False)
        return await self._histories[window].load(job_key)

    async def history_size(self, job_key: int) -> int:
        """How many events one job has, by its integer key."""
        if self._history_sizes is None:
            actor = self.actor

            async def load(keys: Sequence[int]) -> list[int]:
                distinct = list(dict.fromkeys(keys))
                found = dict(zip(distinct, await job_events.counts(actor, distinct), strict=True))
                return [found[key] for key in keys]

            self._history_sizes = DataLoader(load_fn=load, cache=False)
        return await self._history_sizes.load(job_key)

    async def figures(self, cohort: Cohort, wanted: Sequence[Figure]) -> list[Any]:
        """Figures of the actor's, in their order."""
        if self._figures is None:
            self._figures = Figures(self.actor)
        return await self._figures.of(cohort, wanted)

    def statement(self) -> dict[str, Any]:
        """The cost, and what is left of the standard rate limit; without the latter when that is switched off."""
        stated: dict[str, Any] = {"requested": self.cost}
        if (budget := self.actor.ledger.statement) is not None:
            stated |= {"limit": budget.limit, "remaining": budget.remaining, "resetAt": budget.reset_at}
        return stated


Info = strawberry.Info[Context, None]
