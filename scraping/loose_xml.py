"""Small XML documents as trees of dicts, without anything that XML can do beyond tags and text."""

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

MAX_XML = 4_000_000
MAX_DEPTH = 40
MAX_ELEMENTS = 100_000


@dataclass(slots=True)
class Element:
    """A tag by its local name, with the text right inside of it."""

    name: str
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, *names: str) -> list["Element"]:
        """The elements that the path of names leads to."""
        found = [self]
        for name in names:
            found = [child for element in found for child in element.children if child.name == name]
        return found

    def value(self, *names: str) -> str | None:
        """The text of the first element at the path that has any."""
        return next((text for element in self.all(*names) if (text := element.text.strip())), None)


class _RefusedError(Exception):
    """The document wants more than tags and text."""


def parse(body: bytes) -> Element | None:
    """The document's root; None for what is no XML, declares a document type or an entity, is deep or is huge.

    Namespaces are left out of names. Never raises.
    """
    if len(body) > MAX_XML:
        return None
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(body, True)  # noqa: FBT003 expat takes no keyword
    except (expat.ExpatError, _RefusedError, ValueError, LookupError):
        return None
    return builder.root


def _refuse(*_: object) -> NoReturn:
    raise _RefusedError


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._parts: list[list[str]] = []
        self._count = 0

    def start(self, name: str, _: object) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise _RefusedError
        element = Element(name.rpartition(":")[2])
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._parts.append([])

    def end(self, _: str) -> None:
        self._open.pop().text = "".join(self._parts.pop())

    def text(self, text: str) -> None:
        self._parts[-1].append(text)
