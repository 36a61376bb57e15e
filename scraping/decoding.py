"""A page's bytes as text, by the charset that was sent, is declared inside or is likely."""

import codecs
import re

MAX_BYTES = 12_000_000
_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]+encoding\s*=\s*["']([\w.:-]{1,40})""", re.IGNORECASE
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Browsers read these labels as windows-1252, which says the same and more.
_LATIN = frozenset({"iso8859-1", "ascii"})
# Not charsets of pages: some are slow, some give text to bytes that say something else.
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined", "mbcs", "oem"})


def decode(body: bytes, charset: str | None = None) -> str:
    """The text of the first 12 MB: a byte-order mark wins over the header's charset, that over the page's own.

    Without any, or with one that is unknown, UTF-8 where that fits and windows-1252 else. Undecodable bytes become
    U+FFFD; NUL is dropped, which no field may have.
    """
    body = body[:MAX_BYTES]
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _text(body[len(mark) :], name)
    declared = _DECLARED.search(body, 0, 4096)
    inside = (declared[1] or declared[2]).decode("ascii", "ignore") if declared else None
    for label in (charset, inside):
        if label and (known := _codec(label)):
            return _text(body, known)
    try:
        return body.decode().replace("\0", "")
    except UnicodeDecodeError:
        return _text(body, "cp1252")


def _codec(label: str) -> str | None:
    try:
        found = codecs.lookup(label.strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding or found.name in _REFUSED:  # noqa: SLF001 nothing public says so
        return None
    return "cp1252" if found.name in _LATIN else found.name


def _text(body: bytes, name: str) -> str:
    return body.decode(name, "replace").replace("\0", "")
