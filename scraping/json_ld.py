"""Postings in a page's `application/ld+json` blocks."""

from typing import Any

from scraping.loose_json import dicts, parse
from scraping.markup import Markup
from scraping.schema_org import is_posting

MAX_BLOCKS = 50
MAX_POSTINGS = 200
MAX_TEXT = 4_000_000


def postings(markup: Markup) -> list[dict[str, Any]]:
    """The JobPosting things of all blocks, wherever they stand inside; broken blocks are passed over."""
    found: list[dict[str, Any]] = []
    spent = 0
    for text in _blocks(markup)[:MAX_BLOCKS]:
        spent += len(text)
        if "JobPosting" not in text or spent > MAX_TEXT:
            continue
        found += [thing for thing in dicts(parse(text)) if is_posting(thing)][: MAX_POSTINGS - len(found)]
    return found


def _blocks(markup: Markup) -> list[str]:
    """`type` may have parameters, as in `application/ld+json; charset=utf-8`, and any case."""
    return [
        text
        for given, text in markup.scripts
        if given.get("type", "").split(";")[0].strip().lower() == "application/ld+json"
    ]
