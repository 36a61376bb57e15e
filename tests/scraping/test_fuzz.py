"""Whatever comes in: no exception but our own, no more than a second of CPU, limits kept, nothing that runs comes out.

300 inputs, or as many as FUZZED says.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from resolvers.job_inputs import JobDraft
from scraping.assembly import assemble
from scraping.boards.board import Board
from scraping.boards.registry import BOARDS as REGISTERED
from scraping.boards.registry import identify
from scraping.extraction import extract
from scraping.posting import Extraction, Provenance
from tests.scraping.bounds import bounded
from tests.scraping.corpus import BOARDS, PAGES
from tests.scraping.hostile import HOSTILE

FUZZED = int(os.environ.get("FUZZED", "300"))
ADDRESS = "https://acme.example/jobs/123?gh_jid=99"
_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_RUNS = re.compile(r"^[\s\x00-\x20]*(?:javascript|data|vbscript):", re.IGNORECASE)
_FORMATTING = frozenset(
    [
        *("p", "div", "ul", "ol", "li", "blockquote", "pre", "br", "hr", "strong", "em", "code", "a"),
        *("table", "tbody", "tr", "td", "th", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
    ]
)


def fuzzed(share: float) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As many inputs as this share of all, the same ones every time."""
    return settings(
        max_examples=int(FUZZED * share),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


@st.composite
def mutated(draw: st.DrawFn, bodies: list[bytes]) -> bytes:
    """A body of the corpus, cut, doubled, mixed with another and with what is hostile."""
    body = draw(st.sampled_from(bodies))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.sampled_from([0, 1, 2, 8, 60, 500, 5000])))
        match draw(st.integers(0, 5)):
            case 0:
                body = body[:start] + body[end:]
            case 1:
                body = body[:start] + body[start:end] * draw(st.integers(2, 40)) + body[end:]
            case 2:
                body = body[:start] + draw(st.sampled_from(HOSTILE)).encode(errors="replace") + body[end:]
            case 3:
                body = body[:start] + draw(st.binary(max_size=12)) + body[end:]
            case 4:
                other = draw(st.sampled_from(bodies))
                at = draw(st.integers(0, len(other)))
                body = body[:start] + other[at : at + 3000] + body[end:]
            case _:
                times = draw(st.sampled_from([10, 300, 5000]))
                body = body[:start] + draw(st.sampled_from(HOSTILE)).encode(errors="replace") * times + body[end:]
    return body


texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(HOSTILE),
    st.sampled_from(["2026-11-01", "60.000", "$5k - 9k", "\ud800", "&lt;"]),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
_PROPERTIES = [
    *(
        "title",
        "name",
        "description",
        "hiringOrganization",
        "employmentType",
        "datePosted",
        "validThrough",
        "url",
        "@id",
    ),
    *(
        "jobLocation",
        "jobLocationType",
        "applicantLocationRequirements",
        "address",
        "addressCountry",
        "addressLocality",
    ),
    *("baseSalary", "value", "minValue", "maxValue", "currency", "unitText", "identifier", "qualifications"),
    *("applicationContact", "potentialAction"),
]
things = st.dictionaries(st.sampled_from(_PROPERTIES), values, max_size=8)
nested = {
    name: st.one_of(values, things) for name in ("baseSalary", "jobLocation", "hiringOrganization", "description")
}
postings = st.builds(
    lambda thing, inner: {"@type": "JobPosting", "title": "T", **thing, **inner},
    things,
    st.fixed_dictionaries({}, optional=nested),
)


def assert_harmless(found: Extraction) -> None:
    posting = found.posting
    tree = LexborHTMLParser(f"<main>{found.snapshot_html}</main>")
    nodes = list((tree.css_first("main") or tree).css("*"))[1:]
    assert {node.tag for node in nodes if node.tag} <= _FORMATTING
    for node in nodes:
        assert set(node.attributes) <= ({"href", "rel"} if node.tag == "a" else set())
        assert not _RUNS.match(node.attributes.get("href") or "")
    markdown = posting.job_description or ""
    assert not _MARKUP.search(markdown)
    assert not [target for target in re.findall(r"\]\(([^)]*)\)", markdown) if _RUNS.match(unescape(target))
                and f"\\]({target}" not in markdown]  # fmt: skip


def assert_within_limits(found: Extraction) -> None:
    """What a client may send as a job: the same rules hold for what is found."""
    given = {
        key: value
        for key, value in asdict(found.posting).items()
        if value is not None and key not in {"key", "posted_at", "valid_through"}
    }
    draft = JobDraft(**({"company_name": "Acme"} | given))
    assert draft.given()["job_title"] == found.posting.job_title
    least, most = found.posting.salary_min, found.posting.salary_max
    assert least is None or most is None or 0 < least <= most
    json.dumps(asdict(found.posting), default=str).encode()
    assert set(found.provenance) | set(found.missing) == set(asdict(found.posting)) - {"key"}


def assert_good(found: Extraction | None) -> None:
    if found is not None:
        assert_harmless(found)
        assert_within_limits(found)


@given(body=mutated([case.body for case in PAGES]))
@fuzzed(0.4)
def test_pages_of_the_corpus_that_were_tampered_with(body: bytes) -> None:
    assert_good(bounded(lambda: extract(body, url=ADDRESS)))


markup = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20)), max_size=40).map("".join)


@given(html=markup, times=st.sampled_from([1, 1, 1, 1000]))
@fuzzed(0.2)
def test_markup_without_any_sense(html: str, times: int) -> None:
    page = f'<title>Role at Acme</title><div class="job-description">{"A word. " * 20}{html * times}</div>'
    assert_good(bounded(lambda: extract(page.encode(errors="replace")[:6_000_000], url=ADDRESS)))


@given(thing=postings, description=st.one_of(st.none(), markup))
@fuzzed(0.2)
def test_postings_with_values_of_any_kind(thing: dict[str, Any], description: str | None) -> None:
    thing |= {} if description is None else {"description": description}
    page = f'<script type="application/ld+json">{json.dumps(thing)}</script>'
    assert_good(bounded(lambda: extract(page.encode(errors="replace"), url=ADDRESS)))


@given(body=mutated([case.body for case in BOARDS]), case=st.sampled_from(BOARDS))
@fuzzed(0.1)
def test_answers_of_boards_that_were_tampered_with(body: bytes, case: Any) -> None:
    match = identify(case.url)
    assert match is not None
    fields = bounded(lambda: match.board.read(body, match))
    bounded(lambda: match.board.candidates(body, match))
    if fields:
        found = bounded(lambda: assemble(case.url, [(Provenance.JOB_BOARD_API, fields)], key=match.key))
        assert found.posting.job_title
        assert_good(found)


_ANSWERS = [
    *("title", "text", "name", "jobs", "offers", "result", "jobOpening", "jobPostingInfo", "content", "description"),
    *("location", "categories", "lists", "salaryRange", "offices", "id", "salary", "pay_input_ranges", "compensation"),
    *("summaryComponents", "jobAd", "sections", "jobOpeningName"),
]
_BOARD_URLS = {
    identified.board.name: identified
    for case in BOARDS
    if (identified := identify(case.url)) is not None and identified.id is not None
}


@pytest.mark.parametrize("board", REGISTERED, ids=lambda board: board.name)
def test_answers_with_values_of_any_kind(board: Board) -> None:
    match = _BOARD_URLS[board.name]
    known = st.fixed_dictionaries(
        {"id": st.just(match.id), "slug": st.just(match.id), "shortcode": st.just(match.id), "title": st.just("T"),
         "text": st.just("T"), "name": st.just("T"), "jobOpeningName": st.just("T")}
    )  # fmt: skip
    job = st.builds(
        lambda base, more: {**base, **more}, known, st.dictionaries(st.sampled_from(_ANSWERS), values, max_size=6)
    )
    answers = st.one_of(
        job, job.map(lambda one: {"jobs": [one], "offers": [one], "result": one, "jobPostingInfo": one}), values
    )

    @given(answer=answers)
    @fuzzed(0.01)
    def check(answer: Any) -> None:
        body = json.dumps(answer).encode(errors="replace")
        fields = bounded(lambda: match.board.read(body, match))
        bounded(lambda: match.board.candidates(body, match))
        if fields:
            assert_good(bounded(lambda: assemble(ADDRESS, [(Provenance.JOB_BOARD_API, fields)], key=match.key)))

    check()
