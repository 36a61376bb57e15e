"""Accounts: sign up, log in, log out, and who am I."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, StringConstraints
from tortoise.exceptions import IntegrityError

from core import clock, database
from core.actor import Actor
from core.database import transaction
from core.errors import EmailTaken, InvalidCredentials, NotFound, Unauthorized, UsernameTaken
from core.inputs import Input, NotNull, Nul, optional
from core.page import Row
from core.passwords import MAX_LENGTH, hash_password, refuse_weak, verify_password
from core.rate_limit import Tier
from core.tokens import Signer
from models.user import Plan, User
from resolvers.sessions import Tokens, open_session

_COLUMNS = "id::text, email, username, email_confirmed, plan, created_at"
FIELDS = ("id", "email", "username", "email_confirmed", "plan", "created_at")


_MAX_EMAIL = 254


def _email(value: str) -> str:
    try:
        # Whether a domain exists is not asked: that would need the network.
        checked = validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError("must be an e-mail address") from None
    lowered = checked.normalized.lower()
    if len(lowered) > _MAX_EMAIL:  # a few letters become two
        raise ValueError("must be an e-mail address")
    return lowered


Email = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=_MAX_EMAIL), Nul, AfterValidator(_email)
]
LoginName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254), Nul]
Username = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{3,50}$")]
Password = Annotated[str, StringConstraints(min_length=1, max_length=MAX_LENGTH)]
# Of any length from none: one that is too short is weak, and told so with the reason.
NewPassword = Annotated[str, StringConstraints(max_length=MAX_LENGTH)]


class SignUp(Input):
    """What opens an account."""

    email: Email = Field(description="Stored in lower case; the syntax is checked, nothing is sent.")
    password: NewPassword = Field(description="At least 8 characters and not easy to guess.")
    username: Annotated[Username | None, NotNull] = optional(
        "3 to 50 of the letters A to Z, digits and . _ -; unique, ignoring case."
    )


class LogIn(Input):
    """What opens a session."""

    email: LoginName = Field(description="The e-mail address of the account, in any case.")
    password: Password = Field(description="The password of the account.")


@dataclass(frozen=True, slots=True)
class Login:
    """An opened session and whose it is."""

    user: Row
    tokens: Tokens


async def sign_up(actor: Actor, request: SignUp) -> Row:
    """Opens an account. Raises RateLimited, WeakPassword, EmailTaken or UsernameTaken."""
    await actor.spend(Tier.AUTHENTICATION)
    return await create(request.email, request.password, request.username)


async def create(email: str, password: str, username: str | None = None, plan: Plan = Plan.FREE) -> Row:
    """Opens an account with checked values. Raises WeakPassword, EmailTaken or UsernameTaken."""
    await refuse_weak(password, [word for word in (username, email, *email.split("@")) if word])
    user = User(
        id=uuid4(),
        email=email,
        username=username,
        username_key=username.lower() if username else None,
        password_hash=await hash_password(password),
        email_confirmed=False,
        plan=plan,
        created_at=clock.now(),
    )
    try:
        await _insert(user)
    except IntegrityError as error:
        raise (UsernameTaken if "username" in str(error) else EmailTaken) from None
    return _as_row(user)


async def log_in(actor: Actor, login: str, password: str, *, signer: Signer) -> Login:
    """Opens a session for an e-mail address or a username, in any case.

    Raises RateLimited, or InvalidCredentials after the same time whether the account exists or not.
    """
    await actor.spend(Tier.AUTHENTICATION)
    # A username has no @, so the two cannot be taken for each other. Not by a model filter: that refuses what
    # is longer than the column.
    user = await database.fetch_row(
        f"SELECT {_COLUMNS}, password_hash FROM account WHERE email = $1 OR username_key = $1", login.lower()
    )
    if not await verify_password(password, user.pop("password_hash") if user else None) or user is None:
        raise InvalidCredentials
    return Login(user, await _open(actor, UUID(user["id"]), signer))


async def me(actor: Actor) -> Row:
    """The actor's account. Raises Unauthorized when nobody is logged in, or the account is gone."""
    user = await database.fetch_row(f"SELECT {_COLUMNS} FROM account WHERE id = $1", actor.user_id)
    if user is None:
        raise Unauthorized
    return user


async def everyone() -> list[Row]:
    """All accounts, oldest first, for the operator."""
    return [_as_row(user) for user in await User.all().order_by("created_at", "id")]


async def set_plan(email: str, plan: Plan) -> Row:
    """Changes the plan of an account, for the operator. Raises NotFound."""
    if not await User.filter(email=email.lower()).update(plan=plan):
        raise NotFound(f"There is no account with the e-mail address {email}.")
    return _as_row(await User.get(email=email.lower()))


@transaction
async def _insert(user: User) -> None:
    await user.save(force_create=True)


@transaction
async def _open(actor: Actor, user_id: UUID, signer: Signer) -> Tokens:
    return await open_session(actor.client, user_id, signer=signer)


def _as_row(user: User) -> Row:
    return {name: getattr(user, name) for name in FIELDS} | {"id": str(user.id)}
