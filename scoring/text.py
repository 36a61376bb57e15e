"""Texts taken apart into sentences, words and stems, in time linear to their length."""

import re
import unicodedata

MAX_CHARACTERS = 50_000
MAX_SENTENCES = 1_500
# A sentence is cut after so many characters, so that what is done within one stays short.
MAX_SENTENCE = 1_000
MAX_WORD = 40
# Stands between the sentences of a text that is split into words at once.
LINE = "\0"
# What ends a sentence, what only seems to, and what begins an item of a list.
_ENDS = (". ", "! ", "? ", "; ")
_ABBREVIATIONS = ("e.g.", "i.e.", "incl.", "approx.")
_BULLETS = "•·▪●◦‣"
_SIGNS = (("\u2019", "'"), ("\u2013", "-"), ("\u2014", "-"), ("\u201c", '"'), ("\u201d", '"'), ("\u20ac", " EUR "))
# Letters and digits; `++` and `#` tell C++ and C# from C.
_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?|\0")
# The same for ASCII, without the regular expression's price: what stands between words becomes blank.
_BLANKS = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum() and chr(code) not in "\0\1#"})
# The dot tells .NET from net.
_DOT_NET = re.compile(r"(?<!\w)\.(?:net|Net|NET)\b")
# White space, and the marks of lists and headings in Markdown.
_LEAD, _TAIL = " \t\r\f\v\xa0-*#_>`\u2013\u2014", " \t\r\f\v\xa0*_`"
_MARKS = re.compile("[\u0300-\u036f]+")
# Endings, and how long a word must be to lose them.
_ENDINGS = (("ing", 6), ("ed", 5), ("ment", 8), ("ation", 8), ("ion", 6), ("ly", 6), ("er", 6), ("or", 6))
_VOWEL = re.compile("[aeiouy]")


def plain(text: str) -> str:
    """The text without accents and typographic signs, at most 50,000 characters long; case stays."""
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        return text
    for sign, usual in _SIGNS:
        text = text.replace(sign, usual)
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFKD", text))[:MAX_CHARACTERS]


def sentences(text: str) -> list[str]:
    """Sentences, headings and list items of the first 50,000 characters, without empty ones; at most 1,500.

    As they stand: not plain, so that they can be quoted.
    """
    text = text[:MAX_CHARACTERS].replace(LINE, " ")
    for end in _ENDS:
        if end[0] in text:
            text = text.replace(end, f"{end[0]}\n")
    for abbreviation in _ABBREVIATIONS:
        text = text.replace(f"{abbreviation}\n", f"{abbreviation} ")
    if not text.isascii():
        for bullet in _BULLETS:
            text = text.replace(bullet, "\n")
    lines = text.split("\n", 3 * MAX_SENTENCES)[: 3 * MAX_SENTENCES]
    found = [piece for line in lines if (piece := line.lstrip(_LEAD).rstrip(_TAIL))]
    if len(text) > MAX_SENTENCE and max(map(len, found), default=0) > MAX_SENTENCE:
        found = [piece[at : at + MAX_SENTENCE] for piece in found for at in range(0, len(piece), MAX_SENTENCE)]
    return found[:MAX_SENTENCES]


def words(text: str) -> list[str]:
    """The words as they stand: `C++`, `C#`, but `dotnet` for `.NET`; what hyphens and slashes join comes apart.

    LINE is kept, as a word.
    """
    if ".n" in text or ".N" in text:
        text = _DOT_NET.sub(" dotnet", text)
    if not text.isascii():
        return _WORD.findall(text)
    text = f" {text}".replace("++", "\1").replace(LINE, " \0 ").translate(_BLANKS)
    if "\1" in text:
        text = text.replace(" \1", " ").replace("\1", "++ ")
    if "#" in text:
        text = text.replace(" #", " ").replace("#", "# ")
    return text.split()


def singular(word: str) -> str:
    """Lower case, and without a plural's ending; the form in which skills are looked up."""
    word = word.lower()
    if len(word) <= 3 or word[-1] != "s" or word[-2] in "su" or (word[-2] == "i" and len(word) > 4):  # noqa: PLR2004
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def stem(word: str) -> str:
    """The part that a word's forms have in common: `managing`, `managed`, `management`, `manager`."""
    word = _without_ending(singular(word))
    if word.endswith("er"):  # engineering, engineer
        word = _without_ending(word)
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":  # noqa: PLR2004
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word  # noqa: PLR2004


def _without_ending(word: str) -> str:
    for ending, least in _ENDINGS:
        if len(word) >= least and word.endswith(ending):
            rest = word[: -len(ending)] + ("at" if ending == "ation" else "")
            return rest if _VOWEL.search(rest) else word
    return word
