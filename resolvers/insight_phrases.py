"""Plain English for figures, dates and names."""

import re
from collections.abc import Sequence
from datetime import date

from core.page import Row
from models.job import JobStatus
from resolvers.analytics_figure import PERCENT, SMALL_SAMPLE

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_REACHED = {
    JobStatus.INTERESTED: "saved",
    JobStatus.APPLIED: "applied",
    JobStatus.INTERVIEWING: "interview",
    JobStatus.OFFER_RECEIVED: "offer",
    JobStatus.REJECTED: "rejected",
    JobStatus.NOT_INTERESTED: "no longer interested",
}


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 job`, `2 jobs`, `1,000 jobs`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def percent(rate: float) -> str:
    return f"{PERCENT * rate:.0f}%"


def share(row: Row) -> str:
    """`8 of 10 (80%)`."""
    return f"{row['part']:,} of {row['n']:,} ({percent(row['rate'])})"


def likely(row: Row) -> str:
    """Where the proportion lies, as far as the sample can say."""
    return f"likely between {percent(row['low'])} and {percent(row['high'])}"


def days(number: float) -> str:
    """Whole days; what is less than one and a half is a day."""
    return count(max(1, round(number)), "day")


def day(moment: date) -> str:
    """`Monday, 2 March 2026`."""
    return f"{moment:%A}, {moment.day} {moment:%B %Y}"


def short_day(moment: date) -> str:
    """`2 March 2026`."""
    return f"{moment.day} {moment:%B %Y}"


def escaped(text: str) -> str:
    """A user's text in a line of Markdown, as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def job(row: Row) -> str:
    """`Backend Engineer at Northwind`."""
    return f"{escaped(row['job_title'])} at {escaped(row['company_name'])}"


def reached(status: str) -> str:
    """What arriving at a status is called."""
    return _REACHED[JobStatus(status)]


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def missing(n: int, what: str, purpose: str, which: str = "") -> str:
    """What is said where nothing may be claimed."""
    return f"{purpose} needs at least {SMALL_SAMPLE} {what}s{which}. You have {n}, so {SMALL_SAMPLE - n} more to go."
