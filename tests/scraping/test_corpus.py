"""Every page and every answer gives exactly what is expected of it, with the source of each field."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import pytest

from scraping.assembly import assemble
from scraping.boards.registry import identify
from scraping.errors import ScrapeCode, ScrapeError
from scraping.extraction import extract
from scraping.posting import FOUND_FIELDS, Extraction, Posting, Provenance, SeveralPostings
from tests.scraping.corpus import BOARDS, PAGES, Case

DEFAULTS = asdict(Posting())


def shown(found: Extraction) -> dict[str, Any]:
    """The fields found by their source, times as texts."""
    by_source: dict[str, dict[str, Any]] = {}
    for field, origin in found.provenance.items():
        value = getattr(found.posting, field)
        by_source.setdefault(origin.name, {})[field] = value.isoformat() if isinstance(value, datetime) else value
    return by_source


def assert_rest_is_missing(found: Extraction) -> None:
    assert found.missing == [field for field in FOUND_FIELDS if field not in found.provenance]
    assert {field: getattr(found.posting, field) for field in found.missing} == {
        field: DEFAULTS[field] for field in found.missing
    }


def _read(case: Case) -> Extraction:
    given = {key: case.expected[key] for key in ("content_type", "charset") if key in case.expected}
    return extract(case.body, url=case.url, **given)


@pytest.mark.parametrize("case", [case for case in PAGES if "found" in case.expected], ids=lambda case: case.name)
def test_a_page(case: Case) -> None:
    found = _read(case)
    assert shown(found) == case.expected["found"]
    assert (found.posting.key, found.expired) == (case.expected["key"], case.expected["expired"])
    assert_rest_is_missing(found)


@pytest.mark.parametrize("case", [case for case in PAGES if "error" in case.expected], ids=lambda case: case.name)
def test_a_page_without_the_one_posting(case: Case) -> None:
    with pytest.raises(ScrapeError) as raised:
        _read(case)
    assert raised.value.code is ScrapeCode(case.expected["error"])
    candidates = raised.value.candidates if isinstance(raised.value, SeveralPostings) else []
    assert [asdict(candidate) for candidate in candidates] == case.expected.get("candidates", [])


@pytest.mark.parametrize("case", BOARDS, ids=lambda case: case.name)
def test_an_answer_of_a_job_board(case: Case) -> None:
    match = identify(case.url)
    assert match is not None
    assert case.expected["api"] in (match.api, match.listing)
    if "found" in case.expected:
        fields = match.board.read(case.body, match)
        if case.expected["found"] is None:
            assert fields is None
        else:
            assert fields is not None
            found = assemble(case.url, [(Provenance.JOB_BOARD_API, fields)], key=match.key)
            wanted = {"JOB_BOARD_API": case.expected["found"], "USER": {"source_url": case.url}}
            assert shown(found) == wanted
            assert (found.posting.key, found.expired) == (case.expected["key"], case.expected["expired"])
            assert_rest_is_missing(found)
    if "candidates" in case.expected:
        candidates = match.board.candidates(case.body, match)
        assert [asdict(candidate) for candidate in candidates] == case.expected["candidates"]


def test_the_corpus_is_large_enough() -> None:
    assert len(PAGES) >= 40
    assert len(BOARDS) >= 20
