"""Answers as server-sent events."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp

from resolvers.collaborators import Collaborators
from schema import events, streams
from tests.conftest import Person
from tests.listening import listening

ONLY_EVENTS = {"Accept": "text/event-stream"}
URQL = {"Accept": "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"}
CHANGED = "subscription { jobChanged { op job { companyName } } }"


@pytest.fixture
async def live(served: tuple[ASGIApp, Collaborators], ada: Person) -> AsyncIterator[httpx2.AsyncClient]:
    """A client over a real socket, since the one in memory gathers answers."""
    async with (
        listening(served[0]) as port,
        httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {ada.token}"}
        ) as client,
    ):
        yield client


async def lines(answer: httpx2.Response) -> AsyncIterator[str]:
    """Whole events, however the network cuts them."""
    pending = ""
    async for block in answer.aiter_text():
        *whole, pending = (pending + block).split("\n\n")
        for event in whole:
            yield event


def body(event: str) -> Any:
    name, data = event.split("\n", 1)
    assert (name, data[:6]) == ("event: next", "data: ")
    return json.loads(data[6:])


async def test_a_query_as_events(ada: Person) -> None:
    answer = await ada.rest.post("/graphql", json={"query": "{ me { email } }"}, headers=ONLY_EVENTS)
    assert answer.headers["content-type"].startswith("text/event-stream")
    first, last = answer.text.split("\n\n")[:2]
    assert body(first)["data"] == {"me": {"email": "ada@example.com"}}
    assert last == "event: complete\ndata:"


async def test_a_refusal_as_events(ada: Person) -> None:
    answer = await ada.rest.post("/graphql", json={"query": "{ nope }"}, headers=ONLY_EVENTS)
    first, last = answer.text.split("\n\n")[:2]
    assert body(first)["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert last == "event: complete\ndata:"


async def test_who_takes_json_too_gets_json_for_a_query(ada: Person) -> None:
    answer = await ada.rest.post("/graphql", json={"query": "{ me { email } }"}, headers=URQL)
    assert answer.headers["content-type"] == "application/graphql-response+json; charset=utf-8"


async def test_a_subscription_needs_a_stream(ada: Person) -> None:
    answer = await ada.rest.post("/graphql", json={"query": CHANGED})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (406, "NOT_ACCEPTABLE")


async def test_a_subscription_that_cannot_begin(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": CHANGED}, headers=ONLY_EVENTS)
    assert body(answer.text.split("\n\n")[0])["errors"][0]["extensions"]["code"] == "UNAUTHORIZED"


async def test_a_subscription_that_stays_alive(
    live: httpx2.AsyncClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_KEEPALIVE_SECONDS", 0.05)
    async with live.stream("POST", "/graphql", json={"query": CHANGED}, headers=URQL) as answer:
        assert answer.status_code == 200
        found = lines(answer)
        assert await anext(found) == ":"
        await ada.data('mutation { createJob(input: {companyName: "Acme", jobTitle: "x"}) { __typename } }')
        told = [line async for line in _until_next(found)][-1]
        assert body(told)["data"]["jobChanged"] == {"op": "UPSERT", "job": {"companyName": "Acme"}}


async def test_a_stream_ends_with_its_session(
    live: httpx2.AsyncClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_RECHECK_SECONDS", 0.05)
    async with live.stream("POST", "/graphql", json={"query": CHANGED}, headers=ONLY_EVENTS) as answer:
        await ada.data("mutation { logOut { __typename } }")
        told, end = [line async for line in lines(answer) if line != ":"]
    assert body(told)["errors"][0]["extensions"]["code"] == "UNAUTHORIZED"
    assert end == "event: complete\ndata:"


async def _until_next(found: AsyncIterator[str]) -> AsyncIterator[str]:
    async for line in found:
        yield line
        if line.startswith("event: next"):
            return
