"""The evaluation set as it is read: what README.md beside the files describes, and nothing else."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from models.job import JobType, SalaryPeriod

FOLDER = Path(__file__).parent / "evaluation"
FAMILIES = (
    "software", "data", "design", "product", "marketing", "sales",
    "finance", "operations", "health", "education", "trades", "law",
)  # fmt: skip


class _Exact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Preferences(_Exact):
    """`locations` is empty where any place will do."""

    locations: list[str]
    remote: Literal["any", "only", "preferred", "no"]
    job_types: list[JobType]
    minimum_salary: int | None
    salary_currency: str | None
    salary_period: SalaryPeriod | None
    avoid_words: list[str]


class EvaluationProfile(_Exact):
    id: str
    split: Literal["tuning", "held_out"]
    headline: str
    years_experience: int | None
    skills: list[str]
    resume_text: str
    preferences: Preferences


class EvaluationJob(_Exact):
    """`job_description` is Markdown."""

    id: str
    job_title: str
    company_name: str
    job_description: str
    location: str
    is_remote: bool
    job_type: JobType
    salary_min: int | None
    salary_max: int | None
    salary_currency: str | None
    salary_period: SalaryPeriod | None


class Family(_Exact):
    """`grades` by the profile's id, then the job's."""

    family: str
    profiles: list[EvaluationProfile]
    jobs: list[EvaluationJob]
    grades: dict[str, dict[str, Literal[0, 1, 2, 3]]]


@cache
def read(family: str) -> Family:
    return Family.model_validate_json((FOLDER / f"{family}.json").read_text(encoding="utf-8"))
