"""Places as one line."""

from typing import Any

import pytest

from scraping.places import is_workplace, line, place_of, several


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Leeds,\n UK ", "Leeds, UK"),
        ({"address": {"addressLocality": "Leeds", "addressCountry": "GB"}}, "Leeds, GB"),
        ({"address": {"addressCountry": {"@type": "Country", "name": "Ireland"}}}, "Ireland"),
        ({"address": {"addressLocality": ["Leeds"], "addressRegion": "", "addressCountry": {}}}, "Leeds"),
        ({"addressLocality": "Singapore", "addressCountry": "Singapore"}, "Singapore"),
        ({"name": "Pier 4"}, "Pier 4"),
        ({"@type": "Country", "name": ["Austria"]}, "Austria"),
        ([{"name": "A"}, "B", {"name": "A"}, None, 7], "A; B"),
        ([[[[[["deep"]]]]]], None),
        ({}, None),
        (None, None),
        (7, None),
    ],
)
def test_places_of_schema_org(value: Any, expected: str | None) -> None:
    assert place_of(value) == expected


def test_as_many_whole_places_as_fit() -> None:
    assert several([f"{number:02} {'x' * 97}" for number in range(5)]) == f"00 {'x' * 97}; 01 {'x' * 97}"


_VALUES: list[Any] = [7, 1.5, True, [], " ", "a\0b"]


def test_lines() -> None:
    assert [line(value) for value in _VALUES] == ["7", "1.5", None, None, None, "a b"]


def test_words_that_are_no_place() -> None:
    texts = ["Hybrid", "Remote", "Fully remote", "On-site / Hybrid", "100% remote", "Hybrid - Leeds", "Leeds", "", None]
    assert [is_workplace(text) for text in texts] == [True] * 5 + [False] * 4
