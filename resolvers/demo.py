"""A demo account with a year of believable job hunting, the same for the same seed and day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from core import database
from core.database import transaction
from core.passwords import hash_password
from models.job import Job, JobStatus, SalaryPeriod
from models.job_event import EventActor, EventType, JobEvent
from models.user import Plan, User
from resolvers import demo_texts as texts

EMAIL = "demo@example.com"
PASSWORD = "demo-Orchard-7421"  # noqa: S105 the account is public by design
_DAYS = 365
Step = tuple[JobStatus, datetime]


@dataclass(frozen=True, slots=True)
class _Chances:
    """How a step may end, as shares of the jobs that reach it, and how many days it takes."""

    applied: float = 0.78
    rejected_unread: float = 0.38
    interviewing: float = 0.27
    offer: float = 0.24
    rejected_after_interview: float = 0.55
    lost_interest: float = 0.5


async def fill(*, jobs: int, seed: int, today: date) -> int:
    """Replaces the demo account and everything it had; how many jobs it has now."""
    return await _replace(await hash_password(PASSWORD), jobs, seed, today)


@transaction
async def _replace(password_hash: str, count: int, seed: int, today: date) -> int:
    random = Random(seed)
    end = datetime.combine(today, time(), UTC)
    await database.fetch("DELETE FROM account WHERE email = $1", EMAIL)
    user = await User.create(
        id=_uuid(random), email=EMAIL, password_hash=password_hash, email_confirmed=True, plan=Plan.FREE,
        created_at=end - timedelta(days=_DAYS),
    )  # fmt: skip
    made = [_job(random, user.id, number, end) for number in range(count)]
    await Job.bulk_create([job for job, _ in made], batch_size=500)
    rows = await database.fetch("SELECT id, job_id FROM job WHERE job.user_id = $1", user.id)
    keys = {UUID(str(row["id"])): row["job_id"] for row in rows}
    events = [event for job, steps in made for event in _events(random, job, keys[job.id], steps)]
    await JobEvent.bulk_create(events, batch_size=1000)
    return len(made)


def _job(random: Random, user_id: UUID, number: int, end: datetime) -> tuple[Job, list[Step]]:
    saved = _daytime(random, end - timedelta(days=random.randint(1, _DAYS)))
    steps = list(_history(random, saved, end))
    role, company = random.choice(texts.ROLES), random.choice(texts.COMPANIES)
    level = random.choice(texts.LEVELS)
    title = level.title.format(role.title)
    low = round(role.salary * level.pay * random.uniform(0.9, 1.1), -3)
    is_remote = random.random() < texts.REMOTE_SHARE
    job = Job(id=_uuid(random), user_id=user_id, created_at=saved, updated_at=steps[-1][1], version=len(steps))
    job.apply({
        "company_name": company,
        "job_title": title,
        "job_description": texts.description(random, company, title, role),
        "source_url": f"https://jobs.example.com/{texts.slug(company)}/{texts.slug(title)}-{number}",
        "source": random.choice(texts.SOURCES),
        "status": steps[-1][0],
        "job_type": level.job_type or random.choices(*texts.JOB_TYPES)[0],
        "location": texts.ANYWHERE if is_remote and random.random() < texts.ANYWHERE_SHARE
        else random.choice(texts.CITIES),
        "is_remote": is_remote,
        "salary_min": int(low),
        "salary_max": int(round(low * random.choice([1.15, 1.2, 1.3]), -3)),
        "salary_currency": "EUR",
        "salary_period": SalaryPeriod.YEAR,
        "notes": random.choice(texts.NOTES),
        "tags": random.sample(texts.TAGS, random.choice([0, 1, 1, 2, 3])),
    })  # fmt: skip
    for status, moment in steps:
        job.reach(status, moment)
    return job, steps


def _history(random: Random, saved: datetime, end: datetime) -> Iterator[Step]:
    """The statuses that a job goes through, up to the end of the year."""
    moment = saved
    yield JobStatus.INTERESTED, moment
    for status in _path(random):
        moment = _daytime(random, moment + timedelta(days=1 + random.expovariate(1 / texts.DAYS_TO[status])))
        if moment >= end:
            return
        yield status, moment


def _daytime(random: Random, day: datetime) -> datetime:
    """A moment of that day at which people are awake."""
    return datetime.combine(day, time(), UTC) + timedelta(minutes=random.randint(8 * 60, 21 * 60))


def _path(random: Random) -> list[JobStatus]:
    chances = _Chances()
    if random.random() > chances.applied:
        return [JobStatus.NOT_INTERESTED] if random.random() < chances.lost_interest else []
    fate = random.random()
    if fate < chances.rejected_unread:
        return [JobStatus.APPLIED, JobStatus.REJECTED]
    if fate > chances.rejected_unread + chances.interviewing:
        return [JobStatus.APPLIED]
    path, fate = [JobStatus.APPLIED, JobStatus.INTERVIEWING], random.random()
    if fate < chances.offer:
        return [*path, JobStatus.OFFER_RECEIVED]
    return [*path, JobStatus.REJECTED] if fate < chances.offer + chances.rejected_after_interview else path


def _events(random: Random, job: Job, key: int, steps: list[Step]) -> Iterator[JobEvent]:
    before = None
    for status, moment in steps:
        yield JobEvent(
            id=_uuid(random),
            user_id=job.user_id,
            job_id=key,
            type=EventType.STATUS_CHANGED if before else EventType.CREATED,
            from_status=before,
            to_status=status,
            occurred_at=moment,
            recorded_at=moment,
            actor=EventActor.USER if before or job.source != "extension" else EventActor.EXTENSION,
        )
        before = status


def _uuid(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
