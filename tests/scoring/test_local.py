"""A score: its parts, its evidence, its words."""

import subprocess
import sys
from dataclasses import replace

import pytest

from benchmarks.scoring import HOSTILE
from scoring import local
from scoring.score import Candidate, MatchedSkill, MissingSkill, Opening, Part, Preferences
from tests.conftest import REPOSITORY
from tests.processor_time import within

CANDIDATE = Candidate(
    headline="Backend developer",
    resume_text=(
        "Backend developer, Northwind (2018 to now)\n"
        "Built booking services with Django and PostgreSQL.\n"
        "I have no experience with Kubernetes."
    ),
    skills=("Redis", "Zymurgy"),
    years_experience=6,
    preferences=Preferences(locations=("Berlin",), remote="preferred"),
)
OPENING = Opening(
    job_title="Senior Python Developer",
    company_name="Brightwater",
    job_description=(
        "We brew, with zymurgy and software.\n"
        "Requirements\n- 5 years of experience with Python\n- Redis\n- Kubernetes\n"
        "Nice to have\n- Terraform\n"
        "Benefits\n- Pension, Rust meetups"
    ),
    location="Berlin, Germany",
)


def test_a_score_says_what_made_it() -> None:
    found = local.score(CANDIDATE, OPENING)
    assert found.score == sum(part.contribution for part in found.parts) == 67
    assert found.matched_skills == (
        MatchedSkill("Python", "Built booking services with Django and PostgreSQL.", "Senior Python Developer"),
        MatchedSkill("Zymurgy", "Listed among the skills: Zymurgy", "We brew, with zymurgy and software."),
        MatchedSkill("Redis", "Listed among the skills: Redis", "Redis"),
    )
    assert found.missing_skills == (
        MissingSkill("Kubernetes", "Kubernetes", required=True),
        MissingSkill("Terraform", "Terraform", required=False),
    )
    assert found.reasoning == (
        "A good match (67 of 100). 3 of the 5 skills that the posting names show in the profile:"
        " Python, Zymurgy, Redis. Not found: Kubernetes, Terraform. The role is the one held."
        " It asks for 5 years of experience, and there are 6. Wishes not met: remote."
    )
    assert (found.scorer, found.version) == ("local", local.VERSION)
    assert [part.name for part in found.parts] == list(local.WEIGHTS)


def test_a_prepared_pair_scores_the_same() -> None:
    prepared = local.score(local.prepare(CANDIDATE), local.prepare(OPENING))
    assert prepared == local.score(CANDIDATE, OPENING) == local.score(CANDIDATE, local.prepare(OPENING))


# Enough to be judged by, and nothing that a skill is read from.
COOK = Opening("Cook", job_description="You cook for the guests of our house, on every day of the week.")


def test_what_is_unknown_leaves_its_weight_to_the_rest() -> None:
    parts = {part.name: part for part in local.score(Candidate("Cook", "I cook."), COOK).parts}
    assert {name: part.weight for name, part in parts.items()} == {
        "skills": 0.0, "role": 0.3, "text": 0.7, "seniority": 0.0, "preferences": 0.0,
    }  # fmt: skip


def test_nothing_known_is_nothing_scored() -> None:
    found = local.score(Candidate(), Opening("Xyzzy", job_description="plugh " * 10))
    assert found.score == 0
    assert (found.matched_skills, found.missing_skills) == ((), ())
    assert found.reasoning == (
        "A weak match (0 of 100). The posting names no skill that is known here, so the other parts decide."
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"skills": 0.5, "role": 0.5, "text": 0.5}, {"skills": 19, "role": 9, "text": 22}),
        ({"skills": 1.0, "role": 1.0, "text": 1.0}, {"skills": 37, "role": 19, "text": 44}),
        ({"skills": None, "role": 0.0, "text": 1.0}, {"skills": 0, "role": 0, "text": 70}),
        ({"skills": None}, {"skills": 0}),
    ],
)
def test_points_add_up(values: dict[str, float | None], expected: dict[str, int]) -> None:
    assert {part.name: part.contribution for part in local.points(values)} == expected


def test_points_are_parts() -> None:
    assert local.points({"skills": 0.25, "role": None}) == (Part("skills", 1.0, 0.25, 25), Part("role", 0.0, 0.0, 0))


def test_an_avoided_word_costs_the_preferences() -> None:
    avoiding = replace(CANDIDATE, preferences=Preferences(avoid_words=("zymurgy",)))
    [part] = [part for part in local.score(avoiding, OPENING).parts if part.name == "preferences"]
    assert (part.value, part.contribution) == (0.0, 0)
    assert "Wishes not met: words to avoid." in local.score(avoiding, OPENING).reasoning


def test_long_sentences_are_quoted_around_the_skill() -> None:
    long = f"{'Lorem ipsum ' * 30}then Terraform {'dolor sit ' * 30}"
    [missing] = local.score(CANDIDATE, Opening("Baker", job_description=long)).missing_skills
    assert missing.wanted.startswith("…")
    assert missing.wanted.endswith("…")
    assert "then Terraform dolor" in missing.wanted
    assert len(missing.wanted) <= 242


def test_more_than_five_skills_are_counted() -> None:
    text = "Requirements\nTerraform, Ansible, Scala, Haskell, Elixir, Erlang, Clojure"
    reasoning = local.score(CANDIDATE, Opening("Baker", job_description=text)).reasoning
    assert "None of the 7 skills that the posting names show in the profile." in reasoning
    assert "Not found: Ansible, Clojure, Elixir, Erlang, Haskell and 2 more." in reasoning


def test_boilerplate_changes_next_to_nothing() -> None:
    added = (
        "\n\nAbout us\nWe are an equal opportunity employer. All qualified applicants will receive consideration"
        " without regard to race, religion or sex.\nHealth insurance, pension, paid time off and a gym."
    )
    before = local.score(CANDIDATE, OPENING).score
    longer = replace(OPENING, job_description=OPENING.job_description + added)
    assert abs(local.score(CANDIDATE, longer).score - before) <= 1


def test_scores_do_not_depend_on_the_process() -> None:
    program = (
        "from tests.scoring.test_local import CANDIDATE, OPENING\n"
        "from scoring import local\nprint(local.score(CANDIDATE, OPENING))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=REPOSITORY,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {f"{local.score(CANDIDATE, OPENING)}\n".encode()}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_bounded_time(name: str) -> None:
    """With much room: what grows with the square of the length takes ten times as long."""
    text = HOSTILE[name]
    within(2, lambda: local.score(Candidate(text, text, (text,) * 300), Opening(text, text, text)))


def test_a_posting_that_says_little_is_a_guess() -> None:
    candidate = Candidate(headline="Backend engineer", resume_text="Backend engineer. Python and PostgreSQL.")
    stub = local.score(candidate, Opening(job_title="Backend Engineer"))
    assert {part.name: part.value for part in stub.parts if part.name in ("skills", "text")} == {
        "skills": 0.5, "text": 0.5,
    }  # fmt: skip
    assert stub.score < 70
    assert stub.reasoning.endswith("The posting says little, so this is a guess.")
