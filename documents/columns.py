"""Pages with two columns whose lines were drawn across both: the columns one after the other."""

import re

_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_MIN_GUTTER = 2
_MIN_ROWS = 4
# On average in a line of either side. Columns of prose have more; lists of dates, tables of skills have less, and
# their rows belong together.
_MIN_WORDS = 3
# Of a page, blanks included; more than one that people could read has, and lines are compared with one another.
_MAX_LINES = 400
_MAX_CHARACTERS = 100_000


def in_reading_order(drawn: str, laid_out: str) -> str:
    """The text of a page as it was drawn, unless that went from column to column in each line.

    Args:
        drawn: The page's text in the order of drawing.
        laid_out: The same with its lines as they stand on the page, and blanks where the page is blank.
    """
    lines = [line.rstrip() for line in laid_out.split("\n") if line.strip()]
    if len(lines) > _MAX_LINES or len(laid_out) > _MAX_CHARACTERS:
        return drawn
    squeezed = _squeezed(drawn)
    ordered: list[str] = []
    start = 0
    while start < len(lines):
        rows = _block(lines, start)
        if _are_columns(rows) and _is_mixed(rows, squeezed):
            ordered += [left for left, _ in rows if left] + [right for _, right in rows if right]
            start += len(rows)
        else:
            ordered.append(lines[start])
            start += 1
    # Turned text and forms are missing from what is laid out.
    is_whole = sorted(_squeezed("".join(ordered))) == sorted(squeezed)
    return "\n".join(ordered) if is_whole and ordered != lines else drawn


def _block(lines: list[str], start: int) -> list[tuple[str, str]]:
    """The lines from here on that one gutter goes through, each as what is left and right of it."""
    gaps = [match.span() for match in _GAP.finditer(lines[start])]
    if not gaps:
        return []
    gutter = max(gaps, key=lambda gap: gap[1] - gap[0])
    end = start + 1
    while end < len(lines) and (narrower := _narrowed(gutter, lines[end])):
        gutter, end = narrower, end + 1
    return [(line[: gutter[0]].strip(), line[gutter[0] :].strip()) for line in lines[start:end]]


def _narrowed(gutter: tuple[int, int], line: str) -> tuple[int, int] | None:
    """What of the gutter is blank in this line too, if that is wide enough."""
    blanks = [match.span() for match in re.finditer(" {2,}", line)] + [(len(line), max(len(line), gutter[1]))]
    shared = [(max(gutter[0], first), min(gutter[1], last)) for first, last in blanks]
    first, last = max(shared, key=lambda gap: gap[1] - gap[0])
    return (first, last) if last - first >= _MIN_GUTTER else None


def _are_columns(rows: list[tuple[str, str]]) -> bool:
    both = [row for row in rows if all(row)]
    return len(both) >= _MIN_ROWS and all(
        sum(len(row[side].split()) for row in both) >= _MIN_WORDS * len(both) for side in (0, 1)
    )


def _is_mixed(rows: list[tuple[str, str]], squeezed: str) -> bool:
    """Whether most lines were drawn from left to right before the next was begun."""
    both = [left + right for left, right in rows if left and right]
    return sum(_squeezed(row) in squeezed for row in both) * 2 > len(both)


def _squeezed(text: str) -> str:
    return "".join(text.split())
