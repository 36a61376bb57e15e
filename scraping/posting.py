"""What is known of a posting, and where each part of it was found."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum

from scraping.errors import ScrapeCode, ScrapeError


class Provenance(StrEnum):
    """Where a field came from; JSON embedded in a page's scripts counts as PAGE, the link itself as USER."""

    JOB_BOARD_API = "JOB_BOARD_API"
    JSON_LD = "JSON_LD"
    MICRODATA = "MICRODATA"
    OPENGRAPH = "OPENGRAPH"
    TITLE = "TITLE"
    PAGE = "PAGE"
    USER = "USER"


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting in the words and limits of a job: what a job requires may still be missing here.

    Salaries are whole major units of the currency, a fraction rounded away from the middle of the range; times are
    aware and in UTC. `key` names the posting on its job board (`greenhouse:acme:123`), whatever its address.
    """

    company_name: str | None = None
    job_title: str | None = None
    job_description: str | None = None
    source_url: str | None = None
    application_url: str | None = None
    job_type: str = "other"
    location: str | None = None
    is_remote: bool = False
    salary_min: int | None = None
    salary_max: int | None = None
    salary_currency: str | None = None
    salary_period: str | None = None
    posted_at: datetime | None = None
    valid_through: datetime | None = None
    key: str | None = None


# What a posting says; the key is derived from its address and never missing.
FOUND_FIELDS = tuple(column.name for column in fields(Posting) if column.name != "key")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several postings, for its user to choose from."""

    title: str
    url: str
    location: str | None = None
    key: str | None = None


@dataclass
class Extraction:
    """A posting with the source of each field found; `missing` has the others, in the order of the posting.

    `job_type` and `is_remote` have their defaults where they are missing. `snapshot_html` is the description, or the
    page's text without one, sanitised, at most 200,000 characters.
    """

    posting: Posting
    provenance: dict[str, Provenance]
    missing: list[str] = field(default_factory=list)
    expired: bool = False
    snapshot_html: str = ""


class SeveralPostings(ScrapeError):  # noqa: N818 named for what was found
    """The page has more than one posting and nothing says which is meant: `candidates` are to be chosen from."""

    def __init__(self, candidates: list[Candidate]) -> None:
        self.candidates = candidates
        super().__init__(ScrapeCode.SEVERAL_POSTINGS)
