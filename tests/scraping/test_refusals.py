"""What an answer's status, headers and first bytes are taken to mean."""

import time
from contextlib import suppress

import pytest

from scraping.errors import ScrapeCode, ScrapeError
from tests.conftest import Ticking
from tests.scraping.sites import Sites, answer

URL = "https://jobs.example/1"


async def outcome(sites: Sites, reply: bytes) -> str:
    sites.put(URL, reply)
    async with sites.fetcher() as fetcher:
        try:
            return (await fetcher.get(URL)).content_type
        except ScrapeError as error:
            return error.code.value


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (200, "text/html"), (203, "text/html"), (204, "text/html"), (299, "text/html"),
        (300, "SITE_ERROR"), (301, "SITE_ERROR"), (304, "SITE_ERROR"), (305, "SITE_ERROR"), (400, "SITE_ERROR"),
        (401, "BLOCKED_BY_SITE"), (402, "SITE_ERROR"), (403, "BLOCKED_BY_SITE"), (404, "NOT_FOUND"),
        (405, "SITE_ERROR"), (406, "SITE_ERROR"), (407, "SITE_ERROR"), (408, "SITE_ERROR"), (410, "NOT_FOUND"),
        (418, "SITE_ERROR"), (429, "BLOCKED_BY_SITE"), (451, "BLOCKED_BY_SITE"), (500, "SITE_ERROR"),
        (502, "SITE_ERROR"), (503, "SITE_ERROR"), (520, "SITE_ERROR"), (999, "BLOCKED_BY_SITE"),
    ],
)  # fmt: skip
async def test_a_status(sites: Sites, status: int, code: str) -> None:
    assert await outcome(sites, answer(b"", status)) == code


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (answer("", 503, retry_after="1"), "BLOCKED_BY_SITE"), (answer("", 200, retry_after="1"), "text/html"),
        (answer("", 500, retry_after="1"), "SITE_ERROR"),
        (answer("", 503, cf_mitigated="challenge"), "BLOCKED_BY_SITE"),
        (answer("", 202, x_amzn_waf_action="challenge"), "BLOCKED_BY_SITE"),
        (answer("", 405, x_amzn_waf_action="captcha"), "BLOCKED_BY_SITE"),
        (answer("", 200, x_amzn_waf_action="allow"), "text/html"),
        (answer("<html><script>window._cf_chl_opt={}"), "BLOCKED_BY_SITE"),
        (answer("<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/x'>"), "BLOCKED_BY_SITE"),
        (answer("<script src='https://ct.captcha-delivery.com/c.js'>"), "BLOCKED_BY_SITE"),
        (answer('<div id="px-captcha">'), "BLOCKED_BY_SITE"),
        (answer('<iframe src="/_Incapsula_Resource?x">'), "BLOCKED_BY_SITE"),
        (answer('<script src="https://a.awswaf.com/b/challenge.js">'), "BLOCKED_BY_SITE"),
        (answer("<p>We fight captchas, /cdn-cgi/challenge-platform/ and bots"), "text/html"),
        (answer(" " * 65_536 + '<div id="px-captcha">'), "text/html"),
    ],
)  # fmt: skip
async def test_a_challenge(sites: Sites, reply: bytes, code: str) -> None:
    assert await outcome(sites, reply) == code


@pytest.mark.parametrize("start", ["/cdn-cgi/challenge-platform/", "awswaf.com/", "id=", "window."])
async def test_a_page_full_of_almost_challenges_takes_no_time(sites: Sites, start: str) -> None:
    before = time.thread_time()
    assert await outcome(sites, answer(start * (2**20 // len(start)))) == "text/html"
    assert time.thread_time() - before < 0.5


@pytest.mark.parametrize(
    "host",
    ["linkedin.com", "www.linkedin.com", "de.linkedin.com", "linkedin.cn", "indeed.com", "uk.indeed.com",
     "indeed.co.uk", "www.indeed.com.au", "indeed.de", "INDEED.com."],
)  # fmt: skip
async def test_a_site_that_never_lets_servers_in_is_not_asked(sites: Sites, host: str) -> None:
    sites.put(f"https://{host.lower().removesuffix('.')}/jobs/1", answer("<html>"))
    async with sites.fetcher() as fetcher:
        with pytest.raises(ScrapeError) as refused:
            await fetcher.get(f"https://{host}/jobs/1")
    assert refused.value.code is ScrapeCode.BLOCKED_BY_SITE
    assert sites.seen == []


@pytest.mark.parametrize(
    "host",
    ["indeed.greenhouse.io", "linkedin.example", "notindeed.com", "indeed.com.example", "linked.in", "in.deed.com"],
)
async def test_a_site_with_a_similar_name_is(sites: Sites, host: str) -> None:
    sites.put(f"https://{host}/jobs/1", answer("<html>"))
    async with sites.fetcher() as fetcher:
        assert (await fetcher.get(f"https://{host}/jobs/1")).url == f"https://{host}/jobs/1"


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [
        (429, "60", 60), (503, "60", 60), (429, "999999999", 3600), (429, "Sun, 01 Mar 2026 10:31:00 GMT", 60),
        (429, "Sun, 01 Mar 2026 10:29:00 GMT", 0), (429, "Sun, 01 Mar 2030 10:29:00 GMT", 3600), (200, "60", 0),
        (429, "", 0), (429, "-1", 0), (429, "soon", 0), (429, "1.5", 0), (429, "9" * 5000, 0),
        (429, "Sun, 01 Mar 2026 10:31:00", 0), (429, "Sun, 01 Mar 2026 10:31:00 -0000", 0),
        (429, "Sun, 99 Mar 99999 10:31:00 +99999999999999999999", 0),
    ],
)  # fmt: skip
async def test_a_site_is_left_alone_for_as_long_as_it_says(
    sites: Sites, ticking: Ticking, status: int, retry_after: str, seconds: int
) -> None:
    sites.put(URL, answer("<html>", status, retry_after=retry_after))
    async with sites.fetcher() as fetcher:
        start = time.monotonic()
        with suppress(ScrapeError):
            await fetcher.get(URL)
        resting = fetcher._turns._visits["jobs.example"].resting_until - start
    assert round(max(resting, 0), -1) == seconds


async def test_while_it_is_left_alone_no_request_is_made(sites: Sites) -> None:
    sites.put(URL, answer("", 429, retry_after="60"))
    sites.put("https://other.example/1", answer("<html>"))
    async with sites.fetcher() as fetcher:
        for _ in range(3):
            with pytest.raises(ScrapeError) as refused:
                await fetcher.get(URL)
            assert refused.value.code is ScrapeCode.BLOCKED_BY_SITE
        assert (await fetcher.get("https://other.example/1")).status == 200
    assert sites.urls == [URL, "https://other.example/1"]
