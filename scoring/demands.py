"""Licences and languages that a posting demands: where one is missing, nothing else makes up for it."""

from collections.abc import Collection, Iterable
from functools import cache

from scoring.cues import alternatives, denied
from scoring.lexicon import DATA, Entry, lexicon
from scoring.reading import Hit, Sentence
from scoring.score import Part

DEMANDS = "demands"
# The most that a posting can score where a demand is not met, however many they are.
MOST = 40
_ENGLISH = "English"
_FLUENT = frozenset({"fluent", "native"})
# With such a word in its sentence, what is named may still be come by, or be done without.
_SOFT = frozenset(
    ["obtain", "willing", "willingness", "wish", "eligible", "eligibility", "within", "equivalent", "nice", "useful",
     "helpful", "help", "welcome", "plus", "bonus", "asset", "advantage", "delight", "appreciated"]
)  # fmt: skip


@cache
def demandable() -> frozenset[Entry]:
    """The skills that `data/demands.txt` names. Raises KeyError for one that there is not."""
    lines = (DATA / "demands.txt").read_text().splitlines()
    return frozenset(lexicon().entries["skill", name] for name in lines if not name.startswith("#"))


@cache
def languages() -> frozenset[Entry]:
    """Those that can be demanded, and English."""
    english = lexicon().entries["skill", _ENGLISH]
    return frozenset(entry for entry in demandable() if entry.family == english.family) | {english}


def demands(placed: Iterable[tuple[str, Sentence]]) -> dict[Entry, Sentence]:
    """What a posting demands, each with the first sentence that does; `placed`: its sentences with their sections.

    Demanded is what stands under requirements, beside a word such as `must`, or as `fluent`; not what is one way of
    several, nice to have, or may still be come by.
    """
    found: dict[Entry, Sentence] = {}
    for place, sentence in placed:
        named = [hit for hit in sentence.hits if hit.entry in demandable()] if place not in ("nice", "boiler") else []
        if named and _SOFT.isdisjoint([word.singular for word in sentence.words]):
            refused = denied(sentence) | _choices(sentence)
            for hit in named:
                if hit.entry not in refused and _is_demanded(place, sentence, hit):
                    found.setdefault(hit.entry, sentence)
    return found


def _is_demanded(place: str, sentence: Sentence, hit: Hit) -> bool:
    """A bare name is not: it may go on with a list that began as nice to have."""
    if hit.end - hit.start == len(sentence.words):
        return False
    is_fluent = sentence.words[hit.start].singular in _FLUENT
    return place == "required" or is_fluent or any(cue.entry.name == "must" for cue in sentence.cues)


def _choices(sentence: Sentence) -> set[Entry]:
    """The languages for which English will do."""
    groups = [[hit.entry for hit in group] for group in alternatives(sentence)]
    return {entry for group in groups if any(entry.name == _ENGLISH for entry in group) for entry in group}


def unmet(demanded: dict[Entry, Sentence], missing: Collection[Entry], own: Collection[Entry]) -> dict[Entry, Sentence]:
    """The demands that are missing; a language only of somebody who names any: few name that of their country."""
    names_languages = not languages().isdisjoint(own)
    return {
        entry: sentence
        for entry, sentence in demanded.items()
        if entry in missing and (names_languages or entry not in languages())
    }


def capped(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """With one part more, which takes the points above MOST."""
    total = sum(part.contribution for part in parts)
    return (*parts, Part(DEMANDS, 0.0, 0.0, min(0, MOST - total)))
