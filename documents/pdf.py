"""The text of a PDF, by pypdf."""

import logging
from contextlib import suppress
from io import BytesIO

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from documents.columns import in_reading_order
from documents.document import MAX_BYTES, MAX_CHARACTERS, MAX_PAGES
from documents.errors import DocumentCode, DocumentError
from documents.tidy import tidy, without_hyphenation

# A page of text is some kilobytes; pypdf's own bounds are for books of drawings.
_MAX_STREAM = 2 * MAX_BYTES
_BOUNDS = pypdf.Configuration(
    maximum_declared_stream_length=MAX_BYTES,
    array_based_stream_maximum_output_length=_MAX_STREAM,
    lzw_maximum_output_length=_MAX_STREAM,
    run_length_maximum_output_length=_MAX_STREAM,
    zlib_maximum_output_length=_MAX_STREAM,
    zlib_maximum_recovery_input_length=MAX_BYTES // 10,
    stream_decoding_work_maximum_length=2 * _MAX_STREAM,
    page_tree_maximum_entries=10 * MAX_PAGES,
    xform_maximum_invocations_per_extraction=500,
    jbig2dec_binary=None,  # a program of the system's, for pictures
)


def pages_of(content: bytes) -> tuple[str, int]:
    """The text of the pages in their order, without what follows the first 50,000 characters, and how many there are.

    Raises DocumentError for what is known to be wrong, and whatever pypdf stumbles over.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"startxref" not in content:  # the end is missing: what could still be found would pass for the whole
        raise DocumentError(DocumentCode.BROKEN)
    with pypdf.apply_configuration(_BOUNDS):
        try:
            return _read(content)
        except LimitReachedError:
            raise DocumentError(DocumentCode.TOO_COMPLEX) from None
        except (FileNotDecryptedError, DependencyError):  # pypdf deciphers AES by packages that we leave out
            raise DocumentError(DocumentCode.ENCRYPTED) from None


def _read(content: bytes) -> tuple[str, int]:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    if len(pages) > MAX_PAGES:
        raise DocumentError(DocumentCode.TOO_LARGE)
    texts: list[str] = []
    length = 0
    for page in pages:
        texts.append(_text_of(page))
        length += len(texts[-1])
        if length > MAX_CHARACTERS:
            break
    return "\n\n".join(texts), len(pages)


def _text_of(page: pypdf.PageObject) -> str:
    drawn = page.extract_text()
    with suppress(Exception):  # the second look is for the order alone, and pypdf calls it experimental
        laid_out = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
        drawn = in_reading_order(drawn, laid_out)
    return without_hyphenation(tidy(drawn)[: MAX_CHARACTERS + 1])
