"""What an insight rests on: the figures with their period, how many they are of, and how sure they can make anybody.

An insight is its facts, gathered from the database, and words made of these alone; so that another wording, by a
language model say, cannot know or claim more than the facts do.
"""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import NormalDist
from typing import Any, NamedTuple

from core.page import Row
from models.insight import InsightType
from resolvers.analytics_figure import SMALL_SAMPLE

# The usual two-sided levels; of an interval, and of a difference that is told.
_LEVEL, _SURE_LEVEL = 0.95, 0.99
# How wide an interval may be that says much, and that says something.
_NARROW, _WIDE = 0.2, 0.4
ENOUGH_TO_BE_SURE = 30


class Confidence(StrEnum):
    """How much can be built on an insight."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Share(NamedTuple):
    """`part` of `n`, a proportion that is known only by this sample."""

    part: int
    n: int

    @property
    def rate(self) -> float:
        return self.part / self.n

    def interval(self, level: float = _LEVEL) -> tuple[float, float]:
        """Wilson's score interval: where the proportion lies that the sample was drawn from.

        E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
        """
        z = NormalDist().inv_cdf((1 + level) / 2)
        middle = (self.part + z * z / 2) / (self.n + z * z)
        reach = z / (self.n + z * z) * math.sqrt(self.part * (self.n - self.part) / self.n + z * z / 4)
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def row(self) -> Row:
        low, high = self.interval()
        return {"part": self.part, "n": self.n, "rate": self.rate, "low": low, "high": high}


@dataclass(frozen=True, slots=True)
class Period:
    """Local days; `until` is not one of them, and `since` is None for everything up to there."""

    since: date | None
    until: date

    @property
    def first(self) -> date:
        """The first day of one that has one."""
        assert self.since is not None
        return self.since

    def row(self) -> Row:
        return {"from": self.since and self.since.isoformat(), "to": self.until.isoformat()}


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that an insight may say; `figures` are JSON, `n` is how many jobs or events they rest on."""

    type: InsightType
    period: Period
    n: int
    confidence: Confidence
    figures: dict[str, Any]

    @property
    def metadata(self) -> Row:
        """As clients see them."""
        return {"n": self.n, "confidence": self.confidence.value, "period": self.period.row(), **self.figures}


class Words(NamedTuple):
    """`title` is a line of plain text, `content` a little Markdown."""

    title: str
    content: str


def is_enough(n: int) -> bool:
    """Whether anything may be claimed."""
    return n >= SMALL_SAMPLE


def confidence_in(share: Share) -> Confidence:
    """By how many there are and how wide that leaves the interval."""
    low, high = share.interval()
    if not is_enough(share.n) or high - low > _WIDE:
        return Confidence.LOW
    return Confidence.HIGH if high - low <= _NARROW else Confidence.MEDIUM


def confidence_by_count(n: int) -> Confidence:
    """Where there is no proportion to go by."""
    if not is_enough(n):
        return Confidence.LOW
    return Confidence.HIGH if n >= ENOUGH_TO_BE_SURE else Confidence.MEDIUM


def differ(one: Share, other: Share, comparisons: int = 1) -> Confidence | None:
    """How sure it is that two samples were drawn from different proportions; None for what may well be chance.

    Newcombe's interval of the difference, made of the two of Wilson, must leave out zero (R. G. Newcombe, "Interval
    estimation for the difference between independent proportions", 1998, method 10). Where the largest of several
    differences is looked for, the level is Bonferroni's, or every tenth user would be told of something.
    """
    if not (is_enough(one.n) and is_enough(other.n)):
        return None
    for level, confidence in ((_SURE_LEVEL, Confidence.HIGH), (_LEVEL, Confidence.MEDIUM)):
        if _is_apart(one, other, 1 - (1 - level) / comparisons):
            return confidence
    return None


def _is_apart(one: Share, other: Share, level: float) -> bool:
    higher, lower = sorted((one, other), key=lambda share: share.rate, reverse=True)
    reach = math.hypot(higher.rate - higher.interval(level)[0], lower.interval(level)[1] - lower.rate)
    return higher.rate - lower.rate > reach
