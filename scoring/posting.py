"""A posting made ready: what it wants, what it is about, for whom."""

from dataclasses import dataclass
from functools import cached_property
from math import log2

from scoring.cues import alternatives, denied, heading, manner
from scoring.demands import demands
from scoring.lexicon import Entry
from scoring.reading import Sentence, read, read_phrase
from scoring.score import Opening
from scoring.seniority import level, years_stated
from scoring.similarity import Vector, vector

# How much a skill and a word count by where they stand.
FACTORS = {"required": 1.0, "duties": 0.8, "": 0.8, "nice": 0.35, "boiler": 0.0}
WORDS = {"required": 1.0, "duties": 1.0, "": 0.9, "nice": 0.6, "boiler": 0.05}
TITLE = 1.6
TITLE_WORDS = 4.0


@dataclass(slots=True)
class Want:
    """A skill that a posting wants: how much, and in which sentence. `others`: which will do as well."""

    entry: Entry
    sentence: Sentence
    factor: float
    is_required: bool
    count: int = 1
    others: frozenset[Entry] = frozenset()
    weight: float = 0.0


@dataclass(frozen=True)
class PreparedOpening:
    """An opening as `local.score` needs it; it depends on nothing else and may be kept. The wants: largest first.

    `company`: the stems of its name, without those of the title; the vector is without them.
    """

    opening: Opening
    title: Sentence
    wants: list[Want]
    demands: dict[Entry, Sentence]
    vector: Vector
    company: set[str]
    level: float | None
    years: float | None
    sentences: list[Sentence]

    @cached_property
    def forms(self) -> frozenset[str]:
        """All words, in the singular."""
        return frozenset([word.singular for sentence in self.sentences for word in sentence.words])

    def naming(self, forms: frozenset[str]) -> Sentence | None:
        """The first sentence that has all these words."""
        for sentence in self.sentences:
            if forms.issubset([word.singular for word in sentence.words]):
                return sentence
        return None


def prepare_opening(opening: Opening) -> PreparedOpening:
    title = read_phrase(opening.job_title)
    placed = _placed(read(opening.job_description))
    wants = _wants(title, placed)
    company_name = read_phrase(opening.company_name)
    company = {word.stem for word in company_name.words} - {word.stem for word in title.words}
    weighted = [(sentence, WORDS[place]) for place, sentence in placed]
    speaking = [sentence for place, sentence in placed if sentence.cues and place != "boiler"]
    years = [found for sentence in speaking if (found := years_stated(sentence)) is not None]
    return PreparedOpening(
        opening=opening,
        title=title,
        wants=wants,
        demands=demands(placed),
        vector=vector([(title, TITLE_WORDS), *weighted], company),
        company=company,
        level=level(title),
        years=max(years, default=None),
        sentences=[title, company_name, *(sentence for _, sentence in placed)],
    )


def _placed(sentences: list[Sentence]) -> list[tuple[str, Sentence]]:
    """Every sentence with the section it stands in; a word within the sentence weighs more than the heading above."""
    placed, section = [], ""
    for sentence in sentences:
        found = heading(sentence) if sentence.cues else None
        section = found or section
        placed.append((found or (manner(sentence) if sentence.cues else None) or section, sentence))
    return placed


def _wants(title: Sentence, placed: list[tuple[str, Sentence]]) -> list[Want]:
    wants: dict[Entry, Want] = {}
    for hit in title.hits:
        if hit.entry.kind == "skill":
            _want(wants, hit.entry, title, TITLE, is_required=True)
    for place, sentence in placed:
        factor = FACTORS[place]
        if factor and sentence.hits:
            refused = denied(sentence) if sentence.cues else set()
            for group in alternatives(sentence):
                if len(group) == 1:
                    if group[0].entry not in refused:
                        _want(wants, group[0].entry, sentence, factor, is_required=place != "nice")
                    continue
                members = frozenset(hit.entry for hit in group)
                for entry in members - refused:
                    others = members - {entry}
                    _want(wants, entry, sentence, factor / len(members), is_required=place != "nice", others=others)
    for want in wants.values():
        want.weight = want.entry.weight * want.factor * (1 + 0.25 * log2(want.count))
    return sorted(wants.values(), key=lambda want: (-want.weight, want.entry.name))


def _want(
    wants: dict[Entry, Want],
    entry: Entry,
    sentence: Sentence,
    factor: float,
    *,
    is_required: bool,
    others: frozenset[Entry] = frozenset(),
) -> None:
    """Adds a want, or counts it where the skill is wanted already; the strongest mention is shown."""
    known = wants.get(entry)
    if known is None:
        wants[entry] = Want(entry, sentence, factor, is_required, others=others)
        return
    known.count += 1
    known.others &= others
    known.is_required |= is_required
    if factor > known.factor:
        known.factor, known.sentence = factor, sentence
