"""Fetching from sites on loopback: what is asked, what comes back, and what each way of failing is called."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from scraping.errors import MESSAGES, ScrapeCode, ScrapeError
from scraping.fetch import ACCEPT, USER_AGENT, Page
from tests.conftest import REPOSITORY
from tests.scraping.sites import Seen, Sites, answer, failure, instantly, redirect

URL = "http://jobs.example/1"


async def test_a_page(sites: Sites) -> None:
    sites.put("https://jobs.example/1?a=b", answer("<html>"))
    async with sites.fetcher() as fetcher:
        page = await fetcher.get("https://jobs.example/1?a=b#apply")
    assert page == Page("https://jobs.example/1?a=b", 200, "text/html", "utf-8", b"<html>")
    headers = {
        "host": "jobs.example", "user-agent": USER_AGENT, "accept": ACCEPT, "accept-language": "en, *;q=0.5",
        "accept-encoding": "gzip, deflate",
    }  # fmt: skip
    assert sites.seen == [
        Seen("https://jobs.example/robots.txt", headers | {"accept": "text/plain, */*;q=0.1"}),
        Seen("https://jobs.example/1?a=b", headers),
    ]


async def test_what_is_accepted_may_be_said(sites: Sites) -> None:
    sites.put(URL, answer("{}", content_type="application/json"))
    async with sites.fetcher(user_agent="Other/1", respect_robots=False) as fetcher:
        await fetcher.get(URL, accept="application/json")
    [seen] = sites.seen
    assert (seen.headers["accept"], seen.headers["user-agent"]) == ("application/json", "Other/1")


def test_the_user_agent_says_which_version_this_is() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    assert USER_AGENT.startswith(f"Pipeline/{project['version']} (")
    assert project["name"] == "pipeline"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed_five_times(sites: Sites, status: int) -> None:
    for number in range(5):
        sites.put(f"http://{number}.example/", redirect(f"//{number + 1}.example", status))
    sites.put("http://5.example/", answer("<html>"))
    sites.put("http://more.example/", redirect("http://0.example"))
    async with sites.fetcher() as fetcher:
        assert (await fetcher.get("http://0.example")).url == "http://5.example/"
    assert await failure(sites, "http://more.example") is ScrapeCode.TOO_MANY_REDIRECTS


async def test_redirects_in_a_circle(sites: Sites) -> None:
    sites.put("http://jobs.example/1", redirect("https://jobs.example/1"))
    sites.put("https://jobs.example/1", redirect("http://jobs.example/1"))
    assert await failure(sites, URL) is ScrapeCode.TOO_MANY_REDIRECTS
    assert sites.urls == ["http://jobs.example/1", "https://jobs.example/1"] * 3


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("https://www.linkedin.com/jobs/view/1", "BLOCKED_BY_SITE"), ("http://127.0.0.1/", "URL_NOT_ALLOWED"),
        ("http://jobs.example:8080/", "URL_NOT_ALLOWED"), ("ftp://jobs.example/", "URL_NOT_ALLOWED"),
        ("/robots-say-no", "ROBOTS_DISALLOWED"), ("/missing", "NOT_FOUND"), ("https://unknown.example/", "UNREACHABLE"),
    ],
)  # fmt: skip
async def test_a_redirect_is_judged_like_the_link(sites: Sites, location: str, code: str) -> None:
    async def nothing(_: str) -> Sequence[str]:
        return []

    sites.put("http://jobs.example/robots.txt", answer("User-agent: *\nDisallow: /robots-say-no"))
    sites.put(URL, redirect(location))
    assert await failure(sites, URL, resolver=nothing, sleep=instantly) is ScrapeCode(code)
    assert set(sites.urls) <= {URL, "http://jobs.example/missing"}


async def test_a_location_in_utf8_or_latin1(sites: Sites) -> None:
    sites.put("http://jobs.example/%C3%BC", answer("<html>"))
    for coding in ("utf-8", "latin-1"):
        sites.put(URL, redirect("/ü").decode().encode(coding))
        async with sites.fetcher() as fetcher:
            assert (await fetcher.get(URL)).url == "http://jobs.example/%C3%BC"


async def test_cookies_are_not_kept(sites: Sites) -> None:
    sites.put(URL, answer(b"", 302, location="/2", set_cookie="a=b"))
    sites.put("http://jobs.example/2", answer("<html>"))
    async with sites.fetcher() as fetcher:
        await fetcher.get(URL)
    assert [name for seen in sites.seen for name in seen.headers if "cookie" in name] == []


async def test_proxies_of_the_environment_are_not_used(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for url in (URL, "https://jobs.example/1"):
        sites.put(url, answer("<html>"))
        async with sites.fetcher() as fetcher:
            assert (await fetcher.get(url)).url == url


def test_every_code_has_one_sentence_that_says_what_to_do() -> None:
    assert list(MESSAGES) == list(ScrapeCode)
    assert [message for message in MESSAGES.values() if not message.endswith(".") or ": " not in message] == []
    transient = [code for code in ScrapeCode if ScrapeError(code).is_transient]
    assert transient == [ScrapeCode.UNREACHABLE, ScrapeCode.TIMED_OUT, ScrapeCode.SITE_ERROR]
    assert str(ScrapeError(ScrapeCode.NO_POSTING, "Other.")) == "Other."


def test_every_code_is_in_the_document() -> None:
    document = Path(REPOSITORY / "docs" / "scraping.md").read_text()
    fetching = [code for code in ScrapeCode if code not in {ScrapeCode.NO_POSTING, ScrapeCode.SEVERAL_POSTINGS}]
    assert [code for code in fetching if f"| `{code}` |" not in document] == []
