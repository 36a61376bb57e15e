"""Titles that name a posting."""

import pytest

from scraping.titles import certain, likely


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Job Application for Baker at Copper Kiln", {"job_title": "Baker", "company_name": "Copper Kiln"}),
        (
            "Copper Kiln hiring Baker in Deruta, Italy | LinkedIn",
            {"job_title": "Baker", "company_name": "Copper Kiln", "location": "Deruta, Italy"},
        ),
        ("Baker at Copper Kiln", {}),
        ("", {}),
    ],
)
def test_titles_of_postings_only(title: str, expected: dict[str, str]) -> None:
    assert certain(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Baker at Copper Kiln", {"job_title": "Baker", "company_name": "Copper Kiln"}),
        ("Baker @ Copper Kiln | Jobs", {"job_title": "Baker", "company_name": "Copper Kiln"}),
        ("Baker - Copper Kiln", {"job_title": "Baker", "company_name": "Copper Kiln"}),
        ("Baker — Nights | Copper Kiln Careers", {"job_title": "Baker — Nights", "company_name": "Copper Kiln"}),
        ("Job Application for Baker at Copper Kiln", {"job_title": "Baker", "company_name": "Copper Kiln"}),
        ("Part-time Baker", {"job_title": "Part-time Baker"}),
        ("  ", {}),
    ],
)
def test_titles_of_any_page(title: str, expected: dict[str, str]) -> None:
    assert likely(title) == expected
