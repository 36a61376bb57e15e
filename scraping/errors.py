"""Why a posting could not be had, as codes and sentences that say what to do."""

from enum import StrEnum


class ScrapeCode(StrEnum):
    URL_NOT_ALLOWED = "URL_NOT_ALLOWED"
    UNREACHABLE = "UNREACHABLE"
    TIMED_OUT = "TIMED_OUT"
    TOO_LARGE = "TOO_LARGE"
    UNSUPPORTED_CONTENT = "UNSUPPORTED_CONTENT"
    BLOCKED_BY_SITE = "BLOCKED_BY_SITE"
    ROBOTS_DISALLOWED = "ROBOTS_DISALLOWED"
    NOT_FOUND = "NOT_FOUND"
    SITE_ERROR = "SITE_ERROR"
    TOO_MANY_REDIRECTS = "TOO_MANY_REDIRECTS"
    NO_POSTING = "NO_POSTING"
    SEVERAL_POSTINGS = "SEVERAL_POSTINGS"


# One sentence a code, whatever happened: what differs between two failures of a code could tell about the inside.
MESSAGES = {
    ScrapeCode.URL_NOT_ALLOWED: "Only public web pages can be read: use a link that begins with http:// or https:// "
    "and names a public site, without credentials or an unusual port.",
    ScrapeCode.UNREACHABLE: "The site cannot be reached from here: check the link, or open the page in your browser "
    "and save it with the extension.",
    ScrapeCode.TIMED_OUT: "The site took too long to answer: try again later, or save the page with the extension.",
    ScrapeCode.TOO_LARGE: "The page is larger than 5 MB: save the posting with the extension, or enter it by hand.",
    ScrapeCode.UNSUPPORTED_CONTENT: "The link does not lead to a web page: use the address of the posting's own page.",
    ScrapeCode.BLOCKED_BY_SITE: "The site does not let servers read this page: open it in your browser and save it "
    "with the extension.",
    ScrapeCode.ROBOTS_DISALLOWED: "The site asks programs not to read this page: open it in your browser and save it "
    "with the extension.",
    ScrapeCode.NOT_FOUND: "There is no page at this address any more: check the link, the posting may have been taken "
    "down.",
    ScrapeCode.SITE_ERROR: "The site answered with an error: try again later, or save the page with the extension.",
    ScrapeCode.TOO_MANY_REDIRECTS: "The link is passed on too many times: use the address that your browser ends up "
    "at.",
    ScrapeCode.NO_POSTING: "No posting was found on this page: use the address of the posting's own page, or enter "
    "the job by hand.",
    ScrapeCode.SEVERAL_POSTINGS: "The page has several postings: use the address of one of them.",
}
_TRANSIENT = frozenset({ScrapeCode.UNREACHABLE, ScrapeCode.TIMED_OUT, ScrapeCode.SITE_ERROR})


class ScrapeError(Exception):
    """A failure to read a posting that its user may see; nothing in it comes from what answered."""

    def __init__(self, code: ScrapeCode, message: str | None = None) -> None:
        self.code = code
        self.message = message or MESSAGES[code]
        super().__init__(self.message)

    @property
    def is_transient(self) -> bool:
        """Whether the same link may work when it is tried again in a while."""
        return self.code in _TRANSIENT
