"""The queries and mutations of accounts and sessions."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers import accounts, sessions
from resolvers.accounts import LogIn, SignUp
from resolvers.sessions import RefreshRequest, Tokens
from schema.context import Info
from schema.enums import Plan
from schema.errors import EmailTaken, InvalidCredentials, UsernameTaken, ValidationError, WeakPassword
from schema.node import Node
from schema.rows import INPUT, as_type

strawberry.pydantic.input(name="SignUpInput", description="What opens an account.")(SignUp)
strawberry.pydantic.input(name="LogInInput", description="What opens a session.")(LogIn)
strawberry.pydantic.input(name="RefreshSessionInput", description="What carries a session on.")(RefreshRequest)


@strawberry.type(description="An account.")
class User(Node):
    """Every field of the REST resource, in camel case."""

    id: strawberry.ID = strawberry.field(description="The account's id, the same as on REST.")
    email: str = strawberry.field(description="The e-mail address, in lower case.")
    username: str | None = strawberry.field(description="The username, if one was chosen.")
    email_confirmed: bool = strawberry.field(description="Whether the address was confirmed.")
    plan: Plan = strawberry.field(description="What the account may use.")
    created_at: datetime = strawberry.field(description="When it was opened.")


@strawberry.type(description="The tokens of a session.")
class Session:
    """As REST answers a login."""

    access_token: str = strawberry.field(description="Send it as `Authorization: Bearer TOKEN`.")
    refresh_token: str = strawberry.field(description="Carries the session on, once; keep it safe.")
    token_type: str = strawberry.field(description="Always `Bearer`.")
    expires_at: datetime = strawberry.field(description="When the access token ends.")


@strawberry.type(description="The opened account.")
class SignUpPayload:
    """Success."""

    user: User = strawberry.field(description="The new account; log in next.")


@strawberry.type(description="The opened session.")
class LogInPayload:
    """Success."""

    user: User = strawberry.field(description="Whose session it is.")
    session: Session = strawberry.field(description="Its tokens.")


@strawberry.type(description="The session, carried on.")
class RefreshSessionPayload:
    """Success."""

    session: Session = strawberry.field(description="New tokens in place of the old.")


@strawberry.type(description="The session is over.")
class LogOutPayload:
    """Success."""

    message: str = strawberry.field(description="Confirms it.")


SignUpResult = Annotated[
    SignUpPayload | ValidationError | EmailTaken | UsernameTaken | WeakPassword,
    strawberry.union("SignUpResult", description="The opened account, or why it was not opened."),
]
LogInResult = Annotated[
    LogInPayload | ValidationError | InvalidCredentials,
    strawberry.union("LogInResult", description="The opened session, or why it was not opened."),
]
RefreshSessionResult = Annotated[
    RefreshSessionPayload | ValidationError,
    strawberry.union("RefreshSessionResult", description="New tokens, or why there are none."),
]
LogOutResult = Annotated[LogOutPayload, strawberry.union("LogOutResult", description="That the session is over.")]


async def me(info: Info) -> User:
    """The account of whoever asks."""
    return as_type(await accounts.me(info.context.actor))


async def sign_up(info: Info, input: Annotated[SignUp, INPUT]) -> SignUpResult:  # noqa: A002 the contract's name
    """Opens an account."""
    return SignUpPayload(user=as_type(await accounts.sign_up(info.context.actor, input)))


async def log_in(info: Info, input: Annotated[LogIn, INPUT]) -> LogInResult:  # noqa: A002
    """Opens a session."""
    login = await accounts.log_in(info.context.actor, input.email, input.password, signer=info.context.app.signer)
    return LogInPayload(user=as_type(login.user), session=_session(login.tokens))


async def refresh_session(info: Info, input: Annotated[RefreshRequest, INPUT]) -> RefreshSessionResult:  # noqa: A002
    """Carries a session on with its refresh token, which is replaced."""
    app = info.context.app
    tokens = await sessions.refresh(info.context.actor, input, signer=app.signer, identity=app.identities)
    return RefreshSessionPayload(session=_session(tokens))


async def log_out(info: Info) -> LogOutResult:
    """Ends the session of the token that is sent."""
    await sessions.end_current(info.context.actor, identity=info.context.app.identities)
    return LogOutPayload(message="You are logged out.")


def _session(tokens: Tokens) -> Session:
    return Session(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        token_type="Bearer",  # noqa: S106 a scheme
        expires_at=tokens.expires_at,
    )
