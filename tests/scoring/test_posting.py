"""What a posting wants, and how much."""

import pytest

from scoring.posting import prepare_opening
from scoring.score import Opening

TEXT = """\
Northwind builds planning software in Python.

Requirements:
- 5+ years of experience with Django
- PostgreSQL or MySQL
- Python, and once more: Python

Nice to have
- Kubernetes
- No experience with Java needed

What we offer
- A Rust meetup, health insurance
"""


def wants(text: str, title: str = "Engineer") -> dict[str, tuple[float, bool]]:
    found = prepare_opening(Opening(title, job_description=text)).wants
    return {want.entry.name: (round(want.weight, 3), want.is_required) for want in found}


def test_a_skill_weighs_by_where_it_stands_and_how_often() -> None:
    assert wants(TEXT) == {
        "Python": (1.396, True),
        "Django": (1.0, True),
        "MySQL": (0.5, True),
        "PostgreSQL": (0.5, True),
        "Kubernetes": (0.35, False),
    }


def test_the_title_weighs_most() -> None:
    assert wants("You write Go and Python.", "Python developer") == {"Python": (2.0, True), "Go": (0.8, True)}


def test_a_word_within_a_sentence_says_more_than_the_heading() -> None:
    assert wants("Requirements\nSQL\nTableau is a plus") == {"SQL": (1.0, True), "Tableau": (0.35, False)}


def test_each_alternative_knows_the_others() -> None:
    found = prepare_opening(Opening("Engineer", job_description="PostgreSQL or MySQL")).wants
    assert {want.entry.name: {other.name for other in want.others} for want in found} == {
        "PostgreSQL": {"MySQL"},
        "MySQL": {"PostgreSQL"},
    }


def test_what_is_wanted_elsewhere_too_is_no_alternative() -> None:
    found = prepare_opening(Opening("Engineer", job_description="PostgreSQL or MySQL.\nPostgreSQL daily.")).wants
    assert {want.entry.name: len(want.others) for want in found} == {"PostgreSQL": 0, "MySQL": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, 5),
        ("Python", None),
        ("2 years of experience in SQL\n4 years of experience in Python", 4),
        ("About us\nOur founders have 20 years of experience", None),
    ],
)
def test_years(text: str, expected: float | None) -> None:
    assert prepare_opening(Opening("Engineer", job_description=text)).years == expected


def test_words_of_benefits_and_of_the_company_say_little() -> None:
    opening = Opening("Plumber", "Copperfield", "Copperfield repairs boilers.\nBenefits\nGymnasium and orchids")
    weights = prepare_opening(opening).vector.weights
    assert "copperfield" not in weights
    assert weights["orchid"] < weights["boil"] / 5
