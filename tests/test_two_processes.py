"""Two server processes on one database: this one, and another that is started once."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from core import database
from core.settings import Settings
from resolvers.collaborators import Collaborators
from tests.conftest import Person
from tests.listeners import LISTENERS
from tests.listening import listening
from tests.program import OFF, Server, serving

CHANGED = "subscription { jobChanged { op id job { companyName } } }"
CREATE = """mutation($name: String!) { createJob(input: {companyName: $name, jobTitle: "x"}) {
  ... on CreateJobPayload { job { id } } } }"""
CHANGES = "query($since: SyncToken) { changes(since: $since) { changes { op id job { companyName } } token } }"


@pytest.fixture(scope="module")
def other(
    served: tuple[ASGIApp, Collaborators], settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Another process on the application's database, with its signing key."""
    assert settings.database_url is not None
    assert settings.secret_key is not None
    shared = {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "BACKGROUND_WORK": "0",  # whose worker has a listener of its own
    }
    with serving(tmp_path_factory.mktemp("other"), **shared, **OFF, LOG_LEVEL="error") as server:
        yield server
        assert server.log.read_text() == ""


@pytest.fixture
async def addresses(served: tuple[ASGIApp, Collaborators], other: Server) -> AsyncIterator[tuple[str, str]]:
    """This process's and the other's, both on sockets."""
    async with listening(served[0]) as port:
        yield f"http://127.0.0.1:{port}", other.address


@asynccontextmanager
async def following(address: str, token: str) -> AsyncIterator[Callable[[], Awaitable[Any]]]:
    """What reads the next event of a subscription that is known to have begun."""
    url = f"{address.replace('http', 'ws')}/graphql"
    async with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}}))
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": CHANGED}}))

        async def told() -> Any:
            return await _event(socket)

        yield told


async def _event(socket: ClientConnection) -> Any:
    async with asyncio.timeout(20):
        message = json.loads(await socket.recv())
    assert message["type"] == "next", message
    return message["payload"]["data"]["jobChanged"]


@asynccontextmanager
async def speaking(address: str, token: str) -> AsyncIterator[Callable[..., Awaitable[Any]]]:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=address, headers=headers, trust_env=False, timeout=20) as client:

        async def ask(query: str, **variables: Any) -> Any:
            answer = (await client.post("/graphql", json={"query": query, "variables": variables})).json()
            assert "errors" not in answer, answer
            return answer["data"]

        yield ask


async def begun(ask: Callable[..., Awaitable[Any]], told: Callable[[], Awaitable[Any]]) -> None:
    """Saves jobs until one of them is told of, and hears of the rest."""
    first = asyncio.ensure_future(told())
    made = []
    while not first.done():
        made.append((await ask(CREATE, name="begun"))["createJob"]["job"]["id"])
        await asyncio.wait([first], timeout=0.05)
    last = await first
    while last["id"] != made[-1]:
        last = await told()


@pytest.mark.parametrize("through", [0, 1], ids=["here to there", "there to here"])
async def test_a_change_through_one_reaches_who_follows_at_the_other(
    addresses: tuple[str, str], ada: Person, bob: Person, through: int
) -> None:
    async with (
        following(addresses[1 - through], ada.token) as told,
        speaking(addresses[through], ada.token) as ask,
        speaking(addresses[through], bob.token) as ask_for_bob,
    ):
        await begun(ask, told)
        for number in range(20):
            await ask_for_bob(CREATE, name="not hers")
            made = (await ask(CREATE, name=f"{number}"))["createJob"]["job"]["id"]
            assert await told() == {"op": "UPSERT", "id": made, "job": {"companyName": f"{number}"}}


async def test_after_the_listeners_were_lost_nothing_is_missed(addresses: tuple[str, str], ada: Person) -> None:
    """Of every process, while changes go on; who follows is told to resynchronise, and `changes` has all of them."""
    async with (
        following(addresses[1], ada.token) as there,
        following(addresses[0], ada.token) as here,
        speaking(addresses[0], ada.token) as ask,
    ):
        await begun(ask, there)
        await begun(ask, here)
        token, copy = await read(ask, None, {})
        ended = await database.fetch(f"SELECT pg_terminate_backend(pid) {LISTENERS}")
        assert len(ended) == 2
        made = [(await ask(CREATE, name=f"{number}"))["createJob"]["job"]["id"] for number in range(5)]
        for told in (here, there):
            while (await told())["op"] != "RESYNC":
                pass
        _, copy = await read(ask, token, copy)
        rows = await database.fetch("SELECT id::text, company_name FROM job WHERE job.user_id = $1", ada.id)
        assert copy == {row["id"]: row["company_name"] for row in rows}
        assert set(made) <= set(copy)
        # From here on both are told again.
        last = (await ask(CREATE, name="last"))["createJob"]["job"]["id"]
        for told in (here, there):
            while (await told())["id"] != last:
                pass


async def read(
    ask: Callable[..., Awaitable[Any]], token: str | None, copy: dict[str, str]
) -> tuple[str, dict[str, str]]:
    """What a client does at a RESYNC."""
    found = (await ask(CHANGES, since=token))["changes"]
    assert all(one["op"] == "UPSERT" for one in found["changes"])
    return found["token"], copy | {one["id"]: one["job"]["companyName"] for one in found["changes"]}
