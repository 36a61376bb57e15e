"""Documents by their hash: automatic persisted queries, and a registered list of the only ones."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from core.settings import Settings, SettingsError
from schema.engine import Engine, RequestError, trusted_documents
from schema.request import Parameters
from tests.conftest import Person

QUERY = "query Persisted { me { email } }"
DIGEST = sha256(QUERY.encode()).hexdigest()


def persisted(digest: str = DIGEST, version: int = 1) -> dict[str, Any]:
    return {"persistedQuery": {"version": version, "sha256Hash": digest}}


def code(answer: Any) -> str:
    return str(answer["errors"][0]["extensions"]["code"])


async def test_unknown_then_registered_then_known(ada: Person) -> None:
    unknown = (await ada.rest.post("/graphql", json={"extensions": persisted()})).json()
    assert (unknown["errors"][0]["message"], code(unknown)) == ("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
    registered = await ada.rest.post("/graphql", json={"query": QUERY, "extensions": persisted()})
    assert registered.json()["data"] == {"me": {"email": "ada@example.com"}}
    for answer in (
        await ada.rest.post("/graphql", json={"extensions": persisted()}),
        await ada.rest.get("/graphql", params={"extensions": json.dumps(persisted(DIGEST.upper()))}),
    ):
        assert answer.json()["data"] == {"me": {"email": "ada@example.com"}}


async def test_a_hash_of_something_else(ada: Person) -> None:
    answer = await ada.rest.post("/graphql", json={"query": "{ __typename }", "extensions": persisted()})
    assert code(answer.json()) == "BAD_USER_INPUT"


@pytest.mark.parametrize("extensions", [persisted(version=2), persisted("ab"), {"persistedQuery": 5}])
async def test_a_malformed_hash(ada: Person, extensions: dict[str, Any]) -> None:
    answer = await ada.rest.post("/graphql", json={"extensions": extensions})
    assert (answer.status_code, code(answer.json())) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    "listed", [{"me-1": QUERY}, {"format": "apollo", "operations": [{"id": "me-1", "body": QUERY, "name": "P"}]}]
)
def test_only_registered_documents(tmp_path: Path, listed: dict[str, Any]) -> None:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps(listed))
    engine = Engine(Settings(_env_file=None, trusted_documents=path))
    for sent in (Parameters(None, {}, None, "me-1"), Parameters(QUERY, {}, None), Parameters(None, {}, None, DIGEST)):
        assert engine.prepare(sent, "r").document.text == QUERY
    for sent in (Parameters("{ __typename }", {}, None), Parameters("{ me { id } }", {}, None, "me-1"),
                 Parameters(None, {}, None, "me-2")):  # fmt: skip
        with pytest.raises(RequestError) as refused:
            engine.prepare(sent, "r")
        assert refused.value.entries[0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 5}', '{"operations": [{}]}', None])
def test_a_list_that_cannot_be_read_stops_the_start(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "documents.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SettingsError, match=r"^TRUSTED_DOCUMENTS: "):
        trusted_documents(Settings(_env_file=None, trusted_documents=path))


async def test_introspection_can_be_switched_off() -> None:
    engine = Engine(Settings(_env_file=None, introspection=False))
    for query in ("{ __schema { queryType { name } } }", "{ jbs { totalCount } }"):
        with pytest.raises(RequestError) as refused:
            engine.prepare(Parameters(query, {}, None), "r")
        assert "Did you mean" not in str(refused.value)
    assert engine.prepare(Parameters("{ __typename }", {}, None), "r").cost == 0


@pytest.mark.parametrize(
    ("query", "variables", "cost"),
    [
        ("{ __typename }", {}, 0),
        ("{ me { id } }", {}, 1),
        ("{ jobs { nodes { id } } }", {}, 21),
        ("{ jobs(first: 50) { totalCount nodes { id events(first: 20) { nodes { note } } } } }", {}, 1106),
        ("query($n: Int) { jobs(first: $n) { nodes { id } } }", {"n": 7}, 8),
        ("query($n: Int) { jobs(first: $n) { nodes { id } } }", {}, 21),
        ("query($n: Int) { jobs(last: $n) { nodes { id } } }", {"n": 10**9}, 501),
        ("query($n: Int) { jobs(first: 100) { nodes { events(first: $n) { nodes { id } } } } }", {"n": 3}, 501),
        ("{ changes(first: 500) { changes { op id job { id } } token hasMore } }", {}, 1001),
        ("{ changes { changes { job { id } } } }", {}, 201),
        ('mutation { deleteJob(input: {id: "1"}) { __typename } }', {}, 11),
    ],
)
def test_what_operations_cost(query: str, variables: dict[str, Any], cost: int) -> None:
    assert Engine(Settings(_env_file=None)).prepare(Parameters(query, variables, None), "r").cost == cost


async def test_what_costs_too_much_is_refused(ada: Person) -> None:
    query = "{ jobs(first: 100) { nodes { events(first: 100) { nodes { id } } } } }"
    answer = await ada.graphql(query)
    assert code(answer) == "OPERATION_TOO_COMPLEX"
    assert "data" not in answer


async def test_the_cost_can_be_asked_for(ada: Person) -> None:
    answer = await ada.graphql("{ me { id } rateLimit { cost limit remaining resetAt } }")
    assert answer["data"]["rateLimit"] == {"cost": 2, "limit": None, "remaining": None, "resetAt": None}
    assert answer["extensions"] == {"cost": {"requested": 2}}
