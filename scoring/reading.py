"""One pass over a text: its sentences, their words, and the skills, roles and cues in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from sys import intern

from scoring.lexicon import Entry, Node, lexicon
from scoring.text import LINE, MAX_WORD, plain, sentences, singular, stem, words
from scoring.weights import weight

MAX_WORDS, MAX_HITS, MAX_PHRASE = 8_000, 2_000, 300
_REMEMBERED = 50_000
# How many entries to each side, and twice as many words, speak for an ordinary word.
_NEAR = 4


@dataclass(eq=False, slots=True)
class Word:
    """What is known of a spelling: its singular, its stem with its weight, and what in the tries begins with it."""

    spelling: str
    singular: str
    stem: str
    weight: float
    # The stem, or nothing if it has no weight.
    term: str
    node: Node | None
    role: Node | None


_END = Word(LINE, LINE, "", 0.0, "", None, None)


class Vocabulary(dict[str, Word]):
    """Looks every spelling up once; forgets all when hostile texts fill it."""

    def __init__(self) -> None:
        super().__init__({LINE: _END})

    def __missing__(self, spelling: str) -> Word:
        known, cut = lexicon(), spelling[:MAX_WORD]
        form, root = intern(singular(cut)), intern(stem(cut))
        idf = weight(root)
        term = root if idf else ""
        found = Word(spelling, form, root, idf, term, known.starts.get(form), known.roles.get(form))
        if len(self) >= _REMEMBERED:
            self.clear()
            self[LINE] = _END
        if len(spelling) <= MAX_WORD:
            self[spelling] = found
        return found


@cache
def vocabulary() -> Vocabulary:
    """The one of this process."""
    return Vocabulary()


@dataclass(slots=True)
class Hit:
    """An entry found: its words are `start` to before `end` of the sentence's."""

    entry: Entry
    start: int
    end: int
    is_doubtful: bool = False


@dataclass(eq=False, slots=True)
class Sentence:
    """A sentence, heading or list item. `hits` are the skills and roles in it, `cues` what else was looked for."""

    text: str
    words: list[Word]
    hits: list[Hit]
    cues: list[Hit]


def read(text: str) -> list[Sentence]:
    """The sentences of the first 50,000 characters, up to 8,000 words, 2,000 hits or 1,500 sentences."""
    pieces = sentences(text)
    known = vocabulary()
    spelled = words(plain(LINE.join([*pieces, ""])))[:MAX_WORDS]
    found, hit_count = [], 0
    for piece, (line, hits) in zip(pieces, _lines([known[spelling] for spelling in spelled]), strict=False):
        if not hits:
            found.append(Sentence(piece, line, hits, hits))
            continue
        meant = _meant(hits, len(line)) if True in [hit.is_doubtful for hit in hits] else hits
        found.append(_sentence(piece, line, meant))
        hit_count += len(hits)
        if hit_count >= MAX_HITS:
            break
    return found


def read_phrase(text: str) -> Sentence:
    """A title or a skill's name, up to 300 characters, as one sentence in which nothing is doubtful."""
    text = text[:MAX_PHRASE].replace("\n", " ").replace(LINE, " ")
    known = vocabulary()
    return _sentence(text, *next(_lines([known[spelling] for spelling in words(plain(text))])))


def _sentence(text: str, found: list[Word], hits: list[Hit]) -> Sentence:
    cues = [hit for hit in hits if hit.entry.kind == "cue"]
    return Sentence(text, found, [hit for hit in hits if hit.entry.kind != "cue"] if cues else hits, cues)


def _lines(found: list[Word]) -> Iterator[tuple[list[Word], list[Hit]]]:
    """The words between LINEs, and the longest entries among them from left to right.

    A role may lie over skills and cues, else nothing overlaps. One loop for the whole text, because this is where the
    time goes; most words begin nothing, or something that the word after them does not go on with: looked at first.
    No entry goes on over a LINE.
    """
    hits: list[Hit] = []
    begin = free = free_role = 0
    for at, (word, after) in enumerate(pairwise([*found, _END, _END])):
        node, role = word.node, word.role
        if node is not None and at >= free:
            if after.singular in node.following:
                free = _longest(node, at, begin, found, hits)
            elif node.entry is not None and (node.exact is None or node.exact == word.spelling):
                free = at + 1
                hits.append(Hit(node.entry, at - begin, free - begin, node.is_doubtful))
        if role is not None and at >= free_role and (role.entry is not None or after.singular in role.following):
            free_role = _longest(role, at, begin, found, hits)
        if word is _END:
            yield found[begin:at], hits
            hits, begin = [], at + 1


def _longest(node: Node | None, start: int, begin: int, found: list[Word], hits: list[Hit]) -> int:
    """Adds the longest entry from a place on, with its place counted from `begin`; where it ends, or the place."""
    best, at, end = None, start, start
    while node is not None:
        at += 1
        if node.entry is not None and (
            node.exact is None or node.exact == " ".join([word.spelling for word in found[start:at]])
        ):
            best, end = node, at
        node = node.following.get(found[at].singular) if at < len(found) else None
    if best is not None and best.entry is not None:
        hits.append(Hit(best.entry, start - begin, end - begin, best.is_doubtful))
    return end


def _meant(hits: list[Hit], length: int) -> list[Hit]:
    """Without the ordinary words that do not mean a skill."""
    refused = _refused(hits, length)
    return [hit for hit in hits if not hit.is_doubtful or hit.start not in refused]


def _refused(hits: list[Hit], length: int) -> set[int]:
    """Where the ordinary words begin that do not mean a skill."""
    others = [hit for hit in hits if hit.entry.kind != "role"]
    return {hit.start for at, hit in enumerate(others) if hit.is_doubtful and not _is_meant(at, others, length)}


def _is_meant(at: int, hits: list[Hit], length: int) -> bool:
    """Whether an ordinary word means the skill: beside a cue, or in a list, or in a sentence with its family.

    An exact spelling that begins a sentence may owe its capital to that, so it needs a neighbour there, or to be all.
    """
    hit = hits[at]
    near = hits[max(0, at - _NEAR) : at] + hits[at + 1 : at + 1 + _NEAR]
    beside = [other for other in near if other.end == hit.start or other.start == hit.end]
    if any(other.entry.kind == "skill" or other.entry.name == "cue" for other in beside):
        return True
    if hit.start == 0:
        return hit.end == length
    firm = [other for other in near if other.entry.kind == "skill" and not other.is_doubtful]
    return any(other.entry.family == hit.entry.family and abs(other.start - hit.start) <= 2 * _NEAR for other in firm)
