"""Insights and digests over GraphQL."""

from core import database
from tests.conftest import Person


async def test_insights(ada: Person) -> None:
    query = "query($types: [InsightType!]) { insights(types: $types, first: 2) { id type title metadata createdAt } }"
    found = (await ada.data(query))["insights"]
    assert [one["type"] for one in found] == ["DAILY_DIGEST", "WEEKLY_SUMMARY"]
    [market] = (await ada.data(query, types=["MARKET_ANALYSIS"]))["insights"]
    assert (market["title"], market["metadata"]["n"]) == ("Too few saved jobs to see a market", 0)
    listed = (await ada.rest.get("/api/ai/insights", params={"type": "market_analysis"})).json()["data"]
    assert (listed[0]["id"], listed[0]["created_at"]) == (market["id"], market["createdAt"])


async def test_an_insight_is_a_node_of_its_owner(ada: Person, bob: Person) -> None:
    [first, *_] = (await ada.data("{ insights { id } }"))["insights"]
    query = "query($id: ID!) { node(id: $id) { __typename id ... on Insight { type } } }"
    assert (await ada.data(query, **first))["node"] == {
        "__typename": "Insight", "id": first["id"], "type": "DAILY_DIGEST",
    }  # fmt: skip
    assert (await bob.data(query, **first))["node"] is None


async def test_a_page_has_bounds(ada: Person) -> None:
    for first in (-1, 101):
        answer = await ada.graphql("query($first: Int!) { insights(first: $first) { id } }", first=first)
        [error] = answer["errors"]
        assert (error["extensions"]["code"], error["message"]) == (
            "BAD_USER_INPUT",
            "The request is not valid. first: must be from 0 to 100",
        )
    assert await database.fetch_value("SELECT count(*) FROM insight") == 0


async def test_a_digest_is_a_run(ada: Person) -> None:
    query = "mutation { createDigest(input: {period: DAILY}) { ... on CreateDigestPayload { run { kind status } } } }"
    assert (await ada.data(query))["createDigest"]["run"] == {"kind": "DIGEST", "status": "QUEUED"}
