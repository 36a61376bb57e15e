"""A file's bytes to a document, in this process: for the one that is limited."""

from documents import docx, plain
from documents.document import Document, Kind
from documents.errors import DocumentCode, DocumentError
from documents.tidy import cut, tidy

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # of parts, and of none
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")  # of Word before 2007, and of every encrypted Office file
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PDF_WITHIN = 1024  # readers look for the head this far, as files have come with something before it


def parse(content: bytes) -> Document:
    """Tells the kind by the content. Raises DocumentError, and only that."""
    try:
        kind, text, pages = _text_of(content)
    except (MemoryError, RecursionError):
        raise DocumentError(DocumentCode.TOO_COMPLEX) from None
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001 pypdf raises all there is for files that are not what they say
        raise DocumentError(DocumentCode.BROKEN) from None
    text, is_cut = cut(tidy(text))
    if not any(map(str.isalnum, text)):
        raise DocumentError(DocumentCode.NO_TEXT)
    return Document(text=text, kind=kind, pages=pages, is_cut=is_cut)


def _text_of(content: bytes) -> tuple[Kind, str, int | None]:
    if content.startswith(_ZIP):
        return "docx", docx.text_of(content), None
    if content.startswith(_COMPOUND_FILE):
        is_encrypted = _ENCRYPTED_PACKAGE in content
        raise DocumentError(DocumentCode.ENCRYPTED if is_encrypted else DocumentCode.UNSUPPORTED)
    if b"%PDF-" in content[:_PDF_WITHIN]:
        from documents import pdf  # noqa: PLC0415 pypdf takes longer to load than most other files to read

        return "pdf", *pdf.pages_of(content)
    return "text", plain.text_of(content), None
