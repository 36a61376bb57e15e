"""The order of sources on a page: JSON-LD, microdata, embedded JSON, what is shown, OpenGraph, the title."""

import re
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from core.canonical_url import canonical_url
from scraping import content, embedded_json, json_ld, microdata, open_graph, titles
from scraping.assembly import Layers, assemble
from scraping.boards.registry import identify, identify_page
from scraping.decoding import decode
from scraping.errors import ScrapeCode, ScrapeError
from scraping.loose_json import dicts, parse
from scraping.markup import Markup, tame
from scraping.normalise import address, name
from scraping.posting import Candidate, Extraction, Provenance, SeveralPostings
from scraping.schema_org import Fields, fields_of, first, is_posting

_POSTING_PATH = re.compile(
    r"/(?:jobs?|careers?|karriere|vacanc(?:y|ies)|positions?|openings?|postings?|roles?|stellen\w*|emplois?|offers?|o|j)/[^/]",
    re.IGNORECASE,
)
# Titles of pages that are not postings, whatever their address.
_NO_TITLE = re.compile(
    r"(?:careers?|jobs?|home(?:page)?|welcome|open (?:positions|roles|jobs)|(?:current )?(?:job )?openings?|vacancies|"
    r"about(?: us)?|join us|work with us|log ?in|sign in|untitled|error|forbidden|access denied|just a moment.*|"
    r"attention required.*|are you (?:a )?(?:human|robot).*|(?:page|job) (?:not found|no longer available).*|not found|"
    r"(?:404|403|410|500)\b.*|all jobs|search results?|job search)[\s.!…]*",
    re.IGNORECASE,
)
_MAX_CANDIDATES = 100


def extract(body: bytes, *, url: str, content_type: str = "text/html", charset: str | None = None) -> Extraction:
    """The posting of a page or a JSON document, as seen at `url`.

    Raises ScrapeError NO_POSTING, and SeveralPostings where the page has more than one and none has its address.
    """
    text = decode(body, charset)
    match = identify(url) or identify_page(url, text)
    key = match.key if match else None
    if "json" in content_type.lower():
        return _from_things([thing for thing in dicts(parse(text)) if is_posting(thing)], url, key)
    return _from_page(tame(text), url, key)


def _from_things(things: list[dict[str, Any]], url: str, key: str | None) -> Extraction:
    chosen = _chosen(things, {url}, url)
    if chosen is None:
        raise ScrapeError(ScrapeCode.NO_POSTING)
    return _result([(Provenance.JSON_LD, fields_of(chosen, url))], url, key)


def _from_page(markup: Markup, url: str, key: str | None) -> Extraction:
    tree = LexborHTMLParser(markup.html)
    meta = open_graph.tags(tree)
    canonical = content.canonical(tree, url)
    own = {url, canonical or url, address(meta.get("og:url"), url) or url}
    layers = _structured(markup, tree, url, own)
    is_certain = bool(layers)
    apply_url = content.application_url(tree, url)
    title = name(markup.title) or ""
    headings = content.headings(tree)
    if embedded := embedded_json.fields_in(markup, url, headings) if not is_certain else {}:
        layers.append((Provenance.PAGE, embedded))
    is_likely = bool(apply_url or _POSTING_PATH.search(urlsplit(url).path))
    layers += _shown(tree, apply_url, meta, title, headings, is_likely=is_likely or bool(layers))
    return _result(layers, url, key, expired=content.is_closed(tree) if not is_certain else False)


def _structured(markup: Markup, tree: LexborHTMLParser, url: str, own: set[str]) -> Layers:
    for origin, things in (
        (Provenance.JSON_LD, json_ld.postings(markup)),
        (Provenance.MICRODATA, microdata.postings(tree) if "JobPosting" in markup.html else []),
    ):
        if (chosen := _chosen(things, own, url)) is not None:
            return [(origin, fields_of(chosen, url))]
    return []


def _shown(
    tree: LexborHTMLParser,
    apply_url: str | None,
    meta: dict[str, str],
    title: str,
    headings: list[str],
    *,
    is_likely: bool,
) -> Layers:
    """What can be read from the page itself; titles of any page count only where something says it is a posting."""
    shown: Fields = {"job_description": content.description(tree), "application_url": apply_url}
    preview = open_graph.fields_of(meta)
    named: Fields = dict(titles.likely(title) if is_likely else titles.certain(title))
    if not is_likely:
        preview.pop("job_title", None)
    if is_likely and headings and not _NO_TITLE.fullmatch(headings[0]) and headings[0].casefold() in title.casefold():
        shown["job_title"] = headings[0]
    for fields in (preview, named):
        if _NO_TITLE.fullmatch(fields.get("job_title") or ""):
            fields.pop("job_title")
    layers = [(Provenance.PAGE, shown), (Provenance.OPENGRAPH, preview), (Provenance.TITLE, named)]
    return [(origin, {key: value for key, value in fields.items() if value}) for origin, fields in layers]


def _result(layers: Layers, url: str, key: str | None, *, expired: bool = False) -> Extraction:
    found = assemble(url, layers, key=key, expired=expired)
    if found.posting.job_title is None:
        raise ScrapeError(ScrapeCode.NO_POSTING)
    return found


def _chosen(things: list[dict[str, Any]], own: set[str], base: str) -> dict[str, Any] | None:
    """The one posting there is, or the one of several that has the page's address."""
    distinct: dict[tuple[str, str, str], dict[str, Any]] = {}
    for thing in things:
        if title := name(first(thing.get("title")) or first(thing.get("name"))):
            place = str(thing.get("jobLocation"))[:500]
            key = (title.casefold(), place, _own_address(thing, base) or "")
            distinct[key] = max(distinct.get(key, thing), thing, key=len)  # the fuller one
    addressed = {(title, place) for title, place, url in distinct if url}
    left = [thing for (title, place, url), thing in distinct.items() if url or (title, place) not in addressed]
    if len(left) <= 1:
        return left[0] if left else None
    pages = {canonical_url(url) for url in own if address(url)}
    meant = [thing for thing in left if (url := _own_address(thing, base)) and canonical_url(url) in pages]
    if len(meant) == 1:
        return meant[0]
    raise SeveralPostings([_candidate(thing, base) for thing in left[:_MAX_CANDIDATES]])


def _own_address(thing: dict[str, Any], base: str) -> str | None:
    return next(
        (url for key in ("url", "@id", "mainEntityOfPage") if (url := address(_reference(thing.get(key)), base))), None
    )


def _reference(value: Any) -> Any:
    value = first(value)
    return value.get("@id") or value.get("url") if isinstance(value, dict) else value


def _candidate(thing: dict[str, Any], base: str) -> Candidate:
    url = _own_address(thing, base) or ""
    fields = fields_of(thing, url)
    match = identify(url) if url else None
    return Candidate(fields["job_title"], url, fields.get("location"), match.key if match else None)
