"""gql, Python's client: over HTTP by httpx2, without and with asyncio, and over a WebSocket.

`make conformance` runs it beside the clients from npm, and it prints the same lines.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from typing import Any

from gql import Client, gql
from gql.client import AsyncClientSession
from gql.transport.exceptions import TransportConnectionFailed, TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport, HTTPXTransport
from gql.transport.websockets import WebsocketsTransport
from websockets.exceptions import ConnectionClosed

from tests.conformance.accounts import api_token

SECONDS = 20
JOBS = "query Jobs($first: Int) { jobs(first: $first) { totalCount nodes { id jobTitle } } }"
CREATE = """mutation Create($input: CreateJobInput!) {
  createJob(input: $input) {
    __typename
    ... on CreateJobPayload { job { id jobTitle status createdAt } }
    ... on Error { code message }
  }
}"""
UPDATE = "mutation Update($input: UpdateJobInput!) { updateJob(input: $input) { __typename } }"
REFUSED = "query Refused { jobs(first: 101) { totalCount } }"
CHANGED = "subscription Changed { jobChanged { op id job { id notes } } }"
DRAFT = {"input": {"companyName": "Initech", "jobTitle": "Engineer"}}
Connect = Callable[[str], AbstractAsyncContextManager[AsyncClientSession]]


async def main(address: str) -> int:
    """A line per check; 1 when one of them failed."""
    token = api_token(address, "gql")
    over_http, over_socket = _connections(address)
    checks = {
        "gql: a query without asyncio": lambda: _synchronous(address, token),
        "gql: the schema by introspection": lambda: _introspected(address, token),
        "gql: operations over HTTP": lambda: _operations(over_http, token),
        "gql: a bad token over HTTP": lambda: _stranger_over_http(over_http),
        "gql: operations over a WebSocket": lambda: _operations(over_socket, token),
        "gql: a bad token over a WebSocket": lambda: _stranger_over_socket(over_socket),
        "gql: a subscription over a WebSocket": lambda: _told(over_http, over_socket, token),
    }
    return int(not all([await _passes(name, check) for name, check in checks.items()]))


async def _passes(name: str, check: Callable[[], Awaitable[None]]) -> bool:
    try:
        await asyncio.wait_for(check(), SECONDS)
    except Exception as error:  # noqa: BLE001 whatever it was, the check has failed
        print(f"FAILED {name}: {error!r}")
        return False
    print(f"ok     {name}")
    return True


def _connections(address: str) -> tuple[Connect, Connect]:
    @asynccontextmanager
    async def over_http(token: str) -> AsyncIterator[AsyncClientSession]:
        transport = HTTPXAsyncTransport(f"{address}/graphql", headers=_bearer(token))
        async with Client(transport=transport) as session:
            yield session

    @asynccontextmanager
    async def over_socket(token: str) -> AsyncIterator[AsyncClientSession]:
        url = f"{address}/graphql".replace("http", "ws")
        async with Client(transport=WebsocketsTransport(url, init_payload=_bearer(token))) as session:
            yield session

    return over_http, over_socket


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def _synchronous(address: str, token: str) -> None:
    def ask() -> dict[str, Any]:
        client = Client(transport=HTTPXTransport(f"{address}/graphql", headers=_bearer(token)))
        found: dict[str, Any] = client.execute(gql("{ me { email } }"))
        return found

    assert await asyncio.to_thread(ask) == {"me": {"email": "gql@example.com"}}


async def _introspected(address: str, token: str) -> None:
    transport = HTTPXAsyncTransport(f"{address}/graphql", headers=_bearer(token))
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        assert session.client.schema is not None
        assert "Job" in session.client.schema.type_map
        # The schema is known now, and a field that is not there is refused before anything is sent.
        assert await _refusal(session, "{ salary }") == "Cannot query field 'salary' on type 'Query'."


async def _refusal(session: AsyncClientSession, text: str) -> str:
    try:
        await session.execute(gql(text))
    except Exception as error:  # noqa: BLE001 graphql-core's error, or the transport's
        return str(error).splitlines()[0]
    return ""


async def _operations(connect: Connect, token: str) -> None:
    """A mutation, a query, a refused operation and an error of a field."""
    async with connect(token) as session:
        before = (await session.execute(_with(JOBS)))["jobs"]["totalCount"]
        created = (await session.execute(_with(CREATE, DRAFT)))["createJob"]
        assert (created["__typename"], created["job"]["jobTitle"]) == ("CreateJobPayload", "Engineer")
        jobs = (await session.execute(_with(JOBS, {"first": 1})))["jobs"]
        assert (jobs["totalCount"], jobs["nodes"][0]["id"]) == (before + 1, created["job"]["id"])
        assert await _codes(session, "{ salary }") == ["GRAPHQL_VALIDATION_FAILED"]
        assert await _codes(session, REFUSED) == ["BAD_USER_INPUT"]


def _with(text: str, variables: dict[str, Any] | None = None) -> Any:
    request = gql(text)
    request.variable_values = variables
    return request


async def _codes(session: AsyncClientSession, text: str) -> list[str]:
    """The codes of the errors with which an operation is answered."""
    try:
        await session.execute(gql(text))
    except TransportQueryError as error:
        return [one["extensions"]["code"] for one in error.errors or []]
    return []


async def _stranger_over_http(connect: Connect) -> None:
    async with connect("not-a-token") as session:
        assert await _codes(session, JOBS) == ["UNAUTHORIZED"]


async def _stranger_over_socket(connect: Connect) -> None:
    cause: BaseException | None = None
    try:
        async with connect("not-a-token"):
            pass
    except TransportConnectionFailed as error:
        cause = error.__cause__
    assert isinstance(cause, ConnectionClosed)
    assert cause.rcvd is not None
    assert cause.rcvd.code == 4403


async def _told(over_http: Connect, over_socket: Connect, token: str) -> None:
    """A subscription hears of a change that somebody else makes meanwhile."""
    async with over_http(token) as other, over_socket(token) as session:
        job_id = (await other.execute(_with(CREATE, DRAFT)))["createJob"]["job"]["id"]
        async with aclosing(session.subscribe(gql(CHANGED))) as events:
            first = asyncio.ensure_future(anext(events))
            number = 0
            while not first.done():
                number += 1
                await other.execute(_with(UPDATE, {"input": {"id": job_id, "notes": f"round {number}"}}))
                await asyncio.wait([first], timeout=0.05)
            event = first.result()["jobChanged"]
    assert (event["op"], event["id"], event["job"]["id"]) == ("UPSERT", job_id, job_id)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(os.environ["SERVER"])))
