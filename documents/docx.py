"""The text of a DOCX: headers, what the document says, footers; from the package's own parts and nowhere else."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from documents.document import MAX_BYTES
from documents.errors import DocumentCode, DocumentError
from documents.word_xml import WordText, parsing

_MAX_PARTS = 5_000
# Of all parts that are read, unpacked. Word writes some hundred bytes for a word.
_MAX_XML = 5 * MAX_BYTES
_CHUNK = 64 * 1024
_IS_ENCRYPTED = 1  # a bit of a part's flags


def text_of(content: bytes) -> str:
    """The text; raises DocumentError."""
    try:
        return _Package(content).text()
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError):
        raise DocumentError(DocumentCode.BROKEN) from None


class _Package:
    """The parts of a file, of which no more is unpacked than is read."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(BytesIO(content))
        self._left = _MAX_XML
        if len(self._zip.infolist()) > _MAX_PARTS:
            raise DocumentError(DocumentCode.TOO_COMPLEX)
        self._names = frozenset(self._zip.namelist())

    def text(self) -> str:
        if "[Content_Types].xml" not in self._names:  # a ZIP of something else, OpenDocument among them
            raise DocumentError(DocumentCode.UNSUPPORTED)
        related = self._related("")
        main = next((part for kind, part in related if kind == "officeDocument"), "word/document.xml")
        if main not in self._names:
            raise DocumentError(DocumentCode.BROKEN)
        word = WordText()
        body = word.read(self._chunks(main))
        if word.root != "document":  # a table or slides
            raise DocumentError(DocumentCode.UNSUPPORTED)
        around = [(kind, part) for kind, part in self._related(main) if part in self._names]
        headers = [WordText().read(self._chunks(part)) for kind, part in around if kind == "header"]
        footers = [WordText().read(self._chunks(part)) for kind, part in around if kind == "footer"]
        return "\n\n".join([*dict.fromkeys(headers), body, *dict.fromkeys(footers)])

    def _related(self, part: str) -> list[tuple[str, str]]:
        """What a part refers to inside the package, as kind and name, by name; of "" the package itself."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: list[tuple[str, str]] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            if element.endswith("Relationship") and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                found.append((attributes.get("Type", "").rpartition("/")[2], target.lstrip("/")))

        if path in self._names:
            parser = parsing()
            parser.StartElementHandler = start
            for chunk in self._chunks(path):
                parser.Parse(chunk)
            parser.Parse(b"", True)  # noqa: FBT003 positional only
        return sorted(set(found))[:_MAX_PARTS]

    def _chunks(self, name: str) -> Iterator[bytes]:
        """A part, unpacked as it is read and checked by its sum at the end, if it fits in what is left of the bound."""
        part = self._zip.getinfo(name)
        if part.flag_bits & _IS_ENCRYPTED:
            raise DocumentError(DocumentCode.ENCRYPTED)
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise DocumentError(DocumentCode.BROKEN)
        self._left -= part.file_size  # of which zipfile gives no more, whatever there is
        if self._left < 0:
            raise DocumentError(DocumentCode.TOO_COMPLEX)
        with self._zip.open(part) as unpacking:
            while chunk := unpacking.read(_CHUNK):
                yield chunk
