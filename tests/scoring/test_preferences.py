"""Whether a posting is what somebody wishes."""

from typing import Any

import pytest

from scoring.preferences import wishes
from scoring.score import Opening, Preferences


def met(opening: dict[str, Any], forms: set[str] | None = None, **wanted: Any) -> dict[str, float]:
    return wishes(Preferences(**wanted), Opening("Cook", **opening), forms or set())


def test_no_wishes() -> None:
    assert met({"location": "Berlin", "is_remote": True, "job_type": "contract", "salary_max": 1}) == {}


@pytest.mark.parametrize(
    ("opening", "wanted", "expected"),
    [
        ({"location": "Berlin, Germany"}, {"locations": ("Munich", "germany")}, {"location": 1.0}),
        ({"location": "São Paulo"}, {"locations": ("Sao Paulo",)}, {"location": 1.0}),
        ({"location": "Hamburg"}, {"locations": ("Berlin",)}, {"location": 0.4}),
        ({"location": "New York"}, {"locations": ("York, UK",)}, {"location": 0.4}),
        ({"location": "Paris", "is_remote": True}, {"locations": ("Berlin",)}, {"location": 1.0}),
        ({"is_remote": True}, {"locations": ("Berlin",), "remote": "no"}, {"location": 0.4, "remote": 0.4}),
        ({}, {"locations": ("Berlin",)}, {}),
        ({"is_remote": True}, {"remote": "only"}, {"remote": 1.0}),
        ({"job_type": "remote"}, {"remote": "only"}, {"remote": 1.0}),
        ({}, {"remote": "only"}, {"remote": 0.1}),
        ({}, {"remote": "preferred"}, {"remote": 0.8}),
        ({}, {"remote": "no"}, {"remote": 1.0}),
        ({"job_type": "contract"}, {"job_types": ("full_time", "contract")}, {"job type": 1.0}),
        ({"job_type": "intern"}, {"job_types": ("full_time",)}, {"job type": 0.4}),
        ({"job_type": "other"}, {"job_types": ("full_time",)}, {}),
    ],
)
def test_place_and_kind(opening: dict[str, Any], wanted: dict[str, Any], expected: dict[str, float]) -> None:
    assert met(opening, **wanted) == expected


@pytest.mark.parametrize(
    ("opening", "wanted", "expected"),
    [
        ({"salary_min": 50_000, "salary_max": 70_000}, {"minimum_salary": 60_000}, 1.0),
        ({"salary_min": 45_000}, {"minimum_salary": 60_000}, 0.5),
        ({"salary_max": 20_000}, {"minimum_salary": 60_000}, 0.0),
        ({"salary_max": 5_000, "salary_period": "month"}, {"minimum_salary": 60_000, "salary_period": "year"}, 1.0),
        ({"salary_max": 30, "salary_period": "hour"}, {"minimum_salary": 260, "salary_period": "day"}, 0.8462),
        ({"salary_max": 1, "salary_currency": "EUR"}, {"minimum_salary": 9, "salary_currency": "USD"}, None),
        ({"salary_max": 9, "salary_currency": "EUR"}, {"minimum_salary": 9}, 1.0),
        ({}, {"minimum_salary": 9}, None),
    ],
)
def test_salary(opening: dict[str, Any], wanted: dict[str, Any], expected: float | None) -> None:
    found = met(opening, **wanted).get("salary")
    assert (found if found is None else round(found, 4)) == expected


def test_words_to_avoid() -> None:
    forms = {"we", "make", "betting", "game", "better"}
    assert met({}, forms, avoid_words=("Betting",)) == {"words to avoid": 0.0}
    assert met({}, forms, avoid_words=("games", "casino")) == {"words to avoid": 0.0}
    assert met({}, forms, avoid_words=("better world", "bet")) == {"words to avoid": 1.0}
    assert met({}, forms, avoid_words=("  ",)) == {}
