"""Postings in the state that pages carry for their own scripts: `__NEXT_DATA__`, `window.__appData = {…}` and like."""

import re
from typing import Any

from scraping import dates, places
from scraping.loose_json import dicts, parse
from scraping.markup import Markup
from scraping.normalise import address, job_type_of, name, remote_in, workplace
from scraping.salary import salary
from scraping.schema_org import Fields, fields_of, is_posting

MAX_BLOCKS = 20
MAX_TEXT = 3_000_000
_TEXT = 40  # characters of a description that is one
_TELLING = 4  # characters of an id that an address has not by chance
_ASSIGNED = re.compile(r"""(?:window|self|globalThis)(?:\.\w+|\[["']\w+["']\])\s*=\s*(?=[\[{])""")
_TITLES = ("jobTitle", "job_title", "positionTitle", "jobOpeningName", "title", "name", "text")
_DESCRIPTIONS = ("descriptionHtml", "jobDescription", "job_description", "description", "content", "body")
_TYPES = ("employmentType", "employment_type", "jobType", "job_type", "commitment", "timeType")
_PLACES = ("location", "locationName", "jobLocation", "locations", "city", "office")
_COMPANIES = ("companyName", "company_name", "organizationName", "company", "organization", "employer")
_POSTED = ("datePosted", "publishedAt", "published_at", "postedAt", "publishedDate", "createdAt")
_APPLY = ("applyUrl", "applicationUrl", "apply_url", "application_url")
_IDS = ("id", "jobId", "job_id", "slug", "shortcode", "uuid", "requisitionId")


def fields_in(markup: Markup, url: str, headings: list[str]) -> Fields:
    """The one posting of the embedded data that the page's address or a heading names; none where that is unclear."""
    found = [thing for value in _values(markup) for thing in dicts(value) if _looks_like_posting(thing)][:500]
    by_id = [thing for thing in found if any(_names(url, thing.get(key)) for key in _IDS)]
    wanted = {heading.casefold() for heading in headings}
    by_title = [thing for thing in found if (_first(thing, _TITLES, name) or "").casefold() in wanted]
    for chosen in (by_id, by_title, found):
        titles = {_first(thing, _TITLES, name) for thing in chosen}
        if chosen and len(titles) == 1:
            fullest = max(chosen, key=len)
            return fields_of(fullest, url) if is_posting(fullest) else _fields(fullest, url)
    return {}


def _values(markup: Markup) -> list[Any]:
    values: list[Any] = []
    spent = 0
    for given, text in markup.scripts:
        kind = given.get("type", "").split(";")[0].strip().lower()
        if kind == "application/ld+json" or not re.search(r"description|content|body|JobPosting", text, re.IGNORECASE):
            continue
        start = 0 if kind == "application/json" else (m.end() if (m := _ASSIGNED.search(text)) else None)
        if start is None or len(values) >= MAX_BLOCKS or (spent := spent + len(text)) > MAX_TEXT:
            continue
        values.append(parse(text[start:]))
    return values


def _looks_like_posting(thing: dict[str, Any]) -> bool:
    """A title, a text of some length, and at least one more thing that postings have."""
    if is_posting(thing):
        return True
    text = _first(thing, _DESCRIPTIONS, lambda value: value if isinstance(value, str) else None)
    return (
        text is not None
        and len(text) >= _TEXT
        and _first(thing, _TITLES, name) is not None
        and any(thing.get(key) for key in (*_TYPES, *_PLACES[:3], *_APPLY, "datePosted", "isRemote", "workplaceType"))
    )


def _names(url: str, value: Any) -> bool:
    return isinstance(value, str | int) and len(text := str(value)) >= _TELLING and text in url


def _first(thing: dict[str, Any], keys: tuple[str, ...], read: Any) -> Any:
    return next((found for key in keys if (found := read(thing.get(key))) is not None), None)


def _fields(thing: dict[str, Any], url: str) -> Fields:
    place = _first(thing, _PLACES, _place)
    said = workplace(thing.get("workplaceType"))
    flag = thing.get("isRemote", thing.get("remote"))
    pay = thing.get("salary")
    pay = pay if isinstance(pay, dict) else {}
    found = {
        "job_title": _first(thing, _TITLES, name),
        "company_name": _first(thing, _COMPANIES, _company),
        "job_description": _first(thing, _DESCRIPTIONS, lambda value: value if isinstance(value, str) else None),
        "application_url": _first(thing, _APPLY, lambda value: address(value, url)),
        "job_type": _first(thing, _TYPES, job_type_of),
        "location": place,
        "is_remote": said if said is not None else flag if isinstance(flag, bool) else remote_in(place),
        "posted_at": _first(thing, _POSTED, dates.moment),
        **salary(pay.get("min"), pay.get("max"), pay.get("currency"), pay.get("period")).fields(),
    }
    return {key: value for key, value in found.items() if value is not None}


def _place(value: Any) -> str | None:
    if isinstance(value, list):
        return places.several(_place(item) for item in value[:20])
    if isinstance(value, dict) and "city" in value:
        return places.joined(value.get(key) for key in ("city", "state", "region", "country"))
    return places.place_of(value)


def _company(value: Any) -> str | None:
    return name(value.get("name")) if isinstance(value, dict) else name(value)
