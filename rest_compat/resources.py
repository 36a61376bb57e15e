"""What REST answers, as models for the reference; the answers themselves are printed straight from rows."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from core.actor import Scope
from models.job import JobStatus, JobType, SalaryPeriod
from models.job_event import EventActor, EventType
from models.user import Plan

T = TypeVar("T")
Integer = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Resource(BaseModel):
    """Nothing but the fields named."""

    model_config = ConfigDict(extra="forbid")


class Job(Resource):
    """A posting that somebody tracks."""

    id: UUID
    job_id: Annotated[Integer, Field(description="An integer id, unique on this server.")]
    company_name: str
    job_title: str
    job_description: str | None
    source_url: str | None
    application_url: str | None
    source: str
    status: JobStatus
    job_type: JobType
    location: str | None
    is_remote: bool
    salary_min: Integer | None
    salary_max: Integer | None
    salary_currency: str | None
    salary_period: SalaryPeriod | None
    notes: str | None
    tags: list[str]
    ai_match_score: Annotated[int, Field(ge=0, le=100)] | None
    ai_reasoning: str | None
    ai_parsed_data: Any
    applied_at: datetime | None
    interviewing_at: datetime | None
    offer_at: datetime | None
    rejected_at: datetime | None
    version: Annotated[Integer, Field(description="Counts the user's changes; send it in If-Match.")]
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class JobEvent(Resource):
    """One change of a job's status."""

    id: UUID
    type: EventType
    from_status: JobStatus | None
    to_status: JobStatus
    occurred_at: datetime
    recorded_at: datetime
    note: str | None
    actor: EventActor


class User(Resource):
    """An account."""

    id: UUID
    email: str
    username: str | None
    email_confirmed: bool
    plan: Plan
    created_at: datetime


class Session(Resource):
    """A login that is still open."""

    id: UUID
    user_agent: str
    ip: str
    created_at: datetime
    last_used_at: datetime
    current: Annotated[bool, Field(description="Whether it is the session of the token that asks.")]


class ApiToken(Resource):
    """A personal API token, without its secret."""

    id: UUID
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class NewApiToken(ApiToken):
    """A personal API token just made."""

    token: Annotated[str, Field(description="pjt_<public id>_<secret>; shown this once.")]


class SignedUp(Resource):
    """A new account."""

    user: User


class LoggedIn(Resource):
    """A new session."""

    user: User
    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"]
    expires_at: datetime


class Message(Resource):
    """A confirmation."""

    message: str


class Health(Resource):
    """How the server is."""

    status: Literal["ok"]
    version: str
    database: Literal["ok"]


class Data(Resource, Generic[T]):
    """The envelope of one thing."""

    data: T


class SignUpAnswer(Data[SignedUp]):
    """The envelope of a new account."""

    message: str


class Listed(Resource, Generic[T]):
    """The envelope of a numbered page."""

    data: list[T]
    total: Integer
    page: Annotated[int, Field(ge=1)]
    limit: Annotated[int, Field(ge=1, le=500)]
    has_more: bool


class JobChange(Resource):
    """A job that was created, updated or deleted since."""

    op: Literal["UPSERT", "DELETE"]
    id: UUID
    job: Annotated[Job | None, Field(description="The job as it is now; null when it is to be dropped.")]


class JobChanges(Resource):
    """What changed, oldest change first, each job once."""

    data: list[JobChange]
    token: Annotated[str, Field(description="Send it as `since` to get what comes after these.")]
    has_more: bool


class FlatHealth(Resource):
    """How the server is, for the extension."""

    status: Literal["ok"]


class FlatTokens(Resource):
    """Tokens as the extension knows them."""

    token: str
    refresh_token: str
    expires_at: Annotated[int, Field(ge=0, description="Unix seconds.")]


class RefreshedTokens(FlatTokens):
    """The same with the other dialect's name for the token."""

    access_token: str


class Verified(Resource):
    """Whose token it is."""

    valid: Literal[True]
    user_id: UUID
    username: str


class Captured(Resource):
    """A capture that was saved."""

    message: str
    jobId: Integer  # noqa: N815 the extension's name
    id: UUID


class Quota(Resource):
    """The month's captures; -1 where there is no limit."""

    used: Integer
    limit: Annotated[int, Field(ge=-1)]
    remaining: Annotated[int, Field(ge=-1)]
    reset_date: date


class FieldFault(Resource):
    """One thing wrong with a request."""

    field: str
    message: str


class Existing(Resource):
    """The job that has the address already."""

    id: UUID
    job_id: Integer
    status: JobStatus
    applied_at: datetime | None


class ErrorObject(Resource):
    """Why a request was refused."""

    code: str
    message: str
    details: list[FieldFault] | None = None
    existing: Existing | None = None
    current: Job | None = None
    retry_after: Integer | None = None
    request_id: str


class ErrorAnswer(Resource):
    """A refusal as most routes print it."""

    error: ErrorObject


class FlatErrorAnswer(Resource):
    """A refusal as the extension knows it."""

    error: str
    jobId: Integer | None = None  # noqa: N815 the extension's name
    id: UUID | None = None


class BulkOutcome(Resource):
    """What became of one operation; `status` is what it would have got by itself."""

    index: Integer
    status: int
    data: Job | None = None
    error: ErrorObject | None = None
