"""Packages that a library loads when they are installed, whether or not it is asked for what they are for."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(package: str) -> Iterator[None]:
    """A library that is first imported in the block takes the package for not installed, and does without it."""
    loaded = sys.modules.pop(package, None)
    # Documented: importing it then raises ModuleNotFoundError.
    sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[package]
        if loaded:
            sys.modules[package] = loaded
