"""The local scorer: deterministic, with nothing but the texts and the data files of this package."""

from functools import lru_cache
from math import prod
from typing import overload

from scoring import fit
from scoring.demands import capped, unmet
from scoring.lexicon import Entry
from scoring.posting import PreparedOpening, prepare_opening
from scoring.preferences import wishes
from scoring.reasoning import evidence, paragraph, quote
from scoring.resume import PreparedCandidate, prepare_candidate
from scoring.score import Candidate, MatchedSkill, MissingSkill, Opening, Part, Score

SCORER, VERSION = "local", "2"
# Of all that is known; what is not known leaves its weight to the others.
WEIGHTS = {"skills": 0.3, "role": 0.15, "text": 0.35, "seniority": 0.08, "preferences": 0.12}
# A posting of fewer words says too little to be sure of the parts that are read from its text.
_ENOUGH_WORDS = 10
_UNSURE = 0.5
_LITTLE = " The posting says little, so this is a guess."


@overload
def prepare(given: Candidate) -> PreparedCandidate: ...
@overload
def prepare(given: Opening) -> PreparedOpening: ...
def prepare(given: Candidate | Opening) -> PreparedCandidate | PreparedOpening:
    """What `score` takes as well, read once for many scores. It depends on the given and the version alone."""
    return prepare_candidate(given) if isinstance(given, Candidate) else prepare_opening(given)


def score(candidate: Candidate | PreparedCandidate, opening: Opening | PreparedOpening) -> Score:
    """How well they fit, and why. Pure, except that the candidate asked for last is kept in its prepared form."""
    known = _prepared(candidate) if isinstance(candidate, Candidate) else candidate
    posting = prepare_opening(opening) if isinstance(opening, Opening) else opening
    coverage = fit.coverage(known, posting)
    preferences = known.candidate.preferences
    met_wishes = wishes(preferences, posting.opening, posting.forms if preferences.avoid_words else ())
    said = min(1.0, len(posting.opening.job_description.split(maxsplit=_ENOUGH_WORDS)) / _ENOUGH_WORDS)
    parts = points(
        {
            "skills": _sure(coverage.value, said),
            "role": fit.role(known, posting),
            "text": _sure(fit.text(known, posting), said),
            "seniority": fit.seniority(known, posting),
            "preferences": prod(met_wishes.values()) if met_wishes else None,
        }
    )
    missing = {want.entry for want in coverage.missing} if posting.demands else set[Entry]()
    not_met = unmet(posting.demands, missing, known.own)
    parts = capped(parts) if not_met else parts
    return Score(
        score=sum(part.contribution for part in parts),
        matched_skills=tuple(
            MatchedSkill(want.entry.name, evidence(shown), quote(want.sentence, want.entry))
            for want, shown in coverage.met
        ),
        missing_skills=tuple(
            MissingSkill(want.entry.name, quote(want.sentence, want.entry), want.is_required)
            for want in coverage.missing
        ),
        reasoning=paragraph(known, posting, coverage, parts, met_wishes, not_met) + ("" if said == 1 else _LITTLE),
        parts=parts,
        scorer=SCORER,
        version=VERSION,
    )


def _sure(value: float | None, said: float) -> float | None:
    """Drawn to the middle by as much as the posting leaves unsaid."""
    if said == 1:
        return value
    return said * (_UNSURE if value is None else value) + (1 - said) * _UNSURE


@lru_cache(maxsize=4)
def _prepared(candidate: Candidate) -> PreparedCandidate:
    return prepare_candidate(candidate)


def points(values: dict[str, float | None], of: dict[str, float] = WEIGHTS) -> tuple[Part, ...]:
    """The parts of a score. Whole points by largest remainder, so that they add up to the rounded sum."""
    total = sum(of[name] for name, value in values.items() if value is not None)
    weights = {name: 0.0 if value is None else of[name] / total for name, value in values.items()}
    exact = {name: 100 * weights[name] * (value or 0.0) for name, value in values.items()}
    whole = {name: int(share) for name, share in exact.items()}
    left = round(sum(exact.values())) - sum(whole.values())
    for name in sorted(exact, key=lambda name: whole[name] - exact[name])[:left]:
        whole[name] += 1
    return tuple(
        Part(name, round(weights[name], 4), round(value or 0.0, 4), whole[name]) for name, value in values.items()
    )
