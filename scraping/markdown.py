"""Descriptions from anywhere: HTML made harmless, and Markdown made of that.

Written here because markdownify takes three times as long and fails with a RecursionError on deep nesting. nh3
serialises canonically, so one pass over its tags is enough.
"""

import re
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING

from scraping.markup import tame
from scraping.places import encodable

if TYPE_CHECKING:
    from nh3 import Cleaner

MAX_MARKDOWN = 50_000
MAX_SNAPSHOT = 200_000
_MAX_INPUT = 150_000
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset({"p", "div", "ul", "ol", "li", "blockquote", "pre", "table", "tr", "dl", "dt", "dd", *_HEADINGS})
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_HREF = re.compile(r'href="([^"]*)"')
_MARKUP = re.compile(
    r"<(?:!--|/?(?:p|br|div|span|ul|ol|li|b|i|u|strong|em|h[1-6]|a|table|tr|td|section|article|font|blockquote|pre|code"
    r"|hr|script|style|img|body|html)[\s/>])",
    re.IGNORECASE,
)
_CODED = re.compile(r"&(?:amp;)?(?:lt|#0{0,5}60|#x0{0,5}3c);/?[a-zA-Z]", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_SPECIAL = re.compile(r"([*`\[\]\\])|<(?=[a-zA-Z/!?])|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_TAG_START = re.compile(r"<(?=[a-zA-Z/!?])")
_LEADING = re.compile(r"\A(#{1,6}(?= )|>)")


def as_html(text: str) -> str:
    """Markup whatever it came as: HTML, HTML with its tags coded as entities (once or twice), or plain lines."""
    for _ in range(2):
        if _MARKUP.search(text):
            return text
        if not _CODED.search(text):
            break
        text = unescape(text)
    if _MARKUP.search(text):
        return text
    paragraphs = re.split(r"\n\s*\n", unescape(text).replace("\r\n", "\n").strip())
    return "".join(f"<p>{'<br>'.join(escape(line.strip()) for line in part.splitlines())}</p>" for part in paragraphs)


def sanitised(html: str) -> str:
    """The markup with formatting and links to http, https and mailto only, at most 200,000 characters."""
    html, limit = encodable(html[:_MAX_INPUT]), _MAX_INPUT
    while len(clean := _cleaner().clean(tame(html[:limit]).html)) > MAX_SNAPSHOT:
        limit //= 2
    return clean


@cache
def _cleaner() -> "Cleaner":
    from nh3 import Cleaner  # noqa: PLC0415 a large library, for the first description only

    return Cleaner(
        tags={*_BLOCKS, "br", "hr", "strong", "em", "code", "a", "td", "th"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


def to_markdown(clean: str) -> str:
    """Markdown of what `sanitised` gave, whole blocks up to 50,000 characters; never raw HTML."""
    writer, end = _Writer(), 0
    for tag in _TAG.finditer(clean):
        writer.text(clean[end : tag.start()])
        end = tag.end()
        if writer.length > MAX_MARKDOWN:
            break
        if tag[1]:
            writer.close(tag[2])
        else:
            writer.open(tag[2], tag[3])
    else:
        writer.text(clean[end:])
    return writer.finish()


class _Writer:
    """The blocks so far, and the runs of the block being written: text with the marks that were open around it."""

    def __init__(self) -> None:
        self.length = 0
        self._blocks: list[tuple[bool, str]] = []  # whether it goes right below the one before, and its lines
        self._runs: list[tuple[str, str]] = []
        self._marks: list[str] = []
        self._link: str | None = None
        self._lists: list[list[int | None]] = []
        self._bullet = False
        self._is_apart = True
        self._quotes = self._code = 0
        self._heading = ""

    def text(self, raw: str) -> None:
        if not raw:
            return
        text = unescape(raw) if "&" in raw else raw
        if self._code:
            self._runs.append((text, ""))
            return
        text = _SPECIAL.sub(_escaped, _SPACE.sub(" ", text))
        if text != " " or self._runs:
            self._runs.append((text, "".join(sorted(set(self._marks)))))

    def open(self, name: str, rest: str) -> None:
        if name in _BLOCKS or name == "hr":
            self._flush()
            self._begin(name)
        elif name == "br":
            self._runs.append(("\n", ""))
        elif name == "a":
            found = _HREF.search(rest)
            self._link = _target(unescape(found[1])) if found else None
            self._runs.append(("[" if self._link else "", ""))
        elif name in ("td", "th"):
            self._runs.append((" | " if self._runs else "", ""))
        else:
            self._marks.append({"strong": "**", "em": "*", "code": "`"}[name])

    def close(self, name: str) -> None:
        if name in _BLOCKS:
            self._flush()
            self._end(name)
        elif name == "a":
            self._runs.append((f"]({self._link})" if self._link else "", ""))
            self._link = None
        elif self._marks and name in ("strong", "em", "code"):
            self._marks.pop()

    def finish(self) -> str:
        self._flush()
        kept: list[str] = []
        length = 0
        for near, lines in self._blocks:
            gap = "" if not kept else "\n" if near else "\n\n"
            length += len(gap) + len(lines)
            if kept and length > MAX_MARKDOWN:
                break
            kept += (gap, lines)
        text = "".join(kept).strip()
        return text if len(text) <= MAX_MARKDOWN else f"{text[: MAX_MARKDOWN - 1].rstrip()}…"

    def _begin(self, name: str) -> None:
        if name in ("ul", "ol"):
            self._is_apart = not self._lists
            self._lists.append([None if name == "ul" else 0])
        elif name == "li":
            self._bullet = True
            if self._lists and self._lists[-1][0] is not None:
                self._lists[-1][0] += 1
        elif name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._code += 1
        elif name in _HEADINGS:
            self._heading = "#" * int(name[1]) + " "
        elif name == "hr":
            self._add("---", near=False)

    def _end(self, name: str) -> None:
        if name in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif name == "li":
            self._bullet = False
        elif name == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif name == "pre":
            self._code = max(0, self._code - 1)
        self._heading = ""

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        if self._code:
            code = "".join(text for text, _ in runs).strip("\n").replace("```", "'''")
            if code.strip():
                # Nothing can be escaped in here, and whoever shows it as HTML must not be shown a tag.
                self._add(f"```\n{_TAG_START.sub('< ', code)}\n```", near=False)
            return
        for part in _joined(runs, plain=bool(self._heading)):
            near = bool(self._lists) and self._bullet and not self._is_apart
            self._add(self._heading + _LEADING.sub(r"\\\1", part, count=1), near=near)

    def _add(self, lines: str, *, near: bool) -> None:
        first, rest = self._prefixes()
        self._bullet = self._is_apart = False
        text = "\n".join((rest if number else first) + line for number, line in enumerate(lines.split("\n")))
        self._blocks.append((near, text))
        self.length += len(text) + 2

    def _prefixes(self) -> tuple[str, str]:
        quote = "> " * min(self._quotes, 5)
        if not self._lists:
            return quote, quote
        widths = ["  " if count is None else "   " for [count] in self._lists[-8:]]
        number = self._lists[-1][0]
        bullet = ("- " if number is None else f"{number}. ") if self._bullet else widths[-1]
        return quote + "".join(widths[:-1]) + bullet, quote + "".join(widths)


def _joined(runs: list[tuple[str, str]], *, plain: bool) -> list[str]:
    """The paragraphs of a block: runs under the same marks become one, two line breaks end a paragraph."""
    lines: list[list[tuple[str, str]]] = [[]]
    for text, marks in runs:
        if text == "\n":
            lines.append([])
        elif text:
            lines[-1].append((text, "" if plain else marks))
    paragraphs = [""]
    for line in map(_line, lines):
        if not line:
            paragraphs.append("")
        else:
            paragraphs[-1] += ("  \n" if paragraphs[-1] else "") + line
    return [paragraph for paragraph in paragraphs if paragraph]


def _line(runs: list[tuple[str, str]]) -> str:
    parts: list[str] = []
    merged: list[tuple[str, str]] = []
    for text, marks in runs:
        if merged and merged[-1][1] == marks:
            merged[-1] = (merged[-1][0] + text, marks)
        else:
            merged.append((text, marks))
    for text, marks in merged:
        core = text.strip()
        if not marks or not core:
            parts.append(text)
            continue
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        marked = {"*": f"*{core}*", "**": f"**{core}**", "***": f"***{core}***"}.get(marks.replace("`", ""), core)
        parts.append(before + (f"`{core}`" if marks == "`" else marked) + after)
    return _SPACE.sub(" ", "".join(parts)).strip()


def _escaped(match: re.Match[str]) -> str:
    return "&lt;" if match[0] == "<" else f"\\{match[0]}"


def _target(href: str) -> str:
    """The address as a Markdown link's target may be written, at most 2,048 characters of it."""
    return "".join(
        {"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E", "\\": "%5C"}.get(c, c)
        for c in href[:2048]
        if c.isprintable()
    )
