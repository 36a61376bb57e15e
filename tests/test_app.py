"""The application as it is put together: its pages and what operators watch."""

import re

import httpx2
from starlette.types import ASGIApp, Receive, Scope, Send

from app import create_app
from core.settings import Settings
from resolvers.collaborators import Collaborators
from tests.conftest import http_client


def _with(shared: Collaborators, settings: Settings) -> ASGIApp:
    """The application under other settings, in the lifespan of the one that is served."""
    application = create_app(settings)

    async def asgi(scope: Scope, receive: Receive, send: Send) -> None:
        await application({**scope, "state": {"app": shared}}, receive, send)

    return asgi


async def test_metrics_are_there_when_switched_on(app: Collaborators, settings: Settings) -> None:
    async with http_client(_with(app, settings.model_copy(update={"metrics": True}))) as client:
        before = _count((await client.get("/metrics")).text)
        await client.get("/health")
        response = await client.get("/metrics")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert _count(response.text) == before + 2  # the health and the scrape before
    assert "# TYPE pipeline_rate_limit_degraded gauge" in response.text


def _count(text: str) -> float:
    found = re.search(r'^pipeline_requests_total\{method="GET",status="200"\} (\S+)$', text, re.MULTILINE)
    return float(found[1]) if found else 0.0


async def test_metrics_are_not_there_otherwise(client: httpx2.AsyncClient) -> None:
    response = await client.get("/metrics")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "NOT_FOUND")


async def test_the_start_page_leads_to_what_is_there(client: httpx2.AsyncClient) -> None:
    page = (await client.get("/")).text
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert {"/graphql", "/api/docs", "/api/health"} <= set(links)
    for link in links:
        assert (await client.get(link, headers={"Accept": "text/html"})).status_code == 200, link
    assert page.count("http://pipeline.test/") == len(re.findall(r"https?://", page))


async def test_static_files_lead_nowhere_else(client: httpx2.AsyncClient) -> None:
    for path in ("/static/", "/static/nope.js", "/static/..%2fcli.py", "/static/%2e%2e/cli.py"):
        assert (await client.get(path)).status_code == 404, path
