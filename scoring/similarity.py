"""How much two texts speak of the same things: the cosine of their weighted words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain
from math import log1p, sqrt
from operator import itemgetter

from scoring.reading import Sentence, Word
from scoring.weights import weight

# `Word.term`, by its place, which is faster.
_TERM = itemgetter(Word._fields.index("term"))


@dataclass(frozen=True, slots=True)
class Vector:
    """Weights of stems, and the root of the sum of their squares."""

    weights: dict[str, float]
    length: float


def vector(weighted: Iterable[tuple[Sentence, float]], without: Collection[str] = ()) -> Vector:
    """ln(1 + occurrences) * idf for every stem; an occurrence counts as much as its sentence does."""
    parts: dict[float, list[list[Word]]] = defaultdict(list)
    for sentence, factor in weighted:
        parts[factor].append(sentence.words)
    counts: dict[str, float] = defaultdict(float)
    for factor, listed in parts.items():
        for term, count in Counter(map(_TERM, chain.from_iterable(listed))).items():
            counts[term] += factor * count
    counts.pop("", None)
    weights = {term: log1p(count) * weight(term) for term, count in counts.items() if term not in without}
    return Vector(weights, sqrt(sum(value * value for value in weights.values())))


def cosine(one: Vector, other: Vector) -> float:
    """0 for texts that share no word, 1 for the same words in the same proportions."""
    if not one.length or not other.length:
        return 0.0
    few, many = sorted((one.weights, other.weights), key=len)
    found = many.get
    return sum(value * found(stem, 0.0) for stem, value in few.items()) / (one.length * other.length)
