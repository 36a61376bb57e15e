"""`user create`, `user list` and `user set-plan`: accounts, for the operator."""

import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from core import clock
from tests.conftest import PASSWORD
from tests.program import run, serving


def _user(folder: Path, url: str, *arguments: str, given: str = "") -> CompletedProcess[str]:
    return run(folder, "user", *arguments, given=given, DATABASE_URL=url)


def test_an_account_is_opened_listed_and_given_a_plan(tmp_path: Path, database_url: str) -> None:
    assert _user(tmp_path, database_url, "list").stdout == ""
    created = _user(tmp_path, database_url, "create", " Ada@Example.com", "--username", "Ada", given=f"{PASSWORD}\n")
    assert (created.returncode, created.stderr) == (0, "")
    assert re.fullmatch(r"[0-9a-f-]{36}  ada@example\.com  free\n", created.stdout)
    ada = created.stdout[:36]
    bob = _user(tmp_path, database_url, "create", "bob@example.com", "--plan", "enterprise", given=PASSWORD).stdout[:36]

    changed = _user(tmp_path, database_url, "set-plan", "ADA@example.com", "premium")
    assert (changed.returncode, changed.stdout) == (0, "ada@example.com is on the plan premium.\n")
    today = clock.now().date()
    assert _user(tmp_path, database_url, "list").stdout == (
        f"{ada}  ada@example.com  Ada  premium  {today}\n{bob}  bob@example.com  -  enterprise  {today}\n"
    )
    with serving(tmp_path, DATABASE_URL=database_url) as server:
        answer = server.http.post("/api/auth/login", json={"email": "ada@example.com", "password": PASSWORD})
    assert (answer.status_code, answer.json()["data"]["user"]["plan"]) == (200, "premium")


@pytest.mark.parametrize(
    ("arguments", "password", "message"),
    [
        (["ada"], PASSWORD, "email: must be an e-mail address"),
        (["ada@example.com", "--username", "a b"], PASSWORD, "username: must match pattern '^[A-Za-z0-9._-]{3,50}$'"),
        (["ada@example.com"], "", "The password is too short: use at least 8 characters."),
        (["ada@example.com"], "short", "The password is too short: use at least 8 characters."),
        (
            ["ada@example.com"],
            "password",
            "This password is too easy to guess. This is a top-10 common password. Add another word or two. "
            "Uncommon words are better.",
        ),
    ],
)
def test_an_account_that_cannot_be_opened(
    tmp_path: Path, database_url: str, arguments: list[str], password: str, message: str
) -> None:
    refused = _user(tmp_path, database_url, "create", *arguments, given=f"{password}\n")
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", f"pipeline: {message}\n")
    assert _user(tmp_path, database_url, "list").stdout == ""


def test_what_is_taken_is_said(tmp_path: Path, database_url: str) -> None:
    first = _user(tmp_path, database_url, "create", "ada@example.com", "--username", "Ada", given=PASSWORD)
    assert first.returncode == 0
    email = _user(tmp_path, database_url, "create", "ADA@example.com", given=PASSWORD)
    assert (email.returncode, email.stderr) == (
        1,
        "pipeline: An account with this e-mail address exists: log in, or sign up with another address.\n",
    )
    username = _user(tmp_path, database_url, "create", "bob@example.com", "--username", "aDA", given=PASSWORD)
    assert (username.returncode, username.stderr) == (1, "pipeline: This username is taken: choose another one.\n")
    assert len(_user(tmp_path, database_url, "list").stdout.splitlines()) == 1


def test_a_plan_for_nobody(tmp_path: Path, database_url: str) -> None:
    refused = _user(tmp_path, database_url, "set-plan", "nobody@example.com", "premium")
    expected = "pipeline: There is no account with the e-mail address nobody@example.com.\n"
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", expected)


def test_a_plan_that_does_not_exist(tmp_path: Path, database_url: str) -> None:
    refused = _user(tmp_path, database_url, "set-plan", "nobody@example.com", "gold")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "'gold'" in refused.stderr


def test_the_commands_say_what_they_do(tmp_path: Path) -> None:
    shown = run(tmp_path, "--help")
    assert shown.returncode == 0
    for command in ("serve", "migrate", "seed", "user"):
        assert command in shown.stdout
    assert run(tmp_path).returncode == 2
