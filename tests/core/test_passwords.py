"""Passwords: refused when weak, stored as argon2id, compared off the event loop."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from core import passwords
from core.errors import WeakPassword
from core.passwords import hash_password, refuse_weak, verify_password
from tests.conftest import PASSWORD, PASSWORD_HASH


class Watched(PasswordHasher):
    """Knows what it was asked to compare, and how many it did at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared: list[str | bytes] = []
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 the base class's name
        with self._lock:
            self.compared.append(hash)
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            return super().verify(hash, password)
        finally:
            with self._lock:
                self._now -= 1


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched()
    monkeypatch.setattr(passwords, "_hasher", watched)
    return watched


@pytest.fixture
def eager_threads() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "The password is too short: use at least 8 characters."),
        ("Xq7!vPz", "The password is too short: use at least 8 characters."),
        ("password", "This password is too easy to guess. This is a top-10 common password. Add another word or two. "
         "Uncommon words are better."),
        ("P4ssw0rd", "This password is too easy to guess. This is similar to a commonly used password. "
         "Add another word or two. Uncommon words are better. Capitalization doesn't help very much. "
         "Predictable substitutions like '@' instead of 'a' don't help very much."),
        ("qwertyuiop", "This password is too easy to guess. This is a top-100 common password. "
         "Add another word or two. Uncommon words are better."),
        ("aaaaaaaa", 'This password is too easy to guess. Repeats like "aaa" are easy to guess. '
         "Add another word or two. Uncommon words are better. Avoid repeated words and characters."),
        ("01.01.2001", "This password is too easy to guess. Dates are often easy to guess. "
         "Add another word or two. Uncommon words are better. Avoid dates and years that are associated with you."),
        ("a" * 256, 'This password is too easy to guess. Repeats like "aaa" are easy to guess. '
         "Add another word or two. Uncommon words are better. Avoid repeated words and characters."),
    ],
)  # fmt: skip
async def test_a_weak_password_is_refused_with_the_reason(password: str, reason: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        await refuse_weak(password, [])
    assert refused.value.message == reason


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct horse battery", "Tr0ub4dor&3xyz", "密码是很长的一句话", "ñandú 🦄 über 9"]
)
async def test_a_good_password_passes(password: str) -> None:
    await refuse_weak(password, ["ada@example.com", "Ada"])


async def test_ones_own_names_make_a_password_weak_whoever_signs_up_meanwhile(eager_threads: None) -> None:
    names = [f"{start}qvzkjwx" for start in "abcdefghijklmnopqrstuvwxyz"]
    await asyncio.gather(*(refuse_weak(f"{name}{name[::-1]}", ["somebody", "else"]) for name in names))
    own = [refuse_weak(f"{name}{name[::-1]}", [name]) for name in names]
    outcomes = await asyncio.gather(*own, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [WeakPassword] * len(names)


@given(st.text(min_size=8, max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_every_text_can_be_judged(password: str, personal: list[str]) -> None:
    assert passwords._weakness(password, personal) is None or passwords._weakness(password, personal)


async def test_the_stored_form() -> None:
    stored = await hash_password("plum-Orbit")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != await hash_password("plum-Orbit")
    assert await verify_password("plum-Orbit", stored)
    assert not await verify_password("plum-orbit", stored)


async def test_the_password_of_the_test_accounts() -> None:
    assert await verify_password(PASSWORD, PASSWORD_HASH)


@pytest.mark.parametrize(
    "stored", ["", "plum-Orbit", "$argon2id$v=19$m=8,t=1,p=1$broken", "$2b$12$abcdefghijklmnopqrstuv"]
)
async def test_what_is_stored_may_be_damaged(stored: str) -> None:
    assert not await verify_password("plum-Orbit", stored)


async def test_for_nobody_a_password_is_compared_all_the_same(hasher: Watched) -> None:
    passwords._dummy_hash.cache_clear()
    try:
        assert not await verify_password("anything", None)
        assert not await verify_password("nobody's password", None)
        assert hasher.compared == [passwords._dummy_hash()] * 2
    finally:
        passwords._dummy_hash.cache_clear()


async def test_no_more_at_a_time_than_there_are_processors(hasher: Watched) -> None:
    stored = hasher.hash("x")
    outcomes = await asyncio.gather(*(verify_password("x", stored) for _ in range(40)))
    assert all(outcomes)
    assert len(hasher.compared) == 40
    assert hasher.most <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    "work",
    [
        lambda: hash_password(PASSWORD),
        lambda: verify_password(PASSWORD, PASSWORD_HASH),
        lambda: refuse_weak("4@8({[<3€6911!|70$5+%2" * 3, []),
    ],
    ids=["hashing", "comparing", "judging"],
)
async def test_the_event_loop_goes_on(work: Callable[[], Coroutine[Any, Any, object]]) -> None:
    task, rounds = asyncio.create_task(work()), 0
    while not task.done():
        await asyncio.sleep(0)
        rounds += 1
    assert rounds > 2  # on the loop itself it would be done in the first
    await task
