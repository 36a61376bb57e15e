"""What all streams of answers have in common: a bound on their number, and an end when their token ends."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from contextlib import ExitStack, contextmanager

from core import clock, errors
from core.actor import Actor
from resolvers.collaborators import Collaborators
from schema.context import Context
from schema.engine import Body, Engine, Prepared

MAX_STREAMS = 50
MAX_SOCKETS = 20
# How often a stream's session is looked at; its token's own end is waited for exactly.
_RECHECK_SECONDS = 10.0
# How long a client may leave an answer unread.
PATIENCE_SECONDS = 30.0


class Places:
    """How many of something everybody may have open in this process."""

    def __init__(self, noun: str, limit: int) -> None:
        self._noun = noun
        self._limit = limit
        self._taken: Counter[str] = Counter()

    @contextmanager
    def one(self, owner: str) -> Iterator[None]:
        """Holds a place. Raises Conflict when all are taken."""
        if self._taken[owner] >= self._limit:
            raise errors.Conflict(f"There are {self._limit} {self._noun} open already: end one first.")
        self._taken[owner] += 1
        try:
            yield
        finally:
            self._taken[owner] -= 1
            if not self._taken[owner]:
                del self._taken[owner]


streams = Places("subscriptions", MAX_STREAMS)
sockets = Places("sockets", MAX_SOCKETS)


async def answers(engine: Engine, prepared: Prepared, context: Context) -> AsyncGenerator[Body, None]:
    """The answers to any operation: one, or a subscription's. Raises RequestError or an AppError before the first."""
    if prepared.kind != "subscription":
        return _one(await engine.execute(prepared, context))
    with ExitStack() as place:
        place.enter_context(streams.one(context.actor.owner))
        return _held(await engine.subscribe(prepared, context), place.pop_all())


async def _one(body: Body) -> AsyncGenerator[Body, None]:
    yield body


async def _held(stream: AsyncGenerator[Body, None], place: ExitStack) -> AsyncGenerator[Body, None]:
    with place:
        async for body in stream:
            yield body


async def until_ended(app: Collaborators, authorization: str | None, actor: Actor) -> errors.AppError:
    """Waits until the token is good no longer, and says why."""
    while True:
        left = actor.expires_at - clock.now().timestamp()
        await asyncio.sleep(max(0.0, min(left, _RECHECK_SECONDS)))
        refusal = (await app.identities.identify(authorization, actor.client)).refusal
        if refusal is not None and not isinstance(refusal, errors.ServiceUnavailable):
            return refusal
