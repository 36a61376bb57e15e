"""Whatever comes in: a document or an error of ours, in little time and memory.

100 files, or as many as FUZZED_FILES says; three in a hundred in the limited process too.
"""

import asyncio
import os
import zlib
from contextlib import suppress
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from documents import reader
from documents.document import MAX_CHARACTERS
from documents.errors import DocumentError
from documents.parse import parse
from documents.tidy import tidy
from tests.documents import docxs, pdfs
from tests.processor_time import within

FUZZED = int(os.environ.get("FUZZED_FILES", "100"))
SECONDS = 5.0
HOSTILE = [
    b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    b"<w:tc>", b"</w:p>", b"<w:txbxContent>", b"<w:p>", b"&#0;", b"&amp;", b"]]>", b"\xff\xfe", b"\x00" * 8,
    b" obj ", b"endobj", b"stream\n", b"endstream", b"<<", b">>", b"[", b"(", b" R ", b"1 0 R", b"2 0 R", b"-1",
    b"%PDF-", b"/Kids [2 0 R]", b"/Length 99999999", b"/Filter /LZWDecode", b"/Prev 0", b"startxref\n0", b"trailer",
    b"xref", b"/Filter [/FlateDecode /ASCIIHexDecode]", b"/Count 99999999", b"9" * 400, b"PK\x01\x02",
    b"PK\x05\x06", b"PK\x03\x04",
]  # fmt: skip


def _written() -> bytes:
    """By pypdf, with objects in packed streams, as most programs write them."""
    writer = PdfWriter(clone_from=BytesIO(pdfs.one_column("Engineer", "at Acme")))
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


_BODY = docxs.document(
    docxs.paragraph("Engineer") + docxs.item("Python") + docxs.table([docxs.paragraph("a"), docxs.paragraph("b")])
    + f"<w:p>{docxs.boxed(docxs.paragraph('box'))}</w:p>"
)  # fmt: skip
FILES = [
    pdfs.one_column("Engineer", "Python"),
    pdfs.paged(pdfs.stream(pdfs.lines(72, 720, "Engineer (Python)"))),
    pdfs.multiplying_forms(2),
    pdfs.looping_forms(),
    pdfs.encrypted(""),
    _written(),
    docxs.docx(_BODY),
    "Zoë, engineer".encode("utf-16"),
]


@st.composite
def mutated(draw: st.DrawFn, bodies: list[bytes]) -> bytes:
    """One of these files, cut, doubled, mixed with another and with what is hostile."""
    body = draw(st.sampled_from(bodies))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.sampled_from([0, 1, 2, 8, 60, 500])))
        match draw(st.integers(0, 4)):
            case 0:
                body = body[:start] + body[end:]
            case 1:
                body = body[:start] + body[start:end] * draw(st.integers(2, 40)) + body[end:]
            case 2:
                body = body[:start] + draw(st.sampled_from(HOSTILE)) * draw(st.sampled_from([1, 1, 300])) + body[end:]
            case 3:
                body = body[:start] + draw(st.binary(max_size=12)) + body[end:]
            case _:
                other = draw(st.sampled_from(bodies))
                at = draw(st.integers(0, len(other)))
                body = body[:start] + other[at : at + 500] + body[end:]
    return body


def _is_told(content: bytes) -> None:
    def texts() -> tuple[str, str]:
        with suppress(DocumentError):
            text = parse(content).text
            return text, tidy(text)
        return "", ""

    found, tidied = within(SECONDS, texts)
    assert len(found) <= MAX_CHARACTERS
    assert tidied == found


def _fuzzed(share: float) -> settings:
    return settings(
        max_examples=max(1, int(FUZZED * share)),
        deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@_fuzzed(0.6)
@given(mutated(FILES))
def test_any_file(content: bytes) -> None:
    _is_told(content)


@_fuzzed(0.2)
@given(mutated([_BODY.encode(), docxs.related(("header", "header1.xml")).encode()]))
def test_any_part_of_a_package(body: bytes) -> None:
    _is_told(docxs.docx(body))
    _is_told(docxs.docx(_BODY, {"word/header1.xml": body, "word/_rels/document.xml.rels": body}))


@_fuzzed(0.2)
@given(mutated([pdfs.lines(72, 720, "Engineer", "Python"), b"q 1 0 0 1 0 0 cm BT /F1 9 Tf [(a) -300 (b)] TJ ET Q"]))
def test_any_contents_of_a_page(body: bytes) -> None:
    _is_told(pdfs.paged(pdfs.deflated(body)))
    _is_told(pdfs.paged(pdfs.stream(zlib.compress(body)[:-3], b"/Filter /FlateDecode")))


@_fuzzed(0.03)
@given(mutated(FILES))
def test_any_file_in_the_limited_process(content: bytes) -> None:
    try:
        expected: object = parse(content)
    except DocumentError as error:
        expected = error.code
    try:
        found: object = asyncio.run(reader.read(content))
    except DocumentError as error:
        found = error.code
    assert found == expected
