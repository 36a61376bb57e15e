"""FastAPI with SQLAlchemy's ORM over asyncpg and pydantic models as answers: how REST is written in Python today.

Only the columns that are answered are read, and there is one session and one transaction a request.
"""

import os
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, TypeVar
from uuid import UUID, uuid4

from fastapi import Depends, FastAPI, Header, HTTPException, Query
from pydantic import BaseModel
from sqlalchemy import Date, Select, Text, cast, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import load_only

from benchmarks.peers.fastapi_models import (
    Card,
    Cards,
    Dashboard,
    Detail,
    Draft,
    Event,
    Job,
    JobEvent,
    JobFacts,
    Page,
    Week,
    Wide,
    Wides,
)  # fmt: skip
from benchmarks.peers.tokens import account_of

M = TypeVar("M", bound=BaseModel)
engine = create_async_engine(
    os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://"), pool_size=10, max_overflow=0
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()
_SERIES = {
    "saved": JobFacts.saved_at, "applied": JobFacts.applied_at, "responded": JobFacts.answered_at,
    "interviewing": JobFacts.interviewing_at, "offers": JobFacts.offer_at, "rejected": JobFacts.rejected_at,
}  # fmt: skip


async def _session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


async def _account(authorization: Annotated[str, Header()] = "") -> UUID:
    account = account_of(authorization)
    if account is None:
        raise HTTPException(401)
    return account


Session = Annotated[AsyncSession, Depends(_session)]
Account = Annotated[UUID, Depends(_account)]


@app.get("/jobs")
async def by_status(session: Session, account: Account, status: str, limit: int = 20) -> Page:
    total = await session.scalar(
        select(func.count())
        .select_from(Job)
        .where(Job.user_id == account, Job.deleted_at.is_(None), Job.status == status)
    )
    jobs = await session.scalars(_newest(account, Card, limit).where(Job.status == status))
    return Page(total=total or 0, jobs=_as(Card, jobs.all()))


@app.get("/jobs/wide")
async def wide(session: Session, account: Account, limit: int = 100) -> Wides:
    return Wides(jobs=_as(Wide, (await session.scalars(_newest(account, Wide, limit))).all()))


@app.get("/search")
async def search(session: Session, account: Account, words: str, limit: int = 20) -> Cards:
    query = " & ".join(f"'{account.hex[-8:]}{word}':*" for word in words.lower().split())
    matching = func.owned_words(Job.user_id, Job.search).op("@@")(cast(literal(query, Text), TSQUERY))
    return Cards(jobs=_as(Card, (await session.scalars(_newest(account, Card, limit).where(matching))).all()))


@app.get("/jobs/{job_id}")
async def one(session: Session, account: Account, job_id: UUID) -> Detail:
    columns = [getattr(Job, name) for name in Detail.model_fields if name != "events"]
    job = await session.scalar(
        select(Job).where(Job.user_id == account, Job.id == job_id, Job.deleted_at.is_(None))
        .options(load_only(Job.job_id, *columns))
    )  # fmt: skip
    if job is None:
        raise HTTPException(404)
    events = await session.scalars(
        select(JobEvent).where(JobEvent.job_id == job.job_id)
        .order_by(JobEvent.occurred_at.desc(), JobEvent.recorded_at.desc(), JobEvent.id.desc()).limit(10)
    )  # fmt: skip
    values = {column.key: getattr(job, column.key) for column in columns}
    return Detail(**values, events=_as(Event, events.all()))


@app.post("/jobs", status_code=201)
async def create(session: Session, account: Account, draft: Draft) -> Card:
    now = datetime.now(UTC)
    words = " ".join(
        [draft.company_name, draft.job_title, draft.job_description or "", draft.location or "", *draft.tags]
    )
    job = Job(
        **draft.model_dump(), id=uuid4(), user_id=account, company_key=draft.company_name.lower(),
        title_key=draft.job_title.lower(), canonical_url=draft.source_url, source="manual", status="interested",
        job_type="other", is_remote=False, tag_keys=[tag.lower() for tag in draft.tags],
        search=func.strip(func.to_tsvector("simple", words)), version=1, created_at=now, updated_at=now,
    )  # fmt: skip
    session.add(job)
    await session.flush()
    session.add(JobEvent(
        id=uuid4(), user_id=account, job_id=job.job_id, type="created", to_status="interested", occurred_at=now,
        recorded_at=now, actor="user",
    ))  # fmt: skip
    await session.commit()
    return Card.model_validate(job)


@app.get("/dashboard")
async def dashboard(
    session: Session,
    account: Account,
    first: Annotated[date, Query(alias="from")],
    last: Annotated[date, Query(alias="to")],
) -> Dashboard:
    live = JobFacts.user_id == account, JobFacts.is_live
    statuses = await session.execute(select(JobFacts.status, func.count()).where(*live).group_by(JobFacts.status))
    counted = select(func.count(), func.count(JobFacts.answered_at)).where(*live, JobFacts.reached > 0)
    total, answered = (await session.execute(counted)).one()
    arrivals = union_all(*(_arrivals(live, name, moment, first, last) for name, moment in _SERIES.items()))
    weeks: dict[date, dict[str, int]] = {}
    for start, series, jobs in await session.execute(arrivals):
        weeks.setdefault(start, dict.fromkeys(_SERIES, 0))[series] = jobs
    return Dashboard(
        by_status=dict(statuses.tuples().all()), total=total,
        response_rate=answered / total if total else None,
        weeks=[Week(start=start, **weeks[start]) for start in sorted(weeks)],
    )  # fmt: skip


def _arrivals(live: tuple[Any, ...], name: str, moment: Any, first: date, last: date) -> Select[date, str, int]:
    start, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, last))
    week = cast(func.date_trunc("week", moment), Date)
    return (
        select(week, literal(name), func.count())
        .where(*live, moment >= start, moment < end + timedelta(days=1)).group_by(week)
    )  # fmt: skip


def _newest(account: UUID, answer: type[BaseModel], limit: int) -> Select[Job]:
    columns: list[Any] = [getattr(Job, name) for name in answer.model_fields]
    return (
        select(Job).where(Job.user_id == account, Job.deleted_at.is_(None))
        .order_by(Job.created_at.desc(), Job.id.desc()).limit(limit).options(load_only(*columns))
    )  # fmt: skip


def _as(model: type[M], rows: Sequence[object]) -> list[M]:
    return [model.model_validate(row) for row in rows]
