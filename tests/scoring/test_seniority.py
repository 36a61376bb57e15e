"""Levels of titles, years of experience."""

import pytest

from scoring.reading import read, read_phrase
from scoring.seniority import level, level_fit, usual_level, years_fit, years_stated, years_worked


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Senior Backend Engineer", 3),
        ("Junior Accountant", 1),
        ("Intern, Marketing", 0),
        ("Staff Engineer", 4),
        ("Staff Nurse", None),
        ("Head of Procurement", 6),
        ("VP Product", 7),
        ("Assistant Store Manager", 1),
        ("Assistant Manager", 3),
        ("Executive Assistant to the CEO", None),
        ("Electrician", None),
        ("Associate Product Manager", 1.5),
        ("Associate Director", 6),
        ("Senior Associate", 3),
        ("Software Engineer II", 2),
    ],
)
def test_levels(title: str, expected: float | None) -> None:
    assert level(read_phrase(title)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5+ years of experience in Python", 5),
        ("3-5 years' experience", 3),
        ("Two to four years of experience", 2),
        ("Minimum of eight years experience", 8),
        ("Six or more years of building back ends, with experience in Python", 6),
        ("For 120 years we have had experience in steel", None),
        ("Founded 5 years ago", None),
        ("Experience of many years", None),
        ("Python", None),
    ],
)
def test_years_stated(text: str, expected: float | None) -> None:
    [sentence] = read(text)
    assert years_stated(sentence) == expected


@pytest.mark.parametrize(
    ("resume", "expected"),
    [
        ("Cook for life. 7 years of experience in hotels. 2001 to 2003", 7),
        ("Cook, Ritz, 2012 to 2019\nHelper, 2010 to 2012", 9),
        ("Cook since 2012", None),
        ("Cook", None),
    ],
)
def test_years_worked(resume: str, expected: float | None) -> None:
    assert years_worked(read(resume)) == expected


def test_fits() -> None:
    assert [usual_level(years) for years in (0, 1, 3, 8, 20)] == [1, 1, 2, 3, 3.7]
    assert [round(level_fit(wanted, 2), 2) for wanted in (0, 1, 2, 3, 5)] == [0.64, 0.82, 1, 0.67, 0.01]
    assert [round(years_fit(4, had), 2) for had in (0, 2, 4, 9)] == [0.11, 0.56, 1, 1]
