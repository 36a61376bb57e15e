"""A candidate made ready: skills with what shows them, roles held, level, years, wishes."""

from dataclasses import dataclass

from scoring.cues import denied, weak
from scoring.lexicon import Entry
from scoring.reading import Hit, Sentence, read, read_phrase
from scoring.score import Candidate
from scoring.seniority import level, usual_level, years_stated, years_worked
from scoring.similarity import Vector, vector

LISTED, SHOWN, WEAK = 1.0, 1.0, 0.5
HEADLINE_WORDS, SKILL_WORDS, RESUME_WORDS = 4.0, 1.0, 1.0
# What a role is worth: the headline's, the first that the resume names as a title, the ones after it.
ROLE_HEADLINE, ROLE_FIRST, ROLE_LATER = 1.0, 0.9, 0.7
_TITLE_WORDS, _TITLE_START = 14, 3
# Words before a role that make it somebody's own, or somebody else's.
_OTHERS = frozenset({"to", "the", "with", "by", "for", "our", "their", "from"})
_BEING = frozenset({"as", "was", "am", "been", "became"})
MOST_SKILLS = 200
# From this idf on, a word is more than filling.
_RARE = 2.5


@dataclass(frozen=True, slots=True)
class Shown:
    """That somebody has a skill: how well (0 to 1), and the sentence that shows it or the skill as listed."""

    strength: float
    sentence: Sentence
    is_listed: bool
    through: Entry


@dataclass(frozen=True, slots=True)
class Extra:
    """A listed skill that the lexicon does not know: wanted by postings with a sentence that has all its words.

    `forms`: those words, in the singular; `terms`: their stems, of words with a weight.
    """

    entry: Entry
    forms: frozenset[str]
    terms: frozenset[str]
    shown: Shown


@dataclass(frozen=True, slots=True)
class PreparedCandidate:
    """A candidate as `local.score` needs it; it depends on nothing else and may be kept.

    `own`: the skills shown, and those they imply. `extra`: skills listed that the lexicon does not know.
    """

    candidate: Candidate
    own: dict[Entry, Shown]
    extra: list[Extra]
    roles: dict[Entry, float]
    headline: Sentence
    vector: Vector
    level: float | None
    years: float | None


def prepare_candidate(candidate: Candidate) -> PreparedCandidate:
    headline = read_phrase(candidate.headline)
    listed = [read_phrase(skill) for skill in candidate.skills[:MOST_SKILLS]]
    resume = read(candidate.resume_text)
    years = candidate.years_experience
    if years is None:
        years = years_stated(headline) or years_worked(resume)
    weighted = [(headline, HEADLINE_WORDS)] + [(skill, SKILL_WORDS) for skill in listed]
    return PreparedCandidate(
        candidate=candidate,
        own=_own(headline, listed, resume),
        extra=[_extra(skill) for skill in listed if not skill.hits and _says_something(skill)],
        roles=_roles(headline, resume),
        headline=headline,
        vector=vector([*weighted, *((sentence, RESUME_WORDS) for sentence in resume)]),
        level=_level(headline, years),
        years=years,
    )


def _says_something(skill: Sentence) -> bool:
    return any(word.weight >= _RARE for word in skill.words)


def _extra(skill: Sentence) -> Extra:
    entry = Entry(skill.text.strip(), "skill", "own", 1.0, [], [])
    shown = Shown(LISTED, skill, is_listed=True, through=entry)
    terms = frozenset(word.term for word in skill.words if word.term)
    return Extra(entry, frozenset(word.singular for word in skill.words), terms, shown)


def skills_found(text: str) -> list[str]:
    """The skills that a resume shows by name, in the order of the alphabet; not those that they imply."""
    shown = prepare_candidate(Candidate(resume_text=text)).own
    return sorted({entry.name for entry, how in shown.items() if how.through is entry}, key=str.casefold)


def _own(headline: Sentence, listed: list[Sentence], resume: list[Sentence]) -> dict[Entry, Shown]:
    """A sentence of the resume is better evidence than an entry of a list."""
    own: dict[Entry, Shown] = {}
    refused = set[Entry]()
    for sentence in [*resume, headline]:
        without, little = denied(sentence), weak(sentence)
        refused |= without
        for hit in _skills(sentence):
            if hit.entry not in without:
                strength = WEAK if hit.entry in little else SHOWN
                _keep(own, hit.entry, Shown(strength, sentence, is_listed=False, through=hit.entry))
    for skill in listed:
        for hit in _skills(skill):
            if hit.entry not in own:
                _keep(own, hit.entry, Shown(LISTED, skill, is_listed=True, through=hit.entry))
    for shown in list(own.values()):
        for parent in sorted(shown.through.above - refused, key=lambda entry: entry.name):
            _keep(own, parent, shown)
    return own


def _skills(sentence: Sentence) -> list[Hit]:
    return [hit for hit in sentence.hits if hit.entry.kind == "skill"]


def _keep(own: dict[Entry, Shown], entry: Entry, shown: Shown) -> None:
    if entry not in own or own[entry].strength < shown.strength:
        own[entry] = shown


def _roles(headline: Sentence, resume: list[Sentence]) -> dict[Entry, float]:
    """Roles that the headline or a line like a title names; a colleague's role is in the midst of a sentence."""
    roles = {hit.entry: ROLE_HEADLINE for hit in headline.hits if hit.entry.kind == "role"}
    worth = ROLE_FIRST
    for sentence in resume:
        found = [hit for hit in sentence.hits if hit.entry.kind == "role" and _is_own(sentence, hit)]
        refused = denied(sentence) if found else set()
        for hit in found:
            if hit.entry not in refused:
                roles.setdefault(hit.entry, worth)
        worth = ROLE_LATER if found else worth
    return roles


def _is_own(sentence: Sentence, hit: Hit) -> bool:
    """Whether a line is like a title (`Cook, Ritz (2019 to 2021)`), or says what somebody was (`worked as a cook`)."""
    before = {word.singular for word in sentence.words[max(0, hit.start - _TITLE_START) : hit.start]}
    if hit.start <= _TITLE_START and len(sentence.words) <= _TITLE_WORDS:
        return before.isdisjoint(_OTHERS)
    return hit.start == 0 or not before.isdisjoint(_BEING)


def _level(headline: Sentence, years: float | None) -> float | None:
    """The headline's word for it, or else what is usual after so many years."""
    said = level(headline)
    if said is not None:
        return said
    return None if years is None else usual_level(years)
