"""Fetching from sites on loopback: what comes back, and what each way of failing is called."""

from scraping.fetch import USER_AGENT, Page
from tests.scraping.sites import Sites, answer, redirect


async def test_a_page(sites: Sites) -> None:
    sites.put("http://jobs.example/1?a=b", answer("<html>"))
    async with sites.fetcher() as fetcher:
        page = await fetcher.get("http://jobs.example/1?a=b#apply")
    assert page == Page("http://jobs.example/1?a=b", 200, "text/html", "utf-8", b"<html>")
    assert [seen.url for seen in sites.seen] == ["http://jobs.example/robots.txt", "http://jobs.example/1?a=b"]
    assert sites.seen[1].headers["user-agent"] == USER_AGENT


async def test_a_page_over_tls_behind_redirects(sites: Sites) -> None:
    sites.put("http://jobs.example/1", redirect("https://jobs.example/1", 301))
    sites.put("https://jobs.example/1", redirect("//böard.example/1"))
    sites.put("https://xn--bard-5qa.example/1", answer("{}", content_type="application/json"))
    async with sites.fetcher() as fetcher:
        page = await fetcher.get("http://jobs.example/1")
    assert (page.url, page.content_type, page.body) == ("https://xn--bard-5qa.example/1", "application/json", b"{}")
