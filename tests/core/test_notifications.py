"""What one process announces, and what followers hear."""

import asyncio
import os
import signal

import pytest

from core import database, notifications
from core.database import transaction
from core.notifications import Change, Following, Notifications
from resolvers.collaborators import Collaborators
from tests.listeners import LISTENERS

USER = "7b0c1a52-6d0e-4a55-8f0d-5c7f0f1f2b11"


def change(number: int, what: str = "changed") -> Change:
    return Change("job", USER, str(number), what)


async def heard(following: Following) -> list[Change] | None:
    async with asyncio.timeout(10):
        found = await following.next()
    return None if found is None else list(found)


async def test_it_is_told_after_the_commit_and_only_then(app: Collaborators) -> None:
    @transaction
    async def work(number: int, *, fails: bool) -> None:
        notifications.announce(change(number))
        if fails:
            raise ZeroDivisionError

    with app.notifications.follow("job", USER) as following:
        with pytest.raises(ZeroDivisionError):
            await work(1, fails=True)
        await work(2, fails=False)
        assert await heard(following) == [change(2)]


async def test_only_who_follows_hears(app: Collaborators) -> None:
    with app.notifications.follow("job", USER) as mine, app.notifications.follow("run", USER) as runs:
        notifications.announce(Change("job", "somebody else", "1"))
        notifications.announce(change(2))
        notifications.announce(Change("run", USER, "3", "x"))
        assert await heard(mine) == [change(2)]
        assert await heard(runs) == [Change("run", USER, "3", "x")]
    assert app.notifications._followings == {}


async def test_more_than_one_notification_holds(app: Collaborators) -> None:
    with app.notifications.follow("job", USER) as following:
        for number in range(500):
            notifications.announce(change(number))
        found: list[Change] = []
        while len(found) < 500:
            found += await heard(following) or []
    assert found == [change(number) for number in range(500)]


async def test_a_follower_is_told_the_newest_once() -> None:
    following = Following()
    for told in (change(1, "created"), change(2), change(1), change(2, "deleted")):
        following.offer(told)
    assert await heard(following) == [change(1, "created"), change(2, "deleted")]


async def test_a_slow_follower_resynchronises() -> None:
    following = Following()
    for number in range(1001):
        following.offer(change(number))
    following.offer(change(5000))
    assert await heard(following) is None
    assert await heard(following) == [change(5000)]


async def listener() -> int:
    """The process of PostgreSQL's that serves the connection that listens."""
    found = await database.fetch_value(f"SELECT pid {LISTENERS}")
    return int(found)


async def test_a_lost_connection_is_found_again(app: Collaborators) -> None:
    with app.notifications.follow("job", USER) as following:
        await database.fetch("SELECT pg_terminate_backend($1)", await listener())
        assert await heard(following) is None
        notifications.announce(change(1))
        assert await heard(following) == [change(1)]


async def test_a_connection_that_is_silent_for_ever_is_given_up(
    app: Collaborators, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that a firewall has dropped is: whoever only listens would never know."""
    monkeypatch.setattr(notifications, "_BEAT_SECONDS", 0.05)
    monkeypatch.setattr(notifications, "_ANSWER_SECONDS", 0.2)
    with app.notifications.follow("job", USER) as following:
        notifications.announce(change(1))  # from then on the connection is asked in short intervals
        assert await heard(following) == [change(1)]
        pid = await listener()
        os.kill(pid, signal.SIGSTOP)
        try:
            assert await heard(following) is None
            notifications.announce(change(2))
            assert await heard(following) == [change(2)]
        finally:
            os.kill(pid, signal.SIGCONT)


async def test_too_much_to_tell_is_told_as_such_to_everybody(app: Collaborators) -> None:
    with app.notifications.follow("job", USER) as following:
        for number in range(10_001):
            notifications.announce(Change("job", "somebody else", str(number)))
        assert await heard(following) is None
        notifications.announce(change(1))
        assert await heard(following) == [change(1)]


async def test_an_application_within_another_leaves_it_as_it_was(app: Collaborators) -> None:
    async with notifications.notifying():
        pass
    with app.notifications.follow("job", USER) as following:
        notifications.announce(change(1))
        assert await heard(following) == [change(1)]


async def test_without_a_listener_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "_running", None)
    notifications.announce(change(1))


async def test_what_cannot_be_sent_is_bounded() -> None:
    silent = Notifications()
    for number in range(10_001):
        silent.announce(change(number))
    assert len(silent._outbox) == 10_000
