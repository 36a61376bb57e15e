"""No page may cost more than a second of CPU, whatever it is made of and wherever that stands.

Of 120,000 characters, with which most of what costs the square of its length takes longer; of five million where FUZZED
asks for thoroughness.
"""

import json
import os

import pytest

from scraping.extraction import extract
from scraping.posting import Extraction
from tests.processor_time import within
from tests.scraping.bounds import bounded
from tests.scraping.hostile import slow

SIZE = 5_000_000 if int(os.environ.get("FUZZED", "0")) >= 10_000 else 120_000
ADDRESS = "https://acme.example/jobs/123?gh_jid=1"
PLACES = {
    "page": "<title>Role at Acme</title>{}",
    "container": "<title>Role at Acme</title><div class=job-description>{}",
    "script": "<title>Role at Acme</title><script type=application/json>{}</script>",
    "linked data": '<title>Role at Acme</title><script type=application/ld+json>{{"@type":"JobPosting",{}',
}


def found(page: bytes) -> Extraction:
    """In less than a second."""
    return within(1, lambda: extract(page, url=ADDRESS))


def is_read(page: bytes, name: str) -> None:
    """Or refused."""
    bounded(lambda: extract(page, url=ADDRESS), name)


@pytest.mark.parametrize("place", PLACES)
def test_pages_that_are_slow_to_read(place: str) -> None:
    for name, text in slow(SIZE).items():
        is_read(PLACES[place].format(text).encode(), name)


def test_descriptions_that_are_slow_to_read() -> None:
    for name, text in slow(SIZE // 4).items():
        thing = {"@type": "JobPosting", "title": "Role", "description": f"<p>{text}", "hiringOrganization": text}
        is_read(f'<script type="application/ld+json">{json.dumps(thing)}</script>'.encode(), name)


def test_a_page_of_ten_megabytes_with_its_posting_at_the_end() -> None:
    filling = '<div class="row"><a href="/x">something</a> <span>else</span></div>\n' * 160_000
    thing = {"@type": "JobPosting", "title": "Ropewalker", "description": "<p>Walk.</p>", "hiringOrganization": "Acme"}
    page = f"<title>x</title>{filling}<script type=application/ld+json>{json.dumps(thing)}</script>".encode()
    assert len(page) > 10_000_000
    posting = found(page).posting
    assert (posting.job_title, posting.job_description) == ("Ropewalker", "Walk.")


@pytest.mark.parametrize("nested", ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000])
def test_json_nested_too_deeply_is_passed_over(nested: str) -> None:
    good = '{"@type":"JobPosting","title":"Diver","hiringOrganization":"Acme"}'
    page = f'<script type="application/ld+json">[{nested}, "JobPosting"]</script>'
    assert found((page + f'<script type="application/ld+json">{good}</script>').encode()).posting.job_title == "Diver"


def test_a_description_beyond_the_limit_is_cut_between_blocks() -> None:
    thing = {"@type": "JobPosting", "title": "T", "description": "<p>0123456789</p>" * 8000}
    read = found(f'<script type="application/ld+json">{json.dumps(thing)}</script>'.encode())
    assert read.posting.job_description == "\n\n".join(["0123456789"] * 4166)
    assert len(read.snapshot_html) == 136_000


def test_a_block_beyond_the_limit_is_cut() -> None:
    thing = {"@type": "JobPosting", "title": "T", "description": f"<p>{'a' * 60_000}</p><p>b</p>"}
    read = found(f'<script type="application/ld+json">{json.dumps(thing)}</script>'.encode())
    assert read.posting.job_description == "a" * 49_999 + "…"
