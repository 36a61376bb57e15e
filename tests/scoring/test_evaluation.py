"""The evaluation set is whole, its measures are right, and the tuning figures are those recorded.

What the scores are is compared with `tuning.json` by tests/test_snapshots.py; held-out profiles are not scored here.
"""

import json

import pytest

from tests.scoring.evaluate import FAMILIES, FOLDER, SNAPSHOT, figures, least, means, ndcg, report, top


def test_the_set_has_twelve_families_of_sixty_pairs_a_third_of_them_held_out() -> None:
    assert len(FAMILIES) == 12
    for family in FAMILIES:
        data = json.loads((FOLDER / f"{family}.json").read_text())
        grades = [grade for row in data["grades"].values() for grade in row.values()]
        assert len(grades) == len(data["profiles"]) * len(data["jobs"]) >= 60
        assert set(grades) == {0, 1, 2, 3}
        splits = [profile["split"] for profile in data["profiles"]]
        assert splits.count("held_out") * 3 == len(splits)


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
    assert sum(line.startswith("| ") for line in lines) == 2 + 12 + 2 + 1 + 2 * 5
