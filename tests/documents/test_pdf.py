from collections.abc import Callable
from functools import partial
from io import BytesIO

import pytest
from pypdf import PdfWriter

from documents.document import Document
from documents.parse import parse
from tests.documents import pdfs
from tests.documents.outcomes import outcome, text


def test_one_column() -> None:
    content = pdfs.one_column("Jürgen Example", "Engineer (Python)", "€ 100 saved · yearly")
    assert parse(content) == Document(
        text="Jürgen Example\nEngineer (Python)\n€ 100 saved · yearly", kind="pdf", pages=1, is_cut=False
    )


def test_two_columns_come_one_after_the_other() -> None:
    left = [(72, 720 - 14 * line, f"Left {line}") for line in range(3)]
    right = [(330, 720 - 14 * line, f"Right {line}") for line in range(3)]
    assert text(pdfs.drawn(*left, *right)) == "Left 0\nLeft 1\nLeft 2\nRight 0\nRight 1\nRight 2"


def test_pages_follow_one_another() -> None:
    content = pdfs.paged(*(pdfs.stream(pdfs.lines(72, 720, f"Page {number}", "Acme")) for number in range(3)))
    assert (text(content), parse(content).pages) == ("Page 0\nAcme\n\nPage 1\nAcme\n\nPage 2\nAcme", 3)


def test_ligatures_become_letters() -> None:
    content = pdfs.paged(
        pdfs.stream(b"BT /F1 9 Tf 72 700 Td (\200nance, work\201ow, e\202ciency) Tj ET"), font=pdfs.LIGATURES
    )
    assert text(content) == "finance, workflow, efficiency"


def test_words_split_at_the_ends_of_lines_are_joined() -> None:
    assert text(pdfs.one_column("I built data pipe-", "lines for full-", "text search.")) == (
        "I built data pipelines for full-text search."
    )


def test_a_file_may_begin_with_something_else() -> None:
    assert text(b"\r\n\r\n" + pdfs.one_column("Engineer")) == "Engineer"


def test_compressed_objects() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdfs.one_column("Engineer")))
    writer.compress_identical_objects()
    written = BytesIO()
    writer.write(written)
    assert text(written.getvalue()) == "Engineer"


def test_a_scan_has_no_text() -> None:
    assert outcome(pdfs.scanned()) == "NO_TEXT"


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_a_password_is_asked_for(algorithm: str) -> None:
    assert outcome(pdfs.encrypted("secret", algorithm)) == "ENCRYPTED"


def test_protection_against_changes_hides_nothing() -> None:
    assert text(pdfs.encrypted("")) == "Secret engineer"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.8, 0.95])
def test_what_is_cut_off_is_broken(share: float) -> None:
    content = pdfs.one_column(*(f"Engineer {number}" for number in range(200)))
    assert outcome(content[: int(len(content) * share)]) == "BROKEN"


def test_more_pages_than_are_read() -> None:
    page = pdfs.stream(pdfs.lines(72, 720, "x"))
    assert parse(pdfs.paged(*[page] * 200)).pages == 200
    assert outcome(pdfs.paged(*[page] * 201)) == "TOO_LARGE"


def test_more_text_than_is_kept() -> None:
    page = pdfs.deflated(pdfs.lines(72, 720, *["engineer"] * 1000))
    document = parse(pdfs.paged(*[page] * 10))
    assert (len(document.text), document.pages, document.is_cut) == (49_999, 10, True)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (partial(pdfs.bomb, 200), "TOO_COMPLEX"),
        (partial(pdfs.bomb_of_bombs, 200), "TOO_COMPLEX"),
        (partial(pdfs.deep_tree, 2_000), "TOO_COMPLEX"),
        (partial(pdfs.branching_tree, 6, 50), "TOO_COMPLEX"),
        (partial(pdfs.nested_arrays, 100_000), "TOO_COMPLEX"),
        (pdfs.looping_tree, "BROKEN"),
        (pdfs.looping_references, "NO_TEXT"),
        (pdfs.looping_forms, "NO_TEXT"),
        (partial(pdfs.multiplying_forms, 6), "pdf"),
        (lambda: b"%PDF-1.7", "BROKEN"),
        (lambda: b"%PDF-1.7\nstartxref\n0\n%%EOF", "BROKEN"),
        (lambda: pdfs.assembled([b"<< /Type /Catalog >>"]), "BROKEN"),
        (lambda: pdfs.assembled([b"42"]), "BROKEN"),
        (lambda: pdfs.assembled([b"<< /Type /Catalog /Pages 2 0 R >>"], root=9), "BROKEN"),
    ],
)
def test_hostile_files(make: Callable[[], bytes], expected: str) -> None:
    assert outcome(make()) == expected
