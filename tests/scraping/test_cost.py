"""No page may cost more than a second of CPU, whatever it is made of and wherever that stands."""

import json
import time
from contextlib import suppress

import pytest

from scraping.errors import ScrapeError
from scraping.extraction import extract
from tests.scraping.hostile import slow

ADDRESS = "https://acme.example/jobs/123?gh_jid=1"
PLACES = {
    "page": "<title>Role at Acme</title>{}",
    "container": "<title>Role at Acme</title><div class=job-description>{}",
    "script": "<title>Role at Acme</title><script type=application/json>{}</script>",
    "linked data": '<title>Role at Acme</title><script type=application/ld+json>{{"@type":"JobPosting",{}',
}


def cost(page: bytes) -> float:
    begun = time.process_time()
    with suppress(ScrapeError):
        extract(page, url=ADDRESS)
    return time.process_time() - begun


@pytest.mark.parametrize("place", PLACES)
def test_five_million_characters_that_are_slow_to_read(place: str) -> None:
    costs = {name: cost(PLACES[place].format(text).encode()) for name, text in slow(5_000_000).items()}
    assert {name: seconds for name, seconds in costs.items() if seconds >= 1} == {}


def test_descriptions_that_are_slow_to_read() -> None:
    costs = {}
    for name, text in slow(1_000_000).items():
        thing = {"@type": "JobPosting", "title": "Role", "description": f"<p>{text}", "hiringOrganization": text}
        costs[name] = cost(f'<script type="application/ld+json">{json.dumps(thing)}</script>'.encode())
    assert {name: seconds for name, seconds in costs.items() if seconds >= 1} == {}
