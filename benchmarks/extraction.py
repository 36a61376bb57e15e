"""How many pages a second one core extracts, Markdown included, and where the time goes.

`python -m benchmarks.extraction`: the page of the corpus with the median length among those that have a posting (the
mark is 200 a second), all of them, one with a long description, and the same with ten times the markup around it.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from selectolax.lexbor import LexborHTMLParser

from scraping import content, json_ld, open_graph
from scraping.decoding import decode
from scraping.extraction import extract
from scraping.markdown import sanitised, to_markdown
from scraping.markup import tame
from scraping.schema_org import fields_of
from tests.scraping.corpus import PAGES, Case

MARK = 200
ROUNDS, SECONDS = 5, 0.1


def cost(work: Callable[[], object]) -> float:
    """Milliseconds of CPU, the best of five rounds: what else the machine does at the time falls on none of them."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun, count = time.process_time(), 0
        while (spent := time.process_time() - begun) < SECONDS:
            work()
            count += 1
        best = min(best, spent / count)
    return best * 1000


def read(case: Case) -> None:
    given = {key: case.expected[key] for key in ("content_type", "charset") if key in case.expected}
    extract(case.body, url=case.url, **given)


def steps(case: Case) -> dict[str, float]:
    """What each part of reading a page with JSON-LD costs by itself, and what is left of the whole."""
    text = decode(case.body)
    markup = tame(text)
    tree = LexborHTMLParser(markup.html)
    [thing] = json_ld.postings(markup)
    clean = sanitised(thing["description"])
    found = {
        "taming the page's markup": cost(partial(tame, text)),
        "parsing what is left (selectolax)": cost(partial(LexborHTMLParser, markup.html)),
        "looking for tags and links in it": cost(
            lambda: (open_graph.tags(tree), content.application_url(tree, case.url), content.description(tree))
        ),
        "JSON-LD": cost(lambda: fields_of(json_ld.postings(markup)[0], case.url)),
        "sanitising the description (nh3)": cost(partial(sanitised, thing["description"])),
        "Markdown": cost(partial(to_markdown, clean)),
    }
    return found | {"everything else": cost(partial(read, case)) - sum(found.values())}


def main() -> int:
    readable = sorted((case for case in PAGES if "found" in case.expected), key=lambda case: len(case.body))
    median = readable[len(readable) // 2]
    long = next(case for case in readable if case.name == "ld_complete")
    wide = Case(
        "wide", long.body.replace(b"<aside", long.body[long.body.index(b"<header") :] * 10 + b"<aside"), long.expected
    )
    reached = 1000 / cost(partial(read, median))
    print(f"| the median page, {len(median.body) / 1000:.0f} KB ({median.name}) | {reached:,.0f} |")
    rates = [1000 / cost(partial(read, case)) for case in readable]
    print(f"| all {len(readable)} pages with a posting: the median | {statistics.median(rates):,.0f} |")
    print(f"| the slowest of them | {min(rates):,.0f} |")
    for name, case in (("a long description", long), ("the same, much markup around it", wide)):
        print(f"| {name}, {len(case.body) / 1000:.0f} KB | {1000 / cost(partial(read, case)):,.0f} |")
    taken = steps(long)
    print(f"\nof the {sum(taken.values()):.2f} ms of the page with the long description:\n")
    for name, spent in sorted(taken.items(), key=lambda item: -item[1]):
        print(f"| {name} | {spent:.2f} | {spent / sum(taken.values()):.0%} |")
    print(json.dumps({"pages_per_second": round(reached), "mark": MARK}))
    return 0 if reached >= MARK else 1


if __name__ == "__main__":
    sys.exit(main())
