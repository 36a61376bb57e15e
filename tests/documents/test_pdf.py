import subprocess
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO

import pytest
from pypdf import PdfWriter

from documents.document import Document
from documents.parse import parse
from tests.conftest import REPOSITORY
from tests.documents import pdfs
from tests.documents.outcomes import outcome, text


def test_one_column() -> None:
    content = pdfs.one_column("Jürgen Example", "Engineer (Python)", "€ 100 saved · yearly")
    assert parse(content) == Document(
        text="Jürgen Example\nEngineer (Python)\n€ 100 saved · yearly", kind="pdf", pages=1, is_cut=False
    )


LEFT = ["I have built data pipe-", "lines for banks, and then", "kept them alive for years", "with small teams."]
RIGHT = ["Python and SQL every day", "since 2014, some Go, and", "a little Rust for the tools", "that had to be fast."]
HEADING = (72, 760, "Jane Doe, whose name and address stand above the two columns of her resume")
IN_ORDER = (
    "I have built data pipelines for banks, and then\nkept them alive for years\nwith small teams.\n"
    "Python and SQL every day\nsince 2014, some Go, and\na little Rust for the tools\nthat had to be fast."
)


def test_two_columns_drawn_one_after_the_other() -> None:
    left = [(72, 720 - 14 * line, text) for line, text in enumerate(LEFT)]
    right = [(330, 720 - 14 * line, text) for line, text in enumerate(RIGHT)]
    assert text(pdfs.drawn(HEADING, *left, *right)) == f"{HEADING[2]}\n{IN_ORDER}"


def test_two_columns_drawn_line_by_line_across_both() -> None:
    rows = [
        ((72, 720 - 14 * line, left), (330, 720 - 14 * line, right))
        for line, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
    ]
    assert text(pdfs.drawn(HEADING, *(each for row in rows for each in row))) == f"{HEADING[2]}\n{IN_ORDER}"


def test_two_columns_in_one_text_object() -> None:
    rows = zip(LEFT, RIGHT, strict=True)
    shown = "".join(f"({left}) Tj 258 0 Td ({right}) Tj -258 -14 Td\n" for left, right in rows)
    assert text(pdfs.paged(pdfs.stream(f"BT /F1 12 Tf 72 720 Td\n{shown}ET".encode()))) == IN_ORDER


def test_dates_at_the_right_stay_with_their_lines() -> None:
    jobs = [("Senior engineer, Acme", "2019-2022"), ("Engineer, Initech", "2015-2019")] * 3
    placed = [
        each
        for line, (job, dates) in enumerate(jobs)
        for each in ((72, 720 - 14 * line, job), (480, 720 - 14 * line, dates))
    ]
    assert text(pdfs.drawn(*placed)) == "\n".join(f"{job}\n{dates}" for job, dates in jobs)


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


def test_protection_by_aes_takes_a_package_that_servers_do_not_have() -> None:
    """Here it is installed, for certificates."""
    program = (
        "import sys; sys.modules |= dict.fromkeys(['cryptography', 'Crypto'])\n"
        "from documents.child import answer; print(answer(sys.stdin.buffer.read()).decode())"
    )
    content = pdfs.encrypted("", "AES-256")
    assert text(content) == "Secret engineer"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, input=content, capture_output=True, check=True
    )
    assert done.stdout == b'{"code": "ENCRYPTED"}\n'


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.8, 0.95])
def test_what_is_cut_off_is_broken(share: float) -> None:
    content = pdfs.one_column(*(f"Engineer {number}" for number in range(200)))
    assert outcome(content[: int(len(content) * share)]) == "BROKEN"


def test_more_pages_than_are_read() -> None:
    page = pdfs.stream(pdfs.lines(72, 720, "x"))
    assert parse(pdfs.paged(*[page] * 200)).pages == 200
    assert outcome(pdfs.paged(*[page] * 201)) == "TOO_LARGE"


def test_more_text_than_is_kept() -> None:
    page = pdfs.deflated(pdfs.lines(72, 720, *["engineer " * 19 + "at work"] * 60))
    document = parse(pdfs.paged(*[page] * 10))
    assert (document.text[-17:], len(document.text), document.pages, document.is_cut) == (
        "engineer engineer", 49_998, 10, True
    )  # fmt: skip


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
