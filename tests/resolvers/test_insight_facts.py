"""How sure figures make anybody, against values that R. G. Newcombe published, and words for them."""

import math
from datetime import date

import pytest

from resolvers import insight_phrases as say
from resolvers.insight_facts import Confidence, Share, confidence_by_count, confidence_in, differ


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        # "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
        (Share(81, 263), 0.2553, 0.3662),
        (Share(15, 148), 0.0624, 0.1605),
        (Share(0, 20), 0.0000, 0.1611),
        (Share(1, 29), 0.0061, 0.1718),
        (Share(20, 20), 0.8389, 1.0000),
    ],
)
def test_wilsons_interval(share: Share, low: float, high: float) -> None:
    found = share.interval()
    assert [round(found[0], 4), round(found[1], 4)] == [low, high]


@pytest.mark.parametrize(
    ("one", "other", "comparisons", "confidence"),
    [
        # The lower limit of 56/70 less 48/80 is 0.0524 at 95 %, in the other of his papers of 1998, table II.
        (Share(56, 70), Share(48, 80), 1, Confidence.HIGH),
        (Share(48, 80), Share(56, 70), 2, Confidence.MEDIUM),
        (Share(56, 70), Share(48, 80), 10, None),
        (Share(10, 10), Share(0, 20), 1, Confidence.HIGH),
        (Share(10, 10), Share(0, 20), 1000, Confidence.HIGH),
        (Share(9, 9), Share(0, 20), 1, None),
        (Share(10, 20), Share(10, 20), 1, None),
        (Share(10, 20), Share(0, 0), 1, None),
    ],
)
def test_a_difference_is_told_where_it_is_hardly_chance(
    one: Share, other: Share, comparisons: int, confidence: Confidence | None
) -> None:
    assert differ(one, other, comparisons) is confidence


@pytest.mark.parametrize(
    ("share", "confidence"),
    [
        (Share(0, 9), Confidence.LOW),
        (Share(5, 10), Confidence.LOW),  # from 24 % to 76 %
        (Share(0, 10), Confidence.MEDIUM),  # up to 28 %
        (Share(10, 21), Confidence.MEDIUM),
        (Share(50, 100), Confidence.HIGH),
    ],
)
def test_confidence_in_a_share(share: Share, confidence: Confidence) -> None:
    assert confidence_in(share) is confidence


@pytest.mark.parametrize(("n", "confidence"), [(9, "low"), (10, "medium"), (29, "medium"), (30, "high")])
def test_confidence_by_count(n: int, confidence: str) -> None:
    assert confidence_by_count(n) == confidence


def test_a_share_as_figures() -> None:
    row = Share(1, 4).row()
    assert (row["part"], row["n"], row["rate"]) == (1, 4, 0.25)
    assert math.isclose(row["low"], 0.0456, abs_tol=5e-5)
    assert math.isclose(row["high"], 0.6994, abs_tol=5e-5)


def test_words() -> None:
    assert [say.count(number, "job") for number in (0, 1, 2, 1000)] == ["0 jobs", "1 job", "2 jobs", "1,000 jobs"]
    assert [say.days(number) for number in (0.2, 1.4, 1.6, 30)] == ["1 day", "1 day", "2 days", "30 days"]
    assert [say.listed(list(parts)) for parts in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert say.day(date(2026, 3, 2)) == "Monday, 2 March 2026"
    assert say.escaped("C#\n<b> *[x](y)*_`~|\\") == r"C\# \<b\> \*\[x\](y)\*\_\`\~\|\\"
