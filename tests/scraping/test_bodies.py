"""What is taken as a page and how much of it: kinds, codings, sizes."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest

from scraping.bodies import MAX_BYTES
from scraping.errors import ScrapeCode, ScrapeError
from scraping.fetch import Page
from tests.scraping.sites import Reply, Seen, Sites, answer

URL = "http://jobs.example/1"
HEAD = b"HTTP/1.1 200 x\r\nContent-Type: text/html\r\n"
TEXT = b"<html>" + b"posting " * 500


async def got(sites: Sites, reply: Reply) -> Page | ScrapeCode:
    sites.put(URL, reply)
    async with sites.fetcher() as fetcher:
        try:
            return await fetcher.get(URL)
        except ScrapeError as error:
            return error.code


@pytest.mark.parametrize(
    ("sent", "kind", "charset"),
    [
        ("text/html", "text/html", None), ("TEXT/HTML;charset=UTF-8", "text/html", "utf-8"),
        ('text/html ; x=y; Charset = "Shift_JIS"', "text/html", "shift_jis"),
        ("text/html; charset='iso-8859-1'", "text/html", "iso-8859-1"), ("text/html; charset=", "text/html", None),
        ("text/html; charset=" + "x" * 50, "text/html", "x" * 40),
        ("application/xhtml+xml", "application/xhtml+xml", None), ("application/json", "application/json", None),
        ("application/ld+json", "application/ld+json", None), ("application/rss+xml", "application/rss+xml", None),
        ("text/xml", "text/xml", None), ("application/xml", "application/xml", None), ("text/json", "text/json", None),
    ],
)  # fmt: skip
async def test_a_kind_that_is_taken(sites: Sites, sent: str, kind: str, charset: str | None) -> None:
    assert await got(sites, answer("x", content_type=sent)) == Page(URL, 200, kind, charset, b"x")


@pytest.mark.parametrize(
    "sent",
    ["text/plain", "application/pdf", "image/png", "application/octet-stream", "multipart/mixed; boundary=text/html",
     "html", "text/html/x", "text/html, application/pdf", "text/htmlx", "application/jsonp", "video/mp4", ";"],
)  # fmt: skip
async def test_a_kind_that_is_not(sites: Sites, sent: str) -> None:
    assert await got(sites, answer("<html>", content_type=sent)) is ScrapeCode.UNSUPPORTED_CONTENT


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<!DOCTYPE html>", "text/html"), ("\ufeff \n<!doctype\nHTML >", "text/html"), ("<HTML lang=en>", "text/html"),
        ("<body>", "text/html"), ("<?xml version='1.0'?>", "application/xml"), ('{"a": 1}', "application/json"),
        (" {}", "application/json"), ('[{"a": 1}]', "application/json"), ("[]", "application/json"),
        ("", None), ("hello", None), ("<htmlx>", None), ("<script>", None), ("%PDF-1.7 <html>", None), ("{x}", None),
        ("[x]", None), ("MZ\0\0", None), ("<!-- --><html>", None),
    ],
)  # fmt: skip
async def test_without_a_kind_the_first_characters_tell(sites: Sites, body: str, kind: str | None) -> None:
    expected = Page(URL, 200, kind, None, body.encode()) if kind else ScrapeCode.UNSUPPORTED_CONTENT
    assert await got(sites, answer(body, content_type="")) == expected


def gzipped(data: bytes) -> bytes:
    """The same at any time, as names of tests must be."""
    return gzip.compress(data, mtime=0)


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(data) + squeeze.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzipped(TEXT)), ("GZIP ", gzipped(TEXT)), ("x-gzip", gzipped(TEXT)),
        ("deflate", zlib.compress(TEXT)), ("deflate", raw_deflate(TEXT)), ("identity", TEXT),
        ("gzip", gzipped(TEXT) + b"\0" * 100), ("gzip", gzipped(TEXT) + gzipped(b"more")),
    ],
)  # fmt: skip
async def test_a_coding_is_undone(sites: Sites, coding: str, body: bytes) -> None:
    page = await got(sites, answer(body, content_encoding=coding))
    assert isinstance(page, Page)
    assert page.body == TEXT


@pytest.mark.parametrize(
    ("coding", "body", "code"),
    [
        ("br", TEXT, "UNSUPPORTED_CONTENT"), ("zstd", TEXT, "UNSUPPORTED_CONTENT"), ("x", TEXT, "UNSUPPORTED_CONTENT"),
        ("gzip, gzip", gzipped(gzipped(TEXT)), "UNSUPPORTED_CONTENT"),
        ("gzip", TEXT, "SITE_ERROR"), ("deflate", b"\xff" * 9, "SITE_ERROR"),
        ("gzip", gzipped(TEXT)[:-1], "SITE_ERROR"), ("gzip", b"\x1f", "SITE_ERROR"),
        ("deflate", zlib.compress(TEXT)[:-5], "SITE_ERROR"),
        ("gzip", gzipped(TEXT)[:-8] + b"x" * 8, "SITE_ERROR"),
    ],
)  # fmt: skip
async def test_a_coding_that_cannot_be_undone(sites: Sites, coding: str, body: bytes, code: str) -> None:
    assert await got(sites, answer(body, content_encoding=coding)) is ScrapeCode(code)


@pytest.mark.parametrize("coding", ["", "gzip"])
async def test_a_page_may_have_five_mebibytes(sites: Sites, coding: str) -> None:
    for size, fits in ((MAX_BYTES, True), (MAX_BYTES + 1, False)):
        body = b"a" * size
        sent = gzip.compress(body, 1) if coding else body
        for length in ("", str(len(sent))):
            page = await got(sites, answer(sent, content_encoding=coding, content_length=length))
            assert (page.body == body) if isinstance(page, Page) else (not fits and page is ScrapeCode.TOO_LARGE)


async def test_a_page_that_says_it_is_too_large_is_not_read(sites: Sites) -> None:
    async def promising(_: Seen) -> AsyncIterator[bytes]:
        yield HEAD + b"Content-Length: 5242881\r\n\r\n"
        await asyncio.Event().wait()

    assert await got(sites, promising) is ScrapeCode.TOO_LARGE


async def endless(_: Seen) -> AsyncIterator[bytes]:
    yield HEAD + b"\r\n"
    while True:
        yield b"a" * 65_536


async def endless_pieces(_: Seen) -> AsyncIterator[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"1\r\na\r\n" * 1000


async def endless_zip(_: Seen) -> AsyncIterator[bytes]:
    """Deflate blocks without content, so that nothing ever comes out."""
    yield HEAD + b"Content-Encoding: deflate\r\n\r\n"
    while True:
        yield b"\x00\x00\x00\xff\xff" * 10_000


@pytest.mark.parametrize("reply", [endless, endless_pieces, endless_zip])
async def test_a_page_without_end_is_given_up(sites: Sites, reply: Reply) -> None:
    assert await got(sites, reply) is ScrapeCode.TOO_LARGE


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_a_bomb_is_not_unpacked(sites: Sites, coding: str) -> None:
    squeeze = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    bomb = b"".join(squeeze.compress(bytes(2**20)) for _ in range(200)) + squeeze.flush()
    assert len(bomb) < 250_000
    tracemalloc.start()
    try:
        assert await got(sites, answer(bomb, content_encoding=coding)) is ScrapeCode.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_BYTES
    finally:
        tracemalloc.stop()
