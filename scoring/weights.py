"""How much a word says: rare words much, the words that every posting has nothing."""

from functools import cache, lru_cache

from scoring.lexicon import DATA

RAREST = 5.0
# Below this a word tells no two texts apart.
LEAST = 1.2


@cache
def idf() -> dict[str, float]:
    """The idf of stems that are not among the rarest, corrected by `data/boilerplate.txt`."""
    return _table("idf.txt") | _table("boilerplate.txt")


def _table(name: str) -> dict[str, float]:
    rows = [line.split(":") for line in (DATA / name).read_text().splitlines() if not line.startswith("#")]
    return {word: int(tenths) / 10 for tenths, found in rows for word in found.split()}


@lru_cache(maxsize=50_000)
def weight(stem: str) -> float:
    """0 for a word that says nothing, else the idf."""
    if len(stem) == 1 or stem.isdigit():
        return 0.0
    found = idf().get(stem, RAREST)
    return found if found >= LEAST else 0.0
