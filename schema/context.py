"""What a GraphQL operation carries along."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import strawberry
from strawberry.dataloader import DataLoader

from core.actor import Actor
from core.page import Slice, Window
from resolvers import job_events
from resolvers.collaborators import Collaborators


@dataclass
class Context:
    """One per request; histories asked for by many jobs of a list are fetched in one query per set of arguments."""

    actor: Actor
    request_id: str
    app: Collaborators
    _histories: dict[Window, DataLoader[int, Slice]] = field(default_factory=dict)

    async def history(self, job_key: int, window: Window) -> Slice:
        """The events of one job, by its integer key."""
        if window not in self._histories:

            async def load(keys: Sequence[int]) -> list[Slice]:
                return await job_events.cut(self.actor, keys, window)

            self._histories[window] = DataLoader(load_fn=load)
        return await self._histories[window].load(job_key)


Info = strawberry.Info[Context, None]
