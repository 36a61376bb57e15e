"""The names of time zones, as the IANA database has them."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, StringConstraints

MAX_NAME = 64
UNKNOWN = "must be an IANA time zone such as Europe/Lisbon"


@cache
def names() -> frozenset[str]:
    """Every name that Python's copy of the database knows; PostgreSQL has a copy of its own."""
    return frozenset(available_timezones())


def _known(name: str) -> str:
    if name not in names():
        raise ValueError(UNKNOWN)
    return name


# PostgreSQL by itself would also take POSIX rules and abbreviations, which say nothing of daylight saving.
Zone = Annotated[str, StringConstraints(max_length=MAX_NAME), AfterValidator(_known)]
