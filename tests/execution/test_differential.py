"""Plans answer what graphql-core answers: hand-written operations, and many made from the schema."""

import os
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from core.json_text import render
from core.settings import Settings
from execution.executor import Executor
from models.job import JobStatus
from resolvers import job_events, jobs
from resolvers.collaborators import Collaborators
from resolvers.job_events import EventChange
from resolvers.job_inputs import JobChange
from schema.context import Context
from schema.engine import Engine, RequestError
from schema.request import Parameters
from schema.root import schema
from tests.conftest import Person
from tests.execution.operations import Generator, Operation, Pool
from tests.resolvers.factory import history, saved

# CI asks for two thousand; docs/development.md.
GENERATED = int(os.environ.get("GENERATED", "200"))
CORE = Executor(schema._schema)


# How generated operations name fields that have arguments.
_ALIAS = re.compile(r"\bk\d+:")


class Both:
    """One user's data, and the two ways to ask for it."""

    def __init__(self, person: Person, app: Collaborators, pool: Pool) -> None:
        self.person, self.app, self.pool = person, app, pool
        self.engine = Engine(Settings(_env_file=None))
        self.asked = self.covered = 0

    async def ask(self, operation: Operation, *, by_chance: bool = False) -> tuple[Any, Any]:
        """The answers, without what differs at every call; with `by_chance` any of several failures may end it."""
        try:
            prepared = self.engine.prepare(Parameters(operation.text, operation.variables, None), "r" * 32)
        except RequestError as refused:
            return refused.entries, refused.entries
        planned = await self.engine.execute(prepared, self._context())
        self.covered += any(prepared.operation.plans.values())
        has_several = by_chance and (len(prepared.operation.roots) > 1 or len(_ALIAS.findall(operation.text)) > 1)
        executor, self.engine.executor = self.engine.executor, CORE
        try:
            core = await self.engine.execute(prepared, self._context())
            return tuple(_comparable(body, has_several=has_several) for body in (planned, core))
        finally:
            self.engine.executor = executor

    def _context(self) -> Context:
        return Context(self.person.actor, "r" * 32, self.app)


def _comparable(body: dict[str, Any], *, has_several: bool) -> Any:
    answer = orjson.loads(render(body))
    answer.pop("extensions")
    errors = answer.get("errors", [])
    if answer.get("data") is None and has_several:
        # Of several fields that must not be null any may be the first to end the whole, whichever was quicker.
        errors = ["one of them"] * len(errors)
    answer["errors"] = sorted(map(str, errors))
    return list(answer), render(answer)


@pytest.fixture
async def both(ada: Person, app: Collaborators) -> Both:
    now = datetime.now(UTC) - timedelta(days=30)
    ids = ["nonsense", str(ada.id)]
    for number in range(7):
        row = await saved(
            ada.actor, company_name=f"Café {number % 3}", job_title=f'Engineer "{number}" \\ 日本',
            tags=["a", "ü"][: number % 3], source_url=f"https://example.com/{number}" if number % 2 else None,
            salary_max=number or None, notes="line\nbreak +00:00" if number == 3 else None,
            occurred_at=now + timedelta(microseconds=number * 100_000),
        )  # fmt: skip
        ids.append(row["id"])
        for status in (JobStatus.APPLIED, JobStatus.INTERVIEWING, JobStatus.REJECTED)[: number % 4]:
            await jobs.update(ada.actor, row["id"], JobChange(status=status))
    event = (await history(ada.actor, ids[5]))[0]
    await job_events.correct(
        ada.actor,
        UUID(ids[5]),
        UUID(event["id"]),
        EventChange(occurred_at=now - timedelta(days=1), note='"quoted"'),
    )
    ids.append(event["id"])
    first = await ada.data("{ jobs(first: 3) { edges { cursor node { events { edges { cursor } } } } } }")
    edges = first["jobs"]["edges"]
    cursors = [edge["cursor"] for edge in edges] + [
        edge["cursor"] for job in edges for edge in job["node"]["events"]["edges"]
    ]
    return Both(ada, app, Pool(ids, [*cursors, "", "café", "eng", "a"]))


HAND_WRITTEN = [
    "{ jobs { nodes { id } } }",
    "{ a: jobs(first: 2) { nodes { id } } b: jobs(last: 2) { edges { cursor node { id companyName } } totalCount } }",
    "{ jobs { x: nodes { id } y: nodes { jobTitle } } }",
    "{ jobs { nodes { id events(first: 1) { pageInfo { hasNextPage endCursor } edges { cursor node { note } } } } } }",
    "{ jobs { nodes { id events(last: 1) { pageInfo { hasPreviousPage startCursor } nodes { toStatus } } } } }",
    "{ jobs { nodes { events(last: 0) { totalCount } e: events(first: 1) { n: totalCount nodes { id } } } } }",
    "{ jobs { nodes { id events { totalCount } e: events { __typename } l: events(last: 1) { totalCount } } } }",
    "{ jobs { nodes { id events(first: 101) { nodes { id } } } } }",
    '{ jobs(search: "nothing like it") { nodes { id events(first: 101) { nodes { id } } } } }',
    '{ jobs { nodes { id events(after: "garbage") { nodes { id } } } } }',
    "{ jobs(first: 1, last: 1) { totalCount } me { id } }",
    '{ jobs(after: "garbage") { nodes { id } } quota { used } }',
    "{ me { ...f } } fragment f on User { email ...g } fragment g on User { plan createdAt }",
    "{ __schema { queryType { name } } me { id } }",
    "{ jobs { __typename nodes { __typename t: __typename aiParsedData isRemote tags createdAt appliedAt } } }",
    "{ jobs { nodes { " + "k" * 64 + ": id } } }",
    "{ changes(first: 3) { hasMore token changes { op id job { id events { nodes { id } } } } } }",
    '{ node(id: "nonsense") { id } nodes(ids: ["nonsense"]) { id } }',
    "{ changes(first: 501) { token } }",
]


@pytest.mark.parametrize("text", HAND_WRITTEN)
async def test_hand_written_operations(both: Both, text: str) -> None:
    planned, core = await both.ask(Operation(text, {}))
    assert planned == core


REFUSED = [
    """mutation { createJob(input: {companyName: "", jobTitle: "x"}) {
        __typename ... on ValidationError { fields { field } } } }""",
    """mutation { updateJob(input: {id: "nonsense"}) {
        __typename ... on Error { code message } ... on NotFound { c: code } } }""",
    """mutation { logIn(input: {email: "x@example.com", password: "y"}) {
        ... on InvalidCredentials { __typename code } } }""",
    """mutation { a: deleteJob(input: {id: "1"}) { __typename }
        b: restoreJob(input: {id: "1"}) { ... on Error { code } } }""",
    """mutation { bulkUpdateJobs(input: {operations: [{op: DELETE}]}) { ... on BulkUpdateJobsPayload {
        results { index job { id } error { __typename code ... on ValidationError { fields { field } } } } } } }""",
]


@pytest.mark.parametrize("text", REFUSED)
async def test_mutations_that_change_nothing(both: Both, text: str) -> None:
    planned, core = await both.ask(Operation(text, {}))
    assert planned == core


async def test_a_fault_in_a_resolver(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_arguments: object, **_keywords: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("resolvers.accounts.me", broken)
    for text in ("{ me { id } jobs { totalCount } }", '{ node(id: "1") { id } me { id } }'):
        planned, core = await both.ask(Operation(text, {}))
        assert planned == core
        assert b"INTERNAL_ERROR" in planned[1]


async def test_a_value_that_breaks_its_type(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    async def incomplete(*_arguments: object) -> dict[str, object]:
        return {"id": "1", "email": None, "username": None}

    monkeypatch.setattr("resolvers.accounts.me", incomplete)
    planned, core = await both.ask(Operation("{ me { id email } quota { used } }", {}))
    assert planned == core
    assert b'"data":null' in planned[1]


@settings(
    max_examples=GENERATED, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
async def test_generated_operations(both: Both, data: DataObject) -> None:
    operation = Generator(schema._schema, both.pool, data).operation()
    planned, core = await both.ask(operation, by_chance=True)
    assert planned == core, operation
    both.asked += 1
    # Most of them run by their plan, or this would show nothing.
    assert both.asked < 100 or both.covered > both.asked / 2
