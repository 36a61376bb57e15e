"""Texts taken apart."""

import pytest

from scoring.text import LINE, plain, sentences, singular, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C, C++ and C#", ["C", "C++", "and", "C#"]),
        (".NET, ASP.NET, example.net", ["dotnet", "ASP", "NET", "example", "net"]),
        ("Node.js/React-Native", ["Node", "js", "React", "Native"]),
        ("CI/CD 5+ years", ["CI", "CD", "5", "years"]),
        ("Zürich_x", ["Zürich", "x"]),
        ("", []),
        ("++ C++17 +49 #1 F#-like", ["C++", "17", "49", "1", "F#", "like"]),
        ("++ C++17 +49 #1 F#-like é", ["C++", "17", "49", "1", "F#", "like", "é"]),
        (f"a{LINE}b", ["a", LINE, "b"]),
        (f"ä{LINE}b", ["ä", LINE, "b"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_plain_text_has_no_accents_and_an_end() -> None:
    assert plain("Café résumé, it\u2019s") == "Cafe resume, it's"
    assert plain("5\u20136 \u201cyears\u201d, 9\u20ac") == '5-6 "years", 9 EUR '
    assert len(plain("x" * 60_000)) == 50_000
    assert len(plain("\ufdfa" * 60_000)) == 50_000


def test_sentences_are_lines_items_and_what_full_stops_end() -> None:
    text = "## About us\n- One thing. Another, e.g. this!  Third; fourth\n\n• item • **bold**\n3.5 and node.js"
    expected = "About us|One thing.|Another, e.g. this!|Third;|fourth|item|bold|3.5 and node.js"
    assert sentences(text) == expected.split("|")


def test_sentences_are_bounded() -> None:
    assert len(sentences("a\n" * 5_000)) == 1_500
    assert [len(piece) for piece in sentences("x" * 2_500)] == [1_000, 1_000, 500]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("APIs", "api"), ("queries", "query"), ("CSS", "css"), ("AWS", "aws"), ("status", "status"), ("Jobs", "job")],
)
def test_singular(word: str, expected: str) -> None:
    assert singular(word) == expected


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (["manage", "managed", "managing", "manager", "managers", "management"], "manag"),
        (["automate", "automated", "automation"], "automat"),
        (["plan", "plans", "planned", "planning", "planner"], "plan"),
        (["nurse", "nurses", "nursing"], "nurs"),
        (["sell", "selling", "seller"], "sell"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: list[str], expected: str) -> None:
    assert {stem(form) for form in forms} == {expected}
