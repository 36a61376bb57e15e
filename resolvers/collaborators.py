"""What one running server shares with its use cases."""

from dataclasses import dataclass

from core.notifications import Notifications
from core.rate_limit import RateLimiter
from core.settings import Settings, signing_key
from core.tokens import Signer
from resolvers.identity import Identities
from scoring.pool import ScoringPool
from scraping.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Collaborators:
    """Made once at start-up; resolvers are handed the ones they need as keywords."""

    settings: Settings
    signer: Signer
    limiter: RateLimiter
    identities: Identities
    notifications: Notifications
    fetcher: Fetcher
    scoring_pool: ScoringPool


def collaborators(settings: Settings, notifications: Notifications) -> Collaborators:
    """Raises SettingsError when the signing key cannot be kept."""
    signer = Signer(signing_key(settings), settings.access_token_ttl, settings.refresh_token_ttl)
    redis_url = settings.redis_url.get_secret_value() if settings.redis_url else None
    limiter = RateLimiter(settings.rate_limits, settings.rate_limit_plan_factors, redis_url)
    fetcher = Fetcher(respect_robots=settings.scraper_respect_robots)
    return Collaborators(settings, signer, limiter, Identities(signer, limiter), notifications, fetcher, ScoringPool())
