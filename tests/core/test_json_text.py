"""JSON that is read, and JSON that is written."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Fault, ValidationFailed
from core.json_text import parse, render

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def refused(body: bytes) -> tuple[Fault, ...]:
    with pytest.raises(ValidationFailed) as error:
        parse(body)
    return error.value.faults


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1, 2.5, true, null, "\xc3\xa9"]}', {"a": [1, 2.5, True, None, "é"]}),
        (b' "x" ', "x"),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'"\\ud800"', "\ud800"),
        (b'["\\udfff", 1, -1, 2.5, 1e3]', ["\udfff", 1, -1, 2.5, 1000.0]),
        (b"18446744073709551615", 2**64 - 1),
        (b"18446744073709551616", 1.8446744073709552e19),
        (b'["\\ud800", 18446744073709551616]', ["\ud800", 1.8446744073709552e19]),
        (b"[" * 254 + b"]" * 254, None),
    ],
)
def test_what_is_read(body: bytes, value: Any) -> None:
    assert parse(body) == (json.loads(body) if value is None else value)


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"{", b"[1,]", b"{'a': 1}", b"nul", b"\xff", b'"\xff"', b'"a\nb"', b"\xef\xbb\xbf{}", b"NaN",
     b"[Infinity]", b'{"a": -Infinity}', b"1e999", b"[-1e999]", b'["\\ud800", 1e999]', b"9" * 400, b"9" * 5000,
     b'["\\ud800", NaN]', b"[" * 100_000, b'{"a":' * 100_000, b"[" * 2000 + b"]" * 2000, b"\0", b"{}\0"],
)  # fmt: skip
def test_what_is_not_json(body: bytes) -> None:
    assert refused(body) == (Fault("body", "must be valid JSON in UTF-8"),)


@pytest.mark.parametrize("inside", [b"1", b'"\\ud800"'])
@pytest.mark.parametrize("depth", [255, 500, 900])
def test_what_could_not_be_written_again_is_not_read(depth: int, inside: bytes) -> None:
    message = "must not be nested deeper than 254 levels"
    assert refused(b"[" * depth + inside + b"]" * depth) == (Fault("body", message),)
    assert refused(b'{"a":' * depth + inside + b"}" * depth) == (Fault("body", message),)


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert parse(render(value)) == value


@given(VALUES)
def test_what_is_read_can_be_written(value: Any) -> None:
    text = json.dumps(value).encode()  # escapes, where `render` writes characters
    assert json.loads(render(parse(text))) == value


@given(st.binary(max_size=60))
def test_no_bytes_but_json_or_a_refusal(body: bytes) -> None:
    try:
        render(parse(body))
    except ValidationFailed as error:
        assert [fault.field for fault in error.faults] == ["body"]  # noqa: PT017


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 3, 1, 10, 30, tzinfo=UTC), b'"2026-03-01T10:30:00Z"'),
        (datetime(2026, 3, 1, 10, 30, 0, 250_000, tzinfo=UTC), b'"2026-03-01T10:30:00.25Z"'),
        (datetime(2026, 3, 1, 10, 30, tzinfo=timezone(timedelta(hours=2))), b'"2026-03-01T08:30:00Z"'),
        (UUID(int=7), b'"00000000-0000-0000-0000-000000000007"'),
        ({"ü": ["\ud800a", ("\udfff",), 1, None]}, '{"ü":["?a",["?"],1,null]}'.encode()),
        ({"\ud800": "x"}, b'{"?":"x"}'),
        (float("nan"), b"null"),
    ],
)
def test_what_is_written(value: Any, text: bytes) -> None:
    assert render(value) == text


@pytest.mark.parametrize("value", [object(), 2**70, {1, 2}])
def test_what_cannot_be_written(value: object) -> None:
    with pytest.raises(TypeError):
        render(value)
