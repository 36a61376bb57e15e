"""What changed, told to every server process through PostgreSQL's LISTEN and NOTIFY.

One connection a process listens and sends; ids travel, never contents, and whoever is told reads what it may
see. Changes that commit together, or within the same few milliseconds, go out as one notification. After a lost
connection every follower is told to resynchronise, because what happened meanwhile is not known (docs/decisions/0011).
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson
import structlog

from core import database
from core.json_text import array

CHANNEL = "pipeline_changes"
# PostgreSQL takes 8,000 bytes a notification.
_PAYLOAD = 7_500
_OUTBOX = 10_000
# What a follower that does not read may pile up before it is told to resynchronise instead.
_PENDING = 1_000
_START_SECONDS = 10.0
_RETRY_SECONDS = 0.2
_MAX_RETRY_SECONDS = 5.0
# A connection that the network forgot says nothing of it: it is asked now and then.
_BEAT_SECONDS = 20.0
_ANSWER_SECONDS = 5.0
_NOTHING, _TOO_MUCH = "[]", "null"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a user's became different; `what` tells followers of one `kind` more, such as `deleted`."""

    kind: str
    user_id: str
    id: str
    what: str = ""


class Following:
    """The changes of one kind for one user, newest state only: what changes twice before it is read is told once."""

    def __init__(self) -> None:
        self._pending: OrderedDict[str, Change] = OrderedDict()
        self._has_lost = False
        self._wake = asyncio.Event()

    def offer(self, change: Change) -> None:
        earlier = self._pending.pop(change.id, None)
        # Created and then changed is still news of something created.
        kept = earlier if earlier is not None and earlier.what == "created" and change.what == "changed" else change
        self._pending[change.id] = kept
        if len(self._pending) > _PENDING:
            self.resynchronise()
        self._wake.set()

    def resynchronise(self) -> None:
        """Forgets what is pending: the follower is told that it does not know what it missed."""
        self._pending.clear()
        self._has_lost = True
        self._wake.set()

    async def next(self) -> Sequence[Change] | None:
        """What happened since the last call, waiting until something did; None for a need to resynchronise."""
        await self._wake.wait()
        self._wake.clear()
        if self._has_lost:
            self._has_lost = False
            if self._pending:
                self._wake.set()
            return None
        changes = tuple(self._pending.values())
        self._pending.clear()
        return changes


class Notifications:
    """This process's ear and mouth."""

    def __init__(self) -> None:
        self._followings: dict[tuple[str, str], set[Following]] = {}
        self._outbox: list[Change] = []
        self._has_dropped = False
        self._has_mail = asyncio.Event()
        self.is_listening = asyncio.Event()

    def announce(self, change: Change) -> None:
        """Tells every process, this one included, soon; where there is too much to tell, that something was."""
        if len(self._outbox) < _OUTBOX:
            self._outbox.append(change)
        else:
            self._has_dropped = True
        self._has_mail.set()

    @contextmanager
    def follow(self, kind: str, user_id: str) -> Iterator[Following]:
        """Collects what is told from now on."""
        key, following = (kind, user_id), Following()
        self._followings.setdefault(key, set()).add(following)
        try:
            yield following
        finally:
            self._followings[key].discard(following)
            if not self._followings[key]:
                del self._followings[key]

    async def run(self) -> None:
        """Listens and sends until cancelled, whatever happens to the connection."""
        pause, is_first = _RETRY_SECONDS, True
        while True:
            try:
                async with _listening(self._heard) as (connection, lost):
                    if not is_first:
                        log.info("notifications.restored")
                        self._resynchronise_all()
                    pause, is_first = _RETRY_SECONDS, False
                    self.is_listening.set()
                    await self._send_until(connection, lost)
            except Exception as error:
                if not database.is_away(error):
                    log.exception("notifications.failed")
            log.warning("notifications.lost")
            self.is_listening.clear()
            is_first = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, _MAX_RETRY_SECONDS)

    async def _send_until(self, connection: asyncpg.Connection, lost: asyncio.Event) -> None:
        lost_wait = asyncio.ensure_future(lost.wait())
        try:
            while not lost.is_set():
                mail = asyncio.ensure_future(self._has_mail.wait())
                done, _ = await asyncio.wait(
                    {mail, lost_wait}, timeout=_BEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                mail.cancel()
                if self._has_mail.is_set() and not lost.is_set():
                    await self._send(connection)
                elif not done:
                    await _notify(connection, _NOTHING)
        finally:
            lost_wait.cancel()

    async def _send(self, connection: asyncpg.Connection) -> None:
        self._has_mail.clear()
        sent, has_dropped = self._outbox, self._has_dropped
        self._outbox, self._has_dropped = [], False
        try:
            for payload in [*_payloads(sent), *([_TOO_MUCH] if has_dropped else [])]:
                await _notify(connection, payload)
        except BaseException:
            self._outbox, self._has_dropped = sent + self._outbox, has_dropped or self._has_dropped
            self._has_mail.set()
            raise

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        if payload == _TOO_MUCH:
            self._resynchronise_all()
            return
        for fields in orjson.loads(str(payload)):
            change = Change(*fields)
            for following in self._followings.get((change.kind, change.user_id), ()):
                following.offer(change)

    def _resynchronise_all(self) -> None:
        for followings in self._followings.values():
            for following in followings:
                following.resynchronise()


_running: Notifications | None = None


def announce(change: Change) -> None:
    """Tells every process of a change once the transaction in progress is committed; nothing where none listens."""
    if _running is not None:
        database.after_commit(lambda: _running.announce(change) if _running is not None else None)


@asynccontextmanager
async def notifying() -> AsyncIterator[Notifications]:
    """Listens and sends for the duration. Raises TimeoutError when the database does not let it."""
    global _running  # noqa: PLW0603 like the one database connection that it belongs to
    found = Notifications()
    task = asyncio.create_task(found.run())
    earlier, _running = _running, found  # a test runs one application within another
    try:
        async with asyncio.timeout(_START_SECONDS):
            await found.is_listening.wait()
        yield found
    finally:
        _running = earlier
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def _listening(heard: Any) -> AsyncIterator[tuple[asyncpg.Connection, asyncio.Event]]:
    """A connection that listens, and an event that is set when it is lost."""
    connection, lost = await database.dedicated(), asyncio.Event()
    try:
        connection.add_termination_listener(lambda _connection: lost.set())
        await connection.add_listener(CHANNEL, heard)
        yield connection, lost
    finally:
        connection.terminate()


async def _notify(connection: asyncpg.Connection, payload: str) -> None:
    await connection.execute(f"SELECT pg_notify('{CHANNEL}', $1)", payload, timeout=_ANSWER_SECONDS)


def _payloads(changes: Sequence[Change]) -> Iterator[str]:
    """The changes as JSON lists that fit into notifications."""
    batch: list[bytes] = []
    size = 0
    for change in changes:
        item = orjson.dumps([change.kind, change.user_id, change.id, change.what])
        if batch and size + len(item) > _PAYLOAD:
            yield array(batch)
            batch, size = [], 0
        batch.append(item)
        size += len(item) + 1
    if batch:
        yield array(batch)
