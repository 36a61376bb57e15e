import zipfile
from collections.abc import Callable

import pytest

from documents.document import Document
from documents.parse import parse
from tests.documents import docxs
from tests.documents.docxs import boxed, document, docx, item, paragraph, part, related, table, zipped
from tests.documents.outcomes import outcome, text


def test_paragraphs_and_lists() -> None:
    content = docx(document(paragraph("Jür", "gen ", "Example") + item("Python") + item("Go") + paragraph("End")))
    assert parse(content) == Document(text="Jürgen Example\n• Python\n• Go\nEnd", kind="docx", pages=None, is_cut=False)


def test_headers_come_first_and_footers_last_each_once() -> None:
    content = docx(
        document(paragraph("Body")),
        {
            "word/_rels/document.xml.rels": related(
                ("footer", "footer1.xml"), ("header", "header2.xml"), ("header", "/word/header1.xml"),
                ("header", "gone.xml"), ("image", "photo.png"),
            ),
            "word/header1.xml": part("hdr", paragraph("Jane Doe")),
            "word/header2.xml": part("hdr", paragraph("Jane Doe")),
            "word/footer1.xml": part("ftr", paragraph("Page 1")),
        },
    )  # fmt: skip
    assert text(content) == "Jane Doe\n\nBody\n\nPage 1"


def test_a_row_of_data_is_a_line() -> None:
    rows = [[paragraph("Python"), paragraph("6 years")], [paragraph("Go"), paragraph(""), paragraph("2 years")]]
    assert text(docx(document(table(*rows)))) == "Python | 6 years\nGo | 2 years"


def test_cells_of_a_layout_follow_one_another() -> None:
    inner = table([paragraph("SQL"), paragraph("9 years")])
    left = paragraph("Skills") + inner
    right = paragraph("Experience") + paragraph("Acme")
    assert text(docx(document(table([left, right])))) == "Skills\nSQL | 9 years\n\nExperience\nAcme"


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    runs = (
        "<w:r><w:t>before </w:t></w:r>" + boxed(paragraph("In a box"), paragraph("too")) + "<w:r><w:t>after</w:t></w:r>"
    )
    assert text(docx(document(f"<w:p>{runs}</w:p>"))) == "before after\nIn a box\ntoo"


def test_marks_within_a_paragraph() -> None:
    runs = (
        '<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"
        "<w:del><w:r><w:t>deleted</w:t></w:r></w:del><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        "<w:ins><w:r><w:t> new</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    assert text(docx(document(f"<w:p>{runs}</w:p>"))) == "a b\nc-d new"


def test_strict_documents_and_other_names() -> None:
    main = document(paragraph("Engineer"), namespace=docxs.STRICT)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": docxs.TYPES,
        "_rels/.rels": related(("officeDocument", "/word/document2.xml")),
        "word/document2.xml": main.encode("utf-16").replace(b"U\x00T\x00F\x00-\x008", b"U\x00T\x00F\x00-\x001\x006"),
    }
    assert text(zipped(parts, zipfile.ZIP_STORED)) == "Engineer"


def test_elements_out_of_place_lose_nothing() -> None:
    inner = f"<w:t>bare</w:t><w:tc>{paragraph('cell')}</w:tc><w:txbxContent>{paragraph('box')}</w:txbxContent><w:tr/>"
    assert text(docx(document(inner))) == "cell\n\nbare\nbox"


def test_names_that_lead_out_of_the_package_are_never_followed() -> None:
    more: dict[str, str | bytes] = {"../../etc/passwd": "root", "/etc/passwd": "root", "..\\x": "root"}
    assert text(docx(document(paragraph("Engineer")), more)) == "Engineer"
    outside = {"_rels/.rels": related(("officeDocument", "../../../etc/passwd"))}
    assert outcome(docx(document(paragraph("Engineer")), {**outside})) == "BROKEN"


def test_external_parts_are_not_parts() -> None:
    links = related(("header", "http://127.0.0.1:9/header.xml"), ("header", "header1.xml"), mode="External")
    more: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": links,
        "word/header1.xml": part("hdr", paragraph("Linked")),
    }
    assert text(docx(document(paragraph("Engineer")), more)) == "Engineer"


def test_many_paragraphs_are_cut() -> None:
    document_ = parse(docx(document(paragraph("engineer") * 100_000)))
    assert (len(document_.text), document_.is_cut) == (49_994, True)


def test_cutting_within_a_table_keeps_what_was_read() -> None:
    document_ = parse(docx(document(table([paragraph("word ") + paragraph("engineer " * 10_000), paragraph("end")]))))
    assert (document_.text[:22], document_.is_cut) == ("word\nengineer engineer", True)


_ENTITY = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_GOOD = docx(document(paragraph("Engineer")))


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: docx(document(paragraph("&x;"), before=_ENTITY)), "BROKEN"),
        (lambda: docx(document(paragraph("&b;"), before=_LAUGHS)), "BROKEN"),
        (lambda: docx(document("x", before="<!DOCTYPE w>")), "BROKEN"),
        (lambda: docx(document("x"), {"_rels/.rels": "<!DOCTYPE r><r/>"}), "BROKEN"),
        (lambda: docx(document("&undefined;")), "BROKEN"),
        (lambda: docx(document("<w:p>")), "BROKEN"),
        (lambda: docx(""), "BROKEN"),
        (lambda: docx(document("")), "NO_TEXT"),
        (lambda: docx('<workbook xmlns="urn:sheets"/>'), "UNSUPPORTED"),
        (lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "UNSUPPORTED"),
        (lambda: zipped({}), "UNSUPPORTED"),
        (lambda: zipped({"[Content_Types].xml": docxs.TYPES, "word/styles.xml": "<x/>"}), "BROKEN"),
        (lambda: docxs.with_wrong_sum(_GOOD), "BROKEN"),
        (lambda: docxs.understating(_GOOD), "BROKEN"),
        (lambda: docxs.understating(docxs.deflated_blanks(100, document("").encode(), b"")), "BROKEN"),
        (lambda: docxs.marked_encrypted(_GOOD), "ENCRYPTED"),
        (lambda: _GOOD[: len(_GOOD) // 2], "BROKEN"),
        (lambda: b"PK\x03\x04", "BROKEN"),
        (lambda: zipped({"[Content_Types].xml": "", "word/document.xml": ""}, zipfile.ZIP_LZMA), "BROKEN"),
        (lambda: docxs.deflated_blanks(200, document("").encode(), b""), "TOO_COMPLEX"),
        (lambda: docx(document("<w:p/>" * 300_000)), "TOO_COMPLEX"),
        (lambda: docx(document(paragraph("engineer") * 1_000_000)), "TOO_COMPLEX"),
        (lambda: docx(document("<w:tbl>" * 100_000 + "</w:tbl>" * 100_000)), "TOO_COMPLEX"),
        (lambda: zipped({f"part{number}": "" for number in range(5_001)}), "TOO_COMPLEX"),
    ],
)
def test_hostile_files(make: Callable[[], bytes], expected: str) -> None:
    assert outcome(make()) == expected


def test_many_parts_share_one_bound() -> None:
    """Each of six headers unpacks to less than may be read, and all of them to more."""
    headers = [f"header{number}.xml" for number in range(6)]
    blank = part("hdr", paragraph(" " * 10_000_000))
    more: dict[str, str | bytes] = {f"word/{name}": blank for name in headers}
    links = {"word/_rels/document.xml.rels": related(*(("header", name) for name in headers))}
    assert outcome(docx(document(paragraph("Engineer")), {**links, **more})) == "TOO_COMPLEX"
