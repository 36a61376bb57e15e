"""docs/operations.md says the truth: every operation is called with every kind of token, and past every limit."""

from typing import Any

import httpx2
import limits
import pytest
from starlette.types import ASGIApp

from core import database
from core.actor import Scope
from core.rate_limit import RateLimiter, Tier
from execution.executor import Executor
from resolvers.collaborators import Collaborators
from rest_compat.errors import STATUSES, Dialect
from rest_compat.operation import Operation
from rest_compat.routes import OPERATIONS
from tests.conftest import Person
from tests.operations import GRAPHQL, fields, markdown
from tests.world import BODIES, CALLS, World, world_of


@pytest.fixture
async def world(served: tuple[ASGIApp, Collaborators], ada: Person) -> World:
    return await world_of(served, ada)


async def state() -> list[Any]:
    """Everything that a refused request must leave as it was."""
    tables = (
        "account", "session", "refresh_token", "job", "job_event", "job_posting", "run", "resume", "job_score",
        "profile", "insight", "capture_count",
        "(SELECT id, name, scopes, digest, expires_at FROM api_token) AS t",
    )  # fmt: skip
    return [await database.fetch(f"SELECT * FROM {table} ORDER BY 1") for table in tables]


def _id(operation: Operation) -> str:
    return f"{operation.method} {operation.path} {operation.dialect.name}"


def code(answer: httpx2.Response, dialect: Dialect) -> Any:
    error = answer.json()["error"]
    return answer.status_code if dialect is Dialect.B and isinstance(error, str) else error["code"]


def expected(failure: str, dialect: Dialect) -> Any:
    return STATUSES[failure] if dialect is Dialect.B else failure


def test_every_operation_has_a_row() -> None:
    text = markdown()
    for operation in OPERATIONS:
        assert f"| `{operation.method} {operation.path}` | {operation.summary} |" in text
    for name, (kind, _) in fields().items():
        assert f"| `{kind} {name}` |" in text


def test_every_operation_is_called_here() -> None:
    assert set(GRAPHQL) == set(fields()) == set(CALLS)
    assert {(each.method, each.path, each.dialect) for each in OPERATIONS} == set(BODIES)


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("operation", OPERATIONS, ids=_id)
async def test_a_token_of_one_scope_on_rest(world: World, operation: Operation, scope: Scope) -> None:
    token = await world.token(scope)
    before = await state()
    answer = await world.rest(operation, token)
    if operation.is_public or scope in operation.scopes:
        assert answer.status_code == operation.status, answer.text
    else:
        assert code(answer, operation.dialect) == expected("FORBIDDEN", operation.dialect)
        assert await state() == before


@pytest.mark.parametrize("operation", OPERATIONS, ids=_id)
async def test_a_session_and_nobody_on_rest(world: World, operation: Operation) -> None:
    before = await state()
    refused = await world.rest(operation, None)
    if operation.is_public:
        assert refused.status_code == operation.status, refused.text
    else:
        assert code(refused, operation.dialect) == expected("UNAUTHORIZED", operation.dialect)
        assert await state() == before
        assert (await world.rest(operation, world.ada.token)).status_code == operation.status


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("name", GRAPHQL)
async def test_a_token_of_one_scope_on_graphql(world: World, name: str, scope: Scope) -> None:
    token = await world.token(scope)
    before = await state()
    answer = await world.graphql(name, token)
    if GRAPHQL[name].is_public or scope in GRAPHQL[name].scopes:
        assert succeeded(answer, name), answer
    else:
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
        assert await state() == before


@pytest.mark.parametrize("name", GRAPHQL)
async def test_a_session_and_nobody_on_graphql(world: World, name: str) -> None:
    before = await state()
    answer = await world.graphql(name, None)
    if GRAPHQL[name].is_public:
        assert succeeded(answer, name), answer
    else:
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["UNAUTHORIZED"]
        assert await state() == before
        assert succeeded(await world.graphql(name, world.ada.token), name)


async def test_graphql_core_refuses_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an operation has no plan: nobody, and tokens without the scope, are refused everything alike."""
    monkeypatch.setattr(Executor, "_plan", lambda *_arguments: None)
    tokens = {None: None} | {scope: await world.token(scope) for scope in Scope}
    before = await state()
    for name, access in GRAPHQL.items():
        for scope, token in tokens.items():
            if access.is_public or scope in access.scopes:
                continue
            answer = await world.graphql(name, token)
            expected = "UNAUTHORIZED" if token is None else "FORBIDDEN"
            assert [error["extensions"]["code"] for error in answer["errors"]] == [expected], (name, scope)
    assert await state() == before


def succeeded(answer: dict[str, Any], name: str) -> bool:
    if name == "draftWritten":  # there is no language model here
        return [error["extensions"]["code"] for error in answer["errors"]] == ["SERVICE_UNAVAILABLE"]
    value = answer["data"] and answer["data"][name]
    is_member = isinstance(value, dict) and "__typename" in value
    return "errors" not in answer and (not is_member or value["__typename"].endswith("Payload"))


@pytest.fixture
async def spent(ada: Person, app: Collaborators, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tier but standard is used up."""
    limiter = RateLimiter({tier: limits.parse("1/day") for tier in Tier} | {Tier.STANDARD: limits.parse("999/day")}, {})
    monkeypatch.setattr(app.identities, "_limiter", limiter)
    for tier in set(Tier) - {Tier.STANDARD}:
        key = "ip:192.0.2.7" if tier is Tier.AUTHENTICATION else f"user:{ada.id}"
        await limiter.spend(tier, key, "free")


@pytest.mark.parametrize("operation", OPERATIONS, ids=_id)
async def test_the_tier_on_rest(world: World, spent: None, operation: Operation) -> None:
    answer = await world.rest(operation, world.ada.token)
    if operation.tier is Tier.STANDARD:
        assert answer.status_code == operation.status
        assert answer.headers["x-ratelimit-limit"] == "999"
        assert answer.headers["x-ratelimit-remaining"] == "998"
    else:
        assert code(answer, operation.dialect) == expected("RATE_LIMIT_EXCEEDED", operation.dialect)
        assert answer.headers["x-ratelimit-limit"] == "1"


@pytest.mark.parametrize("name", GRAPHQL)
async def test_the_tier_on_graphql(world: World, spent: None, name: str) -> None:
    answer = await world.graphql(name, world.ada.token)
    if GRAPHQL[name].tier is Tier.STANDARD:
        assert succeeded(answer, name), answer
    else:
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["RATE_LIMIT_EXCEEDED"]
