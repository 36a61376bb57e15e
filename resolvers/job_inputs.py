"""What clients send about jobs: one declaration for GraphQL, REST and both references."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from core.currencies import CURRENCIES
from core.inputs import MAX_INT, Document, Input, Line, Moment, Name, NotNull, Nul, Remark, Url, optional
from models.job import EDITABLE, STAMPS, JobStatus, JobType, SalaryPeriod


def _currency(value: str) -> str:
    if value.upper() not in CURRENCIES:
        raise ValueError("must be an ISO 4217 currency code such as EUR")
    return value.upper()


Status = Annotated[JobStatus, Field(strict=False)]
Type = Annotated[JobType, Field(strict=False)]
Period = Annotated[SalaryPeriod, Field(strict=False)]
Amount = Annotated[int, Field(ge=0, le=MAX_INT)]
Currency = Annotated[str, AfterValidator(_currency)]
Source = Annotated[str, StringConstraints(min_length=1, max_length=50), Nul]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50), Nul]


class JobFields(Input):
    """Every field of a job that a client may set and may leave out."""

    job_description: Document | None = optional("The posting's text, up to 50,000 characters.")
    source_url: Url | None = optional(
        "Where the posting was found, http or https; one live job per address, tracking parameters aside."
    )
    application_url: Url | None = optional("Where to apply, http or https.")
    source: Annotated[Source | None, NotNull] = optional("Where the job came from, e.g. linkedin or manual.")
    status: Annotated[Status | None, NotNull] = optional("How far the application has come.")
    job_type: Annotated[Type | None, NotNull] = optional("The kind of employment; remote also sets isRemote.")
    location: Line | None = optional("Where the work is done.")
    is_remote: Annotated[bool | None, NotNull] = optional("Whether the work can be done from anywhere.")
    salary_min: Amount | None = optional("The least that is offered, in major units of the currency.")
    salary_max: Amount | None = optional("The most that is offered, in major units of the currency.")
    salary_currency: Currency | None = optional("ISO 4217 code, e.g. EUR.")
    salary_period: Period | None = optional("What the salary is paid for.")
    notes: Remark | None = optional("The user's own notes, up to 10,000 characters.")
    tags: list[Tag] | None = optional("Up to 20 tags; those that differ only in case are one.", max_length=20)
    occurred_at: Annotated[Moment | None, NotNull] = optional(
        "When the status was reached, not in the future; goes with a change of status."
    )

    def columns(self) -> dict[str, Any]:
        """What was sent for the job itself, nulls included."""
        return {name: value for name, value in self.given().items() if name in EDITABLE}


class JobDraft(JobFields):
    """A job to save."""

    company_name: Name = Field(description="The employer, 1 to 255 characters.")
    job_title: Name = Field(description="The position, 1 to 255 characters.")


class JobChange(JobFields):
    """A change of a job: what is left out stays as it is, null clears."""

    company_name: Annotated[Name | None, NotNull] = optional("The employer, 1 to 255 characters.")
    job_title: Annotated[Name | None, NotNull] = optional("The position, 1 to 255 characters.")
    applied_at: Annotated[Moment | None, NotNull] = optional("Corrects when the job was first applied for.")
    interviewing_at: Annotated[Moment | None, NotNull] = optional("Corrects when interviews first began.")
    offer_at: Annotated[Moment | None, NotNull] = optional("Corrects when an offer was first received.")
    rejected_at: Annotated[Moment | None, NotNull] = optional("Corrects when the job was first rejected.")

    def corrections(self) -> dict[JobStatus, Any]:
        """The times that were sent, by the status whose first event they correct."""
        given = self.given()
        return {status: given[column] for status, column in STAMPS.items() if column in given}
