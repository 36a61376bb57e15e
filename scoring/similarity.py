"""How much two texts speak of the same things: the cosine of their weighted words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import log1p, sqrt

from scoring.reading import Sentence, Word
from scoring.weights import weight


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
    counts: dict[str, float] = {}
    for factor, listed in parts.items():
        for term, count in Counter([word.term for found in listed for word in found if word.term]).items():
            counts[term] = counts.get(term, 0.0) + factor * count
    for term in without:
        counts.pop(term, None)
    weights = {term: log1p(count) * weight(term) for term, count in counts.items()}
    return Vector(weights, sqrt(sum([value * value for value in weights.values()])))


def cosine(one: Vector, other: Vector) -> float:
    """0 for texts that share no word, 1 for the same words in the same proportions."""
    if not one.length or not other.length:
        return 0.0
    few, many = sorted((one.weights, other.weights), key=len)
    found = many.get
    return sum([value * found(stem, 0.0) for stem, value in few.items()]) / (one.length * other.length)
