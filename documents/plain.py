"""Plain text, in whatever encoding it came."""

import codecs
import re

from documents.errors import DocumentCode, DocumentError

_MARKS = {  # the longer first: the mark of UTF-32 begins with that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_MARKUP = re.compile(r"\s*(?:<!doctype|<html|<\?xml|<svg|\{\\rtf|%!PS)", re.IGNORECASE)
# Half of the bytes of Latin letters in UTF-16 are zero.
_ZEROS = 0.3


def text_of(content: bytes) -> str:
    """The text; raises DocumentError for what is none, and for markup, which would have to be rendered."""
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError:
        raise DocumentError(DocumentCode.UNSUPPORTED) from None
    if _BINARY.search(text) or _MARKUP.match(text):
        raise DocumentError(DocumentCode.UNSUPPORTED)
    return text


def _encoding(content: bytes) -> str:
    """By the byte order mark; else UTF-16 where every other byte is zero, UTF-8 if it is, and the web's Latin-1."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding
    if len(content) >= 2 and len(content) % 2 == 0:  # noqa: PLR2004 a unit of UTF-16
        half = len(content) / 2
        for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if content[start::2].count(0) >= half * _ZEROS and content[1 - start :: 2].count(0) == 0:
                return encoding
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
