"""Words of postings in ours."""

from typing import Any

import pytest

from scraping.normalise import address, company_from_site, job_type_of, name, remote_in, workplace


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("FULL_TIME", "full_time"),
        ("Full-time", "full_time"),
        ("fulltime_permanent", "full_time"),
        ("Vollzeit, unbefristet", "full_time"),
        ("CDI", "full_time"),
        ("Permanent contract", "full_time"),
        ("Regular Full Time (Salary)", "full_time"),
        ("PART_TIME", "part_time"),
        (["PART_TIME", "FULL_TIME"], "part_time"),
        ("FULL_TIME, PART_TIME", "full_time"),
        ("CONTRACTOR", "contract"),
        ("TEMPORARY", "contract"),
        ("PER_DIEM", "contract"),
        ("befristet", "contract"),
        ("INTERN", "intern"),
        ("Full-time internship", "intern"),
        ("Praktikum", "intern"),
        ("Freelance", "freelance"),
        ("OTHER", "other"),
        ("VOLUNTEER", "other"),
        ("International sales", None),
        ("", None),
        (None, None),
        ([{"a": 1}], None),
        (7, None),
    ],
)
def test_kinds_of_employment(value: Any, expected: str | None) -> None:
    assert job_type_of(value) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["TELECOMMUTE"], True),
        (["Remote - Germany"], True),
        (["Berlin", "Engineer (Remote)"], True),
        (["Work from home"], True),
        (["Hybrid", "remote possible"], False),
        (["On-site"], False),
        (["Not remote"], False),
        (["Berlin"], None),
        (["Remote sensing analyst"], None),
        ([None, 3], None),
    ],
)
def test_remoteness(texts: list[Any], expected: bool | None) -> None:
    assert remote_in(*texts) is expected


def test_workplaces() -> None:
    assert [workplace(value) for value in ("Remote", "Hybrid", "OnSite", "on_site", "unspecified", None)] == [
        True,
        False,
        False,
        False,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  A \n B\u200b ", "A B"),
        ("R&amp;D", "R&D"),
        ("<b>Bold</b> Ltd", "Bold Ltd"),
        ("- Engineer |", "Engineer"),
        ("Q", "Q"),
        ("N/A", None),
        ("", None),
        (None, None),
        (["A"], None),
        ("a" * 300, "a" * 254 + "…"),
        ("\ud800x", "?x"),
    ],
)
def test_names(value: Any, expected: str | None) -> None:
    assert name(value) == expected


def test_companies_from_the_names_of_their_boards() -> None:
    assert [company_from_site(site) for site in ("acme-robotics", "PalaRobotics", "Pala Robotics", "acme", "--")] == [
        "Acme Robotics",
        "PalaRobotics",
        "Pala Robotics",
        "Acme",
        None,
    ]


@pytest.mark.parametrize(
    ("value", "base", "expected"),
    [
        (" https://a.example/x ", None, "https://a.example/x"),
        ("/x?a=1&amp;b=2", "https://a.example/y/z", "https://a.example/x?a=1&b=2"),
        ("//b.example/x", "http://a.example", "http://b.example/x"),
        ("javascript:alert(1)", "https://a.example", None),
        ("https://user:secret@a.example/", None, None),
        ("https://a.example/" + "x" * 2048, None, None),
        ("https://a.example/\u202e", None, None),
        ("https://[broken", None, None),
        ("", None, None),
        (7, None, None),
    ],
)
def test_addresses(value: Any, base: str | None, expected: str | None) -> None:
    assert address(value, base) == expected
