"""One client of the soak: it remembers what it saved, on both wires, and finds fault with any other answer."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from benchmarks.dialects import Ask, graphql, plain, raw
from benchmarks.servers import Server

_STATUSES = ("interested", "applied", "interviewing", "offer_received", "rejected", "not_interested")
_FIELDS = "id companyName jobTitle status notes"
_ALL, _ENOUGH, _PATIENCE = 100, 40, 30.0
_SEEN = ("company_name", "job_title", "status", "notes")
_LIST = f"query Jobs {{ jobs(first: {_ALL}) {{ totalCount nodes {{ {_FIELDS} }} }} }}"
_ONE = f"query One($id: ID!) {{ job(id: $id) {{ {_FIELDS} events(first: 1) {{ nodes {{ toStatus }} }} }} }}"
_BOARD = "query Board { dashboard { byStatus { status count } } }"
_CREATE = f"""mutation Create($input: CreateJobInput!) {{
    createJob(input: $input) {{ ... on CreateJobPayload {{ job {{ {_FIELDS} }} }} }} }}"""
_UPDATE = f"""mutation Update($input: UpdateJobInput!) {{
    updateJob(input: $input) {{ ... on UpdateJobPayload {{ job {{ {_FIELDS} }} }} }} }}"""
_DELETE = (
    "mutation Delete($input: DeleteJobInput!) { deleteJob(input: $input) { ... on DeleteJobPayload { job { id } } } }"
)
State = tuple[Any, ...]


class WrongError(Exception):
    """An answer that cannot be right."""


@dataclass
class Client:
    """Its jobs with the states that each may be in: two of them, or None for gone, after a write of unknown outcome."""

    server: Server
    account: UUID
    random: Random
    is_rude: bool
    jobs: dict[str, list[State | None]] = field(default_factory=dict)
    perhaps: dict[str, State] = field(default_factory=dict)  # creates of unknown outcome, by title
    answers: int = 0
    disconnects: int = 0
    wrong: list[str] = field(default_factory=list)
    _made: int = 0
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def run(self, until: float) -> None:
        """Asks one thing after the other until that moment of the loop's clock."""
        clock = asyncio.get_running_loop().time
        while clock() < until:
            try:
                await self._step()
            except (WrongError, OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                self.wrong.append(f"{type(error).__name__}: {error}")
                self._hang_up()
        self._hang_up()

    async def _step(self) -> None:
        settled = [job for job, states in self.jobs.items() if len(states) == 1]
        steps: list[Callable[[str], Awaitable[None]]] = [self._list, self._board]
        if settled:
            steps += [self._one, self._update, self._update]
        if len(self.jobs) < _ENOUGH:
            steps += [self._create, self._create]
        elif settled:
            steps += [self._delete]
        await self.random.choice(steps)(self.random.choice(settled) if settled else "")

    async def _list(self, _: str) -> None:
        if self._on_rest():
            answer = await self._ask(Ask("GET", f"/api/jobs?limit={_ALL}"))
            rows, total = (answer["data"], answer["total"]) if answer else ([], 0)
        else:
            answer = await self._ask(graphql(_LIST, {}))
            rows, total = (answer["jobs"]["nodes"], answer["jobs"]["total_count"]) if answer else ([], 0)
        if answer is None:
            return
        found = {row["id"]: _state(row) for row in rows}
        for job in self.jobs.keys() | found.keys():
            self._see(job, found.get(job))
        if not self.is_rude:
            self._expect("total", total, len(self.jobs))

    async def _board(self, _: str) -> None:
        on_rest = self._on_rest()
        answer = await self._ask(Ask("GET", "/api/analytics/dashboard") if on_rest else graphql(_BOARD, {}))
        if answer is None or self.is_rude:
            return
        counted = (answer["data"] if on_rest else answer["dashboard"])["by_status"]
        states = [states[0] for states in self.jobs.values()]
        wanted = {status: sum(state is not None and state[2] == status for state in states) for status in _STATUSES}
        self._expect("dashboard", {row["status"]: row["count"] for row in counted}, wanted)

    async def _one(self, job: str) -> None:
        answer = await self._ask(graphql(_ONE, {"id": job}))
        if answer is None:
            return
        row = answer["job"]
        self._see(job, _state(row) if row else None)
        self._expect("newest event", row["events"]["nodes"][0]["to_status"], row["status"])

    async def _create(self, _: str) -> None:
        self._made += 1
        title = f"Job {self._made} of {self.account}"
        sent = {"company_name": "Soak", "job_title": title, "status": self.random.choice(_STATUSES), "notes": title[:6]}
        state = _state(sent)
        answer = await self._write(Ask("POST", "/api/jobs", sent), _CREATE, "create_job", sent)
        if answer is None:
            self.perhaps[title] = state
        else:
            self._expect("created", _state(answer), state)
            self.jobs[answer["id"]] = [state]

    async def _update(self, job: str) -> None:
        change = {"status": self.random.choice(_STATUSES), "notes": f"{self.random.random()}"}
        before = self.jobs[job][0]
        assert before is not None
        state = (*before[:2], *change.values())
        answer = await self._write(
            Ask("PATCH", f"/api/jobs/{job}", change), _UPDATE, "update_job", change | {"id": job}
        )
        self.jobs[job] = [before, state] if answer is None else [state]
        if answer is not None:
            self._expect("updated", _state(answer), state)

    async def _delete(self, job: str) -> None:
        answer = await self._write(Ask("DELETE", f"/api/jobs/{job}"), _DELETE, "delete_job", {"id": job})
        if answer is None:
            self.jobs[job].append(None)
        else:
            self._expect("deleted", answer["id"], job)
            del self.jobs[job]

    async def _write(self, rest: Ask, document: str, name: str, given: dict[str, Any]) -> Any:
        """The job of the answer; None after a disconnect."""
        if self._on_rest():
            answer = await self._ask(rest)
            return answer and answer["data"]
        sent = {_camel(key): value.upper() if key == "status" else value for key, value in given.items()}
        answer = await self._ask(graphql(document, {"input": sent}))
        return answer and answer[name]["job"]

    def _see(self, job: str, state: State | None) -> None:
        """Narrows down what the job may be. Raises WrongError for what it cannot be."""
        states = self.jobs.get(job)
        if states is None:
            title = state[1] if state else ""
            self._expect("a job that was not saved", state, self.perhaps.pop(title, None))
            self.jobs[job] = [state]
        elif state not in states:
            raise WrongError(f"job {job} is {state}, but should be one of {states}")
        elif state is None:
            del self.jobs[job]
        elif state != states[0]:
            self.jobs[job] = [state]

    def _on_rest(self) -> bool:
        return self.random.random() < 0.5  # noqa: PLR2004 one of two wires

    def _expect(self, what: str, found: object, wanted: object) -> None:
        if found != wanted:
            raise WrongError(f"{what}: {found}, but should be {wanted}")

    async def _ask(self, ask: Ask) -> Any:
        """What is answered, plainly; None after a disconnect. Raises WrongError unless that is a success."""
        reader, writer = await self._connected()
        text = raw(ask, self.server.token(self.account)).encode()
        if self.is_rude and self.random.random() < 0.2:  # noqa: PLR2004 every fifth request
            # Some of it, or all of it and then no patience.
            writer.write(text[: self.random.choice([len(text) // 2, len(text)])])
            with suppress(OSError):
                await writer.drain()
            await asyncio.sleep(self.random.uniform(0, 0.03))
            self.disconnects += 1
            self._hang_up()
            return None
        writer.write(text)
        status, body = await asyncio.wait_for(_answer(reader), _PATIENCE)
        answer = plain(json.loads(body))
        self.answers += 1
        if status not in (200, 201) or "errors" in answer:
            raise WrongError(f"{ask.method} {ask.path}: {status} {body[:300]!r}")
        return answer["data"] if ask.path == "/graphql" else answer

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            parts = urlsplit(self.server.address)
            self._streams = await asyncio.open_connection(parts.hostname, parts.port)
        return self._streams

    def _hang_up(self) -> None:
        if self._streams is not None:
            self._streams[1].transport.abort()
            self._streams = None


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = head.partition("content-length:")[2].partition("\r\n")[0]
    return int(head.split()[1]), await reader.readexactly(int(length or 0))


def _state(row: dict[str, Any]) -> State:
    return tuple(row[name] for name in _SEEN)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
