"""PDF files written by hand: whole, odd and hostile."""

import zlib
from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfWriter

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
LIGATURES = (
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
    b"/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [128 /fi /fl /ffi] >> >>"
)
PAGE = b"/Type /Page /MediaBox [0 0 612 792]"


def stream(body: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(body), body)


def deflated(body: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(body), b"/Filter /FlateDecode " + entries)


def assembled(objects: Iterable[bytes], root: int = 1) -> bytes:
    """The objects numbered from 1, with their table and the end."""
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    end = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, root, len(body))
    return body + head + table + end


def paged(*contents: bytes, font: bytes = FONT) -> bytes:
    """A page for each stream, which may use the font /F1."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        font,
    ]
    for number, content in enumerate(contents):
        page = b"<< %s /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
        objects += [page % (PAGE, 5 + 2 * number), content]
    return assembled(objects)


def lines(x: int, y: int, *texts: str) -> bytes:
    """Lines of 12 points below one another."""
    shown = b"".join(
        b"(%s) Tj T*\n" % text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") for text in texts
    )
    return b"BT /F1 12 Tf 14 TL %d %d Td\n%sET\n" % (x, y, shown)


def one_column(*texts: str) -> bytes:
    return paged(deflated(lines(72, 720, *texts)))


def drawn(*placed: tuple[int, int, str]) -> bytes:
    """One page with these texts in this order, each at its place."""
    return paged(deflated(b"".join(lines(x, y, text) for x, y, text in placed)))


def scanned() -> bytes:
    picture = deflated(bytes(100 * 100), b"/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 "
                       b"/ColorSpace /DeviceGray")  # fmt: skip
    return assembled([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< %s /Parent 2 0 R /Resources << /XObject << /Im0 5 0 R >> >> /Contents 4 0 R >>" % PAGE,
        stream(b"q 612 0 0 792 0 0 cm /Im0 Do Q"),
        picture,
    ])  # fmt: skip


def encrypted(user_password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=BytesIO(one_column("Secret engineer")))
    writer.encrypt(user_password=user_password, owner_password="owner", algorithm=algorithm)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _blanks(megabytes: int) -> bytes:
    """A packed stream of a line and so many megabytes of blanks, made without having them at once."""
    packing = zlib.compressobj(1)
    packed = packing.compress(lines(72, 720, "Engineer"))
    return packed + b"".join(packing.compress(b" " * 1024 * 1024) for _ in range(megabytes)) + packing.flush()


def bomb(megabytes: int) -> bytes:
    """A page whose stream unpacks to this much."""
    return paged(stream(_blanks(megabytes), b"/Filter /FlateDecode"))


def bomb_of_bombs(megabytes: int) -> bytes:
    """The same, packed twice."""
    return paged(stream(zlib.compress(_blanks(megabytes)), b"/Filter [/FlateDecode /FlateDecode]"))


def deep_tree(depth: int) -> bytes:
    """Page trees in page trees, a page at the end."""
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 3) for number in range(depth)]
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< %s >>" % PAGE])


def looping_tree() -> bytes:
    """A page tree that has itself among its children, twice."""
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])


def branching_tree(levels: int, width: int) -> bytes:
    """The same subtrees again and again: width to the power of levels pages from a few objects."""
    nodes = [b"<< /Type /Pages /Kids [%s] /Count 1 >>" % (b"%d 0 R " % (level + 3) * width) for level in range(levels)]
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< %s >>" % PAGE])


def looping_references() -> bytes:
    """Contents that are a reference to a reference to itself."""
    page = b"<< %s /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>" % PAGE
    tree = b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, FONT, page, b"6 0 R", b"5 0 R"])


def looping_forms() -> bytes:
    """A form that draws itself, and another one twice, which does the same with the first."""
    tree = b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
    page = b"<< %s /Resources << /XObject << /A 5 0 R >> >> /Contents 7 0 R >>" % PAGE
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 5 0 R /B 6 0 R >> >>"
    forms = [stream(b"/A Do /B Do /B Do", entries), stream(b"/B Do /A Do /A Do", entries)]
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, FONT, page, *forms, stream(b"/A Do")])


def multiplying_forms(levels: int) -> bytes:
    """Forms that draw the next one ten times: ten to the power of levels drawings."""
    tree = b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"
    resources = b"/Resources << /Font << /F1 3 0 R >> /XObject << /X %d 0 R >> >>"
    page = b"<< %s %s /Contents 5 0 R >>" % (PAGE, resources % 6)
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
    forms = [stream(b"/X Do " * 10, entries + resources % (number + 7)) for number in range(levels)]
    last = stream(lines(0, 0, "Engineer"), entries + resources % 3)
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, FONT, page, stream(b"/X Do"), *forms, last])


def nested_arrays(depth: int) -> bytes:
    return paged(stream(b"[" * depth + b"]" * depth + b" TJ"))
