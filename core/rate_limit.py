"""How often somebody may ask: tiers, plans, sliding windows, in memory or shared through Redis.

Spent in the use cases, so that both wires draw on one budget. The window is a sliding counter, and a moving
log for authentication, where no burst may slip through. When Redis is away, each process counts by itself
until Redis is back: nobody is locked out, and nothing becomes unlimited.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

import structlog
from limits import RateLimitItem
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import MovingWindowRateLimiter, SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from core import metrics
from core.errors import RateLimited

_REDIS_SECONDS = 0.25
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


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left of a tier; `reset_at` in Unix seconds is when more of it is back."""

    limit: int
    remaining: int
    reset_at: int


class _Windows:
    """The two strategies on one store."""

    def __init__(self, storage: Storage) -> None:
        self._sliding = SlidingWindowCounterRateLimiter(storage)
        self._moving = MovingWindowRateLimiter(storage)

    async def hit(self, tier: Tier, item: RateLimitItem, key: str, cost: int) -> tuple[bool, Budget]:
        strategy = self._moving if tier is Tier.AUTHENTICATION else self._sliding
        allowed = await strategy.hit(item, tier.value, key, cost=cost)
        stats = await strategy.get_window_stats(item, tier.value, key)
        return allowed, Budget(item.amount, max(0, stats.remaining), math.ceil(stats.reset_time))


class RateLimiter:
    """Counts for this process, or for all that share a Redis."""

    def __init__(
        self, limits: Mapping[Tier, RateLimitItem | None], factors: Mapping[str, int], redis_url: str | None = None
    ) -> None:
        self._limits = dict(limits)
        self._factors = dict(factors)
        self._local = _Windows(MemoryStorage())
        self._shared = _Windows(_redis(redis_url)) if redis_url else None
        self._away_until = 0.0

    async def spend(self, tier: Tier, key: str, plan: str, cost: int = 1) -> Budget | None:
        """Takes `cost` from a tier's budget; None when the tier is off.

        Raises RateLimited, and takes nothing, when less than that is left.
        """
        item = self._limits.get(tier)
        if item is None:
            return None
        if tier is not Tier.AUTHENTICATION:
            item = _multiplied(item, self._factors.get(plan, 1))
        allowed, budget = await self._hit(tier, item, key, cost)
        if not allowed:
            raise RateLimited(tier.value, max(1, math.ceil(budget.reset_at - time.time())), budget)
        return budget

    @property
    def is_degraded(self) -> bool:
        """Whether counting is per process although it should be shared."""
        return self._away_until > 0.0

    async def _hit(self, tier: Tier, item: RateLimitItem, key: str, cost: int) -> tuple[bool, Budget]:
        if self._shared is not None and time.monotonic() >= self._away_until:
            try:
                outcome = await self._shared.hit(tier, item, key, cost)
            except StorageError as error:
                self._lost(error)
            else:
                self._found()
                return outcome
        return await self._local.hit(tier, item, key, cost)

    def _lost(self, error: StorageError) -> None:
        if not self.is_degraded:
            log.warning("rate_limit.redis_away", error=type(error.storage_error).__name__)
            metrics.rate_limit_degraded.set(1)
        self._away_until = time.monotonic() + _RETRY_SECONDS

    def _found(self) -> None:
        if self.is_degraded:
            log.info("rate_limit.redis_back")
            metrics.rate_limit_degraded.set(0)
            self._away_until = 0.0


class Ledger:
    """One request's account: whose budget it draws on, and what the answer's headers say of it."""

    __slots__ = ("_ip", "_limiter", "_owner", "_plan", "has_spent", "statement")

    def __init__(self, limiter: RateLimiter | None, ip: str, owner: str | None = None, plan: str = "") -> None:
        self._limiter = limiter
        self._ip = f"ip:{network(ip)}"
        self._owner = owner or self._ip
        self._plan = plan
        self.has_spent = False
        self.statement: Budget | None = None

    async def spend(self, tier: Tier, cost: int = 1) -> None:
        """Raises RateLimited. Attempts to get in are counted per address, whoever makes them."""
        self.has_spent = True
        if self._limiter is None:
            return
        key = self._ip if tier is Tier.AUTHENTICATION else self._owner
        try:
            budget = await self._limiter.spend(tier, key, self._plan, cost)
        except RateLimited as refused:
            self.statement = refused.budget
            raise
        self.statement = self.statement or budget


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


@cache
def _multiplied(item: RateLimitItem, factor: int) -> RateLimitItem:
    return type(item)(item.amount * factor, item.multiples, item.namespace)


def _redis(url: str) -> Storage:
    return RedisStorage(
        f"async+{url}",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="pipeline",
        socket_timeout=_REDIS_SECONDS,
        socket_connect_timeout=_REDIS_SECONDS,
    )
