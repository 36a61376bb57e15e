"""The parts of a score: what of the skills, of the role, of the level is there; each 0 to 1, or None if unknown."""

from dataclasses import dataclass

from scoring.lexicon import Entry
from scoring.posting import PreparedOpening, Want
from scoring.resume import PreparedCandidate, Shown
from scoring.seniority import UNMARKED, level_fit, years_fit
from scoring.similarity import cosine

# A skill that is missing counts in part if one is there that implies the same: React for Vue, Java for Kotlin.
RELATED, IMPLIED = 0.35, 0.9
# As if every posting wanted so much more that is met by an average share.
PRIOR, AVERAGE = 1.0, 0.3
PARENT, CHILD, SIBLING, WORDS = 0.8, 0.8, 0.7, 0.85
# Siblings are less alike the more there are of them: a kind of so many counts half.
CROWD = 12
# A cosine of this and more is as near as two different texts come.
NEAR = 0.45


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the wanted is there, and which wants are met by what; the rest is missing."""

    value: float | None
    met: list[tuple[Want, Shown]]
    missing: list[Want]


def coverage(candidate: PreparedCandidate, opening: PreparedOpening) -> Coverage:
    """sum(weight * strength) / sum(weight) over the wants, with one average want more."""
    own = candidate.own
    total, reached = PRIOR, PRIOR * AVERAGE
    met, missing = _extra(candidate, opening), []
    for want, _ in met:
        total += want.weight
        reached += want.weight
    for want in opening.wants:
        shown = own.get(want.entry)
        total += want.weight
        if shown is not None:
            met.append((want, shown))
            reached += want.weight * shown.strength * (1.0 if shown.through is want.entry else IMPLIED)
        elif not want.others.isdisjoint(own):
            reached += want.weight
        else:
            missing.append(want)
            reached += want.weight * RELATED * (not want.entry.above.isdisjoint(own))
    met.sort(key=lambda pair: -pair[0].weight)
    return Coverage(reached / total if met or missing or opening.wants else None, met, missing)


def _extra(candidate: PreparedCandidate, opening: PreparedOpening) -> list[tuple[Want, Shown]]:
    """The skills that only the candidate names, where the posting names them too."""
    return [
        (Want(extra.entry, sentence, 1.0, is_required=True, weight=1.0), extra.shown)
        for extra in candidate.extra
        if extra.terms - opening.company <= opening.vector.weights.keys()  # which most fail, and needs no forms
        and extra.forms <= opening.forms
        and (sentence := opening.naming(extra.forms)) is not None
    ]


def role(candidate: PreparedCandidate, opening: PreparedOpening) -> float | None:
    """The nearest pair of a role in the posting's title and one of the candidate's, or else the words in common."""
    wanted = [hit.entry for hit in opening.title.hits if hit.entry.kind == "role"]
    nearest = max((worth * _likeness(a, b) for a in wanted for b, worth in candidate.roles.items()), default=0.0)
    common = _common_words(candidate, opening)
    if not wanted and common is None:
        return None
    return max(nearest, WORDS * (common or 0.0)) if candidate.roles or candidate.headline.words else None


def _likeness(wanted: Entry, had: Entry) -> float:
    if wanted is had:
        return 1.0
    if had in wanted.above:
        return PARENT
    if wanted in had.above:
        return CHILD
    common = wanted.above & had.above
    return max((SIBLING / (1 + kind.below / CROWD) for kind in common), default=0.0)


def _common_words(candidate: PreparedCandidate, opening: PreparedOpening) -> float | None:
    """The share of the title's words, by their idf, that the headline has too."""
    wanted = {word.stem: word.weight for word in opening.title.words if word.weight}
    if not wanted:
        return None
    had = {word.stem for word in candidate.headline.words}
    return sum(weight for stem, weight in wanted.items() if stem in had) / sum(wanted.values())


def seniority(candidate: PreparedCandidate, opening: PreparedOpening) -> float | None:
    """The product of the fit of the levels and the fit of the years, as far as both sides are known."""
    if candidate.level is None and candidate.years is None:
        return None
    if opening.level is None and opening.years is None:
        return None
    fit = 1.0
    if candidate.level is not None:
        fit = level_fit(UNMARKED if opening.level is None else opening.level, candidate.level)
    if opening.years is not None and candidate.years is not None:
        fit *= years_fit(opening.years, candidate.years)
    return fit


def text(candidate: PreparedCandidate, opening: PreparedOpening) -> float | None:
    """The cosine of the two texts, 1 from NEAR on."""
    if not candidate.vector.length or not opening.vector.length:
        return None
    return min(1.0, cosine(candidate.vector, opening.vector) / NEAR)
