"""How far somebody is, and how far a posting wants them to be: levels of titles, years of experience."""

from collections.abc import Iterable
from itertools import pairwise

from scoring.reading import Sentence

# Levels from 0, an intern, to 8, a chief officer; what has no word for its level counts as 2.
_BY_LEVEL = {
    0: "intern internship",
    0.5: "apprentice trainee student helper",
    1: "graduate junior jr entry assistant aide i",
    1.5: "associate coordinator",
    2: "mid intermediate specialist journeyman ii",
    3: "senior sr supervisor master manager counsel iii",
    3.5: "foreman leader architect iv",
    3.7: "lead regional district",
    4: "principal staff",
    6: "head director partner",
    7: "vp vice president",
    8: "chief cto cfo cmo coo ceo",
}
LEVELS = {word: level for level, named in _BY_LEVEL.items() for word in named.split()}
# Words that say no level in these company: a staff nurse is no staff engineer, a dental assistant no beginner.
_ASSISTANTS = ["executive", "personal", "teaching", "medical", "dental", "care", "healthcare", "nursing", "legal"]
_ORDINARY = {
    **dict.fromkeys([("staff", "nurse"), ("staff", "accountant"), ("staff", "attorney")], "staff"),
    **dict.fromkeys(((kind, "assistant") for kind in _ASSISTANTS), "assistant"),
    ("assistant", "manager"): "assistant",
    **dict.fromkeys([("associate", "director"), ("associate", "dean"), ("associate", "partner")], "associate"),
}
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_SPEAKS_OF_WORK = {"experience", "experienced", "expertise", "background"}
_MOST_NUMBERS = 5
_MOST_YEARS, _FIRST_YEAR, _LAST_YEAR = 20, 1960, 2100
UNMARKED = 2.0
_BEGINNING = 1.5
# The years after which a level is usual.
_USUAL = ((1.0, 1.0), (4.0, 2.0), (8.0, 3.0), (float("inf"), 3.7))


def level(title: Sentence) -> float | None:
    """The first level that a title names if it is a beginner's, else the highest; None without one.

    What follows `to` is somebody else's title: `Assistant to the CEO`.
    """
    forms = [word.singular for word in title.words]
    forms = forms[: forms.index("to")] if "to" in forms else forms
    ordinary = {_ORDINARY[pair] for pair in pairwise(forms) if pair in _ORDINARY}
    found = [LEVELS[form] for form in forms if form in LEVELS and form not in ordinary]
    return found[0] if found and found[0] <= _BEGINNING else max(found, default=None)


def years_stated(sentence: Sentence) -> float | None:
    """The years of experience that a sentence speaks of, of a range the lower end; None if of none."""
    places = [cue.start for cue in sentence.cues if cue.entry.name == "year"]
    if not places or _SPEAKS_OF_WORK.isdisjoint(word.singular for word in sentence.words):
        return None
    found = [_before(sentence, at) for at in places[:_MOST_NUMBERS]]
    return max((years for years in found if years is not None), default=None)


def _before(sentence: Sentence, at: int) -> float | None:
    """The number in the four words before a place; in `3 to 5` and `3-5` the first."""
    numbers = [_number(word.singular) for word in sentence.words[max(0, at - 4) : at]]
    known = [number for number in numbers if number is not None and number <= _MOST_YEARS]
    return min(known, default=None)


def _number(word: str) -> float | None:
    return float(word) if word.isascii() and word.isdigit() and len(word) < 4 else _NUMBERS.get(word)  # noqa: PLR2004


def years_worked(resume: Iterable[Sentence]) -> float | None:
    """The years that a resume states, or else those between the earliest and the latest that it names."""
    resume = list(resume)
    stated = [years for sentence in resume if (years := years_stated(sentence)) is not None]
    if stated:
        return max(stated)
    named = [int(word.spelling) for sentence in resume for word in sentence.words if _is_year(word.spelling)]
    return float(min(max(named) - min(named), 40)) if len(set(named)) > 1 else None


def _is_year(form: str) -> bool:
    return len(form) == 4 and form.isascii() and form.isdigit() and _FIRST_YEAR <= int(form) <= _LAST_YEAR  # noqa: PLR2004


def usual_level(years: float) -> float:
    """The level that people have after so many years."""
    return next(found for most, found in _USUAL if years <= most)


def level_fit(wanted: float, had: float) -> float:
    """1 for the same level; too low costs more than too high."""
    gap = wanted - had
    return max(0.0, 1 - 0.33 * gap) if gap > 0 else max(0.2, 1 + 0.18 * gap)


def years_fit(wanted: float, had: float) -> float:
    """1 with the years wanted, and down to 0.1 without any."""
    return 1.0 if had >= wanted else max(0.1, (had + 0.5) / (wanted + 0.5))
