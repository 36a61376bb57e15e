"""What pages of the corpus do not have: odd microdata, embedded data that does not say which, titles of no posting."""

import json
from typing import Any

import pytest

from scraping.errors import ScrapeCode, ScrapeError
from scraping.extraction import extract
from scraping.posting import Posting

URL = "https://acme.example/jobs/123"


def read(html: str, url: str = URL) -> Posting:
    return extract(html.encode(), url=url).posting


def state(*jobs: dict[str, Any]) -> str:
    return f'<title>x</title><script type="application/json">{json.dumps({"jobs": jobs})}</script>'


JOB = {
    "id": "a-100",
    "title": "Diver",
    "description": "Look below the water line, and say what is there.",
    "location": {"city": "Split"},
}


def test_properties_that_stand_there_twice() -> None:
    posting = read(
        '<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">Diver</b>'
        '<i itemprop="employmentType">Part-time</i><i itemprop="employmentType">Full-time</i>'
        '<i itemprop="employmentType">Contract</i><link itemprop="url" href="/jobs/123">'
        '<data itemprop="datePosted" value="2026-11-01">yesterday</data>'
        '<div itemprop="jobLocation" itemscope><span itemprop="name">Split</span></div></div>'
    )
    assert (posting.job_title, posting.job_type, posting.location) == ("Diver", "part_time", "Split")
    assert posting.posted_at is not None
    assert posting.posted_at.isoformat() == "2026-11-01T00:00:00+00:00"


def test_embedded_data_of_one_posting_needs_no_name() -> None:
    posting = read(state({**JOB, "salary": "5", "company": {"name": "Acme"}, "remote": True}))
    assert (posting.job_title, posting.company_name, posting.is_remote) == ("Diver", "Acme", True)
    assert posting.location == "Split"


def test_embedded_data_of_several_postings_of_which_none_is_named() -> None:
    with pytest.raises(ScrapeError) as raised:
        read(state(JOB, {**JOB, "id": "a-101", "title": "Cook"}), "https://acme.example/")
    assert raised.value.code is ScrapeCode.NO_POSTING


def test_embedded_data_with_a_posting_of_schema_org() -> None:
    thing = {"@type": "JobPosting", "title": "Diver", "hiringOrganization": "Acme", "employmentType": "INTERN"}
    posting = read(state(thing))
    assert (posting.job_title, posting.company_name, posting.job_type) == ("Diver", "Acme", "intern")


def test_the_fuller_of_two_descriptions_of_one_posting() -> None:
    short = {"@type": "JobPosting", "title": "Diver"}
    blocks = [short, {**short, "hiringOrganization": "Acme"}, short]
    html = "".join(f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks)
    assert read(html).company_name == "Acme"


def test_a_reference_to_a_posting_is_none() -> None:
    with pytest.raises(ScrapeError) as raised:
        read('<script type="application/ld+json">{"@type":"JobPosting","@id":"#job"}</script>')
    assert raised.value.code is ScrapeCode.NO_POSTING


@pytest.mark.parametrize(
    "title", ["Careers at Acme", "Page not found - Acme", "Access denied", "Just a moment...", "404 - Acme", ""]
)
def test_titles_that_name_no_posting(title: str) -> None:
    with pytest.raises(ScrapeError) as raised:
        read(f"<title>{title}</title><meta property='og:title' content='{title}'>")
    assert raised.value.code is ScrapeCode.NO_POSTING


def test_a_link_to_apply_makes_a_page_a_posting() -> None:
    html = "<title>Diver - Acme</title>{}"
    assert read(html.format('<a href="/go">Apply now</a>'), "https://acme.example/x").job_title == "Diver"
    with pytest.raises(ScrapeError):
        read(html.format('<a href="#apply">Apply now</a>'), "https://acme.example/x")


def test_a_site_that_calls_itself_otherwise_than_its_titles() -> None:
    posting = read(
        '<meta property="og:title" content="Diver - Split"><meta property="og:site_name" content="Acme">'
        '<meta property="og:description" content="Look below.">'
    )
    assert (posting.job_title, posting.company_name) == ("Diver - Split", "Acme")


def test_an_address_that_cannot_be_kept_is_missing() -> None:
    found = extract(b"<title>Job Application for Diver at Acme</title>", url="about:blank")
    assert (found.posting.source_url, found.posting.job_title) == (None, "Diver")
    assert "source_url" in found.missing


def test_where_to_apply_from_linked_data() -> None:
    for contact in (
        {"potentialAction": {"@type": "ApplyAction", "target": {"urlTemplate": "/apply/1"}}},
        {"potentialAction": {"@type": "ApplyAction", "target": "https://acme.example/apply/1"}},
        {"applicationContact": {"url": "/apply/1"}},
    ):
        thing = {"@type": "JobPosting", "title": "Diver", **contact}
        posting = read(f'<script type="application/ld+json">{json.dumps(thing)}</script>')
        assert posting.application_url == "https://acme.example/apply/1"
