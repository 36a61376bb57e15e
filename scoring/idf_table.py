"""Makes `scoring/data/idf.txt` anew: `python -m scoring.idf_table`.

The source is zxcvbn's ranked lists of English words (MIT licence), a dependency of this repository. The lists hold
ranks, not counts; Zipf's law gives the share of a word from its rank, and a text of 500 words the chance to meet it:

    share(rank) = 1 / (rank * H),  H = ln(49,160) + 0.577
    idf = -ln(1 - (1 - share) ** 500)

A word of two lists has the better rank. Forms of one stem add up their shares.
"""

import math
from collections import defaultdict
from pathlib import Path

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from scoring.text import stem

TABLE = Path(__file__).with_name("data") / "idf.txt"
LISTS = ("english_wikipedia", "us_tv_and_film")
DOCUMENT, RAREST = 500, 5.0
HEADER = """\
# Inverse document frequencies of English stems, in tenths: `tenths: stem stem ...`. What is missing has the most, 50.
# Made by `python -m scoring.idf_table`, which has the formula, from the ranked word lists (English Wikipedia,
# US television and film) of the Python package zxcvbn {version}, MIT licence,
# copyright Dan Wheeler and Dropbox, Inc., and Daniel Wolf.
"""


def ranks() -> dict[str, int]:
    """The rank of every word, from 1."""
    best: dict[str, int] = {}
    for name in LISTS:
        for rank, word in enumerate(FREQUENCY_LISTS[name], 1):
            if word.isalpha() and word.isascii():
                best[word] = min(best.get(word, rank), rank)
    return best


def table() -> dict[str, float]:
    """The idf of every stem that is not among the rarest."""
    harmonic = math.log(sum(len(FREQUENCY_LISTS[name]) for name in LISTS)) + 0.577
    shares: dict[str, float] = defaultdict(float)
    for word, rank in sorted(ranks().items()):
        shares[stem(word)] += 1 / (rank * harmonic)
    found = {word: -math.log(1 - (1 - min(share, 0.5)) ** DOCUMENT) for word, share in shares.items()}
    return {word: idf for word, idf in found.items() if idf < RAREST - 0.05}


def text(version: str) -> str:
    """The file's text: ordered by frequency, then by the alphabet."""
    rows: dict[int, list[str]] = defaultdict(list)
    for word, idf in sorted(table().items()):
        rows[round(idf * 10)].append(word)
    return HEADER.format(version=version) + "".join(f"{tenths}: {' '.join(rows[tenths])}\n" for tenths in sorted(rows))


if __name__ == "__main__":
    from importlib.metadata import version

    TABLE.write_text(text(version("zxcvbn")))
