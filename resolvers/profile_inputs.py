"""What a user may say about themselves as a candidate: one declaration for both wires."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from core.inputs import Input, Line, NotNull, Nul, optional
from core.page import Row
from resolvers.job_inputs import Amount, Currency, Period, Type


class RemoteWish(StrEnum):
    """What a user thinks of remote work."""

    ANY = "any"
    ONLY = "only"
    PREFERRED = "preferred"
    NO = "no"


Headline = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255), Nul]
Skill = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), Nul]
Skills = Annotated[list[Skill], Field(max_length=200)]
Place = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), Nul]


class Preferences(Input):
    """What somebody wants of a job; what is left out does not matter to them."""

    locations: Annotated[Annotated[list[Place], Field(max_length=20)] | None, NotNull] = optional(
        "Where the work may be: up to 20 cities or countries."
    )
    remote: Annotated[Annotated[RemoteWish, Field(strict=False)] | None, NotNull] = optional(
        "What remote work is worth: any unless sent."
    )
    job_types: Annotated[list[Type] | None, NotNull] = optional("The kinds of employment that will do.", max_length=7)
    minimum_salary: Amount | None = optional("The least that will do, in major units of the currency.")
    salary_currency: Currency | None = optional("ISO 4217 code of that salary.")
    salary_period: Period | None = optional("What that salary is paid for.")
    avoid_words: Annotated[Annotated[list[Line], Field(max_length=50)] | None, NotNull] = optional(
        "Words that a posting had better not have: up to 50."
    )

    def stored(self) -> dict[str, Any]:
        """What was sent, as JSON has it."""
        sent: dict[str, Any] = self.model_dump(mode="json", include=set(self.model_fields_set))
        return sent

    @staticmethod
    def printed(stored: dict[str, Any]) -> Row:
        """What was stored, with every field that there is."""
        empty: Row = {
            "locations": [], "remote": "any", "job_types": [], "minimum_salary": None, "salary_currency": None,
            "salary_period": None, "avoid_words": [],
        }  # fmt: skip
        return empty | stored
