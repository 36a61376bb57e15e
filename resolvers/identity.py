"""Bearer tokens into actors, without a database read per request."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from hmac import compare_digest
from time import monotonic
from uuid import UUID

from core import clock, database
from core.actor import Actor, Client, Identity, Scope
from core.errors import AppError, ServiceUnavailable, TokenExpired, Unauthorized
from core.rate_limit import Ledger, RateLimiter
from core.tokens import API_TOKEN_PREFIX, AccessToken, Signer, digest

# How long what was looked up is taken to hold: the longest that a token of an ended session, a deleted API
# token or an old plan goes on working in another process (docs/decisions/0005).
TRUSTED_SECONDS = 30.0
_REMEMBERED = 10_000
_BAD_API_TOKEN = "The API token is not valid any more: log in and make a new one."  # noqa: S105 a message


@dataclass(frozen=True, slots=True)
class _Seen:
    identity: Identity
    until: float
    expires_at: float


class Identities:
    """Knows who was let in a moment ago: by session id, or by the digest of an API token."""

    def __init__(self, signer: Signer, limiter: RateLimiter) -> None:
        self._signer = signer
        self._limiter = limiter
        self._seen: OrderedDict[UUID | str, _Seen] = OrderedDict()

    async def identify(self, authorization: str | None, client: Client) -> Actor:
        """The actor behind an Authorization header; one that refuses, with the reason, if it is not good."""
        if authorization is None:
            return Actor(client, ledger=Ledger(self._limiter, client.ip))
        try:
            identity = await self._bearer(authorization)
        except AppError as refusal:
            return Actor(client, refusal=refusal.with_traceback(None), ledger=Ledger(self._limiter, client.ip))
        except Exception as error:
            if not database.is_away(error):
                raise
            return Actor(client, refusal=ServiceUnavailable(), ledger=Ledger(self._limiter, client.ip))
        ledger = Ledger(self._limiter, client.ip, identity.key, identity.plan)
        return Actor(client, identity, ledger=ledger)

    def forget(self, known_as: UUID | str) -> None:
        """Has a session, or an API token by its digest, looked up again at its next request."""
        self._seen.pop(known_as, None)

    def forget_all(self) -> None:
        """Has everybody looked up again."""
        self._seen.clear()

    async def _bearer(self, authorization: str) -> Identity:
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise Unauthorized("The Authorization header must read 'Bearer TOKEN': log in to get one.")
        if token.startswith(API_TOKEN_PREFIX):
            return await self._api_token(token)
        access = self._signer.read(token)
        known = self._recall(access.session_id) or await self._session(access)
        return known if known.expires_at == access.expires_at else replace(known, expires_at=access.expires_at)

    async def _session(self, access: AccessToken) -> Identity:
        row = await database.fetch_row(
            "SELECT plan FROM session JOIN account ON account.id = session.user_id "
            "WHERE session.user_id = $2 AND session.id = $1 AND ended_at IS NULL AND expires_at > $3",
            access.session_id, access.user_id, clock.now(),
        )  # fmt: skip
        if row is None:
            raise Unauthorized("This session has ended: log in again.")
        identity = Identity(access.user_id, row["plan"], access.session_id, expires_at=access.expires_at)
        return self._remember(access.session_id, identity)

    async def _api_token(self, token: str) -> Identity:
        token_digest = digest(token)
        if known := self._recall(token_digest):
            return known
        public_id = token.removeprefix(API_TOKEN_PREFIX).partition("_")[0]
        row = await database.fetch_row(
            "UPDATE api_token SET last_used_at = CASE WHEN digest = $2 THEN $3 ELSE last_used_at END FROM account "
            "WHERE account.id = api_token.user_id AND public_id = $1 "
            "RETURNING api_token.user_id, plan, scopes, digest, expires_at",
            public_id.replace("\0", ""), token_digest, clock.now(),
        )  # fmt: skip
        if row is None or not compare_digest(row["digest"], token_digest):
            raise Unauthorized(_BAD_API_TOKEN)
        ends = row["expires_at"].timestamp() if row["expires_at"] else float("inf")
        if ends <= clock.now().timestamp():
            raise TokenExpired("The API token has expired: log in and make a new one.")
        scopes = frozenset(Scope(scope) for scope in row["scopes"])
        identity = Identity(UUID(str(row["user_id"])), row["plan"], None, scopes, ends)
        return self._remember(token_digest, identity, ends)

    def _recall(self, known_as: UUID | str) -> Identity | None:
        seen = self._seen.get(known_as)
        if seen is None or monotonic() >= seen.until or clock.now().timestamp() >= seen.expires_at:
            return None
        return seen.identity

    def _remember(self, known_as: UUID | str, identity: Identity, expires_at: float = float("inf")) -> Identity:
        self._seen[known_as] = _Seen(identity, monotonic() + TRUSTED_SECONDS, expires_at)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return identity
