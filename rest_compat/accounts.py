"""Sign up, log in (in both dialects), refresh, verify, log out, me."""

from typing import Any

from pydantic import ConfigDict, Field

from core.actor import Scope
from core.inputs import Input
from core.rate_limit import Tier
from resolvers import accounts, sessions
from resolvers.accounts import LogIn, LoginName, Password, SignUp
from resolvers.sessions import RefreshRequest, Tokens
from rest_compat.answer import Answer, data
from rest_compat.errors import Dialect
from rest_compat.operation import Call, Claim, IgnoredQuery, NoQuery, Operation
from rest_compat.resources import Data, FlatTokens, LoggedIn, Message, RefreshedTokens, SignUpAnswer, User, Verified


class FlatLogIn(Input):
    """A login as the extension sends it: the username may be the e-mail address."""

    model_config = ConfigDict(extra="ignore")

    username: LoginName = Field(description="The username or the e-mail address, in any case.")
    password: Password = Field(description="The password of the account.")


class FlatRefreshRequest(RefreshRequest):
    """The same, ignoring whatever else is sent."""

    model_config = ConfigDict(extra="ignore")


async def sign_up(call: Call[SignUp, NoQuery]) -> Answer:
    user = await accounts.sign_up(call.actor, call.body)
    return Answer({"data": {"user": user}, "message": "The account is open: log in."}, 201)


async def log_in(call: Call[LogIn, NoQuery]) -> Answer:
    login = await accounts.log_in(call.actor, call.body.email, call.body.password, signer=call.app.signer)
    tokens = login.tokens
    return data({
        "user": login.user,
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "token_type": "Bearer",
        "expires_at": tokens.expires_at,
    })  # fmt: skip


async def log_in_flat(call: Call[FlatLogIn, IgnoredQuery]) -> Answer:
    login = await accounts.log_in(call.actor, call.body.username, call.body.password, signer=call.app.signer)
    return Answer(_flat(login.tokens))


async def refresh(call: Call[FlatRefreshRequest, IgnoredQuery]) -> Answer:
    tokens = await sessions.refresh(call.actor, call.body, signer=call.app.signer, identity=call.app.identities)
    return Answer(_flat(tokens) | {"access_token": tokens.access_token})


async def verify(call: Call[None, IgnoredQuery]) -> Answer:
    user = await accounts.me(call.actor)
    return Answer({"valid": True, "user_id": user["id"], "username": user["username"] or user["email"]})


async def log_out(call: Call[None, NoQuery]) -> Answer:
    await sessions.end_current(call.actor, identity=call.app.identities)
    return data({"message": "You are logged out."})


async def me(call: Call[None, NoQuery]) -> Answer:
    return data(await accounts.me(call.actor))


def _flat(tokens: Tokens) -> dict[str, Any]:
    return {
        "token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "expires_at": int(tokens.expires_at.timestamp()),
    }


_ANY = tuple(Scope)
OPERATIONS = [
    Operation(
        "POST", "/api/auth/signup", sign_up, "Opens an account", SignUpAnswer, body=SignUp, tier=Tier.AUTHENTICATION,
        is_public=True, scopes=(), creates=True, status=201, errors=("WEAK_PASSWORD", "EMAIL_TAKEN", "USERNAME_TAKEN"),
    ),
    Operation(
        "POST", "/api/auth/login", log_in, "Opens a session", Data[LoggedIn], body=LogIn, tier=Tier.AUTHENTICATION,
        is_public=True, scopes=(), errors=("INVALID_CREDENTIALS",),
    ),
    Operation(
        "POST", "/api/auth/login", log_in_flat, "Opens a session for the extension", FlatTokens, body=FlatLogIn,
        query=IgnoredQuery, dialect=Dialect.B, claim=Claim(frozenset({"username"}), frozenset({"email"})),
        tier=Tier.AUTHENTICATION, is_public=True, scopes=(), errors=("INVALID_CREDENTIALS",),
    ),
    Operation(
        "POST", "/api/auth/refresh", refresh, "Carries a session on", RefreshedTokens, body=FlatRefreshRequest,
        query=IgnoredQuery, dialect=Dialect.B, is_public=True, scopes=(), errors=("UNAUTHORIZED",),
    ),
    Operation(
        "GET", "/api/auth/verify", verify, "Whether the token is good", Verified, query=IgnoredQuery,
        dialect=Dialect.B, scopes=_ANY,
    ),
    Operation("POST", "/api/auth/logout", log_out, "Ends the session", Data[Message], scopes=()),
    Operation("GET", "/api/auth/me", me, "The account of whoever asks", Data[User], scopes=_ANY),
]  # fmt: skip
