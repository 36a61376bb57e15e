"""Politeness: one visitor at a time at each host, with a pause between two, and rest where it is asked for."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from scraping.errors import ScrapeCode, ScrapeError


@dataclass(slots=True)
class Visit:
    """A host's state; seconds of the monotonic clock."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    visitors: int = 0
    free_at: float = 0
    resting_until: float = 0
    spacing: float = 0

    def space(self, seconds: float) -> None:
        """Lets the pause after each visit be at least so long."""
        self.spacing = max(self.spacing, seconds)


class Turns:
    """Hands out turns by host, within this process; of hosts without visitors it remembers so many."""

    def __init__(
        self,
        spacing: float,
        *,
        remembered: int = 1000,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._spacing = spacing
        self._remembered = remembered
        self._now = now
        self._sleep = sleep
        self._visits: dict[str, Visit] = {}

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[Visit]:
        """Waits for the turn and holds it. Raises ScrapeError while the host wants to be left alone."""
        visit = self._visits.pop(host, None) or Visit(spacing=self._spacing)
        self._visits[host] = visit  # the last is the latest
        visit.visitors += 1
        try:
            async with visit.lock:
                if visit.resting_until > self._now():
                    raise ScrapeError(ScrapeCode.BLOCKED_BY_SITE)
                if (wait := visit.free_at - self._now()) > 0:
                    await self._sleep(wait)
                try:
                    yield visit
                finally:
                    visit.free_at = self._now() + visit.spacing
        finally:
            visit.visitors -= 1
            self._forget()

    def rest(self, visit: Visit, seconds: float) -> None:
        """Leaves the host alone for so long."""
        visit.resting_until = max(visit.resting_until, self._now() + seconds)

    def _forget(self) -> None:
        """Lets go of the hosts that were visited longest ago."""
        surplus = len(self._visits) - self._remembered
        if surplus > 0:
            for host in [host for host, visit in self._visits.items() if not visit.visitors][:surplus]:
                del self._visits[host]
