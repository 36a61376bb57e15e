"""What is made of a file: its text, and what it was."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["pdf", "docx", "text"]

MAX_BYTES = 10 * 1024 * 1024
MAX_CHARACTERS = 50_000
MAX_PAGES = 200


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read.

    Attributes:
        text: At most 50,000 characters; lines end with a newline and begin and end with something else than a space,
            an empty line stands between two blocks, and no control character is in it.
        kind: Told by content, whatever the file was called.
        pages: Of a PDF; other files have none before they are printed.
        is_cut: Whether the text went on, and was cut after a word.
    """

    text: str
    kind: Kind
    pages: int | None
    is_cut: bool
