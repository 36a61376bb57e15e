"""The tables and answers of the FastAPI peer: SQLAlchemy's models, and pydantic's that are read from them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ARRAY, ForeignKey, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import DateTime

Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {list[str]: ARRAY(Text)}  # noqa: RUF012 as SQLAlchemy asks for it


class Job(Base):
    __tablename__ = "job"

    job_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID]
    user_id: Mapped[UUID]
    company_name: Mapped[str]
    company_key: Mapped[str]
    job_title: Mapped[str]
    title_key: Mapped[str]
    job_description: Mapped[str | None]
    source_url: Mapped[str | None]
    canonical_url: Mapped[str | None]
    application_url: Mapped[str | None]
    source: Mapped[str]
    status: Mapped[str]
    job_type: Mapped[str]
    location: Mapped[str | None]
    is_remote: Mapped[bool]
    salary_min: Mapped[int | None]
    salary_max: Mapped[int | None]
    notes: Mapped[str | None]
    tags: Mapped[list[str]]
    tag_keys: Mapped[list[str]]
    search: Mapped[str | None] = mapped_column(TSVECTOR, deferred=True)
    version: Mapped[int]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    deleted_at: Mapped[Moment | None]


class JobEvent(Base):
    __tablename__ = "job_event"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    job_id: Mapped[int] = mapped_column(ForeignKey("job.job_id"))
    type: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    occurred_at: Mapped[Moment]
    recorded_at: Mapped[Moment]
    note: Mapped[str | None]
    actor: Mapped[str]


class JobFacts(Base):
    __tablename__ = "job_facts"

    job_id: Mapped[int] = mapped_column(ForeignKey("job.job_id"), primary_key=True)
    user_id: Mapped[UUID]
    is_live: Mapped[bool]
    status: Mapped[str]
    reached: Mapped[int]
    saved_at: Mapped[Moment]
    applied_at: Mapped[Moment | None]
    answered_at: Mapped[Moment | None]
    interviewing_at: Mapped[Moment | None]
    offer_at: Mapped[Moment | None]
    rejected_at: Mapped[Moment | None]


class Answer(BaseModel):
    """Reads the attributes of rows."""

    model_config = ConfigDict(from_attributes=True)


class Card(Answer):
    id: UUID
    company_name: str
    job_title: str
    status: str
    location: str | None
    created_at: datetime


class Wide(Answer):
    id: UUID
    job_id: int
    company_name: str
    job_title: str
    source_url: str | None
    source: str
    status: str
    job_type: str
    location: str | None
    is_remote: bool
    salary_min: int | None
    salary_max: int | None
    tags: list[str]
    created_at: datetime


class Event(Answer):
    id: UUID
    type: str
    from_status: str | None
    to_status: str
    occurred_at: datetime
    note: str | None


class Detail(Card):
    job_description: str | None
    notes: str | None
    events: list[Event]


class Cards(Answer):
    jobs: list[Card]


class Page(Cards):
    total: int


class Wides(Answer):
    jobs: list[Wide]


class Draft(BaseModel):
    company_name: str
    job_title: str
    job_description: str | None = None
    source_url: str | None = None
    location: str | None = None
    tags: list[str] = []


class Week(Answer):
    start: date
    saved: int
    applied: int
    responded: int
    interviewing: int
    offers: int
    rejected: int


class Dashboard(BaseModel):
    by_status: dict[str, int]
    total: int
    response_rate: float | None
    weeks: list[Week]
