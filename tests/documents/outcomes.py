"""What became of a file, in a word."""

from documents.errors import DocumentError
from documents.parse import parse


def text(content: bytes) -> str:
    return parse(content).text


def outcome(content: bytes) -> str:
    """The code of the refusal, or the kind of document that it is."""
    try:
        return parse(content).kind
    except DocumentError as error:
        return error.code
