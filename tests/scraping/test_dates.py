"""Dates of any spelling as moments in UTC."""

from typing import Any

import pytest

from scraping.dates import moment


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-01", "2026-11-01T00:00:00+00:00"),
        ("2026-1-5", "2026-01-05T00:00:00+00:00"),
        ("2026-11-01T10:30:00Z", "2026-11-01T10:30:00+00:00"),
        ("2026-11-01T10:30:00.123+0100", "2026-11-01T09:30:00.123000+00:00"),
        ("2026-11-01T10:30", "2026-11-01T10:30:00+00:00"),
        ("2026-11-01 09:00:00 UTC", "2026-11-01T09:00:00+00:00"),
        ("Mon, 02 Nov 2026 08:00:00 +0100", "2026-11-02T07:00:00+00:00"),
        ("03.11.2026", "2026-11-03T00:00:00+00:00"),
        ("November 3, 2026", "2026-11-03T00:00:00+00:00"),
        ("3 Nov 2026", "2026-11-03T00:00:00+00:00"),
        (1762300800, "2025-11-05T00:00:00+00:00"),
        (1762300800000, "2025-11-05T00:00:00+00:00"),
        ("1762300800000", "2025-11-05T00:00:00+00:00"),
        ("03/11/2026", None),
        ("Posted 3 days ago", None),
        ("2026-02-31", None),
        ("1066-10-14", None),
        ("9999-12-31", None),
        (-1, None),
        (10**30, None),
        (float("nan"), None),
        (True, None),
        ("", None),
        (None, None),
        ({}, None),
    ],
)
def test_moments(value: Any, expected: str | None) -> None:
    found = moment(value)
    assert (found and found.isoformat()) == expected


def test_a_day_by_which_something_ends_is_over_at_its_end() -> None:
    found = moment("2026-11-01", is_end=True)
    assert found is not None
    assert found.isoformat() == "2026-11-01T23:59:59+00:00"
