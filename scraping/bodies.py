"""Bodies within bounds: how much of what kind is read, and decompressed, before it is given up."""

import asyncio
import re
import zlib

from scraping.errors import ScrapeCode, ScrapeError
from scraping.exchanges import Answer

MAX_BYTES = 5 * 1024 * 1024
# A body that comes a byte at a time costs a thousand times its size in work.
_MAX_PIECES = 20_000
_PIECES_A_TURN = 64
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)\s*(?:;|$)")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_READABLE = re.compile(r"text/(html|json|xml)|application/(json|xml)|[\w.-]+/[\w.-]+\+(json|xml)")
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)


def kind(answer: Answer) -> tuple[str, str | None]:
    """Media type (empty if none was sent) and charset. Raises ScrapeError unless it is HTML, JSON or XML."""
    header = answer.headers.get("content-type", "").strip()
    if not header:
        return "", None
    found = _MEDIA_TYPE.match(header)
    media_type = found[1].lower() if found else ""
    if not _READABLE.fullmatch(media_type):
        raise ScrapeError(ScrapeCode.UNSUPPORTED_CONTENT)
    charset = _CHARSET.search(header)
    return media_type, charset[1].lower() if charset else None


def sniff(body: bytes) -> str:
    """The media type by the first characters. Raises ScrapeError where they do not say clearly."""
    start = body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<?xml"):
        return "application/xml"
    if _HTML.match(start):
        return "text/html"
    if re.match(rb"\{\s*[\"}]|\[\s*[\[{\"\]]", start):
        return "application/json"
    raise ScrapeError(ScrapeCode.UNSUPPORTED_CONTENT)


async def read(answer: Answer, limit: int = MAX_BYTES) -> bytes:
    """The decompressed body. Raises ScrapeError as soon as it, or what is sent of it, is longer than the limit."""
    if int(answer.headers.get("content-length", 0)) > limit:
        raise ScrapeError(ScrapeCode.TOO_LARGE)
    body = await beginning(answer, limit + 1)
    if len(body) > limit:
        raise ScrapeError(ScrapeCode.TOO_LARGE)
    return body


async def beginning(answer: Answer, limit: int) -> bytes:
    """At most so many bytes of the decompressed body."""
    body, received, pieces = bytearray(), 0, 0
    decoder = _decoder(answer.headers.get("content-encoding", "").strip().lower())
    async for piece in answer.body:
        received, pieces = received + len(piece), pieces + 1
        body += decoder.decode(piece, limit - len(body))
        if len(body) >= limit:
            return bytes(body)
        if received >= limit or pieces >= _MAX_PIECES:
            raise ScrapeError(ScrapeCode.TOO_LARGE)
        if pieces % _PIECES_A_TURN == 0:
            await asyncio.sleep(0)
    if received and not decoder.is_whole:
        raise ScrapeError(ScrapeCode.SITE_ERROR)
    return bytes(body)


def _decoder(coding: str) -> "_Identity | _Inflate":
    """Raises ScrapeError for codings that we cannot bound."""
    if coding in {"", "identity"}:
        return _Identity()
    if coding in {"gzip", "x-gzip", "deflate"}:
        return _Inflate(wbits=31 if "gzip" in coding else None)
    raise ScrapeError(ScrapeCode.UNSUPPORTED_CONTENT)


class _Identity:
    is_whole = True

    def decode(self, piece: bytes, room: int) -> bytes:
        """At most so many bytes of what the next piece stands for."""
        return piece[:room]


class _Inflate:
    def __init__(self, wbits: int | None) -> None:
        self._zlib = None if wbits is None else zlib.decompressobj(wbits)

    @property
    def is_whole(self) -> bool:
        return self._zlib is not None and self._zlib.eof

    def decode(self, piece: bytes, room: int) -> bytes:
        if self._zlib is None:  # "deflate" is sent with zlib's header, as it should be, or without
            self._zlib = zlib.decompressobj(15 if piece[:1] and piece[0] & 15 == zlib.DEFLATED else -15)
        try:
            # What does not fit any more stays behind in it, and is never asked for.
            return self._zlib.decompress(piece, room)
        except zlib.error:
            raise ScrapeError(ScrapeCode.SITE_ERROR) from None
