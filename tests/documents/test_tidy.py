import pytest

from documents.tidy import cut, tidy, without_hyphenation
from tests.processor_time import within


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("  a \t b\u00a0\u2003c  ", "a b c"),
        ("\n\na\n \n\t\n\nb\n\n", "a\n\nb"),
        ("\ufb01nance e\ufb03cient \ufb05", "finance efficient st"),
        ("data\u00adbase data\u00ad\nbase data\u00ad \nbase", "database database database"),
        ("\uf0b7 Python", "• Python"),
        ("a\x00b\x07c\x9fd\ud800e\u200bf", "abcdef"),
        ("Zoe\u0308 m\u00b2 \u2122", "Zoë m\u00b2 \u2122"),
        ("a\r\nb\x0bc\u2028d", "a\nb\nc\nd"),
    ],
)
def test_tidy(given: str, expected: str) -> None:
    assert tidy(given) == expected
    assert tidy(expected) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("pipe-\nlines run", "pipelines run"),
        ("pipe\u2010\nlines", "pipelines"),
        ("full-\nstack", "full-stack"),
        ("a client-server; client-\nserver", "a client-server; client-server"),
        ("Jean-\nPaul", "Jean-Paul"),
        ("state-of-\nthe art", "state-of-the art"),
        ("inter-\nnationali-\nsation", "internationalisation"),
        ("2019-\n2022", "2019-\n2022"),
        ("a -\nb", "a -\nb"),
        ("pre-\n\nnext", "pre-\n\nnext"),
    ],
)
def test_hyphenation(given: str, expected: str) -> None:
    assert without_hyphenation(given) == expected


def test_hyphenation_takes_no_longer_than_the_text() -> None:
    texts = "a-" * 25_000, "a-\n" * 25_000 + "a"
    assert within(1, lambda: [without_hyphenation(text) for text in texts]) == ["a-" * 25_000, "a" * 25_001]


def test_cut_after_a_word() -> None:
    assert cut("a" * 50_000) == ("a" * 50_000, False)
    assert cut("a" * 50_001) == ("a" * 50_000, True)
    assert cut("word " * 10_000) == ("word " * 10_000, False)
    assert cut("word " * 10_000 + "x") == (("word " * 10_000).strip(), True)
    assert cut("a" * 49_000 + " " + "b" * 2_000) == ("a" * 49_000, True)
