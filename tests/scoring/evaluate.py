"""How well the local scorer ranks the graded pairs of `evaluation/`: `make eval`.

For tuning profiles only, unless HELD_OUT=1: what is held out is never looked at while anything is changed.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import log2
from pathlib import Path
from statistics import mean

from scoring import local
from scoring.demands import DEMANDS, capped
from scoring.score import Candidate, Opening, Part, Preferences
from tests.scoring import evaluation_set
from tests.scoring.evaluation_set import FAMILIES, EvaluationJob, EvaluationProfile

STRONG, UNRELATED, AT = 3, 0, 5
SNAPSHOT = Path(__file__).with_name("tuning.json")

Weigh = Callable[[tuple[Part, ...]], int]


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile's graded jobs: for each the parts of the score and the grade."""

    id: str
    pairs: dict[str, tuple[tuple[Part, ...], int]]

    def ranked(self, weigh: Weigh) -> list[tuple[int, int]]:
        """(score, grade), the best score first."""
        return sorted(((weigh(parts), grade) for parts, grade in self.pairs.values()), reverse=True)


def candidate(given: EvaluationProfile) -> Candidate:
    wanted = given.preferences
    return Candidate(
        headline=given.headline,
        resume_text=given.resume_text,
        skills=tuple(given.skills),
        years_experience=given.years_experience,
        preferences=Preferences(
            locations=tuple(wanted.locations),
            remote=wanted.remote,
            job_types=tuple(wanted.job_types),
            minimum_salary=wanted.minimum_salary,
            salary_currency=wanted.salary_currency,
            salary_period=wanted.salary_period,
            avoid_words=tuple(wanted.avoid_words),
        ),
    )


def opening(given: EvaluationJob) -> Opening:
    return Opening(**given.model_dump(exclude={"id"}))


@cache
def profiles(family: str, split: str) -> list[Profile]:
    """Scored when first asked for."""
    data = evaluation_set.read(family)
    openings = {given.id: local.prepare(opening(given)) for given in data.jobs}
    return [
        Profile(
            given.id,
            {job: (local.score(known, openings[job]).parts, grade) for job, grade in data.grades[given.id].items()},
        )
        for given in data.profiles
        if given.split == split
        for known in [local.prepare(candidate(given))]
    ]


def whole(parts: tuple[Part, ...]) -> int:
    return sum(part.contribution for part in parts)


def without(*names: str) -> Weigh:
    """The score if these parts did not exist."""

    def weigh(parts: tuple[Part, ...]) -> int:
        kept = {part.name: part.value if part.weight else None for part in parts if part.name not in (*names, DEMANDS)}
        is_capped = parts[-1].name == DEMANDS and DEMANDS not in names
        return whole(capped(local.points(kept)) if is_capped else local.points(kept))

    return weigh


def ndcg(ranked: list[tuple[int, int]]) -> float:
    """nDCG@5 with gains 2^grade - 1; jobs of one score share the mean of their gains."""
    ideal = sorted((2**grade - 1 for _, grade in ranked), reverse=True)
    best = _discounted(ideal)
    return _discounted(list(_shared(ranked))) / best if best else 1.0


def _shared(ranked: list[tuple[int, int]]) -> Iterator[float]:
    for _, tied in groupby(ranked, key=lambda pair: pair[0]):
        gains = [2**grade - 1 for _, grade in tied]
        yield from [mean(gains)] * len(gains)


def _discounted(gains: Iterable[float]) -> float:
    return sum(gain / log2(place + 2) for place, gain in enumerate(list(gains)[:AT]))


def top(ranked: list[tuple[int, int]]) -> float:
    """The share of the jobs with the best score that have the best grade."""
    best = max(grade for _, grade in ranked)
    return mean(grade == best for score, grade in ranked if score == ranked[0][0])


def auc(found: list[Profile], weigh: Weigh) -> float:
    """How often a strong pair of the family scores above an unrelated one; a tie is half."""
    pairs = [pair for profile in found for pair in profile.ranked(weigh)]
    strong = [score for score, grade in pairs if grade == STRONG]
    unrelated = [score for score, grade in pairs if grade == UNRELATED]
    return mean((a > b) + (a == b) / 2 for a in strong for b in unrelated)


def figures(split: str, weigh: Weigh = whole) -> dict[str, list[float]]:
    """nDCG@5, top-1 and AUC for each family, to four digits."""
    rows = {}
    for family in FAMILIES:
        found = profiles(family, split)
        ranked = [profile.ranked(weigh) for profile in found]
        rows[family] = [round(x, 4) for x in (mean(map(ndcg, ranked)), mean(map(top, ranked)), auc(found, weigh))]
    return rows


def means(rows: dict[str, list[float]]) -> list[float]:
    return [round(mean(column), 4) for column in zip(*rows.values(), strict=True)]


def least(rows: dict[str, list[float]]) -> list[float]:
    return [min(column) for column in zip(*rows.values(), strict=True)]


def ablations(split: str) -> dict[str, list[float]]:
    """The means with everything, without each part, and with each part alone."""
    names = list(local.WEIGHTS)
    rows = {"everything": means(figures(split))}
    rows |= {f"without {name}": means(figures(split, without(name))) for name in (*names, DEMANDS)}
    return rows | {
        f"{name} alone": means(figures(split, without(*(other for other in (*names, DEMANDS) if other != name))))
        for name in names
    }


def snapshot() -> str:
    """What is committed as `tuning.json`: the figures of the tuning profiles, and every score of theirs."""
    scores = {
        profile.id: {job: whole(parts) for job, (parts, _) in profile.pairs.items()}
        for family in FAMILIES
        for profile in profiles(family, "tuning")
    }
    rows = {"version": local.VERSION, "nDCG@5, top-1, AUC": figures("tuning"), "scores": scores}
    text = json.dumps(rows, indent=1)
    return re.sub(r"(?<=[\d\[{,:])\n {3,}|(?<=\d)\n {2}(?=[}\]])|(?<=[\[{])\n {3}", " ", text) + "\n"


def report(split: str) -> str:
    """The two tables of a split, in Markdown."""
    rows = figures(split)
    lines = [f"## {split.replace('_', ' ')}", "", "| family | nDCG@5 | top-1 | AUC |", "|---|--:|--:|--:|"]
    for name, row in [*rows.items(), ("**mean**", means(rows)), ("**least**", least(rows))]:
        lines.append(_row(name, row))
    lines += ["", "| | nDCG@5 | top-1 | AUC |", "|---|--:|--:|--:|"]
    return "\n".join(lines + [_row(name, row) for name, row in ablations(split).items()])


def _row(name: str, row: list[float]) -> str:
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in row) + " |"


if __name__ == "__main__":
    print(report("tuning"))
    if os.environ.get("HELD_OUT") == "1":
        print(f"\n{report('held_out')}")
