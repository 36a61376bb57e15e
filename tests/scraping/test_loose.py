"""JSON and XML as they are found, and bytes of any charset."""

from typing import Any

import pytest

from scraping import loose_xml
from scraping.decoding import decode
from scraping.loose_json import dicts, parse, parse_bytes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', {"a": 1}),
        ("\ufeff\n [1]", [1]),
        ('{"a": "x\ny"}', {"a": "x\ny"}),
        ('{"a": [1, 2,], }', {"a": [1, 2]}),
        ('{"a": "// kept, ]", // gone\n "b": /* gone */ 2}', {"a": "// kept, ]", "b": 2}),
        ('<!-- {"a": 1} -->', {"a": 1}),
        ('//<![CDATA[\n{"a": 1}\n//]]>', {"a": 1}),
        ('{"a": 1}; window.x = 2', {"a": 1}),
        ("{&quot;a&quot;: 1}", {"a": 1}),
        ('{"a": NaN}', {"a": None}),
        ('{"a": "\\ud800"}', {"a": "\ud800"}),
        ('{"a": ', None),
        ("[" * 100_000, None),
        ("1", None),
        ("", None),
    ],
)
def test_json(text: str, expected: Any) -> None:
    assert parse(text) == expected


def test_json_of_bytes() -> None:
    assert parse_bytes(b'{"a": "\xff\x00"}') == {"a": "\ufffd"}


def test_objects_are_found_in_their_order() -> None:
    value = [{"n": 1, "in": {"n": 2}}, [[{"n": 3}]], {"n": 4}]
    assert [thing["n"] for thing in dicts(value)] == [1, 2, 3, 4]
    assert len(list(dicts([{}] * 30_000))) == 19_999


def test_xml() -> None:
    root = loose_xml.parse(b'<a xmlns:t="u"><t:b> x <c>1</c><c>2</c></t:b><b><![CDATA[<y>]]></b></a>')
    assert root is not None
    assert [element.text for element in root.all("b", "c")] == ["1", "2"]
    assert (root.value("b"), root.value("b", "c"), root.value("z")) == ("x", "1", None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<a>",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'<!DOCTYPE a SYSTEM "http://evil.example/a.dtd"><a/>',
        b"<a>&undefined;</a>",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>" * 50 + b"</a>" * 50,
        b"<r>" + b"<a/>" * 100_001 + b"</r>",
        b"<a>" + b" " * 4_000_000 + b"</a>",
    ],
)
def test_xml_that_is_refused(body: bytes) -> None:
    assert loose_xml.parse(body) is None


@pytest.mark.parametrize(
    ("body", "charset", "expected"),
    [
        ("Möwe".encode(), None, "Möwe"),
        ("Möwe".encode("cp1252"), None, "Möwe"),
        ("5 €".encode("cp1252"), "iso-8859-1", "5 €"),
        ("Łódź".encode("iso-8859-2"), "ISO-8859-2", "Łódź"),
        ("Łódź".encode(), "no-such-charset", "Łódź"),
        (b"\xff\xfe" + "Łódź".encode("utf-16-le"), "utf-8", "Łódź"),
        (b'<meta charset="shift_jis">' + "駅".encode("shift_jis"), None, '<meta charset="shift_jis">駅'),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>\xa3', None, '<?xml version="1.0" encoding="iso-8859-2"?>Ł'),
        (b"+ADw-script+AD4-", "utf-7", "+ADw-script+AD4-"),
        (b"abc", "rot13", "abc"),
        (b"abc", "idna\0", "abc"),
        (b"a\0b\xff", "utf-8", "ab\ufffd"),
    ],
)
def test_charsets(body: bytes, charset: str | None, expected: str) -> None:
    assert decode(body, charset) == expected
