"""Places as one line: from addresses in parts, lists of places, and words that are no place."""

import re
from collections.abc import Iterable
from typing import Any

MAX_LINE = 255
_MAX_PLACES = 20
# Also what is not seen: zero widths, and marks that turn the direction of writing.
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_WORKPLACE = re.compile(
    r"\b(?:(?:fully|100\s?%)\s+)?(?:remote|hybrid|on[\s-]?site|in[\s-]office|flexible)\b", re.IGNORECASE
)
_PARTS = ("addressLocality", "addressRegion", "addressCountry")


def line(value: object) -> str | None:
    """A text as one line of single spaces; None for anything else and for nothing."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    return _SPACE.sub(" ", encodable(value[:5000])).strip() or None


def encodable(text: str) -> str:
    """The text without lone surrogates, which JSON can bring in and nothing can store."""
    return text.encode(errors="replace").decode()


def is_workplace(text: str | None) -> bool:
    """Whether a location says only how the work is done, such as `Hybrid`, and no place."""
    return bool(text) and not re.search(r"\w", _WORKPLACE.sub("", text or ""))


def joined(parts: Iterable[object]) -> str | None:
    """`City, Region, Country`: what is there, each once."""
    known = [text for part in parts if (text := line(part))]
    return ", ".join(dict.fromkeys(known)) or None


def several(places: Iterable[str | None]) -> str | None:
    """Places in one line of at most 255 characters, whole ones as far as they fit, each once."""
    kept: list[str] = []
    for place in dict.fromkeys(place for place in places if place):
        if len("; ".join([*kept, place])) > MAX_LINE:
            break
        kept.append(place)
    return "; ".join(kept) or None


_MAX_DEPTH = 4


def place_of(value: Any, depth: int = 0) -> str | None:
    """A place as schema.org writes it: a text, a Place, an address, a country by name, or a list of them."""
    if depth > _MAX_DEPTH or not value:
        return None
    if isinstance(value, str):
        return line(value)
    if isinstance(value, list):
        return several(place_of(item, depth + 1) for item in value[:_MAX_PLACES])
    if not isinstance(value, dict):
        return None
    if any(part in value for part in _PARTS):
        return joined(_named(value.get(part)) for part in _PARTS)
    return place_of(value.get("address"), depth + 1) or line(_first(value.get("name")))


def _named(value: Any) -> object:
    """A country or region is a text or a thing with a name."""
    value = _first(value)
    return _first(value.get("name") or value.get("identifier")) if isinstance(value, dict) else value


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value
