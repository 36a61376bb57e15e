"""Text made comparable: words for search, keys for sorting and for equality that ignores case.

One function feeds both what is stored and what is asked, so the two can never disagree, and none of it
depends on the machine's locale.
"""

import re
import unicodedata
from collections.abc import Iterable
from uuid import UUID

MAX_WORD = 64
# Letters and digits, with the plus signs and hashes that tell C++ and C# from C. Ideographs and kana stand
# alone, because those scripts put no spaces between words.
_WORD = re.compile(r"[぀-ヿ㐀-鿿]|(?:(?![぀-ヿ㐀-鿿])[^\W_])+(?:\+\+|#)?")


def fold(text: str) -> str:
    """Lower case without accents: `Ærø Café` and `ÆRØ CAFE` become the same text."""
    if text.isascii():  # most are, and nothing of them has to be taken apart
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(mark for mark in decomposed if unicodedata.category(mark) != "Mn")


def words(*texts: str | None) -> list[str]:
    """The distinct words of the texts, folded and sorted; each at most 64 characters."""
    return sorted({word[:MAX_WORD] for text in texts if text for word in _WORD.findall(fold(text))})


def case_key(text: str) -> str:
    """Equal for texts that differ in case or composition only."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def sort_key(text: str) -> str:
    """Orders by letters first and accents second, by code point: `cafe`, `café`, `cafes`.

    Two texts have the same key exactly when they have the same `case_key`.
    """
    letters, exact = fold(text), case_key(text)
    return letters if letters == exact else f"{letters}\x01{exact}"


def lexemes(found: Iterable[str]) -> str:
    """The words as a tsvector literal; words never hold a quote or a backslash."""
    return " ".join(f"'{word}'" for word in found)


def prefix_query(found: Iterable[str], owner: UUID | None = None) -> str:
    """A tsquery literal that every word must match as a prefix; an owner's are asked for as `owned_words` has them."""
    mark = owner.hex[-8:] if owner else ""
    return " & ".join(f"'{mark}{word}':*" for word in found)
