"""What a page shows: the text of the posting, the link to apply, its address, and that it is closed."""

import re

from selectolax.lexbor import LexborHTMLParser

from scraping.normalise import address, name

_CONTAINERS = (
    (
        "#job-description, #jobDescriptionText, #jobDescription, .job_description, .posting-description, "
        '[class*="job-description"], [class*="jobDescription"]'
    ),
    "article, .description, .posting, #content",
    "main",
)
_ENOUGH = 120
_LINE = 200
_APPLY = re.compile(
    r"^(?:apply(?: now| here| online| today| for this (?:job|position|role))?|start (?:your )?application|"
    r"(?:jetzt |online )?bewerben|postuler(?: maintenant)?|solliciteer(?: nu)?|aplicar|ansök(?: här)?)\W*$",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"no longer (?:accepting applications|available|open|active|listed)|"
    r"(?:job|position|posting|vacancy) (?:has (?:been (?:filled|closed|removed)|expired)|is (?:closed|expired|filled))|"
    r"applications (?:are|have) (?:now )?closed",
    re.IGNORECASE,
)
MAX_LINKS = 2000


def description(tree: LexborHTMLParser) -> str | None:
    """The markup of the part that holds the posting's text, if any part is marked as such and says something."""
    for selector in _CONTAINERS:
        nodes = tree.css(selector)[:20]
        best = max(nodes, key=lambda node: len(node.text(strip=True)), default=None)
        if best is not None and len(best.text(strip=True)) >= _ENOUGH:
            return best.html
    return None


def application_url(tree: LexborHTMLParser, base: str) -> str | None:
    """Where the first link that is called `Apply` or like leads."""
    for node in tree.css("a[href]")[:MAX_LINKS]:
        text = (node.text(strip=True) or "")[:60]
        href = node.attributes.get("href") or ""
        if not href.startswith("#") and _APPLY.match(text):
            return address(href, base)
    return None


def canonical(tree: LexborHTMLParser, base: str) -> str | None:
    """The address that the page gives as its own."""
    node = tree.css_first('link[rel="canonical"]')
    return address(node.attributes.get("href"), base) if node else None


def headings(tree: LexborHTMLParser) -> list[str]:
    return [text for node in tree.css("h1")[:5] if (text := name(node.text(strip=True, separator=" ")))]


def is_closed(tree: LexborHTMLParser) -> bool:
    """Whether the page says in a line of its own that the posting takes no more applications."""
    text = tree.text(separator="\n")[:100_000]
    return any(len(line) < _LINE and _CLOSED.search(line) for line in text.splitlines())
