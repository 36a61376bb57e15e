"""The rules about one job."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Fault, ValidationFailed
from core.text import words
from models.job import EDITABLE, FIELDS, RESTORABLE, STAMPS, Job, JobStatus, JobType
from resolvers.collaborators import Collaborators

START = datetime(2026, 3, 1, 10, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _initialised(app: Collaborators) -> None:
    """Tortoise makes no rows before it knows its models."""


def job(**given: Any) -> Job:
    made = Job(id=UUID(int=1), user_id=UUID(int=2), created_at=START, updated_at=START)
    made.apply({"company_name": "Acme", "job_title": "Engineer", **given})
    return made


def values(row: Job, *names: str) -> list[Any]:
    return [getattr(row, name) for name in names]


def test_what_is_derived_follows_what_was_set() -> None:
    made = job(source_url="https://www.Example.com/1/?utm_source=x", tags=["Dream Job", "É"], notes="C++ and more")
    assert (made.company_key, made.title_key) == ("acme", "engineer")
    assert (made.source_url, made.canonical_url) == ("https://www.Example.com/1/?utm_source=x", "https://example.com/1")
    assert made.tag_keys == ["dream job", "é"]
    assert made.search == "'acme' 'and' 'c++' 'dream' 'e' 'engineer' 'job' 'more'"
    assert made.apply({"company_name": "Ärzte"}) == {"company_name", "company_key", "search"}
    assert made.company_key == "arzte\x01ärzte"
    assert made.apply({"source_url": None, "tags": None}) == {
        "source_url", "canonical_url", "tags", "tag_keys", "search",
    }  # fmt: skip
    assert values(made, "canonical_url", "tags", "tag_keys") == [None, [], []]


def test_what_changes_nothing_is_no_change() -> None:
    made = job(notes="x", tags=["a"])
    assert made.apply({"notes": "x", "tags": ["a", "A"], "company_name": "Acme"}) == set()
    assert made.apply({}) == set()


def test_nothing_but_what_a_user_may_set_is_set() -> None:
    made = job()
    assert made.apply({"version": 9, "user_id": UUID(int=3), "search": "x", "ai_match_score": 5, "id": None}) == set()
    assert (made.version, made.user_id) == (1, UUID(int=2))


def test_tags_that_differ_in_case_merge_into_the_first() -> None:
    assert job(tags=["Go", "GO", "go", "rust", "É", "e\u0301"]).tags == ["Go", "rust", "É"]


@pytest.mark.parametrize(
    ("given_", "is_remote"),
    [
        ({"job_type": JobType.REMOTE}, True), ({"job_type": JobType.REMOTE, "is_remote": False}, False),
        ({"job_type": JobType.FULL_TIME}, False), ({"is_remote": True}, True),
    ],
)  # fmt: skip
def test_a_remote_job_is_remote_unless_that_was_sent(given_: dict[str, Any], is_remote: bool) -> None:
    assert job(**given_).is_remote is is_remote


def test_a_salary_is_not_upside_down() -> None:
    made = job(salary_min=1, salary_max=1)
    for change in ({"salary_min": 2}, {"salary_max": 0}):
        with pytest.raises(ValidationFailed) as refused:
            made.apply(change)
        assert refused.value.faults == (Fault("salary_min", "must not be greater than salary_max"),)
        made = job(salary_min=1, salary_max=1)
    assert made.apply({"salary_min": 5, "salary_max": None}) == {"salary_min", "salary_max"}
    assert made.apply({"salary_max": 5}) == {"salary_max"}


def test_a_status_keeps_the_first_time_it_was_reached() -> None:
    made = job()
    assert made.reach(JobStatus.APPLIED, START) == {"applied_at"}
    assert made.reach(JobStatus.APPLIED, START + timedelta(days=1)) == set()
    assert made.reach(JobStatus.APPLIED, START - timedelta(days=1)) == {"applied_at"}
    assert made.applied_at == START - timedelta(days=1)
    assert made.reach(JobStatus.NOT_INTERESTED, START) == made.reach(JobStatus.INTERESTED, START) == set()


def test_the_history_may_correct_the_first_times() -> None:
    made = job()
    firsts: dict[str, datetime | None] = dict.fromkeys(STAMPS.values())
    assert made.stamp(firsts | {"offer_at": START}) == {"offer_at"}
    assert made.stamp(firsts) == {"offer_at"}
    assert made.offer_at is None


def test_a_change_by_a_user_is_counted() -> None:
    made = job()
    assert made.touch(START + timedelta(days=1)) == {"version", "updated_at"}
    assert (made.version, made.updated_at) == (2, START + timedelta(days=1))


def test_how_long_a_deleted_job_can_be_restored() -> None:
    made = job()
    assert not made.is_restorable(START)
    made.deleted_at = START
    assert made.is_restorable(START + RESTORABLE)
    assert not made.is_restorable(START + RESTORABLE + timedelta(microseconds=1))


def test_a_row_has_what_a_client_sees() -> None:
    row = job(tags=["a"]).as_row()
    assert list(row) == list(FIELDS)
    assert (row["id"], row["tags"], row["status"]) == (str(UUID(int=1)), ["a"], JobStatus.INTERESTED)
    assert set(EDITABLE) <= set(FIELDS)


@given(st.lists(st.text(min_size=1, max_size=5), max_size=8))
def test_tags_stay_in_order_and_merging_is_done_once(tags: list[str]) -> None:
    made = job(tags=tags)
    assert [tag for tag in tags if tag in made.tags][:1] == made.tags[:1]
    assert len(set(made.tag_keys)) == len(made.tags) == len(made.tag_keys)
    assert job(tags=made.tags).tags == made.tags


@given(company=st.text(min_size=1), notes=st.text(), location=st.text())
def test_every_word_is_found(company: str, notes: str, location: str) -> None:
    found = job(company_name=company, notes=notes, location=location).search
    assert {f"'{word}'" for word in words(company, notes, location)} <= set(found.split())
