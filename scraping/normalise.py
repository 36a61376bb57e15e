"""Words of postings in ours: kinds of employment, remoteness, names; and the limits of a job."""

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from core.canonical_url import canonical_url
from scraping.places import encodable, line

MAX_NAME = 255
MAX_URL = 2048
# In this order: an internship that is full time is an internship.
_TYPES = tuple(
    (word, re.compile(pattern, re.IGNORECASE))
    for word, pattern in (
        ("intern", r"\bintern(?:ship)?s?\b|praktik|werkstudent|\bworking student|\bstage\b|stagiaire|trainee"),
        ("freelance", r"free[\s-]?lance|self[\s-]?employed|freiberuf"),
        ("contract", r"contract|temporary|\btemp\b|fixed[\s-]?term|per[\s-]?diem|seasonal|befristet|\bcdd\b|interim"),
        ("part_time", r"part[\s-]?time|teilzeit|temps[\s-]partiel"),
        ("full_time", r"full[\s-]?time|vollzeit|temps[\s-]plein|permanent|regular|unbefristet|\bcdi\b"),
    )
)
_BOTH = re.compile(r"permanent[\s_-]?contract|contract[\s_-]?permanent", re.IGNORECASE)
_REMOTE = re.compile(
    r"\bremote\b(?!\s*(?:control|sensing|support|monitoring|desktop|,\s*(?:or|oregon)\b))|\btelecommut\w*|"
    r"\bwork from (?:home|anywhere)\b|\bhome[\s-]?office\b|\banywhere\b",
    re.IGNORECASE,
)
_ON_SITE = re.compile(r"\bhybrid\b|\bon[\s_-]?site\b|\bin[\s_-]?office\b|\b(?:not|no|non)[\s-]remote\b", re.IGNORECASE)
_NOT_A_NAME = frozenset({"null", "none", "n/a", "undefined", "confidential", "company", "-"})


def job_type_of(value: Any) -> str | None:
    """Our word for the kind of employment in a text or a list of texts; `other` for one that is named as such."""
    texts = value[:10] if isinstance(value, list) else [value]
    text = " ".join(item[:200] for item in texts if isinstance(item, str))
    text = _BOTH.sub("permanent", text.replace("_", " "))
    # Where several are offered the first that is named first counts, but an internship is always one.
    if _TYPES[0][1].search(text):
        return "intern"
    found = [(match.start(), word) for word, pattern in _TYPES if (match := pattern.search(text))]
    if found:
        return min(found)[1]
    return "other" if re.fullmatch(r"\s*(?:other|volunteer)\s*", text, re.IGNORECASE) else None


def remote_in(*texts: Any) -> bool | None:
    """Whether the texts say that the work can be done from anywhere; None where they say nothing about it.

    Hybrid work is not remote, whatever else is said.
    """
    text = " | ".join(text[:500] for text in texts if isinstance(text, str))
    if _ON_SITE.search(text):
        return False
    return True if _REMOTE.search(text) else None


def workplace(value: Any) -> bool | None:
    """`remote`, `hybrid`, `on-site` and their spellings, as job boards have them in a field of its own."""
    return remote_in(value.replace("_", " ")) if isinstance(value, str) else None


def name(value: Any) -> str | None:
    """A company or a title: one line without entities or tags, at most 255 characters."""
    text = line(value)
    if text is None:
        return None
    text = line(re.sub(r"<[^<>]{0,300}>", " ", unescape(unescape(text)))) or ""
    text = text.replace("\0", "").strip(" \t|\u00b7\u2022\u2013\u2014-") if len(text) > 1 else text
    if text.lower() in _NOT_A_NAME:
        return None
    return text if len(text) <= MAX_NAME else f"{text[: MAX_NAME - 1].rstrip()}…"


def company_from_site(site: str) -> str | None:
    """A name from a board's name in an address: `acme-robotics` is `Acme Robotics`."""
    words = [word for word in re.split(r"[-_\s.]+", site) if word]
    return name(" ".join(word if any(map(str.isupper, word)) else word.capitalize() for word in words))


def address(value: Any, base: str | None = None) -> str | None:
    """An http or https address of at most 2,048 characters, made absolute; None for anything else."""
    if not isinstance(value, str) or not (text := unescape(encodable(value).strip()[: MAX_URL + 1])):
        return None
    try:
        text = urljoin(base, text) if base else text
        canonical_url(text)
        parts = urlsplit(text)
    except ValueError:
        return None
    is_plain = parts.username is None and not any(c.isspace() or not c.isprintable() for c in text)
    return text if is_plain and len(text) <= MAX_URL else None
