"""Insights and digests over REST."""

import pytest

from core import database
from tests.conftest import Person

PATH = "/api/ai/insights"


async def test_a_page_as_every_list(ada: Person) -> None:
    answer = await ada.rest.get(PATH, params={"type": "market_analysis, recommendation", "limit": 1})
    assert answer.status_code == 200
    body = answer.json()
    [insight] = body.pop("data")
    assert body == {"total": 2, "page": 1, "limit": 1, "has_more": True}
    assert list(insight) == ["id", "type", "title", "content", "metadata", "created_at"]
    assert (insight["type"], insight["title"]) == ("recommendation", "Nothing is waiting for you")
    assert insight["created_at"].endswith("Z")
    assert set(insight["metadata"]) == {
        "n", "confidence", "period", "follow_up_after", "follow_ups", "goal", "untouched", "best_fits", "ghosted",
    }  # fmt: skip


async def test_what_has_not_changed_is_not_sent_again(ada: Person) -> None:
    first = await ada.rest.get(PATH)
    again = await ada.rest.get(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"type": "horoscope"}, "type"),
        ({"type": "recommendation,"}, "type"),
        ({"limit": "501"}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"kind": "recommendation"}, "kind"),
    ],
)
async def test_what_is_not_known_is_named(ada: Person, query: dict[str, str], field: str) -> None:
    answer = await ada.rest.get(PATH, params=query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert [fault["field"] for fault in answer.json()["error"]["details"]] == [field]
    assert await database.fetch_value("SELECT count(*) FROM insight") == 0


@pytest.mark.parametrize("body", [{}, {"period": "monthly"}, {"period": None}, {"period": "daily", "x": 1}])
async def test_a_digest_has_a_period(ada: Person, body: object) -> None:
    answer = await ada.rest.post("/api/ai/digest", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert await database.fetch_value("SELECT count(*) FROM run") == 0


async def test_a_digest_is_a_run(ada: Person) -> None:
    answer = await ada.rest.post("/api/ai/digest", json={"period": "weekly"})
    run = answer.json()["data"]
    assert (answer.status_code, run["kind"], run["status"]) == (202, "digest", "queued")
    assert answer.headers["Location"] == f"/api/scraper/runs/{run['id']}"
