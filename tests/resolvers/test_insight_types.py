"""What each type of insight says of a history made by hand: exact words and figures."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.page import Row
from models.insight import InsightType
from resolvers import insights, jobs, profiles
from resolvers.job_inputs import JobChange
from resolvers.profiles import ProfileChange
from tests.conftest import Person, Ticking
from tests.resolvers.analytics_histories import Tracked, job, store
from tests.resolvers.factory import saved

NOW = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)  # a Wednesday
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(ticking: Ticking) -> None:
    ticking.moment = NOW


async def insight(person: Person, kind: InsightType) -> Row:
    [row] = await insights.current(person.actor, [kind])
    return row


async def patterns(person: Person, *tracked: Tracked) -> Row:
    await store(person.id, tracked)
    return await insight(person, InsightType.PATTERN_DETECTION)


def applied(days_ago: float, answer_after: float | None = None, **fields: Any) -> Tracked:
    """An application so many days ago, answered by a rejection or not at all."""
    sent = NOW - days_ago * DAY
    answer = [("rejected", sent + answer_after * DAY)] if answer_after is not None else []
    return job(("applied", sent), *answer, **fields)


def times(number: int, tracked: Tracked) -> list[Tracked]:
    return [tracked] * number


async def test_nine_applications_are_no_pattern(ada: Person) -> None:
    row = await patterns(ada, *times(9, applied(40, 7)))
    assert (row["title"], row["content"]) == (
        "Too few applications to see patterns",
        "Seeing patterns needs at least 10 applications. You have 9, so 1 more to go.",
    )
    assert row["metadata"] == {"n": 9, "confidence": "low", "period": {"from": None, "to": "2026-03-19"}}


async def test_patterns(ada: Person) -> None:
    # All of them on Mondays: the 9th of February and the 2nd of March.
    row = await patterns(
        ada,
        *times(12, applied(37, 7, source="referral_x")), *times(8, applied(37, source="referral_x")),
        *times(4, applied(16, 3)), *times(26, applied(16)),
    )  # fmt: skip
    assert row["title"] == "Applications from referral_x are answered more often"
    assert row["content"] == (
        "- 16 of 50 (32%) of your applications were answered, likely between 21% and 46%.\n"
        r"- Applications from referral\_x are answered more often: "
        "12 of 20 (60%) against 4 of 30 (13%) of the others.\n"
        "- No clear difference by weekday or remote work.\n"
        "- Half of 16 answers came within 7 days, nine in ten within 7 days.\n"
        "- 34 applications had no answer for longer than that."
    )
    metadata = row["metadata"]
    assert (metadata["n"], metadata["confidence"]) == (50, "medium")
    assert metadata["groups"]["source"] == [
        {"value": "manual", "n": 30, "responded": 4, "response_rate": 4 / 30},
        {"value": "referral_x", "n": 20, "responded": 12, "response_rate": 0.6},
    ]
    assert metadata["groups"]["weekday"] == [{"value": "1", "n": 50, "responded": 16, "response_rate": 0.32}]
    [pattern] = metadata["patterns"]
    assert (pattern["by"], pattern["value"], pattern["confidence"]) == ("source", "referral_x", "high")
    assert metadata["time_to_response"] == {"n": 16, "median": 7.0, "p90": 7.0, "silent_for_longer": 34}


async def test_what_is_new_is_not_compared(ada: Person) -> None:
    old = [*times(12, applied(14, 7, source="a")), *times(12, applied(14, 7, source="b"))]
    row = await patterns(ada, *old, *times(12, applied(13, source="b")))
    assert row["content"] == (
        "- 24 of 36 (67%) of your applications were answered, likely between 50% and 80%.\n"
        "- No clear difference by source, weekday or remote work.\n"
        "- Compared are the 24 that are 14 days old or older: others may be answered yet.\n"
        "- Half of 24 answers came within 7 days, nine in ten within 7 days.\n"
        "- 12 applications had no answer for longer than that."
    )
    assert row["metadata"]["compared"] == {"n": 24, "after_days": 14}


async def test_nine_old_applications_are_not_compared(ada: Person) -> None:
    row = await patterns(ada, *times(9, applied(14)), applied(13))
    assert row["content"] == (
        "- 0 of 10 (0%) of your applications were answered, likely between 0% and 28%.\n"
        "- Comparing them needs at least 10 applications that are 14 days old or older. You have 9, so 1 more to go."
    )


async def test_what_is_probably_chance_is_no_pattern(ada: Person) -> None:
    row = await patterns(
        ada, *times(7, applied(37, 7, source="referral")), *times(8, applied(37, source="referral")),
        *times(4, applied(37, 7)), *times(11, applied(37)), *times(2, applied(37, 1, source="board")),
    )  # fmt: skip
    assert row["title"] == "41% of your applications are answered"
    assert row["content"] == (
        "- 13 of 32 (41%) of your applications were answered, likely between 26% and 58%.\n"
        "- No clear difference by source, weekday or remote work.\n"
        "- Half of 13 answers came within 7 days, nine in ten within 7 days.\n"
        "- 19 applications had no answer for longer than that."
    )
    assert row["metadata"]["patterns"] == []
    # Two of two is no rate.
    assert row["metadata"]["groups"]["source"][-1] == {
        "value": "board", "n": 2, "responded": 2, "response_rate": None,
    }  # fmt: skip


async def test_weekdays_are_local(ada: Person) -> None:
    # 23:00 UTC on Monday the 9th is Tuesday in Berlin; Mondays in both are the answered ones.
    await profiles.update(ada.actor, ProfileChange(timezone="Europe/Berlin"))
    late = 37 - 13 / 24
    row = await patterns(ada, *times(12, applied(37, 0.1)), *times(12, applied(late)))
    assert row["title"] == "Applications sent on a Monday are answered more often"
    assert [(one["value"], one["n"]) for one in row["metadata"]["groups"]["weekday"]] == [("1", 12), ("2", 12)]


async def test_several_patterns_at_once(ada: Person) -> None:
    for is_remote in (True, False):
        for _ in range(12):
            sent = NOW - (16 + is_remote) * DAY  # the 2nd of March, a Monday, or the 1st
            one = await saved(ada.actor, is_remote=is_remote, status="applied", occurred_at=sent, source=str(is_remote))
            if not is_remote:
                change = JobChange.model_validate({"status": "interviewing", "occurred_at": sent + 2 * DAY})
                await jobs.update(ada.actor, one["id"], change)
    row = await insight(ada, InsightType.PATTERN_DETECTION)
    assert row["title"] == "Applications from False are answered more often"
    assert row["content"] == (
        "- 12 of 24 (50%) of your applications were answered, likely between 31% and 69%.\n"
        "- Applications from False are answered more often: 12 of 12 (100%) against 0 of 12 (0%) of the others.\n"
        "- Applications sent on a Monday are answered more often: "
        "12 of 12 (100%) against 0 of 12 (0%) of the others.\n"
        "- Applications for jobs on site are answered more often: "
        "12 of 12 (100%) against 0 of 12 (0%) of the others.\n"
        "- Half of 12 answers came within 2 days, nine in ten within 2 days.\n"
        "- 12 applications had no answer for longer than that."
    )


async def test_where_everything_was_answered_nothing_is_silent(ada: Person) -> None:
    row = await patterns(ada, *times(10, applied(37, 7)))
    assert row["content"] == (
        "- 10 of 10 (100%) of your applications were answered, likely between 72% and 100%.\n"
        "- No clear difference by source, weekday or remote work.\n"
        "- Half of 10 answers came within 7 days, nine in ten within 7 days."
    )


async def test_one_source_may_be_worse_than_all_others(ada: Person) -> None:
    others = [applied(37, answer, source=source) for source in "abcd" for answer in (7, None) for _ in range(5)]
    row = await patterns(ada, *times(30, applied(37, source="board")), *others)
    assert row["title"] == "Applications from board are answered less often"


async def recommended(person: Person, *tracked: Tracked) -> Row:
    await store(person.id, tracked)
    return await insight(person, InsightType.RECOMMENDATION)


async def test_whom_to_follow_up(ada: Person) -> None:
    row = await recommended(
        ada, applied(10, company="Acme"), applied(29, company="*Zed*"), applied(9, company="Soon"),
        applied(30, company="Ghost"), applied(12, 3, company="Answered"), applied(11, company="Gone", is_deleted=True),
    )  # fmt: skip
    assert row["title"] == "Follow up on 2 applications"
    assert row["content"] == (
        "- Follow up on 2 applications without an answer for 10 days or more: "
        r"Engineer at \*Zed\* (29 days) and Engineer at Acme (10 days)."
        "\n- Close 1 silent application, or ask once more: no answer for 30 days or more."
    )
    metadata = row["metadata"]
    listed = await jobs_by_company(ada)
    assert metadata["follow_ups"] == {
        "total": 2,
        "jobs": [
            {"id": listed["*Zed*"], "company_name": "*Zed*", "job_title": "Engineer", "days": 29},
            {"id": listed["Acme"], "company_name": "Acme", "job_title": "Engineer", "days": 10},
        ],
    }
    assert metadata["follow_up_after"] == {"days": 10, "n": 1, "is_learnt": False}
    assert (metadata["n"], metadata["confidence"]) == (5, "medium")


async def jobs_by_company(person: Person) -> dict[str, str]:
    rows = (await person.rest.get("/api/jobs")).json()["data"]
    return {row["company_name"]: row["id"] for row in rows}


async def test_when_to_follow_up_is_learnt_from_ten_answers(ada: Person) -> None:
    answered = [applied(60, days) for days in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
    row = await recommended(ada, *answered, applied(8), applied(7))
    # The upper quartile is 7.75 days.
    assert row["content"] == (
        "- Follow up on 1 application without an answer for 8 days or more "
        "(three quarters of your 10 answers had come by then): Engineer at Acme (8 days)."
    )


async def test_when_there_are_many_the_longest_waiting_are_named(ada: Person) -> None:
    row = await recommended(ada, *(applied(10 + days, company=f"C{days}") for days in range(7)))
    assert row["content"] == (
        "- Follow up on 7 applications without an answer for 10 days or more: Engineer at C6 (16 days), "
        "Engineer at C5 (15 days), Engineer at C4 (14 days), Engineer at C3 (13 days), Engineer at C2 (12 days) "
        "and 2 more."
    )


async def test_saved_jobs_wait_for_a_decision(ada: Person, ticking: Ticking) -> None:
    ticking.moment = NOW - 14 * DAY
    await saved(ada.actor, company_name="Old")
    ticking.moment = NOW - 13 * DAY
    await saved(ada.actor, company_name="New")
    ticking.moment = NOW
    row = await insight(ada, InsightType.RECOMMENDATION)
    assert (row["title"], row["content"]) == (
        "Decide about 1 saved job",
        "- Decide about 1 saved job not touched for 14 days or more: Engineer at Old (14 days).",
    )


async def test_the_best_fits_are_named(ada: Person, ticking: Ticking) -> None:
    ticking.moment = NOW - DAY
    scored = [
        job(("interested", NOW - DAY), company=f"C{score}", score=score) for score in (59, 60, 95, 70, 80)
    ] + [applied(1, company="Sent", score=99)]  # fmt: skip
    ticking.moment = NOW
    await store(ada.id, scored)
    row = await insight(ada, InsightType.RECOMMENDATION)
    assert row["content"].splitlines()[1] == (
        "- Of the jobs you saved, these fit best: Engineer at C95 (score 95), Engineer at C80 (score 80) "
        "and Engineer at C70 (score 70)."
    )


@pytest.mark.parametrize(
    ("week_start", "words"),
    [
        ("monday", "Apply for 2 more jobs this week to reach your goal of 3: 1 done, 5 days left, until Sunday."),
        ("sunday", "Apply for 1 more job this week to reach your goal of 3: 2 done, 4 days left, until Saturday."),
    ],
)
async def test_the_goal_of_the_week(ada: Person, week_start: str, words: str) -> None:
    await profiles.update(ada.actor, ProfileChange.model_validate({"weekly_goal": 3, "week_start": week_start}))
    row = await recommended(ada, applied(1), applied(3))
    assert row["content"] == f"- {words}"


async def test_a_goal_that_is_reached_says_nothing(ada: Person) -> None:
    await profiles.update(ada.actor, ProfileChange(weekly_goal=1))
    row = await recommended(ada, applied(1))
    assert row["title"] == "Nothing is waiting for you"
    assert row["metadata"]["goal"] == {
        "target": 1, "done": 1, "remaining": 0, "last_day": "2026-03-22", "days_left": 5,
    }  # fmt: skip


async def test_the_day_that_is_over(ada: Person) -> None:
    await profiles.update(ada.actor, ProfileChange(timezone="Asia/Tokyo", weekly_goal=2))
    # In Tokyo it is Wednesday evening, and Tuesday lasted from 15:00 UTC on Monday.
    tuesday = datetime(2026, 3, 16, 15, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    await store(ada.id, [
        job(("interested", tuesday), ("applied", tuesday + second), company="Acme"),
        job(("applied", tuesday - 20 * DAY), ("interviewing", tuesday + DAY - second), company="Zed"),
        job(("applied", tuesday - second), company="Before"),
        job(("applied", tuesday + DAY), company="After"),
        job(("applied", tuesday - 12 * DAY), company="Waiting"),
        job(("interested", tuesday), company="Deleted", is_deleted=True),
    ])  # fmt: skip
    row = await insight(ada, InsightType.DAILY_DIGEST)
    assert row["title"] == "Tuesday, 17 March 2026: 1 saved job, 1 application and 1 answer"
    assert row["content"] == (
        "You saved 1 job, applied for 1 job and had 1 answer. The day before: 1 saved, 1 applied for, 0 answered.\n\n"
        "- Engineer at Zed: interview\n"
        "- Engineer at Acme: applied\n\n"
        "Next:\n\n"
        "- Follow up on 1 application without an answer for 10 days or more: Engineer at Waiting (13 days)."
    )
    metadata = row["metadata"]
    assert metadata["period"] == {"from": "2026-03-17", "to": "2026-03-18"}
    assert (metadata["n"], metadata["confidence"]) == (3, "high")
    assert metadata["counts"] == {
        "saved": 1, "applied": 1, "responded": 1, "interviewing": 1, "offers": 0, "rejected": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("week_start", "title", "days"),
    [
        ("monday", "Week of 9 March 2026: 2 saved jobs, 2 applications and 1 answer", ("2026-03-09", "2026-03-16")),
        ("sunday", "Week of 8 March 2026: 3 saved jobs, 3 applications and 2 answers", ("2026-03-08", "2026-03-15")),
    ],
)
async def test_the_week_that_is_over(ada: Person, week_start: str, title: str, days: tuple[str, str]) -> None:
    await profiles.update(ada.actor, ProfileChange.model_validate({"week_start": week_start}))
    # Sunday the 8th, Monday the 9th and Saturday the 14th; Sunday the 15th belongs to neither where weeks begin so.
    await store(ada.id, [applied(10, 0.1), applied(9, 1), applied(4)])
    row = await insight(ada, InsightType.WEEKLY_SUMMARY)
    assert row["title"] == title
    assert (row["metadata"]["period"]["from"], row["metadata"]["period"]["to"]) == days


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (2, " You reached your goal."), (3, " You missed your goal by 1 application."),
        (4, " You missed your goal by 2 applications."), (0, ""),
    ],
)  # fmt: skip
async def test_the_goal_of_the_week_that_is_over(ada: Person, goal: int, words: str) -> None:
    await profiles.update(ada.actor, ProfileChange(weekly_goal=goal))
    await store(ada.id, [applied(9), applied(4), applied(1)])
    row = await insight(ada, InsightType.WEEKLY_SUMMARY)
    assert row["content"].splitlines()[0] == (
        "You saved 2 jobs, applied for 2 jobs and had 0 answers. "
        f"The week before: 0 saved, 0 applied for, 0 answered.{words}"
    )


async def test_a_busy_day_names_the_first_ten(ada: Person) -> None:
    await store(ada.id, [applied(1 - minute / 1440, company=f"C{minute}") for minute in range(12)])
    row = await insight(ada, InsightType.DAILY_DIGEST)
    listed = [f"- Engineer at C{minute}: applied" for minute in range(10)]
    assert row["content"].splitlines()[2:13] == [*listed, "- and 2 more"]


async def posted(person: Person, **fields: Any) -> None:
    await saved(person.actor, **fields)


async def test_the_market(ada: Person, ticking: Ticking) -> None:
    ticking.moment = NOW - 100 * DAY  # 8 December
    for salary in range(10):
        await posted(
            ada, job_title="Backend Engineer", location="Lisbon", source="board", salary_min=50_000 + 1000 * salary,
            salary_max=60_000 + 1000 * salary, salary_currency="EUR", salary_period="year",
        )  # fmt: skip
    ticking.moment = NOW
    for _ in range(9):
        await posted(ada, job_title="Data_Engineer", is_remote=True, salary_min=20, salary_currency="USD",
                     salary_period="hour")  # fmt: skip
    await posted(ada, job_title="BACKEND ENGINEER", location="LISBON", is_remote=True)
    row = await insight(ada, InsightType.MARKET_ANALYSIS)
    assert row["title"] == "What 20 saved jobs ask for"
    assert row["content"] == (
        r"- Titles: Backend Engineer (11) and Data\_Engineer (9)."
        "\n- Places: Lisbon (11).\n"
        "- Sources: board (10) and manual (10).\n"
        "- Remote: 10 of 20 (50%), likely between 30% and 70%; 100% in the last 90 days against 0% before.\n"
        "- Pay in EUR per year: half of 10 jobs offer from 57,250 to 61,750, the median is 59,500.\n"
        "- Saved: 0 in October 2025, 0 in November 2025, 10 in December 2025, 0 in January 2026, 0 in February 2026 "
        "and 10 in March 2026."
    )
    metadata = row["metadata"]
    assert (metadata["n"], metadata["confidence"]) == (20, "low")
    assert metadata["salaries"] == [
        {"currency": "EUR", "period": "year", "n": 10, "p25": 57_250.0, "median": 59_500.0, "p75": 61_750.0}
    ]
    assert metadata["months"][-1] == {"month": "2026-03", "saved": 10, "remote": 10}


async def test_nine_saved_jobs_are_no_market(ada: Person) -> None:
    for _ in range(9):
        await posted(ada)
    row = await insight(ada, InsightType.MARKET_ANALYSIS)
    assert row["content"] == "Seeing what is asked needs at least 10 saved jobs. You have 9, so 1 more to go."
