"""What an operation costs is charged exactly, and said alike in headers, extensions and the schema, on both paths."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp

from tests.conftest import PASSWORD, Person, Ticking, http_client

LIMITED = {"rate_limit_standard": "100/minute", "rate_limit_auth": "5/minute"}
ASK = "rateLimit { cost limit remaining resetAt }"


def page(size: int) -> str:
    """Costs 1 and as much as the page is long."""
    return f"jobs(first: {size}) {{ nodes {{ id }} }}"


def pages(cost: int) -> str:
    """A part of a document that costs so much."""
    whole, rest = divmod(cost, 101)
    parts = [f"p{one}: {page(100)}" for one in range(whole)]
    return " ".join([*parts, *([f"rest: {page(rest - 1)}"] if rest else [])])


@pytest.fixture
def asgi(beside: Callable[..., ASGIApp], ticking: Ticking) -> ASGIApp:
    return beside(**LIMITED)


@asynccontextmanager
async def asking(asgi: ASGIApp, token: str | None = None) -> AsyncIterator[Callable[..., Any]]:
    async with http_client(asgi, token) as client:

        async def ask(query: str) -> httpx2.Response:
            return await client.post("/graphql", json={"query": query})

        yield ask


def left(response: httpx2.Response) -> int:
    """What the headers say is left, and that nothing says otherwise."""
    headers = response.headers
    found = int(headers["x-ratelimit-remaining"])
    if response.status_code == 200 and "extensions" in response.json():
        stated = response.json()["extensions"]["cost"]
        assert (stated["limit"], stated["remaining"], stated["resetAt"]) == (
            int(headers["x-ratelimit-limit"]), found, int(headers["x-ratelimit-reset"]),
        )  # fmt: skip
    return found


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(
    ("cost", "units"), [(0, 1), (1, 1), (999, 1), (1000, 1), (1001, 2), (2000, 2), (2001, 3), (4999, 5), (5000, 5)]
)
async def test_every_thousand_that_is_begun_counts_as_one_request(
    asgi: ASGIApp, ada: Person, cost: int, units: int
) -> None:
    async with asking(asgi, ada.token) as ask:
        response = await ask(f"{{ __typename {pages(cost)} }}")
        assert "errors" not in response.json()
        assert response.json()["extensions"]["cost"]["requested"] == cost
        assert left(response) == 100 - units


@pytest.mark.usefixtures("either_way")
async def test_the_schema_says_what_the_headers_say(asgi: ASGIApp, ada: Person) -> None:
    async with asking(asgi, ada.token) as ask:
        for query, cost, remaining in ((f"{{ {ASK} }}", 1, 99), (f"{{ {ASK} {pages(1500)} }}", 1501, 97)):
            response = await ask(query)
            assert left(response) == remaining
            assert response.json()["data"]["rateLimit"] == {
                "cost": cost, "limit": 100, "remaining": remaining, "resetAt": "2026-03-01T10:31:00Z",
            }  # fmt: skip


async def test_what_the_budget_does_not_hold_is_refused_and_takes_nothing(
    beside: Callable[..., ASGIApp], ada: Person, ticking: Ticking
) -> None:
    async with asking(beside(rate_limit_standard="4/minute"), ada.token) as ask:
        response = await ask(f"{{ {pages(4001)} }}")
        assert (response.status_code, response.headers["retry-after"]) == (429, "60")
        (error,) = response.json()["errors"]
        assert (error["extensions"]["code"], error["extensions"]["retryAfter"]) == ("RATE_LIMIT_EXCEEDED", 60)
        assert left(response) == 3  # the request itself is spent, what it would have cost besides is not
        assert left(await ask(f"{{ {pages(2001)} }}")) == 0
        assert (await ask("{ __typename }")).status_code == 429


async def test_what_is_refused_for_its_document_costs_one(asgi: ASGIApp, ada: Person) -> None:
    async with asking(asgi, ada.token) as ask:
        for number, query in enumerate(("{", "{ nope }", f"{{ {pages(5001)} }}", "{ a" * 17 + "}" * 17)):
            response = await ask(query)
            assert "data" not in response.json()
            assert int(response.headers["x-ratelimit-remaining"]) == 99 - number


@pytest.mark.usefixtures("either_way")
async def test_each_field_that_lets_in_spends_one_of_its_tier(asgi: ASGIApp, database_emptied: None) -> None:
    """The sixth attempt is refused however the six are spread over requests, and standard is charged as ever."""
    attempt = f'logIn(input: {{email: "nobody@example.com", password: "{PASSWORD}"}}) {{ __typename }}'
    async with asking(asgi) as ask:
        three = " ".join(f"a{one}: {attempt}" for one in range(3))
        first = await ask(f"mutation {{ {three} }}")
        assert [each["__typename"] for each in first.json()["data"].values()] == ["InvalidCredentials"] * 3
        assert left(first) == 99
        second = (await ask(f"mutation {{ {three} }}")).json()
        assert second["data"] is None
        (error,) = second["errors"]
        assert (error["extensions"]["code"], error["path"]) == ("RATE_LIMIT_EXCEEDED", ["a2"])
        third = await ask(f"mutation {{ {attempt} }}")
        assert third.json()["errors"][0]["extensions"]["code"] == "RATE_LIMIT_EXCEEDED"
