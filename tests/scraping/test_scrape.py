"""From a link to a posting over real HTTP: the board's interface first, then the page."""

from dataclasses import asdict

import pytest

from scraping.boards.registry import identify
from scraping.errors import ScrapeCode, ScrapeError
from scraping.posting import Candidate, Extraction, Provenance, SeveralPostings
from scraping.scrape import list_board, scrape
from tests.scraping.corpus import BOARDS, PAGES, Case
from tests.scraping.sites import Sites, answer, redirect
from tests.scraping.test_corpus import shown

_BOARDS = {case.name: case for case in BOARDS}
_PAGES = {case.name: case for case in PAGES}
LINK = "https://boards.greenhouse.io/kestrellooms/jobs/4400123"
API = "https://boards-api.greenhouse.io/v1/boards/kestrellooms/jobs/4400123?pay_transparency=true"
LISTING = "https://boards-api.greenhouse.io/v1/boards/kestrellooms/jobs"
PAGE = _PAGES["greenhouse_page"].body


def put(sites: Sites, case: Case) -> None:
    kind = "application/xml" if b"<?xml" in case.body[:10] else "application/json"
    sites.put(case.expected["api"], answer(case.body, content_type=kind))


async def scraped(sites: Sites, url: str) -> Extraction:
    async with sites.fetcher() as fetcher:
        return await scrape(url, fetcher.get)


async def listed(sites: Sites, url: str) -> list[Candidate]:
    async with sites.fetcher() as fetcher:
        return await list_board(url, fetcher.get)


async def refusal(sites: Sites, url: str) -> ScrapeError:
    with pytest.raises(ScrapeError) as raised:
        await scraped(sites, url)
    return raised.value


@pytest.mark.parametrize("case", [case for case in BOARDS if case.expected.get("found")], ids=lambda case: case.name)
async def test_a_board_is_asked_and_its_page_is_not(sites: Sites, case: Case) -> None:
    put(sites, case)
    found = await scraped(sites, case.url)
    assert shown(found) == {"JOB_BOARD_API": case.expected["found"], "USER": {"source_url": case.url}}
    assert sites.urls == [case.expected["api"]]
    wanted = "xml" if "xml" in case.expected["api"] or "rss" in case.expected["api"] else "application/json"
    assert wanted in sites.seen[-1].headers["accept"]


@pytest.mark.parametrize("case", [case for case in BOARDS if "candidates" in case.expected], ids=lambda case: case.name)
async def test_a_whole_board_is_listed(sites: Sites, case: Case) -> None:
    match = identify(case.url)
    assert match is not None
    assert match.listing is not None
    sites.put(
        match.listing,
        answer(case.body, content_type="application/xml" if b"<" in case.body[:1] else "application/json"),
    )
    assert [asdict(candidate) for candidate in await listed(sites, case.url)] == case.expected["candidates"]


@pytest.mark.parametrize("reply", [answer(b"", 404), answer(b"", 429), answer(b"{}", content_type="application/json")])
async def test_where_a_board_does_not_answer_its_page_is_read(sites: Sites, reply: bytes) -> None:
    sites.put(API, reply)
    sites.put(LINK, answer(PAGE))
    found = await scraped(sites, LINK)
    assert (found.posting.job_title, found.provenance["job_title"]) == ("Sail Cutter", Provenance.JSON_LD)
    assert found.posting.key == "greenhouse:kestrellooms:4400123"
    assert sites.urls == [API, LINK]


async def test_a_posting_that_is_gone_from_board_and_page(sites: Sites) -> None:
    sites.put(API, answer(b"", 404))
    sites.put(LINK, answer(b"", 404))
    assert (await refusal(sites, LINK)).code is ScrapeCode.NOT_FOUND


async def test_an_employers_page_leads_to_its_board(sites: Sites) -> None:
    link = "https://kestrel-looms.example/careers/open?gh_jid=4400123"
    sites.put(link, answer(_PAGES["greenhouse_in_an_employers_page"].body))
    put(sites, _BOARDS["greenhouse"])
    found = await scraped(sites, link)
    assert found.posting.key == "greenhouse:kestrellooms:4400123"
    assert found.posting.source_url == link
    assert found.provenance["job_description"] is Provenance.JOB_BOARD_API


async def test_an_employers_page_is_read_where_its_board_is_silent(sites: Sites) -> None:
    link = "https://kestrel-looms.example/careers/open?gh_jid=4400123"
    sites.put(link, answer(_PAGES["greenhouse_in_an_employers_page"].body))
    found = await scraped(sites, link)
    assert (found.posting.job_title, found.posting.key) == ("Sail Cutter", "greenhouse:kestrellooms:4400123")


async def test_recruitee_on_a_host_of_the_employers(sites: Sites) -> None:
    link = "https://jobs.meadow-rind.example/o/cellar-hand"
    sites.put(
        link, answer('<title>x</title><script src="https://d10zminp1cyta8.example/recruitee/careers.js"></script>')
    )
    sites.put(
        "https://jobs.meadow-rind.example/api/offers/",
        answer(_BOARDS["recruitee"].body, content_type="application/json"),
    )
    posting = (await scraped(sites, link)).posting
    assert (posting.job_title, posting.company_name, posting.job_type) == ("Cellar Hand", "Jobs", "part_time")
    assert posting.key == "recruitee:jobs.meadow-rind.example:cellar-hand"


async def test_ashby_in_an_employers_page(sites: Sites) -> None:
    job = "145ff46b-1441-4773-bcd3-c8c90baa598a"
    link = f"https://pala.example/join?ashby_jid={job}"
    sites.put(link, answer('<script src="https://jobs.ashbyhq.com/Pala%20Robotics/embed?version=2"></script>'))
    put(sites, _BOARDS["ashby"])
    posting = (await scraped(sites, link)).posting
    assert (posting.job_title, posting.key) == ("Grasp Planner", f"ashby:Pala Robotics:{job}")


async def test_a_link_that_leads_to_a_board(sites: Sites) -> None:
    sites.put("https://short.example/x", redirect(LINK))
    sites.put(LINK, answer(PAGE))
    put(sites, _BOARDS["greenhouse"])
    found = await scraped(sites, "https://short.example/x")
    assert found.provenance["location"] is Provenance.JOB_BOARD_API
    assert found.posting.source_url == "https://short.example/x"


async def test_addresses_on_a_page_are_relative_to_where_it_is(sites: Sites) -> None:
    sites.put("https://short.example/x", redirect("https://kestrel-looms.example/jobs/pe-7"))
    sites.put("https://kestrel-looms.example/jobs/pe-7", answer(_PAGES["ld_complete"].body))
    posting = (await scraped(sites, "https://short.example/x")).posting
    assert posting.source_url == "https://short.example/x"
    assert posting.application_url == "https://kestrel-looms.example/jobs/pe-7/apply"


async def test_a_link_to_a_whole_board_asks_which(sites: Sites) -> None:
    sites.put(LISTING, answer(_BOARDS["greenhouse_board"].body, content_type="application/json"))
    raised = await refusal(sites, "https://boards.greenhouse.io/kestrellooms")
    assert isinstance(raised, SeveralPostings)
    assert [candidate.key for candidate in raised.candidates] == [
        "greenhouse:kestrellooms:4400123",
        "greenhouse:kestrellooms:4400124",
    ]


async def test_a_link_to_a_board_that_does_not_answer_is_read_as_a_page(sites: Sites) -> None:
    sites.put("https://boards.greenhouse.io/kestrellooms", answer("<title>Jobs at Kestrel Looms</title>"))
    sites.put("https://harbourmutual.wd3.myworkdayjobs.com/External", answer("<title>Search for Jobs</title>"))
    for link in ("https://boards.greenhouse.io/kestrellooms", "https://harbourmutual.wd3.myworkdayjobs.com/External"):
        assert (await refusal(sites, link)).code is ScrapeCode.NO_POSTING


async def test_a_board_named_in_an_employers_page_is_listed(sites: Sites) -> None:
    sites.put(
        "https://kestrel-looms.example/careers",
        answer('<script src="https://boards.greenhouse.io/embed/job_board/js?for=kestrellooms">'),
    )
    sites.put(LISTING, answer(_BOARDS["greenhouse_board"].body, content_type="application/json"))
    assert len(await listed(sites, "https://kestrel-looms.example/careers")) == 2


@pytest.mark.parametrize("link", ["https://acme.example/", "https://harbourmutual.wd3.myworkdayjobs.com/External"])
async def test_what_has_no_list(sites: Sites, link: str) -> None:
    sites.put(link, answer("<title>Acme</title>"))
    with pytest.raises(ScrapeError) as raised:
        await listed(sites, link)
    assert raised.value.code is ScrapeCode.NO_POSTING


async def test_sites_that_refuse_servers(sites: Sites) -> None:
    assert (await refusal(sites, "https://www.linkedin.com/jobs/view/1")).code is ScrapeCode.BLOCKED_BY_SITE
