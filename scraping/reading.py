"""Reading pages in a thread, as it may take the better part of a second, in which others are served."""

from asyncio import to_thread

from scraping.posting import Extraction


async def read(body: bytes, *, url: str, content_type: str = "text/html", charset: str | None = None) -> Extraction:
    """What `scraping.extraction.extract` finds. Raises what it raises."""
    return await to_thread(_read, body, url, content_type, charset)


def _read(body: bytes, url: str, content_type: str, charset: str | None) -> Extraction:
    from scraping.extraction import extract  # noqa: PLC0415 the parser behind it is large: not before the first page

    return extract(body, url=url, content_type=content_type, charset=charset)
