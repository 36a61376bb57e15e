"""How sites say no: which ones never let a server in, and what an answer's status and first bytes mean."""

import re
from email.utils import parsedate_to_datetime

from core import clock
from scraping.errors import ScrapeCode, ScrapeError
from scraping.exchanges import Answer
from scraping.links import Link

# linkedin.com, de.linkedin.com, indeed.com, indeed.co.uk: they answer servers with a login or a challenge.
_CLOSED = re.compile(r"(?:.+\.)?(?:linkedin|indeed)(?:\.com?)?(?:\.[a-z]{2})?")
_REFUSED = {401, 403, 429, 451, 999}  # 999 is LinkedIn's own, which others have taken up
_GONE = {404, 410}
_FOUND = range(200, 300)
_BUSY = {429, 503}
# Pages that ask a browser to prove itself, by what only they contain. They come with status 200 as well.
_CHALLENGE = re.compile(
    rb"/cdn-cgi/challenge-platform/[^\"']{0,200}orchestrate|window\._cf_chl_opt|captcha-delivery\.com|id=[\"']px-captcha"
    rb"|_Incapsula_Resource\?|awswaf\.com/[^\"']{0,200}/challenge\.js"
)
_MAX_REST = 3600


def refuse_closed(link: Link) -> None:
    """Raises ScrapeError for sites that are not worth a request."""
    if _CLOSED.fullmatch(link.host):
        raise ScrapeError(ScrapeCode.BLOCKED_BY_SITE)


def refuse_failed(answer: Answer) -> None:
    """Raises ScrapeError unless the answer promises a page."""
    status, headers = answer.status, answer.headers
    if (
        status in _REFUSED
        or (status in _BUSY and "retry-after" in headers)
        or headers.get("cf-mitigated") == "challenge"
        or headers.get("x-amzn-waf-action") in {"challenge", "captcha"}
    ):
        raise ScrapeError(ScrapeCode.BLOCKED_BY_SITE)
    if status in _GONE:
        raise ScrapeError(ScrapeCode.NOT_FOUND)
    if status not in _FOUND:
        raise ScrapeError(ScrapeCode.SITE_ERROR)


def refuse_challenge(body: bytes) -> None:
    """Raises ScrapeError if the page is there to keep programs out."""
    if _CHALLENGE.search(body, 0, 65_536):
        raise ScrapeError(ScrapeCode.BLOCKED_BY_SITE)


def rest(answer: Answer) -> float:
    """For how many seconds the site wants to be left alone, an hour at most."""
    wanted = answer.headers.get("retry-after", "").strip() if answer.status in _BUSY else ""
    if re.fullmatch(r"[0-9]{1,9}", wanted):
        return min(int(wanted), _MAX_REST)
    try:
        until = parsedate_to_datetime(wanted)
    except (ValueError, OverflowError):
        return 0
    if until.tzinfo is None:
        return 0
    return min(max((until - clock.now()).total_seconds(), 0), _MAX_REST)
