"""Passwords: how strong, how stored, how checked.

argon2id with 19 MiB, two passes and one lane (OWASP's password storage cheat sheet) costs tens of
milliseconds, so hashing runs in a thread, and only as many at a time as there are processors.
"""

import asyncio
import os
from functools import cache
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import WeakPassword

MIN_LENGTH = 8
MAX_LENGTH = 256
# zxcvbn's time grows with the square of the length and with the ways in which `4@8({[<3` may stand for letters:
# half a second for the worst of this length. What follows cannot make a password weaker.
_JUDGED_LENGTH = 32
_MIN_SCORE = 2

_judging = Lock()
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _places(_loop: asyncio.AbstractEventLoop) -> asyncio.Semaphore:
    return asyncio.Semaphore(os.cpu_count() or 1)


@cache
def _dummy_hash() -> str:
    return _hasher.hash("nobody's password")


async def refuse_weak(password: str, personal: list[str]) -> None:
    """Raises WeakPassword with the reason; `personal` are words that this user's password must not be made of."""
    if len(password) < MIN_LENGTH:
        raise WeakPassword(f"The password is too short: use at least {MIN_LENGTH} characters.")
    async with _places(asyncio.get_running_loop()):
        reason = await asyncio.to_thread(_weakness, password, personal)
    if reason:
        raise WeakPassword(f"This password is too easy to guess. {reason}")


async def hash_password(password: str) -> str:
    async with _places(asyncio.get_running_loop()):
        return await asyncio.to_thread(_hasher.hash, password)


async def verify_password(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; without one to compare it takes as long and is False."""
    async with _places(asyncio.get_running_loop()):
        return await asyncio.to_thread(_verify, password, stored)


def _verify(password: str, stored: str | None) -> bool:
    try:
        return _hasher.verify(stored or _dummy_hash(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def _weakness(password: str, personal: list[str]) -> str | None:
    from zxcvbn import zxcvbn  # noqa: PLC0415 its dictionaries take a tenth of a second to load

    with _judging:  # it keeps the personal words in a dictionary that all threads share
        judged = zxcvbn(password[:_JUDGED_LENGTH], user_inputs=personal)
    if judged["score"] >= _MIN_SCORE:
        return None
    feedback = judged["feedback"]
    advice = [feedback["warning"], *feedback["suggestions"]]
    return " ".join(f"{line.rstrip('.')}." for line in advice if line) or "Use a longer one."
