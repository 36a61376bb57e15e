"""The evaluation set has the shape that its README promises."""

from collections import Counter

import pytest

from core.currencies import CURRENCIES
from models.job import SalaryPeriod
from tests.scoring.evaluation_set import FAMILIES, FOLDER, read

everywhere = pytest.mark.parametrize("family", FAMILIES)


def _words(text: str) -> int:
    return len(text.split())


def test_there_are_twelve_families_and_a_file_for_each() -> None:
    assert len(FAMILIES) == 12
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(FAMILIES)
    assert [read(family).family for family in FAMILIES] == list(FAMILIES)


@everywhere
def test_every_pair_is_graded_and_there_are_at_least_sixty(family: str) -> None:
    found = read(family)
    jobs = [job.id for job in found.jobs]
    assert list(found.grades) == [profile.id for profile in found.profiles]
    assert {profile: list(grades) for profile, grades in found.grades.items()} == dict.fromkeys(found.grades, jobs)
    assert len(found.profiles) * len(jobs) >= 60


@everywhere
def test_every_profile_has_something_to_find_and_something_to_leave(family: str) -> None:
    grades = read(family).grades
    assert [profile for profile, given in grades.items() if not {0, 3} <= set(given.values())] == []


@everywhere
def test_two_or_three_jobs_are_unrelated_to_every_profile(family: str) -> None:
    found = read(family)
    foreign = [job.id for job in found.jobs if not any(given[job.id] for given in found.grades.values())]
    assert len(foreign) in {2, 3}


@everywhere
def test_a_third_of_the_profiles_is_held_out(family: str) -> None:
    assert Counter(profile.split for profile in read(family).profiles) == {"tuning": 4, "held_out": 2}


def test_ids_are_unique_and_name_their_family() -> None:
    for family in FAMILIES:
        found = read(family)
        assert [profile.id for profile in found.profiles] == [f"{family}-p{n}" for n in range(1, 7)]
        assert [job.id for job in found.jobs] == [f"{family}-j{n}" for n in range(1, len(found.jobs) + 1)]


@everywhere
def test_texts_are_as_long_as_real_ones(family: str) -> None:
    found = read(family)
    resumes = {profile.id: _words(profile.resume_text) for profile in found.profiles}
    postings = {job.id: _words(job.job_description) for job in found.jobs}
    assert {name: count for name, count in resumes.items() if not 120 <= count <= 250} == {}
    assert {name: count for name, count in postings.items() if not 130 <= count <= 280} == {}


def test_no_text_is_there_twice() -> None:
    texts = [profile.resume_text for family in FAMILIES for profile in read(family).profiles]
    texts += [job.job_description for family in FAMILIES for job in read(family).jobs]
    companies = [job.company_name for family in FAMILIES for job in read(family).jobs]
    assert [text for text, count in Counter(texts + companies).items() if count > 1] == []


def _is_whole(low: int | None, high: int | None, currency: str | None, period: SalaryPeriod | None) -> bool:
    if low is None or high is None:
        return (low, high, currency, period) == (None, None, None, None)
    return 0 < low <= high and currency in CURRENCIES and period is not None


@everywhere
def test_money_is_whole_or_absent(family: str) -> None:
    """A number has a currency and a period; the smaller end of a range is the smaller."""
    found = read(family)
    wishes = {profile.id: profile.preferences for profile in found.profiles}
    least = {name: wish.minimum_salary for name, wish in wishes.items()}
    money = [(name, least[name], least[name], w.salary_currency, w.salary_period) for name, w in wishes.items()]
    money += [(j.id, j.salary_min, j.salary_max, j.salary_currency, j.salary_period) for j in found.jobs]
    assert [name for name, low, high, currency, period in money if not _is_whole(low, high, currency, period)] == []


@everywhere
def test_nobody_can_be_written_to(family: str) -> None:
    """Persons and companies are made up: there is no address, number or link to mistake for a real one."""
    text = (FOLDER / f"{family}.json").read_text(encoding="utf-8")
    assert "@" not in text
    assert "://" not in text
    assert "www." not in text.lower()
