"""JSON as it is found on pages: with comments, trailing commas, raw newlines, or a script around it."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

MAX_JSON = 2_000_000
MAX_NODES = 20_000
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)
# What is never closed goes to the end: giving up there would have the next quote tried, to the end again.
_STRING = r'"(?:[^"\\]++|\\.)*+"?+'
_NOISE = re.compile(
    rf"({_STRING})|<!--|-->|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?+|//<!\[CDATA\[|//\]\]>|<!\[CDATA\[|\]\]>|//[^\n]*+|,(?=\s*+[\]}}])",
    re.DOTALL,
)
_START = re.compile(r"[\[{]")


def parse(text: str) -> Any:
    """The first value in the text, None where there is none. Never raises, whatever it is given."""
    text = text.lstrip("\ufeff \t\r\n")[:MAX_JSON]
    if '"' not in text and "&quot;" in text:
        text = unescape(text)
    value = _first(text)
    return _first(_NOISE.sub(lambda found: found[1] or "", text)) if value is None else value


def parse_bytes(body: bytes) -> Any:
    """The same of an answer's body, which is UTF-8."""
    return parse(body[: 4 * MAX_JSON].decode(errors="replace").replace("\0", ""))


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a value, outer ones first, in their order; of the first 20,000 values, however deep."""
    waiting, seen = [value], 0
    while waiting and seen < MAX_NODES:
        seen += 1
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(child for child in reversed(item.values()) if isinstance(child, dict | list))
        elif isinstance(item, list):
            waiting.extend(child for child in reversed(item) if isinstance(child, dict | list))


def _first(text: str) -> Any:
    if not (start := _START.search(text)):
        return None
    try:
        return _DECODER.raw_decode(text, start.start())[0]
    except (ValueError, RecursionError):
        return None
