"""The domain's enums, registered once each with what their members mean; GraphQL spells these in upper case."""

from enum import StrEnum

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

from core.actor import Scope
from models.draft import DraftKind
from models.insight import InsightType
from models.job import JobStatus, JobType, SalaryPeriod
from models.job_event import EventActor, EventType
from models.job_posting import PostingState
from models.profile import WeekStart
from models.resume import ResumeKind
from models.run import RunKind, RunStatus
from models.user import Plan
from resolvers.analytics_inputs import Bucket, Period
from resolvers.analytics_stages import FunnelStage
from resolvers.bulk import BulkOp
from resolvers.digests import DigestPeriod
from resolvers.job_changes import ChangeOp
from resolvers.job_listing import Direction, SortField
from resolvers.profile_inputs import RemoteWish
from resolvers.writing import Tone
from scraping.posting import Provenance


def _register(enum: type[StrEnum], description: str, name: str | None = None, **meanings: str) -> None:
    """Strawberry would have its descriptions in the enum's own values, which are below the wires."""
    strawberry.enum(enum, name=name, description=description)
    definition: StrawberryEnumDefinition = enum.__strawberry_definition__  # type: ignore[attr-defined]
    for value in definition.values:
        value.description = meanings.get(value.name)


_register(
    Scope,
    "What an API token may be used for.",
    "TokenScope",
    READ="Reading everything of the account.",
    WRITE="Changing it: jobs, events, the profile, sessions, tokens.",
    CAPTURE="Saving captures, and reading the quota.",
)
_register(
    BulkOp,
    "What to do with a job.",
    CREATE="Save a new job.",
    UPDATE="Change what is sent.",
    DELETE="Delete it, restorably for 30 days.",
    RESTORE="Bring a deleted job back.",
)
_register(
    ChangeOp,
    "What a client that keeps a copy of the jobs has to do.",
    UPSERT="Set the job to what it is now.",
    DELETE="Drop the job.",
    RESYNC="Ask for `changes` since the last token: something may have been missed.",
)
_register(
    Plan,
    "What an account may use.",
    FREE="The standard rate limits, and a monthly quota of captures.",
    PREMIUM="Larger rate limits, and captures without a quota.",
    ENTERPRISE="The largest rate limits, and captures without a quota.",
)
_register(
    JobStatus,
    "How far an application has come.",
    INTERESTED="Saved, and not applied for.",
    APPLIED="Applied for.",
    INTERVIEWING="In interviews.",
    OFFER_RECEIVED="The employer made an offer.",
    REJECTED="The employer declined.",
    NOT_INTERESTED="The user is not interested any more.",
)
_register(
    JobType,
    "The kind of employment.",
    FULL_TIME="Full time.",
    PART_TIME="Part time.",
    CONTRACT="For a limited time; temporary work too.",
    INTERN="An internship.",
    REMOTE="From anywhere.",
    FREELANCE="Self-employed.",
    OTHER="Anything else, or not known.",
)
_register(
    SalaryPeriod,
    "What a salary is paid for.",
    HOUR="An hour.",
    DAY="A day.",
    WEEK="A week.",
    MONTH="A month.",
    YEAR="A year.",
)
_register(
    EventType,
    "What happened to a job.",
    CREATED="It was saved.",
    STATUS_CHANGED="It came to another status.",
)
_register(
    EventActor,
    "What a change was made with.",
    USER="A session or an API token of the user.",
    EXTENSION="A capture of the browser extension.",
    SYSTEM="The server by itself.",
)
_register(
    WeekStart,
    "The day on which a week begins.",
    MONDAY="Monday, as in ISO 8601.",
    SUNDAY="Sunday.",
)
_register(
    Period,
    "A stretch of time that ends with today.",
    "TimelinePeriod",
    LAST_7_DAYS="Today and the 6 days before.",
    LAST_30_DAYS="Today and the 29 days before.",
    LAST_90_DAYS="Today and the 89 days before.",
    ALL="The whole history.",
)
_register(
    Bucket,
    "What a timeline counts by.",
    "TimelineBucket",
    DAY="A local day.",
    WEEK="A local week, beginning on `weekStart`.",
    MONTH="A local calendar month.",
)
_register(
    FunnelStage,
    "The steps that only narrow.",
    APPLIED="Applied for, or further.",
    INTERVIEWING="Came to an interview, or further.",
    OFFER="Came to an offer.",
)
_register(
    SortField,
    "What a list of jobs can be ordered by.",
    "JobOrderField",
    CREATED_AT="When it was saved.",
    UPDATED_AT="When it was last changed.",
    COMPANY_NAME="The employer, ignoring case.",
    JOB_TITLE="The position, ignoring case.",
    APPLIED_AT="When it was first applied for; jobs that were not come last.",
    AI_MATCH_SCORE="How well it fits; jobs without a score come last.",
)
_register(
    Direction,
    "Which end of an order comes first.",
    "OrderDirection",
    ASC="The smallest, the oldest, A.",
    DESC="The largest, the newest, Z.",
)

_register(
    DraftKind,
    "What a draft is.",
    COVER_LETTER="A letter for an application.",
    INTERVIEW_QUESTIONS="What an interview may ask, with what to bring up.",
)
_register(
    Tone,
    "How a cover letter sounds.",
    "DraftTone",
    PLAIN="Matter of fact.",
    WARM="Personal.",
    FORMAL="Reserved.",
)
_register(
    RemoteWish,
    "What a user thinks of remote work.",
    ANY="It does not matter.",
    ONLY="Nothing else will do.",
    PREFERRED="Rather that.",
    NO="Rather not.",
)
_register(
    ResumeKind,
    "What a resume came as.",
    TYPED="It was typed.",
    TEXT="A text file.",
    PDF="A PDF file.",
    DOCX="A Word file.",
)
_register(
    RunKind,
    "What a run does.",
    SCRAPE="Reads a posting.",
    BOARD="Lists a job board's postings.",
    CHECK="Looks whether a job's posting is still there.",
    DIGEST="Makes a digest of the last day or week.",
    SCORE="Scores all jobs.",
)
_register(
    InsightType,
    "What an insight is about.",
    DAILY_DIGEST="What happened on the last whole day, and what is due next.",
    WEEKLY_SUMMARY="What happened in the last whole week, and what is due next.",
    RECOMMENDATION="What to do now: jobs to follow up, to decide about, to apply for.",
    PATTERN_DETECTION="Which applications are answered more often, and how soon.",
    MARKET_ANALYSIS="What the saved jobs ask for and offer.",
)
_register(
    DigestPeriod,
    "What a digest is of.",
    DAILY="The last whole day.",
    WEEKLY="The last whole week.",
)
_register(
    RunStatus,
    "How far a run has come.",
    QUEUED="Waits for a worker.",
    RUNNING="A worker has begun.",
    SUCCEEDED="Ended with a result.",
    FAILED="Came to nothing; `error` says why.",
    CANCELLED="Was stopped by its user.",
)
_register(
    PostingState,
    "What the last look at a posting's page said.",
    LIVE="It is there, and says what it said.",
    CHANGED="It is there, and says something else.",
    GONE="It was taken down, or takes no applications any more.",
    UNCERTAIN="The site could not be read.",
)
_register(
    Provenance,
    "Where a field of a posting was found.",
    JOB_BOARD_API="In the answer of the job board's public interface.",
    JSON_LD="In the page's JSON-LD.",
    MICRODATA="In the page's microdata.",
    OPENGRAPH="In what the page says to those who preview it.",
    TITLE="In the page's title.",
    PAGE="In what the page shows, or in its scripts.",
    USER="In the link itself.",
)

__all__ = [
    "Bucket",
    "BulkOp",
    "ChangeOp",
    "DigestPeriod",
    "Direction",
    "DraftKind",
    "EventActor",
    "EventType",
    "FunnelStage",
    "InsightType",
    "JobStatus",
    "JobType",
    "Period",
    "Plan",
    "PostingState",
    "Provenance",
    "RemoteWish",
    "ResumeKind",
    "RunKind",
    "RunStatus",
    "SalaryPeriod",
    "Scope",
    "SortField",
    "Tone",
    "WeekStart",
]
