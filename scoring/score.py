"""What goes into a scorer and what comes out of it."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

Remote = Literal["any", "only", "preferred", "no"]


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody wants of a job; whatever is empty or None does not matter to them.

    `job_types` and the period have the words of the job resource; salaries are in major units.
    """

    locations: tuple[str, ...] = ()
    remote: Remote = "any"
    job_types: tuple[str, ...] = ()
    minimum_salary: int | None = None
    salary_currency: str | None = None
    salary_period: str | None = None
    avoid_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who looks for a job. `skills` are the ones named on the profile, in the user's own words."""

    headline: str = ""
    resume_text: str = ""
    skills: tuple[str, ...] = ()
    years_experience: float | None = None
    preferences: Preferences = Preferences()


@dataclass(frozen=True, slots=True)
class Opening:
    """A posting, with the names that the job resource has."""

    job_title: str
    company_name: str = ""
    job_description: str = ""
    location: str | None = None
    is_remote: bool = False
    job_type: str | None = None
    salary_min: int | None = None
    salary_max: int | None = None
    salary_currency: str | None = None
    salary_period: str | None = None


@dataclass(frozen=True, slots=True)
class MatchedSkill:
    """A skill that the posting wants and the candidate has: where the resume shows it, where the posting asks."""

    skill: str
    evidence: str
    wanted: str


@dataclass(frozen=True, slots=True)
class MissingSkill:
    """A skill that the posting wants and the candidate does not show. Not `required`: only nice to have."""

    skill: str
    wanted: str
    required: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: how well it fits (0 to 1), its weight, and the points that came of both.

    The weights of a score's parts add up to 1; a part of which nothing is known has the weight 0. The
    contributions are whole points and add up to the score. A last part, `demands`, is there where the posting demands
    what is not shown: without weight, it takes the points above the most that such a posting can have.
    """

    name: str
    weight: float
    value: float
    contribution: int


@dataclass(frozen=True, slots=True)
class Score:
    """How well a posting fits a candidate, 0 to 100, and why.

    Skills come in the order of their importance to the posting, the most important first.
    """

    score: int
    matched_skills: tuple[MatchedSkill, ...]
    missing_skills: tuple[MissingSkill, ...]
    reasoning: str
    parts: tuple[Part, ...]
    scorer: str
    version: str


def inputs_hash(candidate: Candidate, opening: Opening, version: str) -> str:
    """64 hex digits that change exactly when a score may: with either text, a preference, or the scorer's version."""
    inputs = [version, asdict(candidate), asdict(opening)]
    text = json.dumps(inputs, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
