"""Pages, windows and cursors."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Fault, ValidationFailed
from core.page import Key, Page, Window, decode_cursor, encode_cursor, window

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 of hypothesis
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ZONED = st.datetimes(timezones=OFFSETS)
NUMBERS = st.integers(-(2**31) + 1, 2**31 - 1)
WRONG = Fault("after", "is not a cursor of this list in this order")


def base64(value: Any) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(value if isinstance(value, bytes) else orjson.dumps(value)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("total", "page", "limit", "has_more", "last"),
    [(0, 1, 10, False, 1), (1, 1, 10, False, 1), (10, 1, 10, False, 1), (11, 1, 10, True, 2), (11, 2, 10, False, 2),
     (11, 9, 10, False, 2), (500, 1, 1, True, 500)],
)  # fmt: skip
def test_how_many_pages_there_are(total: int, page: int, limit: int, has_more: bool, last: int) -> None:
    found = Page([], total, page, limit)
    assert (found.has_more, found.last) == (has_more, last)


@pytest.mark.parametrize(
    ("arguments", "expected", "argument"),
    [
        ({}, Window(20, False, None), "after"),
        ({"first": 5}, Window(5, False, None), "after"),
        ({"first": 0}, Window(0, False, None), "after"),
        ({"first": 100, "after": "x"}, Window(100, False, "x"), "after"),
        ({"after": "x"}, Window(20, False, "x"), "after"),
        ({"last": 5}, Window(5, True, None), "before"),
        ({"last": 5, "before": "x"}, Window(5, True, "x"), "before"),
        ({"before": "x"}, Window(20, True, "x"), "before"),
    ],
)
def test_the_arguments_of_a_connection(arguments: dict[str, Any], expected: Window, argument: str) -> None:
    assert window(**arguments) == expected
    assert window(**arguments).argument == argument


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"first": 5, "last": 5}, Fault("last", "send either first or last, not both")),
        ({"first": -1}, Fault("first", "must be from 0 to 100")),
        ({"first": 101}, Fault("first", "must be from 0 to 100")),
        ({"last": 101}, Fault("last", "must be from 0 to 100")),
        ({"first": 5, "before": "x"}, Fault("before", "goes with last; send after together with first")),
        ({"last": 5, "after": "x"}, Fault("after", "goes with first; send before together with last")),
        ({"after": "x", "before": "y"}, Fault("after", "goes with first; send before together with last")),
    ],
)
def test_arguments_that_contradict_each_other(arguments: dict[str, Any], fault: Fault) -> None:
    with pytest.raises(ValidationFailed) as refused:
        window(**arguments)
    assert refused.value.faults == (fault,)


@given(row_id=st.uuids(), order=TEXT, key=TEXT | NUMBERS | MOMENTS)
def test_a_cursor_leads_back(row_id: UUID, order: str, key: datetime | str | int) -> None:
    cursor = encode_cursor(order, key, row_id)
    assert cursor.replace("-", "").replace("_", "").isalnum()
    assert decode_cursor(cursor, order, type(key), "after") == (key, row_id)
    assert decode_cursor(cursor, order, type(key), "after", nullable=True) == (key, row_id)


@given(row_id=st.uuids())
def test_a_row_without_a_key_has_a_cursor_too(row_id: UUID) -> None:
    assert decode_cursor(encode_cursor("o", None, row_id), "o", int, "after", nullable=True) == (None, row_id)


@given(row_id=st.uuids(), key=ZONED)
def test_a_moment_comes_back_in_utc_or_not_at_all(row_id: UUID, key: datetime) -> None:
    try:
        found, _ = decode_cursor(encode_cursor("o", key, row_id), "o", datetime, "after")
    except ValidationFailed:
        return
    assert isinstance(found, datetime)
    assert (found, found.utcoffset()) == (key, timedelta())


def refused(cursor: str, key_type: type = str) -> None:
    with pytest.raises(ValidationFailed) as error:
        decode_cursor(cursor, "o", key_type, "after")
    assert error.value.faults == (WRONG,)


ID = str(UUID(int=7))


@pytest.mark.parametrize(
    ("made", "key_type"),
    [
        (["other", "a", ID], str), (["o", "a"], str), (["o", "a", ID, 1], str), ({"o": 1, "a": 2, "b": 3}, str),
        ("oab", str), (5, str), (None, str), (["o", None, ID], str), (["o", "a", "x"], str), (["o", "a", 7], str),
        (["o", "a", None], str), (["o", "a", [ID]], str), (["o", "a\0", ID], str), (["o", 1, ID], str),
        (["o", True, ID], int), (["o", 1.5, ID], int), (["o", "1", ID], int), (["o", 2**31, ID], int),
        (["o", -(2**31), ID], int), (["o", 2**64 - 1, ID], int),
        (["o", "yesterday", ID], datetime), (["o", "2026-03-01T10:30:00", ID], datetime), (["o", 5, ID], datetime),
        (["o", "0001-01-01T00:00:00+14:00", ID], datetime), (["o", "9999-12-31T23:59:59-14:00", ID], datetime),
        (["o", {}, ID], str), (b"\xff", str), (b"[" * 5000, str), (b"", str), (b'["o","\\ud800","x"]', str),
    ],
)  # fmt: skip
def test_a_cursor_that_was_not_made_here(made: Any, key_type: type) -> None:
    refused(base64(made), key_type)


@given(text=st.text(max_size=80), key_type=st.sampled_from([str, int, datetime]))
def test_garbage_is_no_cursor(text: str, key_type: type[Key]) -> None:
    refused(text, key_type)


@given(made=st.tuples(st.just("o"), st.text() | NUMBERS | ZONED | st.none() | st.floats(), st.text() | st.just(ID)))
def test_whatever_is_in_a_cursor_is_safe_to_ask_the_database_for(made: tuple[str, Any, str]) -> None:
    """PostgreSQL takes every key that passes: moments that exist in UTC, texts without NUL, 32-bit numbers."""
    cursor = encode_cursor(*made)  # as a forger would
    for key_type in (str, int, datetime):
        try:
            key, _ = decode_cursor(cursor, "o", key_type, "after")
        except ValidationFailed:
            continue
        assert type(key) is key_type
        assert not isinstance(key, datetime) or key.tzinfo is UTC
