"""Currency codes."""

import pytest

from core.currencies import CURRENCIES


def test_they_look_like_codes() -> None:
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)


@pytest.mark.parametrize("code", ["EUR", "USD", "GBP", "CHF", "JPY", "PLN", "SEK", "INR", "XOF", "ZWG", "XCG", "SLE"])
def test_money_is_known(code: str) -> None:
    assert code in CURRENCIES


@pytest.mark.parametrize(
    "code", ["XAU", "XXX", "XTS", "XDR", "CHE", "USN", "BOV", "DEM", "HRK", "ANG", "ZWL", "BTC", "eur"]
)
def test_metals_funds_and_what_is_gone_are_not(code: str) -> None:
    assert code not in CURRENCIES
