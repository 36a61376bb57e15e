"""Titles of pages that name a posting: the last resort."""

import re

from scraping.normalise import name

_COMPANY_MARK = r"\s+(?:\||[-\u2013\u2014\u2022])\s+"
# Said of postings only.
_CERTAIN = (
    re.compile(r"Job Application for (?P<title>.+?) at (?P<company>.+?)$", re.IGNORECASE),
    re.compile(r"(?P<company>.+?) hiring (?P<title>.+?) in (?P<location>.+?)(?: \| LinkedIn)?$", re.IGNORECASE),
    re.compile(r"(?P<title>.+?) job in (?P<location>.+?) at (?P<company>.+?)$", re.IGNORECASE),
)
# Said of any page.
_LIKELY = (
    re.compile(rf"(?P<title>.+?) (?:at|@) (?P<company>.+?)(?:{_COMPANY_MARK}.*)?$", re.IGNORECASE),
    re.compile(rf"(?P<title>.+?){_COMPANY_MARK}(?:Careers|Jobs) (?:at|@) (?P<company>.+?)$", re.IGNORECASE),
    re.compile(rf"(?P<title>.+){_COMPANY_MARK}(?P<company>.+?)(?: (?:Careers|Jobs))?$", re.IGNORECASE),
)


def certain(title: str) -> dict[str, str]:
    """Role, company and place from a title that only postings have; nothing from another."""
    return _read(title, _CERTAIN)


def likely(title: str) -> dict[str, str]:
    """Role and company from `ROLE at COMPANY` or `ROLE - COMPANY`; the whole as role where neither fits."""
    found = certain(title) or _read(title, _LIKELY)
    if found:
        return found
    whole = name(title)
    return {"job_title": whole} if whole else {}


def _read(title: str, patterns: tuple[re.Pattern[str], ...]) -> dict[str, str]:
    text = name(title) or ""
    for pattern in patterns:
        if match := pattern.match(text):
            parts = match.groupdict()
            found = {
                "job_title": name(parts["title"]),
                "company_name": name(parts["company"]),
                "location": name(parts.get("location")),
            }
            return {key: value for key, value in found.items() if value}
    return {}
