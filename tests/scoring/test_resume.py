"""What a candidate can, was and is."""

import pytest

from scoring.resume import PreparedCandidate, prepare_candidate
from scoring.score import Candidate

RESUME = """\
Backend developer, Northwind (2019 to now)
Django services, PostgreSQL. Reported to the product manager and worked with data scientists.
No experience with Kubernetes; basic knowledge of Java.
Before that I worked as a teacher.
"""


def prepared(**given: object) -> PreparedCandidate:
    return prepare_candidate(Candidate(**given))  # type: ignore[arg-type]


def owned(candidate: PreparedCandidate) -> dict[str, tuple[float, str]]:
    return {entry.name: (shown.strength, shown.through.name) for entry, shown in candidate.own.items()}


def test_skills_are_shown_by_sentences_and_imply_others() -> None:
    found = owned(prepared(resume_text=RESUME))
    assert found["Django"] == (1.0, "Django")
    assert found["Python"] == (1.0, "Django")
    assert found["SQL"] == (1.0, "PostgreSQL")
    assert found["Java"] == (0.5, "Java")
    assert "Kubernetes" not in found


def test_what_is_denied_is_not_implied() -> None:
    assert "JavaScript" not in owned(prepared(resume_text="React.\nI have never used JavaScript."))


def test_a_sentence_is_better_evidence_than_a_list() -> None:
    found = prepared(resume_text="Built with Django.", skills=("Django", "Redis"))
    shown = {entry.name: (shown.sentence.text, shown.is_listed) for entry, shown in found.own.items()}
    assert shown["Django"] == ("Built with Django.", False)
    assert shown["Redis"] == ("Redis", True)


def test_listed_skills_that_are_unknown_are_kept() -> None:
    found = prepared(skills=("Zymurgy of lagers", "Python", "great work", "  "))
    assert [(extra.entry.name, sorted(extra.forms)) for extra in found.extra] == [
        ("Zymurgy of lagers", ["lager", "of", "zymurgy"])
    ]


def test_roles_are_the_candidates_own() -> None:
    found = prepared(headline="Python developer", resume_text=RESUME)
    assert {entry.name: worth for entry, worth in found.roles.items()} == {
        "Python developer": 1.0,
        "Backend engineer": 0.9,
        "Teacher": 0.7,
    }


@pytest.mark.parametrize(
    ("given", "level", "years"),
    [
        ({"headline": "Senior developer", "years_experience": 3}, 3, 3),
        ({"headline": "Developer", "years_experience": 6}, 3, 6),
        ({"headline": "Developer with 2 years of experience"}, 2, 2),
        ({"resume_text": "Developer, 2012 to 2021"}, 3.7, 9),
        ({"headline": "Developer"}, None, None),
    ],
)
def test_level_and_years(given: dict[str, object], level: float | None, years: float | None) -> None:
    found = prepared(**given)
    assert (found.level, found.years) == (level, years)


def test_at_most_200_skills_are_read() -> None:
    assert len(prepared(skills=tuple(f"zymurgy{at}" for at in range(300))).extra) == 200
