"""How often somebody may ask: tiers, plans, sliding windows, in memory or shared through Redis.

Spent in the use cases, so that both wires draw on one budget. When Redis is away, each process counts by
itself until Redis is back: nobody is locked out, and nothing becomes unlimited.
"""

import math
import time
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

import structlog
from limits import RateLimitItem

from core import clock, metrics
from core.errors import RateLimited
from core.rate_windows import Hit, MemoryWindows, StoreAwayError, Windows

# How long Redis is left alone after it failed, so that not every request waits for it.
_RETRY_SECONDS = 2.0

log = structlog.get_logger()


class Tier(StrEnum):
    """What a request counts as."""

    STANDARD = "standard"
    AUTHENTICATION = "authentication"
    SCRAPER = "scraper"
    AI = "AI"
    EXPORT = "export"


class Budget(NamedTuple):
    """What is left of a tier; `reset_at` in Unix seconds is when more of it is back."""

    limit: int
    remaining: int
    reset_at: int


class RateLimiter:
    """Counts for this process, or for all that share a Redis."""

    def __init__(
        self, limits: Mapping[Tier, RateLimitItem | None], factors: Mapping[str, int], redis_url: str | None = None
    ) -> None:
        # What may be spent, and in how many seconds.
        self._limits = {tier: (item.amount, item.get_expiry()) for tier, item in limits.items() if item is not None}
        self._factors = dict(factors)
        self._local = MemoryWindows()
        self._shared = shared_windows(redis_url) if redis_url else None
        self._away_until = 0.0

    async def spend(self, tier: Tier, key: str, plan: str, cost: int = 1) -> Budget | None:
        """Takes `cost` from a tier's budget; None when the tier is off.

        Raises RateLimited, and takes nothing, when less than that is left.
        """
        if tier not in self._limits:
            return None
        amount, seconds = self._limits[tier]
        limit = amount if tier is Tier.AUTHENTICATION else amount * self._factors.get(plan, 1)
        now = clock.now().timestamp()
        given = (f"{tier}:{key}", limit, seconds, cost, now)
        hit = self._local.take(*given) if self._shared is None else await self._hit(self._shared, *given)
        budget = Budget(limit, hit.remaining, math.ceil(hit.frees_at))
        if not hit.is_allowed:
            raise RateLimited(tier.value, max(1, math.ceil(hit.fits_at - now)), budget)
        return budget

    async def close(self) -> None:
        """Lets go of Redis."""
        if self._shared is not None:
            await self._shared.close()

    @property
    def is_degraded(self) -> bool:
        """Whether counting is per process although it should be shared."""
        return self._away_until > 0.0

    async def _hit(self, shared: Windows, key: str, limit: int, seconds: int, cost: int, now: float) -> Hit:
        if time.monotonic() >= self._away_until:
            if self.is_degraded:  # one request finds out whether Redis is back; the others do not wait with it
                self._away_until = time.monotonic() + _RETRY_SECONDS
            try:
                hit = await shared.hit(key, limit, seconds, cost, now)
            except StoreAwayError as error:
                self._lost(error)
            else:
                self._found()
                return hit
        return self._local.take(key, limit, seconds, cost, now)

    def _lost(self, error: StoreAwayError) -> None:
        if not self.is_degraded:
            log.warning("rate_limit.redis_away", error=str(error))
            metrics.rate_limit_degraded.set(1)
        self._away_until = time.monotonic() + _RETRY_SECONDS

    def _found(self) -> None:
        if self.is_degraded:
            log.info("rate_limit.redis_back")
            metrics.rate_limit_degraded.set(0)
            self._away_until = 0.0


def shared_windows(url: str) -> Windows:
    """Windows of all processes with the same Redis. Raises ValueError when that cannot be its address."""
    from core.redis_windows import RedisWindows  # noqa: PLC0415 most servers have no Redis, and its client is large

    return RedisWindows(url)


class Ledger:
    """One request's account: whose budget it draws on, and what the answer's headers say of it."""

    __slots__ = ("_ip", "_limiter", "_owner", "_plan", "_stated", "has_spent", "statement")

    def __init__(self, limiter: RateLimiter | None, ip: str, owner: str | None = None, plan: str = "") -> None:
        self._limiter = limiter
        self._ip = ip
        self._owner = owner
        self._plan = plan
        self.has_spent = False
        # The tier that the statement is of: the first that was spent of, unless another refused.
        self._stated: Tier | None = None
        self.statement: Budget | None = None

    async def spend(self, tier: Tier, cost: int = 1) -> None:
        """Raises RateLimited. Attempts to get in are counted per address, whoever makes them."""
        self.has_spent = True
        if self._limiter is None:
            return
        key = None if tier is Tier.AUTHENTICATION else self._owner
        key = key or f"ip:{network(self._ip)}"
        try:
            budget = await self._limiter.spend(tier, key, self._plan, cost)
        except RateLimited as refused:
            self._stated, self.statement = tier, refused.budget
            raise
        if self.statement is None or self._stated is tier:
            self._stated, self.statement = tier, budget


@lru_cache(maxsize=10_000)
def network(ip: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 that an IPv6 subscriber has to himself."""
    try:
        address = ip_address(ip)
    except ValueError:
        return ip
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)
