"""What something costs the processor, told apart from what the tests' runner and other threads do meanwhile."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

R = TypeVar("R")
_ATTEMPTS = 3


@contextmanager
def untraced() -> Iterator[None]:
    """Without the tracing of coverage, which costs as much again."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


def measured(work: Callable[[], R]) -> tuple[float, R]:
    """Seconds of this thread's processor time, and what the work gives."""
    with untraced():
        begun = time.thread_time()
        found = work()
        return time.thread_time() - begun, found


def within(seconds: float, work: Callable[[], R], name: str = "it") -> R:
    """What the work gives, done again where it took too long: the garbage of a whole test run is not the work's.

    Raises AssertionError when it takes as long every time.
    """
    spent = []
    for _ in range(_ATTEMPTS):
        elapsed, found = measured(work)
        if elapsed < seconds:
            return found
        spent.append(elapsed)
    raise AssertionError(f"{name} takes {min(spent):.2f} s of processor time, not less than {seconds:g}")
