"""Leaving out what a library takes along when it is there."""

import sys
from importlib import import_module

import pytest

from core.companions import without


@pytest.mark.parametrize("package", ["json", "wave"])
def test_a_package_is_not_there_in_the_block_and_is_as_before_after_it(package: str) -> None:
    before = sys.modules.get(package)
    with without(package), pytest.raises(ModuleNotFoundError, match=package):
        import_module(package)
    assert sys.modules.get(package) is before


def test_it_is_back_after_an_error() -> None:
    json = sys.modules["json"]
    with pytest.raises(ZeroDivisionError), without("json"):
        raise ZeroDivisionError
    assert sys.modules["json"] is json
