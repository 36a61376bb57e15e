"""Runs from asking to ending, on both wires, with job boards and employers' sites played on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from core import database
from resolvers import runs
from resolvers.collaborators import Collaborators
from tasks import execution, registry
from tasks.worker import working
from tests.conftest import Person
from tests.resolvers.factory import saved
from tests.scraping.sites import Sites, answer
from tests.waiting import ended

POSTING = "https://careers.example/jobs/7"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "_FIRST_DELAY", 0.0)


def page(**changed: Any) -> str:
    """An employer's page of one posting."""
    posting = {
        "@type": "JobPosting", "title": "Backend Engineer", "hiringOrganization": {"name": "Northwind"},
        "description": "<p>Look after <b>PostgreSQL</b>.</p>",
        "jobLocation": {"address": {"addressLocality": "Lisbon"}},
    } | changed  # fmt: skip
    return f'<html><title>x</title><script type="application/ld+json">{json.dumps(posting)}</script></html>'


@asynccontextmanager
async def at_work(app: Collaborators, sites: Sites) -> AsyncIterator[None]:
    async with sites.fetcher() as fetcher:
        shared = replace(app, fetcher=fetcher)
        async with working(registry.tasks(shared), {}, concurrency=4):
            yield


async def scrape(person: Person, url: str, **fields: Any) -> str:
    answered = await person.rest.post("/api/scraper/runs", json={"url": url, **fields})
    assert answered.status_code == 202, answered.text
    run = answered.json()["data"]
    assert answered.headers["Location"] == f"/api/scraper/runs/{run['id']}"
    assert run["status"] == "queued"
    return str(run["id"])


async def test_a_link_becomes_a_job(app: Collaborators, ada: Person, sites: Sites) -> None:
    sites.put(POSTING, answer(page()))
    async with at_work(app, sites):
        run = await ended(ada, await scrape(ada, POSTING, save=True))
    assert (run["kind"], run["status"], run["progress"], run["error"]) == ("scrape", "succeeded", 1.0, None)
    result = run["result"]
    assert result["provenance"]["job_title"] == "JSON_LD"
    assert result["posting"]["company_name"] == "Northwind"
    assert "salary_min" in result["missing"]
    job = (await ada.rest.get(f"/api/jobs/{result['job_id']}")).json()["data"]
    assert (job["company_name"], job["job_title"], job["location"]) == ("Northwind", "Backend Engineer", "Lisbon")
    assert (job["job_description"], job["source"], job["source_url"]) == (
        "Look after **PostgreSQL**.", "scraper", POSTING,
    )  # fmt: skip
    posting = (await ada.rest.get(f"/api/jobs/{result['job_id']}/posting")).json()["data"]
    assert (posting["state"], posting["url"], posting["content"]) == (
        "live", POSTING, "<p>Look after <strong>PostgreSQL</strong>.</p>",
    )  # fmt: skip


async def test_a_page_from_the_extension_is_not_fetched(app: Collaborators, ada: Person, sites: Sites) -> None:
    linked = "https://www.linkedin.com/jobs/view/42"
    async with at_work(app, sites):
        run = await ended(ada, await scrape(ada, linked, html=page(), save=True))
    assert run["status"] == "succeeded"
    job = (await ada.rest.get(f"/api/jobs/{run['result']['job_id']}")).json()["data"]
    assert (job["job_title"], job["source"], job["source_url"]) == ("Backend Engineer", "extension", linked)
    assert sites.seen == []
    assert await database.fetch_value("SELECT count(*) FROM run WHERE page IS NOT NULL") == 0


async def test_nothing_is_saved_unless_asked_for(app: Collaborators, ada: Person, sites: Sites) -> None:
    sites.put(POSTING, answer(page()))
    async with at_work(app, sites):
        run = await ended(ada, await scrape(ada, POSTING))
    assert run["result"]["job_id"] is None
    assert (await ada.rest.get("/api/jobs")).json()["total"] == 0


async def test_a_site_that_refuses_leaves_the_link(app: Collaborators, ada: Person, sites: Sites) -> None:
    linked = "https://www.linkedin.com/jobs/view/42"
    async with at_work(app, sites):
        run = await ended(ada, await scrape(ada, linked, save=True))
    assert (run["status"], run["error"]["code"]) == ("failed", "BLOCKED_BY_SITE")
    assert run["result"]["posting"] is None
    job = (await ada.rest.get(f"/api/jobs/{run['result']['job_id']}")).json()["data"]
    assert (job["company_name"], job["job_title"], job["source_url"]) == (
        "linkedin.com", "Posting at linkedin.com", linked,
    )  # fmt: skip


async def test_a_passing_failure_is_tried_again(app: Collaborators, ada: Person, sites: Sites) -> None:
    tries: list[str] = []

    async def once_broken(seen: Any) -> AsyncIterator[bytes]:
        tries.append(seen.url)
        yield answer("", 500) if len(tries) == 1 else answer(page())

    sites.put(POSTING, once_broken)
    async with at_work(app, sites):
        run = await ended(ada, await scrape(ada, POSTING))
    assert (run["status"], len(tries)) == ("succeeded", 2)


async def test_a_page_with_several_offers_them(app: Collaborators, ada: Person, sites: Sites) -> None:
    several = page() + page(title="Designer", url="https://careers.example/jobs/8")
    sites.put("https://careers.example/jobs", answer(several))
    async with at_work(app, sites):
        run = await ended(ada, await scrape(ada, "https://careers.example/jobs"))
    assert run["error"]["code"] == "SEVERAL_POSTINGS"
    assert [one["title"] for one in run["result"]["candidates"]] == ["Backend Engineer", "Designer"]


async def test_duplicates_are_told_and_the_same_address_is_not_saved_twice(
    app: Collaborators, ada: Person, bob: Person, sites: Sites
) -> None:
    same = await saved(ada.actor, source_url=f"{POSTING}?utm_source=x")
    alike = await saved(
        ada.actor, company_name="Northwind Ltd.", job_title="Backend Engineer (m/f/d)", location="Lisbon, Portugal"
    )
    await saved(ada.actor, company_name="Northwind", job_title="Accountant", location="Porto")
    await saved(bob.actor, source_url=POSTING)
    sites.put(POSTING, answer(page()))
    async with at_work(app, sites):
        run = await ended(ada, await scrape(ada, POSTING, save=True))
    assert run["result"]["duplicates"] == [
        {"job_id": same["id"], "score": 100, "reasons": ["SAME_ADDRESS"]},
        {"job_id": alike["id"], "score": 100, "reasons": ["SAME_COMPANY", "SIMILAR_TITLE", "SIMILAR_LOCATION"]},
    ]
    assert run["result"]["job_id"] is None
    assert (await ada.rest.get("/api/jobs")).json()["total"] == 3


async def test_a_cancelled_run_changes_nothing(app: Collaborators, ada: Person, bob: Person, sites: Sites) -> None:
    asked = asyncio.Event()

    async def slow(_seen: Any) -> AsyncIterator[bytes]:
        asked.set()
        await asyncio.Event().wait()
        yield b""

    sites.put(POSTING, slow)
    async with at_work(app, sites):
        run_id = await scrape(ada, POSTING, save=True)
        await asyncio.wait_for(asked.wait(), 30)
        assert (await bob.rest.delete(f"/api/scraper/runs/{run_id}")).status_code == 404
        cancelled = await ada.rest.delete(f"/api/scraper/runs/{run_id}")
        assert (cancelled.status_code, cancelled.json()["data"]["status"]) == (200, "cancelled")
        again = await ada.rest.delete(f"/api/scraper/runs/{run_id}")
        assert (again.status_code, again.json()["error"]["code"]) == (409, "CONFLICT")
    assert (await ada.rest.get("/api/jobs")).json()["total"] == 0


async def test_a_run_is_followed_to_its_end(app: Collaborators, ada: Person, sites: Sites) -> None:
    sites.put(POSTING, answer(page()))
    run_id = await scrape(ada, POSTING)
    async with asyncio.timeout(30), at_work(app, sites):
        rows = runs.follow(ada.actor, UUID(run_id), notifications=app.notifications)
        seen = [row["status"] async for row in rows]
    assert seen[-1] == "succeeded"
    assert set(seen) <= {"queued", "running", "succeeded"}


async def test_a_whole_board_is_listed(app: Collaborators, ada: Person, sites: Sites) -> None:
    board = "https://boards-api.greenhouse.io/v1/boards/northwind/jobs"
    jobs = [
        {"id": number, "title": title, "absolute_url": f"https://boards.greenhouse.io/northwind/jobs/{number}",
         "location": {"name": "Lisbon"}}
        for number, title in ((7, "Engineer"), (8, "Designer"))
    ]  # fmt: skip
    sites.put(board, answer(json.dumps({"jobs": jobs}), content_type="application/json"))
    kept = await saved(ada.actor, source_url="https://boards.greenhouse.io/northwind/jobs/8")
    async with at_work(app, sites):
        answered = await ada.rest.post("/api/scraper/boards", json={"url": "https://boards.greenhouse.io/northwind"})
        run = await ended(ada, answered.json()["data"]["id"])
    assert [(one["title"], one["key"], one["job_id"]) for one in run["result"]["candidates"]] == [
        ("Engineer", "greenhouse:northwind:7", None), ("Designer", "greenhouse:northwind:8", kept["id"]),
    ]  # fmt: skip
    assert (await ada.rest.get("/api/jobs")).json()["total"] == 1


@pytest.mark.parametrize(
    ("reply", "state", "reason"),
    [
        (answer(page()), "live", None),
        (answer(page(description="<p>Something else.</p>")), "changed", None),
        (answer("", 404), "gone", "NOT_FOUND"),
        (answer(page(validThrough="2020-01-01")), "gone", "EXPIRED"),
        (answer("", 403), "uncertain", "BLOCKED_BY_SITE"),
    ],
)
async def test_a_posting_is_looked_at_again(
    app: Collaborators, ada: Person, sites: Sites, reply: bytes, state: str, reason: str | None
) -> None:
    sites.put(POSTING, answer(page()))
    async with at_work(app, sites):
        job_id = (await ended(ada, await scrape(ada, POSTING, save=True)))["result"]["job_id"]
        sites.put(POSTING, reply)
        started = await ada.rest.post(f"/api/jobs/{job_id}/check")
        run = await ended(ada, started.json()["data"]["id"])
    assert (run["result"]["state"], run["result"]["reason"]) == (state, reason)
    posting = await ada.data("query($id: ID!) { posting(jobId: $id) { state content } }", id=job_id)
    assert posting["posting"]["state"] == state.upper()
    assert posting["posting"]["content"] != ""
