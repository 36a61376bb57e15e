"""Who is asking: every resolver takes an actor first."""

from collections.abc import Awaitable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from core.errors import AppError, Forbidden, Unauthorized
from core.rate_limit import Ledger, Tier


class Scope(StrEnum):
    """What a token may be used for; a session may do everything."""

    READ = "read"
    WRITE = "write"
    CAPTURE = "capture"


EVERYTHING = frozenset(Scope)


@dataclass(frozen=True, slots=True)
class Client:
    """Where a request comes from, as far as the server can tell."""

    ip: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """A user, and what let him in: a session, or an API token with its scopes."""

    user_id: UUID
    plan: str
    session_id: UUID | None = None
    scopes: frozenset[Scope] = EVERYTHING
    # When the token ends, in Unix seconds.
    expires_at: float = float("inf")
    # Under which name the user's rate limits are counted.
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"user:{self.user_id}")


class Actor:
    """A user, or somebody unknown.

    A resolver that needs a user asks for one by `allowed`, `user_id` or `session_id`, and that refuses
    whoever is not one.
    """

    __slots__ = ("_identity", "_ledger", "_refusal", "client")

    def __init__(
        self,
        client: Client,
        identity: Identity | None = None,
        *,
        refusal: AppError | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self.client = client
        self._identity = identity
        self._refusal = refusal
        self._ledger = ledger or Ledger(None, client.ip)

    def allowed(self, *scopes: Scope) -> UUID:
        """The user's id, for whoever may do one of these. Raises Unauthorized, TokenExpired or Forbidden."""
        identity = self._known
        if identity.scopes.isdisjoint(scopes):
            wanted = " or ".join(scope.value for scope in scopes)
            raise Forbidden(f"This API token has not the scope {wanted}: use one that has.")
        return identity.user_id

    @property
    def user_id(self) -> UUID:
        """Raises Unauthorized or TokenExpired when nobody is logged in."""
        return self._known.user_id

    @property
    def scopes(self) -> frozenset[Scope]:
        """What the actor may do. Raises what `user_id` raises."""
        return self._known.scopes

    @property
    def session_id(self) -> UUID:
        """Raises what `user_id` raises, and Forbidden for an API token, which belongs to no session."""
        if self._known.session_id is None:
            raise Forbidden("An API token has no session: delete the token instead.")
        return self._known.session_id

    def is_in(self, session_id: UUID) -> bool:
        """Whether this is the actor's own session."""
        return self._identity is not None and self._identity.session_id == session_id

    @property
    def expires_at(self) -> float:
        """When the token ends, in Unix seconds; never for somebody unknown."""
        return self._identity.expires_at if self._identity else float("inf")

    @property
    def refusal(self) -> AppError | None:
        """Why a token that was sent is not good; None when it is, or when none was sent."""
        return self._refusal

    @property
    def owner(self) -> str:
        """Tells this actor's requests from everybody else's: by user, else by address."""
        return str(self._identity.user_id) if self._identity else f"ip:{self.client.ip}"

    @property
    def ledger(self) -> Ledger:
        """What the request has spent of its rate limits."""
        return self._ledger

    def spend(self, tier: Tier, cost: int = 1) -> Awaitable[None]:
        """Takes from a rate limit, once it is awaited. Raises RateLimited."""
        return self._ledger.spend(tier, cost)

    @property
    def _known(self) -> Identity:
        if self._identity is None:
            raise self._refusal or Unauthorized
        return self._identity
