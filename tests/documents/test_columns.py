from documents.columns import in_reading_order
from tests.processor_time import within

ROWS = [
    ("one two three", "uno dos tres"),
    ("four five six", "cuatro cinco seis"),
    ("seven eight nine", "siete ocho nueve"),
    ("ten eleven twelve", "diez once doce"),
]
LEFT, RIGHT = "\n".join(left for left, _ in ROWS), "\n".join(right for _, right in ROWS)


def laid_out(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"{left:24}{right}" for left, right in rows)


def drawn(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"{left} {right}" for left, right in rows)


def test_mixed_columns_are_set_apart() -> None:
    assert in_reading_order(drawn(ROWS), laid_out(ROWS)) == f"{LEFT}\n{RIGHT}"


def test_columns_of_unequal_length_and_lines_across_both() -> None:
    above, below = "a line that goes from the left to the right", "and another one that does so at the end of it"
    page = f"{above}\n{laid_out([*ROWS, ('', 'once more'), ('and the rest', '')])}\n{below}"
    text = f"{above}\n{drawn(ROWS)}\nonce more\nand the rest\n{below}"
    assert in_reading_order(text, page) == f"{above}\n{LEFT}\nand the rest\n{RIGHT}\nonce more\n{below}"


def test_what_was_drawn_in_order_is_left_as_it_is() -> None:
    text = f"{LEFT}\n\n{RIGHT}"
    assert in_reading_order(text, laid_out(ROWS)) == text


def test_a_few_lines_are_no_columns() -> None:
    assert in_reading_order(drawn(ROWS[:3]), laid_out(ROWS[:3])) == drawn(ROWS[:3])


def test_short_cells_are_no_columns() -> None:
    rows = [("Python every day", "six years"), ("SQL every day", "nine years")] * 3
    assert in_reading_order(drawn(rows), laid_out(rows)) == drawn(rows)


def test_nothing_is_lost_that_is_not_laid_out() -> None:
    text = f"{drawn(ROWS)}\nturned by 90 degrees"
    assert in_reading_order(text, laid_out(ROWS)) == text


def test_pages_that_nobody_could_read_are_not_looked_at() -> None:
    rows = ROWS * 5_000
    text, layout = drawn(rows), laid_out(rows)
    found = within(1, lambda: (in_reading_order(text, layout), in_reading_order("a", " " * 200_000)))
    assert found == (text, "a")
