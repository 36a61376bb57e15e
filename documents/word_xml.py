"""The XML of a word-processing part, read for its text alone: no tree is built, and nothing is looked up elsewhere."""

from collections.abc import Iterable
from typing import NoReturn
from xml.parsers import expat

from documents.document import MAX_CHARACTERS
from documents.errors import DocumentCode, DocumentError

_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # the strict variant
}
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Deleted or moved from here, positions of tabs, and text boxes a second time for old programs.
_SKIPPED = frozenset({"del", "moveFrom", "tabs", "Fallback"})
_MARKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MAX_ELEMENTS = 300_000  # of which as many letters as a document may have need a third, each word formatted anew
_MAX_DEPTH = 250


class _Enough(Exception):  # noqa: N818 nothing is wrong
    """More text than a document may have."""


class _Paragraph:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.boxes: list[str] = []  # lines of the text boxes that are anchored in it
        self.is_item = False

    def lines(self) -> list[str]:
        text = "".join(self.pieces)
        return ["• " + text.lstrip() if self.is_item and text.strip() else text, *self.boxes]


def parsing() -> expat.XMLParserType:
    """A parser that gives names as `namespace name`, and refuses a DOCTYPE, without which there are no entities."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_declared: object) -> NoReturn:
    raise DocumentError(DocumentCode.BROKEN)


class WordText:
    """Collects the text of a part: paragraphs as lines, rows of tables as lines or as the blocks of their cells."""

    def __init__(self) -> None:
        self.root: str | None = None
        self._open: list[str] = []
        self._elements = 0
        self._letters = 0
        self._skipped = 0  # how deep below an element that is left out
        self._is_text = False
        self._paragraphs = [_Paragraph()]
        self._blocks: list[list[str]] = [[]]
        self._rows: list[list[list[str]]] = []

    def read(self, chunks: Iterable[bytes]) -> str:
        """The text, without what follows more letters than a document may have characters."""
        parser = parsing()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            for chunk in chunks:
                parser.Parse(chunk)
            parser.Parse(b"", True)  # noqa: FBT003 positional only
        except _Enough:
            while self._open:
                self._end("")
        return "\n".join([*self._blocks[0], *self._paragraphs[0].lines()])

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        known = local if namespace in _WORD or namespace == _COMPATIBILITY else ""
        self.root = self.root or known or "unknown"
        self._open.append(known)
        self._elements += 1
        if self._elements > _MAX_ELEMENTS or len(self._open) > _MAX_DEPTH:
            raise DocumentError(DocumentCode.TOO_COMPLEX)
        if self._skipped or known in _SKIPPED:
            self._skipped += 1
        elif known:
            self._enter(known)

    def _enter(self, known: str) -> None:
        match known:
            case "p":
                self._paragraphs.append(_Paragraph())
            case "t":
                self._is_text = True
            case "numPr":
                self._paragraphs[-1].is_item = True
            case "tr":
                self._rows.append([])
            case "tc" | "txbxContent":
                self._blocks.append([])
            case mark if mark in _MARKS:
                self._paragraphs[-1].pieces.append(_MARKS[mark])

    def _end(self, _name: str) -> None:
        known = self._open.pop()
        if self._skipped:
            self._skipped -= 1
            return
        match known:
            case "p":
                self._blocks[-1] += self._paragraphs.pop().lines()
            case "t":
                self._is_text = False
            case "tr":
                self._blocks[-1] += _row(self._rows.pop())
            case "tc":
                lines = self._blocks.pop()
                self._rows[-1].append(lines) if self._rows else self._blocks[-1].extend(lines)
            case "txbxContent":
                lines = self._blocks.pop()
                self._paragraphs[-1].boxes += lines

    def _characters(self, text: str) -> None:
        if self._is_text and not self._skipped:
            self._paragraphs[-1].pieces.append(text)
            self._letters += sum(map(str.isalnum, "".join(text.split())))  # blanks first: they can be millions
            if self._letters > MAX_CHARACTERS:
                raise _Enough


def _row(cells: list[list[str]]) -> list[str]:
    """One line where every cell has one at most, as in a table of data; else cell by cell, as in a page's layout."""
    filled = [lines for cell in cells if (lines := [line for line in cell if line.strip()])]
    if all(len(lines) == 1 for lines in filled):
        return [" | ".join(lines[0].strip() for lines in filled)]
    return [line for lines in filled for line in ["", *lines]] + [""]
