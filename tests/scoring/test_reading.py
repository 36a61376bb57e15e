"""Which skills and roles a text names, and which ordinary words are none."""

import pytest

from scoring import reading
from scoring.reading import Vocabulary, read, read_phrase


def skills(text: str) -> list[str]:
    return [hit.entry.name for sentence in read(text) for hit in sentence.hits if hit.entry.kind == "skill"]


def roles(text: str) -> list[str]:
    return [hit.entry.name for sentence in read(text) for hit in sentence.hits if hit.entry.kind == "role"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C++, C# and F#", ["C++", "C#", "F#"]),
        (".NET, ASP.NET MVC and VB.NET", [".NET", "ASP.NET", "Visual Basic"]),
        ("node.js, NodeJS, Node JS", ["Node.js", "Node.js", "Node.js"]),
        ("machine-learning and e-commerce", ["Machine learning", "E-commerce"]),
        ("KUBERNETES, k8s", ["Kubernetes", "Kubernetes"]),
        ("REST API, RESTful APIs", ["REST APIs", "REST APIs"]),
        ("Microsoft SQL Server, SQL", ["SQL Server", "SQL"]),
        ("Registered nurse with ACLS, wound care", ["RN license", "ACLS", "Wound care"]),
    ],
)
def test_spellings(text: str, expected: list[str]) -> None:
    assert skills(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use Go, Rust and C++ daily.", ["Go", "Rust", "C++"]),
        ("Experience in Go", ["Go"]),
        ("Senior Go developer", ["Go"]),
        ("Services in Python, partly in Go.", ["Python", "Go"]),
        ("Go", ["Go"]),
        ("Go above and beyond.", []),
        ("Let us go further, with Python", ["Python"]),
        ("Go where the users are", []),
        ("Experience with R or Python", ["R", "Python"]),
        ("Vitamin C and Hepatitis C", []),
        ("C-level stakeholders", []),
        ("Embedded C, C++", ["C", "C++"]),
        ("Word, Excel and PowerPoint", ["Word", "Excel", "PowerPoint"]),
        ("In other words: excel at work", []),
        ("Proficient in Excel", ["Excel"]),
        ("Apps in Swift and Objective-C", ["Swift", "Objective-C"]),
        ("Swift response to customers", []),
        ("Spring Boot, Spring and Hibernate", ["Spring Boot", "Spring", "Hibernate"]),
        ("Starts in spring", []),
        ("Skilled in closing and negotiation", ["Closing deals", "Negotiation"]),
        ("The closing date is Friday", []),
        ("Closing of the shop at night", []),
        ("React, react hooks", ["React", "React"]),
        ("You react quickly", []),
    ],
)
def test_ordinary_words_need_a_context(text: str, expected: list[str]) -> None:
    assert skills(text) == expected


def test_nothing_is_doubtful_in_a_title_or_a_listed_skill() -> None:
    assert [hit.entry.name for hit in read_phrase("Closing").hits] == ["Closing deals"]
    assert [hit.entry.name for hit in read_phrase("Spring / Go").hits] == ["Spring", "Go"]


def test_a_role_lies_over_the_skills_in_it() -> None:
    text = "Senior Python developer, then registered nurse"
    assert roles(text) == ["Python developer", "Nurse"]
    assert skills(text) == ["Python", "RN license"]


def test_nothing_goes_on_over_the_end_of_a_sentence() -> None:
    assert skills("Machine\nlearning. Machine; learning") == []


def test_positions_count_from_the_start_of_the_sentence() -> None:
    [_, sentence] = read("Python.\nWe use Apache Airflow")
    [hit] = sentence.hits
    assert [word.spelling for word in sentence.words[hit.start : hit.end]] == ["Apache", "Airflow"]


def test_a_text_ends_where_it_would_take_too_long() -> None:
    assert sum(len(sentence.words) for sentence in read("word " * 20_000)) < 8_100
    assert sum(len(sentence.hits) for sentence in read("Python\nSQL\n" * 4_000)) == 1_500
    assert sum(len(sentence.hits) for sentence in read("Python, SQL, Java\n" * 2_000)) == 2_001


def test_a_full_vocabulary_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_REMEMBERED", 3)
    known = Vocabulary()
    assert [known[word].singular for word in ("cats", "dogs", "cats", "birds")] == ["cat", "dog", "cat", "bird"]
    assert list(known) == ["\0", "birds"]
    assert known["x" * 41].singular == "x" * 40
    assert list(known) == ["\0", "birds"]
