"""The base of every input: what is sent, what is refused, in which words."""

from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from core.errors import Fault
from core.inputs import (
    MAX_FAULTS,
    Count,
    Input,
    Line,
    Moment,
    Name,
    NotNull,
    Url,
    faults,
    message_of,
    optional,
)


class Inner(Input):
    amount: Count


class Sample(Input):
    name: Name
    note: Line | None = optional("A note.")
    size: Annotated[Count | None, NotNull] = optional("A size.")
    inner: Inner | None = optional("Nested.")
    flags: list[bool] | None = optional("Flags.")


def found(**sent: object) -> list[Fault]:
    with pytest.raises(ValidationError) as refused:
        Sample.model_validate(sent)
    return faults(refused.value.errors(include_input=False, include_url=False))


def refusal(kind: Any, value: object) -> str:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value, strict=True)
    [error] = refused.value.errors()
    return message_of(error["type"], error["msg"])


def test_what_was_sent_is_told_from_what_was_not() -> None:
    assert Sample(name="Ada").given() == {"name": "Ada"}
    assert Sample(name=" Ada ", note=None).given() == {"name": "Ada", "note": None}
    assert Sample.model_validate({"name": "Ada", "size": 0}).given() == {"name": "Ada", "size": 0}
    assert (Sample(name="Ada").note, Sample(name="Ada").size) == (None, None)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, [Fault("name", "is required")]),
        ({"name": None}, [Fault("name", "must be a string")]),
        ({"name": "  "}, [Fault("name", "must have at least 1 character")]),
        ({"name": "a\0"}, [Fault("name", "must not contain NUL characters")]),
        ({"name": "\ud800"}, [Fault("name", "must not contain lone surrogates")]),
        ({"name": "x", "size": None}, [Fault("size", "must not be null")]),
        ({"name": "x", "size": "5"}, [Fault("size", "must be a whole number")]),
        ({"name": "x", "size": True}, [Fault("size", "must be a whole number")]),
        ({"name": "x", "size": 2**31}, [Fault("size", "must be less than or equal to 2147483647")]),
        ({"name": "x", "inner": {"amount": -1}}, [Fault("inner.amount", "must be greater than or equal to 0")]),
        ({"name": "x", "inner": 5}, [Fault("inner", "must be an object")]),
        ({"name": "x", "inner": {"amount": 1, "x": 1}}, [Fault("inner.x", "is not a known field")]),
        ({"name": "x", "flags": [True, 1]}, [Fault("flags.1", "must be true or false")]),
        ({"name": "x", "flags": {}}, [Fault("flags", "must be a list")]),
        ({"name": "x", "a": 1, "b": 2}, [Fault("a", "is not a known field"), Fault("b", "is not a known field")]),
    ],
)
def test_a_fault_names_its_field_and_what_to_do(sent: dict[str, Any], expected: list[Fault]) -> None:
    assert found(**sent) == expected


def test_what_is_no_object_at_all() -> None:
    with pytest.raises(ValidationError) as refused:
        Sample.model_validate([1])
    assert faults(refused.value.errors()) == [Fault("body", "must be an object")]


def test_the_first_hundred_faults_are_named() -> None:
    named = found(name="x", **{f"unknown{number}": 1 for number in range(5000)})
    assert len(named) == MAX_FAULTS == 100
    assert named[99] == Fault("unknown99", "is not a known field")


def test_errors_never_quote_what_was_sent() -> None:
    with pytest.raises(ValidationError) as refused:
        Sample.model_validate({"name": 5, "note": ["secret"]})
    assert "secret" not in str(refused.value)


def test_nobody_changes_an_input() -> None:
    with pytest.raises(ValidationError):
        Sample(name="Ada").name = "Bob"  # type: ignore[misc]


def test_null_is_not_in_the_schema_where_it_is_refused() -> None:
    described = Sample.model_json_schema()["properties"]
    assert described["size"] == {
        "type": "integer", "minimum": 0, "maximum": 2147483647, "description": "A size.", "title": "Size",
    }  # fmt: skip
    assert {"type": "null"} in described["note"]["anyOf"]


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        ("2026-03-01T10:30:00Z", datetime(2026, 3, 1, 10, 30, tzinfo=UTC)),
        ("2026-03-01T10:30:00.5+02:00", datetime(2026, 3, 1, 8, 30, 0, 500_000, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2199-12-31T23:59:59.999999Z", datetime(2199, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
        (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_moments(sent: object, moment: datetime) -> None:
    assert TypeAdapter(Moment).validate_python(sent, strict=True) == moment


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ("tomorrow", "must be an ISO 8601 time such as 2026-03-01T10:30:00Z"),
        ("", "must be an ISO 8601 time such as 2026-03-01T10:30:00Z"),
        ("2026-02-30T00:00:00Z", "must be an ISO 8601 time such as 2026-03-01T10:30:00Z"),
        ("\ud800", "must be an ISO 8601 time such as 2026-03-01T10:30:00Z"),
        (1767225600, "must be an ISO 8601 time such as 2026-03-01T10:30:00Z"),
        (None, "must be an ISO 8601 time such as 2026-03-01T10:30:00Z"),
        ("2026-03-01T10:30:00", "must name its offset from UTC, for example by ending in Z"),
        ("2026-03-01", "must name its offset from UTC, for example by ending in Z"),
        ("1969-12-31T23:59:59Z", "must lie between the years 1970 and 2200"),
        ("1970-01-01T00:00:00+00:01", "must lie between the years 1970 and 2200"),
        ("2200-01-01T00:00:00Z", "must lie between the years 1970 and 2200"),
        ("0001-01-01T00:00:00+14:00", "must lie between the years 1970 and 2200"),
        ("9999-12-31T23:59:59-14:00", "must lie between the years 1970 and 2200"),
    ],
)
def test_what_is_no_moment(sent: object, message: str) -> None:
    assert refusal(Moment, sent) == message


@pytest.mark.parametrize(
    "url",
    ["https://example.com/Jobs?id=1#x", "http://localhost:8000", "https://münchen.example/ö", "HTTPS://EXAMPLE.COM"],
)
def test_addresses_are_kept_as_sent(url: str) -> None:
    assert TypeAdapter(Url).validate_python(f" {url}\n", strict=True) == url


@pytest.mark.parametrize(
    "url",
    ["", "example.com", "ftp://example.com", "javascript:alert(1)", "https://", "https://a b.example", "https://a.example/\n1",
     "https://a.example/\u00a0x", "https://[::1", "https://a.example:x", "\x01https://a.example", "https://a.example/\x7fx",
     "https://a.example/\x85x", "java\tscript:alert(1)"],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    assert refusal(Url, url) == "must be an http or https address"


def test_addresses_are_bounded() -> None:
    assert refusal(Url, f"https://a.example/{'x' * 2048}") == "must have at most 2048 characters"
    assert refusal(Url, "https://a.example/\0") == "must not contain NUL characters"


@pytest.mark.parametrize(
    ("kind", "message", "words"),
    [
        ("missing", "Field required", "is required"),
        ("value_error", "Value error, must be nice", "must be nice"),
        ("enum", "Input should be 'a' or 'b'", "must be 'a' or 'b'"),
        ("string_too_long", "String should have at most 5 characters", "must have at most 5 characters"),
        ("too_long", "List should have at most 5 items", "must have at most 5 items"),
        ("other", "Something else", "something else"),
        ("other", "", ""),
    ],
)
def test_the_words_for_a_fault(kind: str, message: str, words: str) -> None:
    assert message_of(kind, message) == words
