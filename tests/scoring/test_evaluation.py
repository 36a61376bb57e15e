"""The measures are right, and the tuning figures are those recorded.

What the scores are is compared with `tuning.json` by tests/test_snapshots.py; held-out profiles are not scored here.
"""

import json

import pytest

from tests.scoring.evaluate import SNAPSHOT, figures, least, means, ndcg, report, top


@pytest.mark.parametrize(
    ("ranked", "expected"),
    [
        ([(90, 3), (50, 1), (10, 0)], 1.0),
        ([(90, 0), (50, 3)], 0.6309),
        ([(50, 3), (50, 0)], 0.8155),
        ([(50, 0)], 1.0),
    ],
)
def test_ndcg(ranked: list[tuple[int, int]], expected: float) -> None:
    assert round(ndcg(ranked), 4) == expected


def test_top() -> None:
    assert [top([(90, 3), (50, 1)]), top([(90, 1), (50, 3)]), top([(50, 3), (50, 1)])] == [1, 0, 0.5]


def test_the_tuning_profiles_meet_the_marks() -> None:
    rows = figures("tuning")
    assert rows == json.loads(SNAPSHOT.read_text())["nDCG@5, top-1, AUC"]
    assert means(rows)[0] >= 0.95
    assert least(rows)[0] >= 0.93
    assert least(rows)[2] >= 0.98


def test_the_report_has_every_family_and_every_part() -> None:
    lines = report("tuning").splitlines()
    assert sum(line.startswith("| ") for line in lines) == 2 + 12 + 2 + 1 + 2 * 5 + 1
