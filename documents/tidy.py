"""Text as it comes out of files, made fit to be read, searched and stored."""

import re
import unicodedata

from documents.document import MAX_CHARACTERS

# Fonts draw these as one glyph; search words have letters. NFKC would also turn ² into 2 and ™ into TM.
_LETTERS = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
# The bullets of the Symbol and Wingdings fonts, which have places in the private use area.
_BULLETS = dict.fromkeys([0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC], "•")
_NOTHING = dict.fromkeys([0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF])
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)])
_BREAKS = dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")
_TABLE = str.maketrans(_CONTROLS | _LETTERS | _BULLETS | _NOTHING | _BREAKS | {0x09: " ", 0x0A: "\n"})
_SPACES = re.compile(r"[^\S\n]+")
_SOFT = re.compile(r"\u00ad(?: ?\n)?")
_SPLIT = re.compile(r"(?<![\w-])((?:[^\W\d_]+-)*[^\W\d_]+)[-\u2010]\n(?=([^\W\d_]+))")
# First halves of words that are written with a hyphen wherever they stand.
_COMPOUNDS = re.compile(
    r"all|back|co|cross|customer|data|end|event|ex|front|full|half|hands|high|in|large|life|long|low|mid|multi|non|"
    r"object|off|on|open|part|post|pre|problem|real|result|self|semi|short|single|state|team|test|third|time|two|user|"
    r"well|work",
    re.IGNORECASE,
)


def tidy(text: str) -> str:
    """Without controls, ligatures, soft hyphens, runs of spaces and of empty lines; in NFC."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_TABLE))
    lines = [line.strip() for line in _SOFT.sub("", _SPACES.sub(" ", text)).split("\n")]
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return "\n".join(kept).strip("\n")


def without_hyphenation(text: str) -> str:
    """Words that were split at the ends of lines in one piece, before what else stands in the second line.

    A hyphen that belongs to the word stays: where the word has it elsewhere in the text too, where it begins as such
    words do, and where a capital follows.
    """
    hyphenated = set(re.findall(r"[^\W\d_]+-[^\W\d_]+", text.lower()))

    def joined(match: re.Match[str]) -> str:
        first, second = match.groups()
        belongs = _COMPOUNDS.fullmatch(first) or f"{first}-{second}".lower() in hyphenated
        return first + "-" * bool(belongs or "-" in first or second[0].isupper())

    return _SPLIT.sub(joined, text)


def cut(text: str) -> tuple[str, bool]:
    """No more than the 50,000 characters of a document, ending with a whole word where there is one; whether cut."""
    if len(text) <= MAX_CHARACTERS:
        return text, False
    whole = re.match(r"(.*\S)\s", text[: MAX_CHARACTERS + 1], re.DOTALL)
    return (whole[1] if whole else text[:MAX_CHARACTERS]), True
