"""All job boards, and which of them an address or a page belongs to."""

from scraping.boards.ashby import ASHBY
from scraping.boards.bamboohr import BAMBOOHR
from scraping.boards.board import Address, Board, Match
from scraping.boards.greenhouse import GREENHOUSE
from scraping.boards.lever import LEVER
from scraping.boards.personio import PERSONIO
from scraping.boards.recruitee import RECRUITEE
from scraping.boards.smartrecruiters import SMARTRECRUITERS
from scraping.boards.teamtailor import TEAMTAILOR
from scraping.boards.workable import WORKABLE
from scraping.boards.workday import WORKDAY

BOARDS: tuple[Board, ...] = (
    GREENHOUSE,
    LEVER,
    ASHBY,
    WORKABLE,
    SMARTRECRUITERS,
    RECRUITEE,
    PERSONIO,
    TEAMTAILOR,
    BAMBOOHR,
    WORKDAY,
)


def identify(url: str) -> Match | None:
    """The posting or the whole board that an address names on a board's own site."""
    address = Address.of(url)
    if address is None:
        return None
    return next((match for board in BOARDS if (match := board.match(address))), None)


def identify_page(url: str, text: str) -> Match | None:
    """The posting that an employer's own page shows from a board: by the address's parameters and the page's text."""
    address = Address.of(url)
    if address is None:
        return None
    return next((match for board in BOARDS if (match := board.embedded(address, text))), None)
