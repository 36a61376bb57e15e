"""Sliding windows: what a key has spent in the last so many seconds, exactly, in memory or in Redis.

A window holds one entry per request, so that no stretch of that length, wherever it begins, ever sees more than
the limit, and so that what has to pass before a cost fits is known and not guessed. Entries leave as they age;
work per request does not grow with the number of keys.
"""

from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

# So many requests of a key are remembered one by one in memory; of more, those of each hundredth of the window as one.
_PARTS = 100


class StoreAwayError(Exception):
    """The store that should be shared does not answer; the text names what was wrong with it."""


class Hit(NamedTuple):
    """What became of a request; moments are in Unix seconds.

    `frees_at` is when the next of what was spent comes back. `fits_at` is when what was refused would fit, or,
    where it is more than the whole limit, when everything is back.
    """

    is_allowed: bool
    remaining: int
    frees_at: float
    fits_at: float


class Windows(Protocol):
    """One store of windows."""

    async def hit(self, key: str, limit: int, seconds: int, cost: int, now: float) -> Hit:
        """Takes `cost` from what a key may spend in a window of `seconds`, or nothing when less is left."""

    async def close(self) -> None:
        """Lets go of connections."""


@dataclass(slots=True)
class _Log:
    entries: deque[tuple[float, int]] = field(default_factory=deque)
    used: int = 0

    def is_over(self, until: float) -> bool:
        return not self.entries or self.entries[-1][0] <= until

    def forget(self, until: float) -> None:
        while self.entries and self.entries[0][0] <= until:
            self.used -= self.entries.popleft()[1]

    def add(self, now: float, cost: int, seconds: int) -> None:
        """Where several are one, the last one's moment counts: none comes back too early."""
        self.used += cost
        if len(self.entries) >= _PARTS:
            last, spent = self.entries[-1]
            if now * _PARTS // seconds == last * _PARTS // seconds:
                self.entries[-1] = (max(last, now), spent + cost)
                return
        self.entries.append((now, cost))

    def fits_at(self, limit: int, seconds: int, cost: int, now: float) -> float:
        moment, left = now, self.used
        for moment, spent in self.entries:  # noqa: B007 the last one counts when nothing is enough
            left -= spent
            if left + cost <= limit:
                break
        return moment + seconds


class MemoryWindows:
    """Windows of this process."""

    def __init__(self) -> None:
        # By length of the window; in each the key that was quiet longest comes first, so that what is over
        # is always at the front.
        self._logs: defaultdict[int, OrderedDict[str, _Log]] = defaultdict(OrderedDict)

    async def hit(self, key: str, limit: int, seconds: int, cost: int, now: float) -> Hit:
        return self.take(key, limit, seconds, cost, now)

    def take(self, key: str, limit: int, seconds: int, cost: int, now: float) -> Hit:
        """The same at once."""
        logs = self._logs[seconds]
        while logs and next(iter(logs.values())).is_over(now - seconds):
            logs.popitem(last=False)
        log = logs.get(key) or _Log()
        log.forget(now - seconds)
        is_allowed = log.used + cost <= limit
        if is_allowed:
            log.add(now, cost, seconds)
            logs[key] = log
            logs.move_to_end(key)
        frees_at = (log.entries[0][0] if log.entries else now) + seconds
        fits_at = 0.0 if is_allowed else log.fits_at(limit, seconds, cost, now)
        return Hit(is_allowed, max(0, limit - log.used), frees_at, fits_at)

    async def close(self) -> None:
        self._logs.clear()
