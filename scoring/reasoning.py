"""A score put into words: sentences quoted, and one paragraph that says what made it."""

from scoring.demands import MOST
from scoring.fit import Coverage
from scoring.lexicon import Entry
from scoring.posting import PreparedOpening
from scoring.reading import Sentence
from scoring.resume import PreparedCandidate, Shown
from scoring.score import Part

_QUOTE, _BEFORE, _NAMED = 240, 100, 5
_VERDICTS = ((80, "A strong match"), (60, "A good match"), (40, "A partial match"), (0, "A weak match"))


def quote(sentence: Sentence, entry: Entry) -> str:
    """The sentence; of a long one the part around the skill, up to 240 characters and two ellipses."""
    text = sentence.text
    if len(text) <= _QUOTE:
        return text
    hit = next((hit for hit in sentence.hits if hit.entry is entry), None)
    at = text.find(sentence.words[hit.start].spelling) if hit else 0
    start = max(0, min(at - _BEFORE, len(text) - _QUOTE))
    end = start + _QUOTE
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def evidence(shown: Shown) -> str:
    """The sentence of the resume, or that the profile lists the skill."""
    return (
        f"Listed among the skills: {shown.sentence.text}" if shown.is_listed else quote(shown.sentence, shown.through)
    )


def paragraph(
    candidate: PreparedCandidate,
    opening: PreparedOpening,
    coverage: Coverage,
    parts: tuple[Part, ...],
    wishes: dict[str, float],
    unmet: dict[Entry, Sentence],
) -> str:
    total = sum(part.contribution for part in parts)
    values = {part.name: part for part in parts if part.weight}
    said = [
        f"{next(words for least, words in _VERDICTS if total >= least)} ({total} of 100).",
        _skills(coverage),
        _role(values.get("role")),
        _seniority(candidate, opening, values.get("seniority")),
        _wishes(wishes),
        _demands(unmet),
    ]
    return " ".join(sentence for sentence in said if sentence)


def _skills(coverage: Coverage) -> str:
    met, missing = [want.entry.name for want, _ in coverage.met], [want.entry.name for want in coverage.missing]
    if not met and not missing:
        return "The posting names no skill that is known here, so the other parts decide."
    found = f"{len(met)} of the {len(met) + len(missing)} skills that the posting names show in the profile"
    shown = f"{found}: {_listed(met)}." if met else f"{found.replace('0 of', 'None of')}."
    return f"{shown} Not found: {_listed(missing)}." if missing else shown


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _role(part: Part | None) -> str:
    if part is None:
        return ""
    near = ((0.8, "is the one held"), (0.5, "is close to those held"), (0.2, "has something in common with those held"))
    return f"The role {next((words for least, words in near if part.value >= least), 'is a different one')}."


def _seniority(candidate: PreparedCandidate, opening: PreparedOpening, part: Part | None) -> str:
    if part is None:
        return ""
    if opening.years is not None and candidate.years is not None:
        return f"It asks for {opening.years:g} years of experience, and there are {candidate.years:g}."
    return "The level fits." if part.value >= 0.7 else "The level is a different one."  # noqa: PLR2004


def _wishes(wishes: dict[str, float]) -> str:
    unmet = [name for name, fit in wishes.items() if fit < 1]
    if not wishes:
        return ""
    return f"Wishes not met: {', '.join(unmet)}." if unmet else "It meets what the preferences say."


def _demands(unmet: dict[Entry, Sentence]) -> str:
    """Each with the sentence that demands it."""
    said = [f"{entry.name} (\u201c{quote(sentence, entry)}\u201d)" for entry, sentence in unmet.items()]
    return f"Demanded and not shown, so that it is {MOST} at most: {', '.join(said)}." if said else ""
