"""robots.txt by RFC 9309: what a site asks programs to leave alone."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from protego import Protego

from scraping.bodies import beginning
from scraping.errors import ScrapeCode, ScrapeError
from scraping.exchanges import Answer, Exchange
from scraping.links import Link

_MAX_BYTES = 500 * 1024  # as much as the standard asks to be read; the rest is left out
_MAX_REDIRECTS = 5
_SECONDS_KEPT = 3600.0
_MAX_KEPT = 200
_MAX_DELAY = 10.0
_AGENT_LINE = re.compile(r"user[- ]?agent\s*:?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site asks of us."""

    parsed: Protego
    agent: str

    def permit(self, link: Link) -> bool:
        return self.parsed.can_fetch(link.url, self.agent)

    @property
    def delay(self) -> float:
        """Seconds between visits, as far as that is bearable."""
        return min(self.parsed.crawl_delay(self.agent) or 0, _MAX_DELAY)


class Robots:
    """The rules of each origin, kept for an hour."""

    def __init__(self, agent: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self._agent = agent.lower()
        self._now = now
        self._kept: dict[str, tuple[float, Rules]] = {}

    async def rules(self, link: Link, exchange: Exchange) -> Rules:
        """The rules for this link's origin. Raises ScrapeError if the site fails, as everything is off limits then."""
        kept = self._kept.get(link.origin)
        if kept and self._now() < kept[0]:
            return kept[1]
        text = await _fetch(link.follow("/robots.txt"), exchange)
        rules = Rules(Protego.parse(_relevant(text, self._agent)), self._agent)
        self._kept.pop(link.origin, None)
        self._kept[link.origin] = (self._now() + _SECONDS_KEPT, rules)
        if len(self._kept) > _MAX_KEPT:
            del self._kept[next(iter(self._kept))]
        return rules


async def _fetch(link: Link, exchange: Exchange) -> str:
    """The file; empty, which permits everything, where there is none or it cannot be found."""
    for _ in range(_MAX_REDIRECTS + 1):
        async with exchange.get(link, accept="text/plain, */*;q=0.1") as answer:
            if answer.redirect is not None:
                try:
                    link = link.follow(answer.redirect)
                except ScrapeError:
                    return ""
                continue
            return await _text(answer)
    return ""


async def _text(answer: Answer) -> str:
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ScrapeError(ScrapeCode.SITE_ERROR)
    if answer.status != HTTPStatus.OK:
        return ""
    try:
        return (await beginning(answer, _MAX_BYTES)).decode("utf-8", "replace")
    except ScrapeError:  # in a coding that we did not ask for, or damaged
        raise ScrapeError(ScrapeCode.SITE_ERROR) from None


def _relevant(text: str, agent: str) -> str:
    """The same rules for us with all other agents taken for one: the parser copies each rule for each agent."""
    lines = []
    for line in text.removeprefix("\ufeff").splitlines():
        rule = line.partition("#")[0].strip()
        named = _AGENT_LINE.match(rule)
        name = rule[named.end() :].strip().lower() if named else ""
        lines.append(line if named is None or name in {agent, "*"} else "user-agent: somebody-else")
    return "\n".join(lines)
