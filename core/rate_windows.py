"""Sliding windows: what a key has spent in the last so many seconds, exactly, in memory or in Redis.

A window holds one entry per request, so that no stretch of that length, wherever it begins, ever sees more than
the limit, and so that what has to pass before a cost fits is known and not guessed. Entries leave as they age;
work per request does not grow with the number of keys.
"""

from collections import OrderedDict, defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

_REDIS_SECONDS = 1.0

# The log is a list of "moment:before:after": the total that the key had spent before and after a request, so
# that the sum over a window is a difference of two ends. All times are in milliseconds.
_SCRIPT = """
local now, window, limit, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])

local function parsed(text)
  if not text then return nil end
  local at, before, after = string.match(text, '(%d+):(%d+):(%d+)')
  return tonumber(at), tonumber(before), tonumber(after)
end

local oldest, first = parsed(redis.call('LINDEX', KEYS[1], 0))
while oldest and oldest <= now - window do
  redis.call('LPOP', KEYS[1])
  oldest, first = parsed(redis.call('LINDEX', KEYS[1], 0))
end
local _, _, last = parsed(redis.call('LINDEX', KEYS[1], -1))
local used = oldest and last - first or 0

if used + cost <= limit then
  local before = last or 0
  redis.call('RPUSH', KEYS[1], string.format('%d:%d:%d', now, before, before + cost))
  redis.call('PEXPIRE', KEYS[1], window)
  return {1, limit - used - cost, (oldest or now) + window, 0}
end

local fits = (oldest or now) + window
for _, text in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  local at, _, after = parsed(text)
  fits = at + window
  if used - (after - first) + cost <= limit then break end
end
return {0, math.max(0, limit - used), (oldest or now) + window, fits}
"""


class StoreAwayError(Exception):
    """The store that should be shared does not answer; the text names what was wrong with it."""


@dataclass(frozen=True, slots=True)
class Hit:
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
        logs = self._logs[seconds]
        while logs and next(iter(logs.values())).is_over(now - seconds):
            logs.popitem(last=False)
        log = logs.get(key) or _Log()
        log.forget(now - seconds)
        is_allowed = log.used + cost <= limit
        if is_allowed:
            log.entries.append((now, cost))
            log.used += cost
            logs[key] = log
            logs.move_to_end(key)
        frees_at = (log.entries[0][0] if log.entries else now) + seconds
        fits_at = 0.0 if is_allowed else log.fits_at(limit, seconds, cost, now)
        return Hit(is_allowed, max(0, limit - log.used), frees_at, fits_at)

    async def close(self) -> None:
        self._logs.clear()


class RedisWindows:
    """Windows of all processes that share a Redis. Raises StoreAwayError when it does not answer in time."""

    def __init__(self, url: str) -> None:
        """Raises ValueError, without the address in it, when it cannot be one."""
        try:
            self._client = redis.asyncio.Redis.from_url(
                url,
                socket_timeout=_REDIS_SECONDS,
                socket_connect_timeout=_REDIS_SECONDS,
                # Once, for a connection that ended since its last use; a Redis that hangs is not waited for twice.
                retry=Retry(NoBackoff(), 1, (RedisConnectionError,)),
            )
            # Connects nowhere; unknown options fail here.
            self._client.connection_pool.make_connection()  # type: ignore[no-untyped-call]
        except (ValueError, TypeError, RedisError):
            raise ValueError("must read like redis://user:password@host:6379/0") from None
        self._script = self._client.register_script(_SCRIPT)

    async def hit(self, key: str, limit: int, seconds: int, cost: int, now: float) -> Hit:
        arguments = [int(now * 1000), seconds * 1000, limit, cost]
        try:
            is_allowed, remaining, frees_at, fits_at = await self._script([f"pipeline:{key}"], arguments)
        except (RedisError, OSError) as error:
            raise StoreAwayError(type(error).__name__) from error
        return Hit(bool(is_allowed), remaining, frees_at / 1000, fits_at / 1000)

    async def close(self) -> None:
        with suppress(RedisError, OSError):
            await self._client.aclose()
