"""Access tokens (signed, short-lived) and refresh tokens (opaque, stored hashed)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from uuid import UUID, uuid4

from core import clock
from core.companions import without
from core.errors import TokenExpired, Unauthorized

with without("cryptography"):  # ten megabytes, for signatures with key pairs
    import jwt

MIN_KEY_BYTES = 32
_ALGORITHM = "HS256"
_AUDIENCE = _ISSUER = "pipeline"
_TYPE = "at+jwt"  # RFC 9068: no other kind of JWT signed with this key passes for an access token
_CLAIMS = ["exp", "iat", "sub", "sid", "jti", "aud", "iss"]
# What an API token begins with: pjt_<public id>_<secret>.
API_TOKEN_PREFIX = "pjt_"  # noqa: S105 a prefix
_REFRESH_BYTES = 32
_MAX_LENGTH = 4096

_jwt = jwt.PyJWT({"enforce_minimum_key_length": True})


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a valid access token says."""

    user_id: UUID
    session_id: UUID
    expires_at: float


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and reads access tokens with one key; lifetimes are in seconds."""

    key: str
    access_ttl: int
    refresh_ttl: int

    def issue(self, user_id: UUID, session_id: UUID) -> tuple[str, datetime]:
        """A signed access token and the moment at which it ends."""
        issued = clock.now()
        expires = issued + timedelta(seconds=self.access_ttl)
        claims = {
            "sub": str(user_id),
            "sid": str(session_id),
            "jti": uuid4().hex,
            "iat": issued,
            "exp": expires,
            "aud": _AUDIENCE,
            "iss": _ISSUER,
        }
        token = _jwt.encode(claims, self.key, algorithm=_ALGORITHM, headers={"typ": _TYPE})
        return token, expires.replace(microsecond=0)

    def read(self, token: str) -> AccessToken:
        """Raises TokenExpired, or Unauthorized for whatever else is wrong with it."""
        try:
            access = _verified(token, self.key)
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError):
            raise Unauthorized("The access token is not valid: log in again.") from None
        if access.expires_at <= clock.now().timestamp():
            raise TokenExpired
        return access


@lru_cache(maxsize=10_000)
def _verified(token: str, key: str) -> AccessToken:
    """What a token says that was signed with the key, expired or not; only what is good is remembered."""
    if len(token) > _MAX_LENGTH:
        raise jwt.InvalidTokenError
    decoded = _jwt.decode_complete(
        token,
        key,
        algorithms=[_ALGORITHM],
        audience=_AUDIENCE,
        issuer=_ISSUER,
        # Expiry is compared above with the project's own clock, without leeway.
        options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False},
    )
    if decoded["header"].get("typ") != _TYPE:
        raise jwt.InvalidTokenError
    claims = decoded["payload"]
    return AccessToken(UUID(claims["sub"]), UUID(claims["sid"]), float(claims["exp"]))


def new_refresh_token() -> str:
    return f"prt_{secrets.token_urlsafe(_REFRESH_BYTES)}"


def digest(token: str) -> str:
    """How a random token is stored: SHA-256 is enough for 256 bits of randomness."""
    return sha256(token.encode(errors="replace")).hexdigest()
