"""Words, keys and their promises."""

import unicodedata
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import MAX_WORD, case_key, fold, lexemes, prefix_query, sort_key, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café", "cafe"), ("Cafe\u0301", "cafe"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("ﬁle", "file"),
        ("Ⅷ", "viii"), ("\uff21\uff22", "ab"), ("İstanbul", "istanbul"), ("Łódź", "łodz"), ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("", ""),
    ],
)  # fmt: skip
def test_folding_forgets_case_and_accents(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Senior/Backend-Engineer (m/f/d)", ["backend", "d", "engineer", "f", "m", "senior"]),
        ("C, C++ and C#", ["and", "c", "c#", "c++"]),
        ("C+ ++ # +c", ["c"]),
        ("c++, c++! C++.", ["c++"]),
        ("F#/.NET 8.0", ["0", "8", "f#", "net"]),
        ("snake_case __init__", ["case", "init", "snake"]),
        ("東京でPython開発", ["python", "て", "京", "東", "発", "開"]),
        ("it's o'clock \\ \"quoted\"", ["clock", "it", "o", "quoted", "s"]),
        ("m² ½", ["1", "2", "m2"]),
        ("x" * 100, ["x" * 64]),
        ("\0\t\n ", []),
        ("🦄", []),
    ],
)
def test_the_words_of_a_text(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_the_words_of_several_texts_come_once() -> None:
    assert words("Ada", None, "", "ADA ada", "Bob") == ["ada", "bob"]


@given(st.text())
def test_words_fit_into_a_literal(text: str) -> None:
    for word in words(text):
        assert 0 < len(word) <= MAX_WORD
        assert not set(word) & set("'\\\" \0&|!:*()<>")
        assert not any(character.isspace() for character in word)


@given(st.text())
@example("\u017f\u0345\u0301")
@example("ϓ")
def test_words_are_found_whatever_the_case_and_composition(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert words(unicodedata.normalize(form, text)) == words(text)
    assert words(" ".join(words(text))) == words(text)


@given(st.text(), st.text())
def test_a_text_has_the_words_of_its_parts(one: str, other: str) -> None:
    assert words(one, other) == sorted({*words(one), *words(other)})


@given(st.text())
@example("ß")
@example("\u03b1\u0345\u0301")
def test_case_and_composition_do_not_tell_two_texts_apart(text: str) -> None:
    folded = unicodedata.normalize("NFC", text).casefold()
    for same in (unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text), folded):
        assert case_key(same) == case_key(text)
        assert sort_key(same) == sort_key(text)
        assert fold(same) == fold(text)


@given(st.text(), st.text())
@example("cafe", "café")
@example("a\x01á", "á")
def test_sort_keys_are_equal_exactly_when_case_keys_are(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) is (case_key(one) == case_key(other))


def test_sorting_looks_at_letters_before_accents_and_never_at_case() -> None:
    names = ["Zebra", "cafes", "Café", "CAFE", "apple", "Ärzte", "arzt", "cafe b"]
    assert sorted(names, key=sort_key) == ["apple", "arzt", "Ärzte", "CAFE", "Café", "cafe b", "cafes", "Zebra"]


def test_literals_for_postgresql() -> None:
    assert lexemes(["c#", "c++", "net"]) == "'c#' 'c++' 'net'"
    assert prefix_query(["c++", "net"]) == "'c++':* & 'net':*"
    owner = UUID("01234567-89ab-cdef-0123-456789abcdef")
    assert prefix_query(["c++", "net"], owner) == "'89abcdefc++':* & '89abcdefnet':*"
    assert (lexemes([]), prefix_query([])) == ("", "")
