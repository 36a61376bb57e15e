"""Postings written into a page's tags by `itemscope`, `itemtype` and `itemprop`."""

from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scraping.schema_org import is_posting

MAX_NODES = 5000
MAX_POSTINGS = 50
MAX_DEPTH = 8
_ADDRESSES = frozenset({"a", "link"})


def postings(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """The JobPosting items as the things that JSON-LD would have; one inside another is not one of its own."""
    found = []
    for node in tree.css('[itemtype*="JobPosting"]')[:MAX_POSTINGS]:
        thing = _thing(node, [MAX_NODES])
        if is_posting(thing):
            found.append(thing)
    return found


def _thing(scope: LexborNode, budget: list[int], depth: int = 0) -> dict[str, Any]:
    thing: dict[str, Any] = {"@type": (scope.attributes.get("itemtype") or "").split()[:3]}
    waiting = [scope.first_child]
    while waiting and budget[0] > 0:
        node = waiting.pop()
        if node is None:
            continue
        budget[0] -= 1
        waiting.append(node.next)
        if not node.is_element_node:
            continue
        given = node.attributes
        is_scope = "itemscope" in given
        if names := (given.get("itemprop") or "").split()[:5]:
            value = _thing(node, budget, depth + 1) if is_scope and depth < MAX_DEPTH else _value(node, given, names)
            for key in names:
                _put(thing, key, value)
        if not is_scope:
            waiting.append(node.first_child)
    return thing


def _put(thing: dict[str, Any], key: str, value: Any) -> None:
    if key not in thing:
        thing[key] = value
    elif isinstance(thing[key], list):
        thing[key].append(value)
    else:
        thing[key] = [thing[key], value]


def _value(node: LexborNode, given: dict[str, str | None], names: list[str]) -> str | None:
    if (content := given.get("content")) is not None:
        return content
    if node.tag in _ADDRESSES and given.get("href"):
        return given["href"]
    if node.tag in ("time", "data") and (stated := given.get("datetime") or given.get("value")):
        return stated
    if {"description", "responsibilities", "qualifications", "title"} & set(names):
        return node.html if "title" not in names else node.text(strip=True, separator=" ")
    return node.text(strip=True, separator=" ")
