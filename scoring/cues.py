"""How a sentence means what it names: wanted, nice to have, denied, or mere boilerplate."""

from scoring.lexicon import Entry
from scoring.reading import Hit, Sentence

# As many words may a heading have, and so far does a denial reach.
_HEADING, _LIST, _NEAR = 8, 10, 2
# More denials in one sentence are no sentence.
_MOST = 8


def heading(sentence: Sentence) -> str | None:
    """`required`, `duties`, `nice` or `boiler` if the sentence begins such a section."""
    for hit in sentence.cues:
        if hit.start > 1:
            break
        kind, _, section = hit.entry.name.partition(" ")
        if kind == "head" and _is_heading(sentence, hit):
            return section
    return None


def _is_heading(sentence: Sentence, hit: Hit) -> bool:
    """A short line that is no sentence, or what stands before a colon."""
    if len(sentence.words) <= _HEADING and sentence.text[-1] not in ".!;":
        return len(sentence.words) - hit.end <= 2 or sentence.text[-1] == ":"  # noqa: PLR2004
    before, colon, _ = sentence.text.partition(":")
    return bool(colon) and before.count(" ") <= hit.end + 1


def manner(sentence: Sentence) -> str | None:
    """`nice` or `boiler` if a word within the sentence says so, whatever section it stands in."""
    found = {hit.entry.name for hit in sentence.cues}
    if "boiler" in found:
        return "boiler"
    return "nice" if found & {"nice", "head nice"} else None


def denied(sentence: Sentence) -> set[Entry]:
    """The skills that are said to be missing or not needed: `no experience with X`, `X is not required`."""
    denials = [cue for cue in sentence.cues if cue.entry.name.startswith("not")][:_MOST]
    if not denials:
        return set()
    breaks = [cue.start for cue in sentence.cues if cue.entry.name == "but"]
    return {hit.entry for hit in sentence.hits if any(_denies(cue, hit, breaks) for cue in denials)}


def _denies(cue: Hit, hit: Hit, breaks: list[int]) -> bool:
    after = cue.entry.name == "not after"
    first, last = (hit, cue) if after else (cue, hit)
    reach = _NEAR if cue.entry.name == "not near" else _LIST
    return 0 <= last.start - first.end <= reach and not any(first.end <= at <= last.start for at in breaks)


def weak(sentence: Sentence) -> set[Entry]:
    """The skills that somebody says to know little of."""
    starts = [cue.start for cue in sentence.cues if cue.entry.name == "weak"]
    if not starts:
        return set()
    return {hit.entry for hit in sentence.hits if 0 < hit.start - min(starts) <= _LIST}


def alternatives(sentence: Sentence) -> list[list[Hit]]:
    """The skills in order, those together of which one is enough: `Python, Java or Go`. What follows `and` is not."""
    if len(sentence.hits) == 1:
        return [[hit] for hit in sentence.hits if hit.entry.kind == "skill"]
    chains: list[list[Hit]] = []
    chosen: set[int] = set()
    for hit in sentence.hits:
        if hit.entry.kind != "skill":
            continue
        gap = hit.start - chains[-1][-1].end if chains else _LIST
        if gap == 0 or (gap == 1 and sentence.words[hit.start - 1].singular == "or"):
            chosen |= {len(chains) - 1} if gap else set()
            chains[-1].append(hit)
        else:
            chains.append([hit])
    return [
        group for at, chain in enumerate(chains) for group in ([chain] if at in chosen else [[hit] for hit in chain])
    ]
