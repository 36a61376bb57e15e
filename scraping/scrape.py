"""A link in, a posting out: the job board's own interface where there is one, else the page."""

from asyncio import to_thread
from collections.abc import Awaitable
from dataclasses import replace
from typing import Protocol

from scraping.assembly import assemble
from scraping.boards.board import Match
from scraping.boards.registry import identify, identify_page
from scraping.decoding import decode
from scraping.errors import ScrapeCode, ScrapeError
from scraping.fetch import Page
from scraping.normalise import address
from scraping.posting import Candidate, Extraction, Provenance, SeveralPostings
from scraping.reading import read

HTML = "text/html,application/xhtml+xml;q=0.9"


class Get(Protocol):
    """A guarded GET request. Raises ScrapeError."""

    def __call__(self, url: str, *, accept: str) -> Awaitable[Page]: ...


async def scrape(url: str, get: Get) -> Extraction:
    """The posting at a link; where a board's interface fails, or does not have it, its page is read.

    Raises ScrapeError: what fetching the page raised, NO_POSTING, or SeveralPostings.
    """
    match = identify(url)
    if match and (found := await _from_board(match, url, get)):
        return found
    if match and match.id is None and (candidates := await _on_board(match, get)):
        raise SeveralPostings(candidates)
    page = await get(url, accept=HTML)
    behind = (
        identify(page.url)
        or identify_page(url, text := decode(page.body, page.charset))
        or identify_page(page.url, text)
    )
    if behind and behind != match and (found := await _from_board(behind, url, get)):
        return found
    seen = await read(page.body, url=page.url, content_type=page.content_type, charset=page.charset)
    seen.posting = replace(seen.posting, source_url=address(url))
    return seen


async def list_board(url: str, get: Get) -> list[Candidate]:
    """The postings of the board that a link belongs to, in the board's order; the link may be that of one of them.

    Raises ScrapeError: NO_POSTING where the link is not a known board's or the board gives no list.
    """
    match = identify(url)
    if match is None:
        page = await get(url, accept=HTML)
        match = identify(page.url) or identify_page(url, decode(page.body, page.charset))
    if match is None or match.listing is None:
        raise ScrapeError(ScrapeCode.NO_POSTING, "No list of postings is known at this address: use a posting's own.")
    answer = await get(match.listing, accept=match.board.accept)
    return await to_thread(match.board.candidates, answer.body, match)


async def _on_board(match: Match, get: Get) -> list[Candidate]:
    if match.listing is None:
        return []
    try:
        answer = await get(match.listing, accept=match.board.accept)
    except ScrapeError:
        return []
    return await to_thread(match.board.candidates, answer.body, match)


async def _from_board(match: Match, url: str, get: Get) -> Extraction | None:
    if match.id is None:
        return None
    try:
        answer = await get(match.api, accept=match.board.accept)
    except ScrapeError:
        return None
    return await to_thread(_read, match, answer.body, url)


def _read(match: Match, body: bytes, url: str) -> Extraction | None:
    fields = match.board.read(body, match)
    return assemble(url, [(Provenance.JOB_BOARD_API, fields)], key=match.key) if fields else None
