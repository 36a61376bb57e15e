"""How much words say; where the table comes from."""

from importlib.metadata import version

import pytest

from scoring import idf_table
from scoring.text import stem
from scoring.weights import RAREST, idf, weight


def test_the_table_is_the_one_that_the_script_makes() -> None:
    assert idf_table.TABLE.read_text() == idf_table.text(version("zxcvbn"))


def test_the_table_names_its_source_and_licence() -> None:
    head = [line for line in idf_table.TABLE.read_text().splitlines() if line.startswith("#")]
    assert f"Python package zxcvbn {version('zxcvbn')}, MIT licence" in " ".join(head)


def test_the_better_rank_counts() -> None:
    ranks = idf_table.ranks()
    assert ranks["the"] == ranks["you"] == 1


@pytest.mark.parametrize("word", ["the", "and", "experience", "requirements", "benefits", "insurance", "x", "2024"])
def test_words_that_say_nothing(word: str) -> None:
    assert weight(stem(word)) == 0.0


def test_rare_words_say_most() -> None:
    assert weight(stem("Kubernetes")) == weight(stem("laparoscopy")) == RAREST
    assert 1.2 < weight(stem("hospital")) < weight(stem("bakery")) < RAREST


def test_corrections_replace_general_english() -> None:
    assert weight(stem("engineering")) == 1.5
    assert idf()["manag"] == 0.0
