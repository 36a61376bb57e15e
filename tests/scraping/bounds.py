"""What reading a page may cost, whatever it is made of."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from scraping.errors import ScrapeError
from tests.processor_time import within


def bounded(work: Callable[[], Any], name: str = "it") -> Any:
    """What the work gives, None where it refuses, in less than a second of processor time."""

    def found() -> Any:
        with suppress(ScrapeError):
            return work()
        return None

    return within(1, found, name)
