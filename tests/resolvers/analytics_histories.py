"""Histories of job hunts, whatever they may look like: generated, stored, and as actors that own them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import orjson
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from core import database
from core.actor import Actor, Client, Identity
from core.text import sort_key
from models.job import JobStatus
from models.profile import WeekStart
from models.user import Plan, User
from resolvers.analytics_figure import Cohort

STATUSES = [status.value for status in JobStatus]
# The same examples in every run; the database is emptied for each account by its being a new one.
thoroughly = settings(
    max_examples=60, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
# Zones with offsets of a quarter of an hour, with half an hour of daylight saving, where the clock is set at
# midnight or a minute after, where a day was left out, and the first to see the sun.
ZONES = [
    "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/Havana", "America/St_Johns",
    "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca",
]  # fmt: skip
# Days around which clocks were changed somewhere among these.
NOWS = [
    datetime(2012, 1, 1, 9, 59, tzinfo=UTC),
    datetime(2018, 2, 19, 2, 30, tzinfo=UTC),
    datetime(2019, 3, 11, 3, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 3, 30, 0, 0, tzinfo=UTC),
    datetime(2026, 11, 2, 12, 0, tzinfo=UTC),
]


@dataclass(frozen=True)
class Event:
    """A job's arrival at a status."""

    to_status: str
    occurred_at: datetime


@dataclass(frozen=True)
class Tracked:
    """A job; its events are in the order in which they were recorded, and its status is the last one's."""

    events: tuple[Event, ...]
    company: str = "Acme"
    source: str = "manual"
    score: int | None = None
    is_deleted: bool = False

    @property
    def status(self) -> str:
        return self.events[-1].to_status

    @property
    def history(self) -> list[Event]:
        """In the order of the contract: by when it happened, then by when it was recorded."""
        return sorted(self.events, key=lambda event: event.occurred_at)

    def moved(self, by: timedelta) -> "Tracked":
        return replace(self, events=tuple(replace(one, occurred_at=one.occurred_at + by) for one in self.events))


def job(*events: tuple[str, datetime], **fields: object) -> Tracked:
    """A job by its events."""
    return Tracked(tuple(Event(*event) for event in events), **fields)  # type: ignore[arg-type]


# How many days ago something starts or ceases to count: windows of trends, ghosts, periods, the heatmap.
EDGES = [0, 1, 2, 3, 6, 7, 8, 28, 29, 30, 31, 58, 59, 60, 61, 89, 90, 91, 363, 364, 365, 366]
MINUTES = st.integers(0, 24 * 60)


def moments(now: datetime) -> st.SearchStrategy[datetime]:
    """The past two years, with what lies near an edge and what happened at once more often than chance has it."""
    spans = st.one_of(
        st.sampled_from(EDGES).map(lambda days: timedelta(days=days)),
        st.builds(lambda days, minutes: timedelta(days=days, minutes=minutes), st.sampled_from(EDGES), MINUTES),
        st.integers(0, 700 * 86_400_000).map(lambda milliseconds: timedelta(milliseconds=milliseconds)),
    )
    return spans.map(lambda span: now - span)


def jobs(now: datetime, *, most: int = 14) -> st.SearchStrategy[list[Tracked]]:
    """Any jobs with any histories: corrected, reopened, out of order, at the same moment, deleted."""
    events = st.one_of(
        st.lists(st.builds(Event, st.sampled_from(STATUSES), moments(now)), min_size=1, max_size=6),
        st.lists(st.builds(Event, st.just("applied"), moments(now)), min_size=1, max_size=1),  # ordinary silence
    )
    one = st.builds(
        Tracked,
        events.map(tuple),
        st.sampled_from(["Acme", "ACME", "Örn", "örn", "Zed"]),
        st.sampled_from(["manual", "linkedin", "Ünïcode 😀"]),
        st.one_of(st.none(), st.integers(0, 100), st.sampled_from([0, 39, 40, 59, 60, 79, 80, 100])),
        st.sampled_from([False, False, False, True]),
    )
    return st.lists(one, max_size=most)


def cohorts(now: datetime) -> st.SearchStrategy[Cohort]:
    """Any zone, either week, any bounds."""
    days = st.one_of(st.none(), st.sampled_from(EDGES).map(lambda back: (now - timedelta(days=back)).date()))
    made = st.builds(Cohort, st.sampled_from(ZONES), days, days, st.sampled_from(WeekStart))
    return made.filter(lambda one: one.since is None or one.until is None or one.since < one.until)


async def owner(tracked: Sequence[Tracked]) -> Actor:
    """A new account that has these jobs."""
    user = await User.create(
        id=uuid4(), email=f"{uuid4()}@example.com", username=None, username_key=None, password_hash="-",
        email_confirmed=False, plan=Plan.FREE, created_at=datetime(2020, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    await store(user.id, tracked)
    return Actor(Client("192.0.2.7", "tests"), Identity(user.id, Plan.FREE))


async def store(user_id: UUID, tracked: Sequence[Tracked]) -> None:
    """Writes jobs and events as they are, past the rules of the use cases; the database derives the rest."""
    rows = [
        {
            "id": uuid4(), "company": one.company, "key": sort_key(one.company), "source": one.source,
            "status": one.status, "score": one.score, "deleted": one.is_deleted,
            "events": [{"status": event.to_status, "at": event.occurred_at} for event in one.events],
        }
        for one in tracked
    ]  # fmt: skip
    await database.fetch(_STORE_JOBS, user_id, orjson.dumps(rows).decode())
    await database.fetch(_STORE_EVENTS, user_id, orjson.dumps(rows).decode())


_STORE_JOBS = """
    INSERT INTO job (id, user_id, company_name, company_key, job_title, title_key, source, status, ai_match_score,
        job_type, is_remote, tags, tag_keys, version, created_at, updated_at, deleted_at)
    SELECT id, $1, company, key, 'Engineer', 'engineer', source, status, score, 'other', false, '{}', '{}', 1,
        '2020-01-01', '2020-01-01', CASE WHEN deleted THEN '2020-01-02'::timestamptz END
    FROM json_to_recordset($2::json) AS row (
        id uuid, company text, key text, source text, status text, score int, deleted bool
    )
"""
_STORE_EVENTS = """
    INSERT INTO job_event (id, user_id, job_id, type, to_status, occurred_at, recorded_at, actor)
    SELECT gen_random_uuid(), $1, job.job_id, CASE WHEN nth = 1 THEN 'created' ELSE 'status_changed' END,
        event ->> 'status', (event ->> 'at')::timestamptz, '2020-01-01'::timestamptz + nth * interval '1 second', 'user'
    FROM json_to_recordset($2::json) AS row (id uuid, events json)
    JOIN job ON job.user_id = $1 AND job.id = row.id
    CROSS JOIN json_array_elements(events) WITH ORDINALITY AS listed (event, nth)
"""
