"""Accounts: opened once, entered with the right password only."""

from typing import Any

import pytest
from pydantic import ValidationError

from core import database
from core.actor import Actor
from core.errors import EmailTaken, InvalidCredentials, NotFound, Unauthorized, UsernameTaken, WeakPassword
from models.user import Plan
from resolvers import accounts
from resolvers.accounts import SignUp
from resolvers.collaborators import Collaborators
from tests.conftest import PASSWORD, Person

STRONG = "winter-Kettle-88-moss"


def request(**fields: Any) -> SignUp:
    return SignUp.model_validate({"email": "new@example.com", "password": STRONG} | fields)


@pytest.mark.usefixtures("database_emptied")
async def test_an_account_is_opened_with_the_e_mail_in_lower_case(nobody: Actor) -> None:
    user = await accounts.sign_up(nobody, request(email=" New@Example.COM ", username="New.User-1_x"))
    assert user == {
        "id": user["id"],
        "email": "new@example.com",
        "username": "New.User-1_x",
        "email_confirmed": False,
        "plan": Plan.FREE,
        "created_at": user["created_at"],
    }


async def test_e_mail_and_username_are_unique_ignoring_case(ada: Person, nobody: Actor) -> None:
    with pytest.raises(EmailTaken):
        await accounts.sign_up(nobody, request(email="ADA@example.com"))
    with pytest.raises(UsernameTaken):
        await accounts.sign_up(nobody, request(username="aDA"))
    assert await database.fetch_value("SELECT count(*) FROM account") == 1


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "The password is too short: use at least 8 characters."),
        ("short1!", "The password is too short: use at least 8 characters."),
        ("password", "This password is too easy to guess. This is a top-10 common password. Add another word or two. "
                     "Uncommon words are better."),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("database_emptied")
async def test_a_weak_password_is_refused_with_the_reason(nobody: Actor, password: str, reason: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        await accounts.sign_up(nobody, request(password=password))
    assert refused.value.message == reason
    assert await database.fetch_value("SELECT count(*) FROM account") == 0


@pytest.mark.usefixtures("database_emptied")
async def test_a_password_made_of_ones_own_name_is_weak(nobody: Actor) -> None:
    with pytest.raises(WeakPassword):
        await accounts.sign_up(nobody, request(email="bartholomew@example.com", password="bartholomew1"))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b@c.com"}, "email"),
        ({"email": f"{'a' * 250}@example.com"}, "email"),
        ({"email": "a\0@example.com"}, "email"),
        ({"email": None}, "email"),
        ({"password": "x" * 257}, "password"),
        ({"password": 5}, "password"),
        ({"username": "ab"}, "username"),
        ({"username": "x" * 51}, "username"),
        ({"username": "with space"}, "username"),
        ({"username": "ünïcode"}, "username"),
        ({"username": "name\n"}, "username"),
        ({"username": None}, "username"),
        ({"admin": True}, "admin"),
    ],
)
def test_a_request_that_breaks_a_rule_names_the_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        request(**fields)
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


async def test_the_right_password_opens_a_session(ada: Person, nobody: Actor, app: Collaborators) -> None:
    login = await accounts.log_in(nobody, "ADA@example.com", PASSWORD, signer=app.signer)
    assert login.user["id"] == str(ada.id)
    assert app.signer.read(login.tokens.access_token).user_id == ada.id


@pytest.mark.parametrize(("email", "password"), [("ada@example.com", "wrong"), ("unknown@example.com", PASSWORD)])
async def test_a_wrong_login_says_not_what_was_wrong(
    ada: Person, nobody: Actor, app: Collaborators, email: str, password: str
) -> None:
    sessions = await database.fetch_value("SELECT count(*) FROM session WHERE user_id = $1", ada.id)
    with pytest.raises(InvalidCredentials) as refused:
        await accounts.log_in(nobody, email, password, signer=app.signer)
    assert refused.value.message == "The login or the password is wrong: check both and log in again."
    assert await database.fetch_value("SELECT count(*) FROM session WHERE user_id = $1", ada.id) == sessions


async def test_me_is_the_actors_account(ada: Person, bob: Person, nobody: Actor) -> None:
    assert (await accounts.me(ada.actor))["username"] == "Ada"
    assert (await accounts.me(bob.actor))["email"] == "bob@example.com"
    with pytest.raises(Unauthorized):
        await accounts.me(nobody)


async def test_a_token_of_a_deleted_account_is_nobodys(ada: Person) -> None:
    await database.fetch("DELETE FROM account WHERE id = $1", ada.id)
    with pytest.raises(Unauthorized):
        await accounts.me(ada.actor)


async def test_the_operator_lists_accounts_and_sets_plans(ada: Person, bob: Person) -> None:
    assert [row["email"] for row in await accounts.everyone()] == [ada.email, bob.email]
    assert (await accounts.set_plan("BOB@example.com", Plan.PREMIUM))["plan"] is Plan.PREMIUM
    assert [row["plan"] for row in await accounts.everyone()] == [Plan.FREE, Plan.PREMIUM]
    with pytest.raises(NotFound):
        await accounts.set_plan("unknown@example.com", Plan.PREMIUM)
