"""Sliding windows in Redis, for all processes that share it; loaded only where REDIS_URL is set."""

from contextlib import suppress

import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from core.rate_windows import Hit, StoreAwayError

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
