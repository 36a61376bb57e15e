"""Documents by their hash: automatic persisted queries, and a registered list of the only ones."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from core.settings import Settings, SettingsError
from execution import document
from schema.engine import WEIGHTS, Engine, RequestError, trusted_documents
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


async def test_everything_by_get(ada: Person) -> None:
    """As Apollo Client does it with useGETForHashedQueries."""
    query = "query ByGet { me { email } }"
    hashed = {"extensions": json.dumps(persisted(sha256(query.encode()).hexdigest()))}
    assert code((await ada.rest.get("/graphql", params=hashed)).json()) == "PERSISTED_QUERY_NOT_FOUND"
    for params in ({"query": query, **hashed}, hashed):
        answer = await ada.rest.get("/graphql", params=params)
        assert answer.json()["data"] == {"me": {"email": "ada@example.com"}}


async def test_a_mutation_by_its_hash(ada: Person) -> None:
    query = "mutation Persisted { logOut { __typename } }"
    extensions = persisted(sha256(query.encode()).hexdigest())
    for params in ({"query": query, "extensions": json.dumps(extensions)}, {"extensions": json.dumps(extensions)}):
        assert (await ada.rest.get("/graphql", params=params)).status_code == 405
    answer = await ada.rest.post("/graphql", json={"extensions": extensions})
    assert answer.json()["data"] == {"logOut": {"__typename": "LogOutPayload"}}


@pytest.mark.parametrize(
    "query", ["{", "{ nope }", "{ " + "a " * 3000 + "}", "query A { __typename } query B { a: __typename }"]
)
async def test_what_is_refused_is_not_remembered(ada: Person, query: str) -> None:
    extensions = persisted(sha256(query.encode()).hexdigest())
    assert "data" not in (await ada.rest.post("/graphql", json={"query": query, "extensions": extensions})).json()
    again = (await ada.rest.post("/graphql", json={"extensions": extensions})).json()
    assert code(again) == "PERSISTED_QUERY_NOT_FOUND"


def test_those_asked_for_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    assert document._DOCUMENTS == 1000
    monkeypatch.setattr(document, "_DOCUMENTS", 20)
    engine = Engine(Settings(_env_file=None))

    def register(number: int) -> str:
        query = f"query q{number} {{ __typename }}"
        digest = sha256(query.encode()).hexdigest()
        engine.prepare(Parameters(query, {}, None, digest), "r")
        return digest

    first, second = register(0), register(1)
    for number in range(2, 21):
        engine.prepare(Parameters(None, {}, None, first), "r")
        register(number)
    assert engine.prepare(Parameters(None, {}, None, first), "r").document.text.startswith("query q0 ")
    with pytest.raises(RequestError, match="PersistedQueryNotFound"):
        engine.prepare(Parameters(None, {}, None, second), "r")
    assert len(engine.documents._texts) == len(engine.documents._kept) == 20


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
        ("{ changes(first: 500) { changes { op id job { companyName } } token hasMore } }", {}, 1001),
        ("{ changes { changes { job { events(first: 2) { nodes { id } } } } } }", {}, 501),
        ("{ activity(first: 5) { id job { id } } }", {}, 15),
        ("{ changes { changes { job { id } } } }", {}, 201),
        ('mutation { deleteJob(input: {id: "1"}) { __typename } }', {}, 11),
    ],
)
def test_what_operations_cost(query: str, variables: dict[str, Any], cost: int) -> None:
    assert Engine(Settings(_env_file=None)).prepare(Parameters(query, variables, None), "r").cost == cost


@pytest.mark.parametrize(
    ("query", "variables", "values"),
    [
        ("{ __typename }", {}, 1),
        ("{ me { id email } }", {}, 3),
        ("{ jobs { totalCount nodes { id tags } pageInfo { endCursor } } }", {}, 1 + 1 + 20 * 3 + 2),
        ("query($n: Int) { jobs(first: $n) { edges { cursor node { id } } } }", {"n": 7}, 1 + 7 * 4),
        ("{ jobs(first: 100) { nodes { events(first: 40) { nodes { id note } } } } }", {}, 1 + 100 * (2 + 40 * 3)),
        ("mutation { logOut { __typename } }", {}, 2),
    ],
)
def test_how_many_values_answers_have(query: str, variables: dict[str, Any], values: int) -> None:
    prepared = Engine(Settings(_env_file=None)).prepare(Parameters(query, variables, None), "r")
    assert prepared.operation.cost.of(variables, WEIGHTS.page_limit) == (prepared.cost, values)


async def test_too_many_values_are_refused(ada: Person) -> None:
    """Which a few aliases of a page are, although they cost little."""
    query = f"query($n: Int) {{ {' '.join(f'a{one}: jobs(first: $n) {{ ...k }}' for one in range(20))} }} " + (
        "fragment k on JobConnection { nodes { " + " ".join(f"k{one}: id" for one in range(49)) + " } }"
    )
    assert "errors" not in await ada.graphql(query, n=49)
    refused = await ada.graphql(query, n=50)
    assert code(refused) == "OPERATION_TOO_COMPLEX"
    assert (
        refused["errors"][0]["message"] == "The answer may have 50020 values: at most 50000 are allowed. Ask for fewer."
    )


async def test_what_costs_too_much_is_refused(ada: Person) -> None:
    query = "{ jobs(first: 100) { nodes { events(first: 100) { nodes { id } } } } }"
    answer = await ada.graphql(query)
    assert code(answer) == "OPERATION_TOO_COMPLEX"
    assert "data" not in answer


async def test_the_cost_can_be_asked_for(ada: Person) -> None:
    answer = await ada.graphql("{ me { id } rateLimit { cost limit remaining resetAt } }")
    assert answer["data"]["rateLimit"] == {"cost": 2, "limit": None, "remaining": None, "resetAt": None}
    assert answer["extensions"] == {"cost": {"requested": 2}}
