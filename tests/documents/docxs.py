"""DOCX files put together from parts: whole, odd and hostile."""

import zipfile
from io import BytesIO

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"/>'
NAMESPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def part(root: str, inner: str, *, namespace: str = WORD, before: str = "") -> str:
    return f'{HEAD}{before}<w:{root} xmlns:w="{namespace}" {NAMESPACES}>{inner}</w:{root}>'


def document(inner: str, *, namespace: str = WORD, before: str = "") -> str:
    return part("document", f"<w:body>{inner}</w:body>", namespace=namespace, before=before)


def paragraph(*runs: str, properties: str = "") -> str:
    texts = "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{texts}</w:p>"


def item(text: str) -> str:
    return paragraph(text, properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')


def table(*rows: list[str]) -> str:
    """Cells are paragraphs and tables, as they stand."""
    cells = ["".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def boxed(*inner: str) -> str:
    """Two paragraphs in a text box, as Word writes it: once for new programs and once for old ones."""
    content = f"<w:txbxContent>{''.join(inner)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def related(*targets: tuple[str, str], mode: str = "Internal") -> str:
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_KINDS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def docx(main: str | bytes, more: dict[str, str | bytes] | None = None) -> bytes:
    """A package with this document; `more` adds parts, or replaces those that every package has."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": related(("officeDocument", "word/document.xml")),
        "word/document.xml": main,
    }
    return zipped(parts | (more or {}))


def with_wrong_sum(content: bytes) -> bytes:
    """The same, with another checksum for the document in both places where it stands."""
    right = zipfile.ZipFile(BytesIO(content)).getinfo("word/document.xml").CRC
    return content.replace(right.to_bytes(4, "little"), (right ^ 1).to_bytes(4, "little"))


def understating(content: bytes) -> bytes:
    """The same, where the document says that it unpacks to ten bytes."""
    entry = zipfile.ZipFile(BytesIO(content)).getinfo("word/document.xml")
    return content.replace(entry.file_size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def marked_encrypted(content: bytes) -> bytes:
    """The same, with the flag of encryption on every part."""
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        pieces = content.split(head)
        content = head.join([pieces[0], *(p[: place - 4] + b"\x01" + p[place - 3 :] for p in pieces[1:])])
    return content


def deflated_blanks(megabytes: int, before: bytes, after: bytes) -> bytes:
    """A package whose document is so many megabytes of blanks between two texts, made without having them at once."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", TYPES)
        with package.open("word/document.xml", "w") as unpacked:
            unpacked.write(before)
            for _ in range(megabytes):
                unpacked.write(b" " * (1024 * 1024))
            unpacked.write(after)
    return written.getvalue()
