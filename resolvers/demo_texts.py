"""The words of the demo account: invented companies, ordinary roles."""

import re
import unicodedata
from random import Random
from typing import NamedTuple

from models.job import JobStatus, JobType


class Role(NamedTuple):
    """A position with what it asks for and a usual yearly salary in euros."""

    title: str
    salary: int
    tasks: tuple[str, ...]
    skills: tuple[str, ...]


class Level(NamedTuple):
    """How senior a position is, and what that makes of the salary."""

    title: str
    pay: float
    job_type: JobType | None = None


ROLES = (
    Role("Backend Engineer", 82_000,
         ("design services that other teams rely on", "keep our APIs fast", "review changes with care"),
         ("Python", "PostgreSQL", "GraphQL", "Kubernetes", "REST", "Redis")),
    Role("Frontend Engineer", 76_000,
         ("build pages that feel instant", "look after our design system", "pair with designers"),
         ("TypeScript", "React", "CSS", "accessibility", "Vite", "GraphQL")),
    Role("Data Analyst", 64_000,
         ("answer questions with numbers", "build dashboards people trust", "improve how we measure"),
         ("SQL", "Python", "dbt", "statistics", "Excel", "A/B testing")),
    Role("Product Manager", 88_000,
         ("talk to customers every week", "decide what we build next", "write down why"),
         ("discovery", "roadmaps", "SQL", "writing", "stakeholder management")),
    Role("DevOps Engineer", 84_000,
         ("make releases boring", "look after our clusters", "cut the bill without cutting corners"),
         ("Terraform", "Kubernetes", "AWS", "Linux", "Go", "observability")),
    Role("UX Designer", 70_000,
         ("turn research into flows", "prototype early", "test with real people"),
         ("Figma", "user research", "prototyping", "accessibility", "information architecture")),
    Role("C++ Developer", 86_000,
         ("shave microseconds off hot paths", "own our simulation core", "keep the build green"),
         ("C++", "CMake", "Linux", "profiling", "Python")),
    Role("Customer Success Manager", 58_000,
         ("help customers reach their goals", "spot risks early", "feed what you hear back to product"),
         ("communication", "SaaS", "onboarding", "CRM", "negotiation")),
)  # fmt: skip
LEVELS = (
    Level("{}", 1.0), Level("{}", 1.0), Level("{}", 1.0), Level("Senior {}", 1.2), Level("Senior {}", 1.2),
    Level("Junior {}", 0.75), Level("Lead {}", 1.3), Level("Staff {}", 1.4), Level("{} Intern", 0.35, JobType.INTERN),
)  # fmt: skip
COMPANIES = (
    "Northwind Labs", "Alder & Finch", "Brightwater", "Cobalt Harbor", "Dunmore Systems", "Elm Street Health",
    "Fable Robotics", "Granite Pay", "Hearth Energy", "Inkwell", "Juniper Freight", "Kestrel Maps", "Lumen Clinic",
    "Meadowlark", "Nimbus Retail", "Orchard Bank", "Pebble Games", "Quillfeather", "Riverton Foods", "Saltmarsh",
    "Tidepool Analytics", "Umbra Security", "Vantage Rail", "Willow Learning", "Yarrow Bio", "Zephyr Mobility",
    "Åkerlund Design", "Café Central", "Łódka Software", "Örn Aviation",
)  # fmt: skip
CITIES = ("Berlin", "Amsterdam", "Lisbon", "Vienna", "Kraków", "Dublin", "Zürich", "Copenhagen")
ANYWHERE = "Remote, Europe"
ANYWHERE_SHARE = 0.5
JOB_TYPES = (
    (JobType.FULL_TIME, JobType.PART_TIME, JobType.CONTRACT, JobType.FREELANCE, JobType.OTHER),
    (78, 8, 9, 3, 2),
)
SOURCES = ("linkedin", "linkedin", "extension", "referral", "company site", "manual", "indeed")
TAGS = ("dream job", "referral", "relocation", "startup", "green", "follow up", "4-day week", "backup")
NOTES = (
    None, None, None, "Anna works there, ask her first.", "Salary is negotiable according to the recruiter.",
    "Take-home exercise, about four hours.", "Prepare: system design.", "They answer within two weeks.",
    "Good impression on the first call.",
)  # fmt: skip
REMOTE_SHARE = 0.4
# The mean number of days until a status is reached from the one before.
DAYS_TO = {
    JobStatus.APPLIED: 3.0,
    JobStatus.INTERVIEWING: 11.0,
    JobStatus.OFFER_RECEIVED: 16.0,
    JobStatus.REJECTED: 14.0,
    JobStatus.NOT_INTERESTED: 9.0,
}


def description(random: Random, company: str, title: str, role: Role) -> str:
    """A short posting."""
    tasks = ", ".join(random.sample(role.tasks, 2))
    skills = random.sample(role.skills, 4)
    return (
        f"{company} is looking for a {title}.\n\nYou will {tasks}.\n\n"
        f"You bring experience with {', '.join(skills[:-1])} and {skills[-1]}."
    )


def slug(text: str) -> str:
    """A part of an address, as job boards make them."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("+", "p").replace("ł", "l"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
