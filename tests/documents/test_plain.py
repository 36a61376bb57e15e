import pytest

from documents.document import Document
from documents.parse import parse
from tests.documents.outcomes import outcome, text

RESUME = "Zoë Müller\nPrägt „Qualität“ · 5 €"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_told_by_the_bytes(encoding: str) -> None:
    assert parse(RESUME.encode(encoding)) == Document(text=RESUME, kind="text", pages=None, is_cut=False)


def test_what_begins_like_an_archive_may_be_text() -> None:
    assert text(b"PKO Bank, engineer") == "PKO Bank, engineer"


def test_any_end_of_line() -> None:
    assert text(b"a\r\nb\rc\fd\n\n\n\ne") == "a\nb\nc\nd\n\ne"


@pytest.mark.parametrize(
    "content",
    [
        b"{\\rtf1\\ansi Engineer}",
        b"<!DOCTYPE html><p>Engineer",
        b"\n <html><p>Engineer",
        b"<?xml version='1.0'?><office:document/>",
        b"%!PS-Adobe-3.0",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a\x01\x00",
        b"engineer\x00engineer",
        b"caf\x81",
        b"\xff\xfeE",
        b"\xff\xfe\x00\xd8",
        bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"),
    ],
)
def test_other_kinds(content: bytes) -> None:
    assert outcome(content) == "UNSUPPORTED"


def test_encrypted_office_files() -> None:
    assert outcome(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")) == "ENCRYPTED"


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf", b"----", "\u200b".encode()])
def test_nothing_to_read(content: bytes) -> None:
    assert outcome(content) == "NO_TEXT"
