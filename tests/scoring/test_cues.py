"""How a sentence means what it names."""

import pytest

from scoring.cues import alternatives, denied, heading, manner, weak
from scoring.reading import Sentence, read


def only(text: str) -> Sentence:
    [sentence] = read(text)
    return sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requirements", "required"),
        ("### What you bring", "required"),
        ("**What you'll do**", "duties"),
        ("Nice to have: Terraform", "nice"),
        ("Benefits", "boiler"),
        ("What we offer:", "boiler"),
        ("The requirements of our customers change every week and we like that", None),
        ("We gather requirements.", None),
        ("Python", None),
    ],
)
def test_headings(text: str, expected: str | None) -> None:
    assert heading(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Terraform is a plus", "nice"),
        ("Ideally you know Kafka", "nice"),
        ("Health insurance and a pension", "boiler"),
        ("We are an equal opportunity employer", "boiler"),
        ("You know Kafka", None),
    ],
)
def test_manners(text: str, expected: str | None) -> None:
    assert manner(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No experience with Kubernetes, but strong Docker", ["Kubernetes"]),
        ("I have not worked with Java or Scala", ["Java", "Scala"]),
        ("Python is not required", ["Python"]),
        ("No Python needed", ["Python"]),
        ("Not only Python but Java", []),
        ("Docker without Kubernetes", ["Kubernetes"]),
        ("Python and SQL", []),
    ],
)
def test_denials(text: str, expected: list[str]) -> None:
    assert sorted(skill.name for skill in denied(only(text))) == expected


def test_weak_skills() -> None:
    assert {skill.name for skill in weak(only("Strong SQL, basic knowledge of Python and Java"))} == {"Python", "Java"}
    assert weak(only("Strong SQL")) == set()


def test_alternatives() -> None:
    groups = alternatives(only("Python, Java or Go, and Docker and SQL"))
    assert [[hit.entry.name for hit in group] for group in groups] == [["Python", "Java", "Go"], ["Docker"], ["SQL"]]
