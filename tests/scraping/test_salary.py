"""Amounts, currencies and periods in any spelling."""

from decimal import Decimal
from typing import Any

import pytest

from scraping.salary import Salary, amount, currency_of, period_of, salary, salary_in


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (60000, "60000"),
        (17.4, "17.4"),
        ("60,000", "60000"),
        ("60.000", "60000"),
        ("60.000,50", "60000.50"),
        ("60,000.50", "60000.50"),
        ("1'200", "1200"),
        ("48\u202f000 €", "48000"),
        ("60k", "60000"),
        ("1.5M", "1500000"),
        ("17,5", "17.5"),
        ("$ 25", "25"),
        ("4 kids", "4"),
        (0, None),
        (-5, None),
        (2**31, None),
        (float("inf"), None),
        (float("nan"), None),
        ("competitive", None),
        (True, None),
        (None, None),
        ([1], None),
    ],
)
def test_amounts(value: Any, expected: str | None) -> None:
    assert amount(value) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€60k \u2013 €70k per year", Salary(60000, 70000, "EUR", "year")),
        ("£45,000 - £55,000", Salary(45000, 55000, "GBP")),
        ("60-70k EUR p.a.", Salary(60000, 70000, "EUR", "year")),
        ("CHF 95'000 bis 110'000 pro Jahr", Salary(95000, 110000, "CHF", "year")),
        ("$25/hr", Salary(25, 25, None, "hour")),
        ("US$120K to US$150K annually", Salary(120000, 150000, "USD", "year")),
        ("C$70.50 hourly", Salary(70, 71, "CAD", "hour")),
        ("3.200 € im Monat", Salary(3200, 3200, "EUR", "month")),
        ("62,500.00", Salary(62500, 62500)),
        ("TRY our coffee", Salary()),
        ("competitive", Salary()),
    ],
)
def test_ranges_in_words(text: str, expected: Salary) -> None:
    assert salary_in(text) == expected


def test_ranges_in_parts() -> None:
    assert salary(10.5, 11.5, "eur", "HOUR") == Salary(10, 12, "EUR", "hour")
    assert salary(70000, 50000, "USD") == Salary(50000, 70000, "USD")
    assert salary(50000, 0, "USD", "YEAR") == Salary(50000, None, "USD", "year")
    assert salary(0.2, None, "USD") == Salary()
    assert salary(None, None, "USD", "YEAR") == Salary()


def test_currencies() -> None:
    texts = ["EUR", "usd", "€", "£ 5", "$", "US$5", "kr", "5 SEK", "XYZ 5", "", None]
    assert [currency_of(text) for text in texts] == [
        *("EUR", "USD", "EUR", "GBP", None, "USD", None, "SEK", None, None, None),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("HOUR", "hour"),
        ("per-hour-wage", "hour"),
        ("Daily", "day"),
        ("WEEK", "week"),
        ("monthly", "month"),
        ("ANNUAL", "year"),
        ("per-year-salary", "year"),
        ("1 YEAR", "year"),
        ("2 YEARS", None),
        ("6 MONTHS", None),
        ("NONE", None),
        (None, None),
    ],
)
def test_periods(value: Any, expected: str | None) -> None:
    assert period_of(value) == expected
