"""Any HTML at all made tame: well nested, shallow, without scripts, so that parsing it costs what its length says.

HTML parsers, ours and nh3's included, take time that grows with the square of the nesting depth, of the number of
attributes and of unclosed formatting: 300 KB of `<ul><li>` keep them busy for half a minute. What is put together
here is well-formed whatever came in, so that no difference between two readings of broken markup can bring that back.
"""

import re
from dataclasses import dataclass, field

MAX_TEXT = 2_000_000
MAX_TAGS = 30_000
MAX_DEPTH = 100
MAX_ATTRIBUTES = 50

# An opening tag's rest: quotes count after an equals sign only, and a `<` outside of them ends the tag unmade,
# which keeps the search from running to the end of the text again and again.
_REST = r"""(?:[^<>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+"""
_RAW = "script|style|title|textarea|template|iframe|noembed|noframes|xmp|plaintext|svg|math|select|object|canvas"
_TOKEN = re.compile(
    rf"""
    <!--(?:[^-]++|-(?!-!?>))*+(?:--!?>)?+
    | <(?P<raw>{_RAW})(?=[\s/>])(?P<head>{_REST})>(?P<content>(?:[^<]++|<(?!/(?P=raw)[\s/>]))*+)(?:</[^<>]*+>?+)?+
    | </(?P<close>[a-z][a-z0-9]*+)[^<>]*+>
    | <(?P<open>[a-z][a-z0-9]*+)(?P<rest>{_REST})>
    | </?[a-z!?/][^<>]*+>
    | <++
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCRIPT = re.compile(rf"<script(?=[\s>])({_REST})>((?:[^<]++|<(?!/script))*+)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>][^\s>]*+)))?""")
_KEPT_ATTRIBUTES = frozenset(
    {
        "href", "content", "property", "name", "itemprop", "itemscope", "itemtype", "class", "id", "rel", "datetime",
        "value", "type",
    }
)  # fmt: skip

_VOID = frozenset({"br", "hr", "meta", "link"})
_BLOCKS = frozenset(
    {
        "div", "section", "article", "main", "header", "footer", "nav", "aside", "h1", "h2", "h3", "h4", "h5", "h6",
        "ul", "ol", "dl", "table", "pre", "blockquote", "figure", "address", "details", "summary",
    }
)  # fmt: skip
_INLINE = frozenset(["span", "time", "data"])
_LEAVES = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody"])
_RENAMED = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "tt": "code", "a": "a"}
_EMITTED = {name: name for name in (*_BLOCKS, *_INLINE, *_LEAVES)} | _RENAMED
_FORMATTING = frozenset({"strong", "em", "code"})
# What an opening tag ends when it stands right inside of it.
_ENDS = {name: frozenset({"p"}) for name in (*_BLOCKS, "p")} | {
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "tr": frozenset({"tr", "td", "th", "p"}),
    "td": frozenset({"td", "th", "p"}),
    "th": frozenset({"td", "th", "p"}),
}
_NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True)
class Markup:
    """A page in parts: its title, the attributes (lower-case names) and text of its scripts, and the tame rest."""

    html: str = ""
    title: str = ""
    scripts: list[tuple[dict[str, str], str]] = field(default_factory=list)


def tame(text: str) -> Markup:
    """The page's markup with the tags and attributes that extraction reads; everything else becomes text or nothing.

    At most 30,000 tags, 100 deep, of the first two million characters; scripts are found in all of it.
    """
    writer = _Writer()
    end = 0
    for number, token in enumerate(_TOKEN.finditer(text, 0, MAX_TEXT)):
        if number == MAX_TAGS:
            break
        writer.text(text[end : token.start()])
        end = token.end()
        kind = token.lastgroup
        if kind == "rest":
            writer.open(token["open"].lower(), token["rest"])
        elif kind == "close":
            writer.close(token["close"].lower())
        elif kind == "content":
            writer.raw(token["raw"].lower(), token["head"], token["content"])
    else:
        writer.text(text[end:MAX_TEXT])
    if end < len(text):
        writer.markup.scripts += [(attributes(head), content) for head, content in _SCRIPT.findall(text, end)]
    return writer.finish()


def attributes(rest: str) -> dict[str, str]:
    """The attributes of a tag that extraction reads, names in lower case, values with their entities."""
    found: dict[str, str] = {}
    if not rest.strip():
        return found
    for number, (name, double, single, bare) in enumerate(_ATTRIBUTE.findall(rest)):
        if number == MAX_ATTRIBUTES:
            break
        if (key := name.lower()) in _KEPT_ATTRIBUTES:
            found.setdefault(key, double or single or bare)
    return found


class _Writer:
    """Puts tags and text together again; what is open here is what a parser will have open."""

    def __init__(self) -> None:
        self.markup = Markup()
        self._parts: list[str] = []
        self._open: list[tuple[str, str]] = []  # as the page calls it, as it is written

    def text(self, text: str) -> None:
        if text:
            self._parts.append(text.replace("<", "&lt;") if "<" in text else text)

    def raw(self, name: str, head: str, content: str) -> None:
        if name == "script":
            self.markup.scripts.append((attributes(head), content))
        elif name == "title" and not self.markup.title:
            self.markup.title = content
        self._parts.append(" ")

    def open(self, name: str, rest: str) -> None:
        given = attributes(rest)
        written = _EMITTED.get(name)
        if name in _VOID:
            self._parts.append(_tag(name, given))
            return
        if "itemprop" in given or "itemscope" in given:
            written = "div" if written is None else "span" if written in _FORMATTING else written
        if written is None:
            return
        ends = _ENDS.get(written, _NOTHING)
        while self._open and self._open[-1][1] in ends:
            self._pop()
        if len(self._open) < MAX_DEPTH:
            self._open.append((name, written))
            self._parts.append(f"<{written}>" if written in _FORMATTING else _tag(written, given))

    def close(self, name: str) -> None:
        for above, (opened, _) in enumerate(reversed(self._open)):
            if opened == name:
                for _ in range(above + 1):
                    self._pop()
                return

    def finish(self) -> Markup:
        while self._open:
            self._pop()
        self.markup.html = "".join(self._parts)
        return self.markup

    def _pop(self) -> None:
        self._parts.append(f"</{self._open.pop()[1]}>")


def _tag(name: str, given: dict[str, str]) -> str:
    if not given:
        return f"<{name}>"
    quoted = "".join(f' {key}="{value.replace(chr(34), "&quot;")}"' for key, value in given.items())
    return f"<{name}{quoted}>"
