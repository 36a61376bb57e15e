"""How a posting fits what somebody wants: place, remote work, kind of employment, salary, words to avoid."""

from collections.abc import Collection
from functools import lru_cache

from scoring.score import Opening, Preferences
from scoring.text import plain, singular, words

# What is left of the fit where a wish is not met.
ELSEWHERE, NOT_REMOTE, NOT_PREFERRED, REMOTE, OTHER_TYPE, AVOIDED = 0.4, 0.1, 0.8, 0.4, 0.4, 0.0
# How often a period comes in a year of full-time work.
_A_YEAR = {"hour": 2_080, "day": 260, "week": 52, "month": 12, "year": 1}


def wishes(preferences: Preferences, opening: Opening, forms: Collection[str]) -> dict[str, float]:
    """Every wish that the posting says something about, with 0 to 1 for how well it is met.

    `forms`: all words of the posting, in the singular.
    """
    is_remote = opening.is_remote or opening.job_type == "remote"
    found = {
        "location": _location(preferences, opening, is_remote=is_remote),
        "remote": _remote(preferences, is_remote=is_remote),
        "job type": _job_type(preferences, opening),
        "salary": _salary(preferences, opening),
        "words to avoid": _avoided(preferences, forms),
    }
    return {name: fit for name, fit in found.items() if fit is not None}


def _location(preferences: Preferences, opening: Opening, *, is_remote: bool) -> float | None:
    """One of the places wanted must be named; who works remotely works there."""
    if not preferences.locations or not (opening.location or is_remote):
        return None
    there = _forms(opening.location or "")
    if any(wanted and wanted <= there for wanted in map(_forms, preferences.locations)):
        return 1.0
    return 1.0 if is_remote and preferences.remote != "no" else ELSEWHERE


@lru_cache(maxsize=256)
def _forms(text: str) -> frozenset[str]:
    return frozenset(singular(word) for word in words(plain(text)))


def _remote(preferences: Preferences, *, is_remote: bool) -> float | None:
    if preferences.remote == "any":
        return None
    unmet = {"only": NOT_REMOTE, "preferred": NOT_PREFERRED, "no": REMOTE}[preferences.remote]
    return 1.0 if is_remote == (preferences.remote != "no") else unmet


def _job_type(preferences: Preferences, opening: Opening) -> float | None:
    if not preferences.job_types or opening.job_type in (None, "other", "remote"):
        return None
    return 1.0 if opening.job_type in preferences.job_types else OTHER_TYPE


def _salary(preferences: Preferences, opening: Opening) -> float | None:
    """The most that is offered against the least that is wanted, both for a year; None for two currencies."""
    offered = opening.salary_max or opening.salary_min
    if not preferences.minimum_salary or not offered:
        return None
    currencies = {preferences.salary_currency, opening.salary_currency} - {None}
    return None if len(currencies) > 1 else _ratio(preferences, opening, offered)


def _ratio(preferences: Preferences, opening: Opening, offered: int) -> float:
    """1 for what is wanted or more, 0 for half of it."""
    had = offered * _A_YEAR[opening.salary_period or "year"]
    wanted = (preferences.minimum_salary or 1) * _A_YEAR[preferences.salary_period or "year"]
    return min(1.0, max(0.0, 2 * had / wanted - 1))


def _avoided(preferences: Preferences, forms: Collection[str]) -> float | None:
    named = [found for text in preferences.avoid_words if (found := _forms(text))]
    if not named:
        return None
    return AVOIDED if any(found.issubset(forms) for found in named) else 1.0
