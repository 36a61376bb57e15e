"""The one clock."""

from datetime import timedelta

from core import clock


def test_it_is_aware_and_in_utc_and_goes_forward() -> None:
    first, second = clock.now(), clock.now()
    assert first.utcoffset() == timedelta(0)
    assert first <= second
