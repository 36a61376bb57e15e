"""What is looked for in texts: skills, roles and cues, from `scoring/data`, as a trie of words.

A line of a data file is `Name | alias, alias | > Parent, Parent`; the last two fields may be left out. The name is an
alias of itself, unless it stands as `-Name`. Before an alias

- `=` means: only in exactly these letters, and only where the context speaks for it (`=Go`),
- `~` means: in any letters, but only where the context speaks for it (`~closing`).

A line `@weight 0.4` holds for the lines after it: how much a skill counts beside one of weight 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from sys import intern

from scoring.text import LINE, plain, singular, words

DATA = Path(__file__).with_name("data")


@dataclass(eq=False, slots=True)
class Entry:
    """A skill, a role or a cue; equal to itself alone.

    `above`: every skill or role that this one implies; `below`: how many imply this one.
    """

    name: str
    kind: str
    family: str
    weight: float
    aliases: list[str]
    parents: list[str]
    above: "frozenset[Entry]" = frozenset()
    below: int = 0


@dataclass(eq=False, slots=True)
class Node:
    """A place in the trie: what may follow, and what ends here, in any or in one exact spelling."""

    following: "dict[str, Node]" = field(default_factory=dict)
    entry: Entry | None = None
    exact: str | None = None
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries by kind and name, and the tries by first words: of skills and cues, and of roles.

    There are two, because the role `Python developer` names the skill Python as well.
    """

    entries: dict[tuple[str, str], Entry]
    starts: dict[str, Node]
    roles: dict[str, Node]

    def of(self, kind: str) -> list[Entry]:
        """In the order of the files."""
        return [entry for (found, _), entry in self.entries.items() if found == kind]


@cache
def lexicon() -> Lexicon:
    """Loaded once, when first asked for. Raises ValueError for an alias with two owners or an unknown parent."""
    entries = {(entry.kind, entry.name): entry for entry in _entries()}
    root, roles = Node(), Node()
    for entry in entries.values():
        _plant(roles if entry.kind == "role" else root, entry)
    for entry in entries.values():
        entry.above = frozenset(_ancestors(entries, entry))
        for parent in entry.above:
            parent.below += 1
    return Lexicon(entries, root.following, roles.following)


def _entries() -> Iterator[Entry]:
    for path in sorted((DATA / "skills").glob("*.txt")):
        yield from _file(path, "skill")
    yield from _file(DATA / "roles.txt", "role")
    yield from _file(DATA / "cues.txt", "cue")


def _file(path: Path, kind: str) -> Iterator[Entry]:
    weight = 1.0
    for line in path.read_text().splitlines():
        if line.startswith("@weight "):
            weight = float(line.removeprefix("@weight "))
        elif line and not line.startswith("#"):
            yield _entry(line, kind, path.stem, weight)


def _entry(line: str, kind: str, family: str, weight: float) -> Entry:
    name, *rest = [part.strip() for part in line.split(" | ")]
    parents = [part[1:] for part in rest if part.startswith(">")]
    aliases = [part for part in rest if not part.startswith(">")]
    is_named = not name.startswith("-")
    name = name.removeprefix("-")
    return Entry(name, kind, family, weight, [name] * is_named + _listed(aliases), _listed(parents))


def _listed(fields: list[str]) -> list[str]:
    return [stripped for text in fields for part in text.split(",") if (stripped := part.strip())]


def _plant(root: Node, entry: Entry) -> None:
    """Adds the entry's aliases; all are split into words at once, because that is what loading takes its time for."""
    spelled = words(plain(LINE.join(alias.lstrip("=~") for alias in entry.aliases)))
    for alias in entry.aliases:
        end = spelled.index(LINE) if LINE in spelled else len(spelled)
        node, spelling = root, spelled[:end]
        for word in spelling:
            form = intern(singular(word))
            following = node.following.get(form)
            if following is None:
                following = node.following[form] = Node()
            node = following
        if node.entry is not None:
            raise ValueError(f"{alias!r} stands for {node.entry.name!r} and for {entry.name!r}")
        node.entry, node.exact, node.is_doubtful = (
            entry,
            " ".join(spelling) if alias[0] == "=" else None,
            alias[0] in "=~",
        )
        spelled = spelled[end + 1 :]


def _ancestors(entries: dict[tuple[str, str], Entry], entry: Entry) -> Iterator[Entry]:
    open_, seen = list(entry.parents), set[str]()
    while open_:
        name = open_.pop()
        parent = entries.get((entry.kind, name))
        if parent is None or parent is entry:
            raise ValueError(f"{entry.name!r} cannot imply {name!r}")
        if name not in seen:
            seen.add(name)
            open_ += parent.parents
            yield parent
