"""Jobs as REST clients spell them: aliases of fields and statuses, and lists as query parameters."""

from itertools import combinations
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field

from core.inputs import MAX_INT, Input, Line, NotNull, Url, optional
from core.page import Page, Row
from models.job import JobStatus
from resolvers.job_changes import DEFAULT_CHANGES, MAX_CHANGES
from resolvers.job_inputs import JobChange, JobDraft, JobFields, Status
from resolvers.job_listing import Direction, JobFilter, JobQuery, Search, SortField

# Accepted where a status is sent, never answered.
_STATUS_ALIASES = {"saved": "interested", "interview": "interviewing", "offer": "offer_received"}
_URL_ALIASES = ("job_url", "url")


def _unalias(value: object) -> object:
    return _STATUS_ALIASES.get(value, value) if isinstance(value, str) else value


def _split(value: object) -> object:
    return [_unalias(part.strip()) for part in value.split(",")] if isinstance(value, str) else value


def _show_status(schema: dict[str, Any]) -> None:
    """The reference shows what is taken, which is more than what is answered."""
    shown = schema.get("items", schema)
    shown.pop("$ref", None)
    shown |= {"type": "string", "enum": [*JobStatus, *_STATUS_ALIASES]}


def _show_addresses(schema: dict[str, Any]) -> None:
    for alias in _URL_ALIASES:
        schema["properties"][alias] = {
            **schema["properties"]["source_url"], "title": alias, "description": "Another name of source_url.",
        }  # fmt: skip
    pairs = combinations(("source_url", *_URL_ALIASES), 2)
    schema["not"] = {"anyOf": [{"required": list(pair)} for pair in pairs]}


def _boolean(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


class _Spellings(JobFields):
    model_config = ConfigDict(json_schema_extra=_show_addresses)

    source_url: Url | None = optional(
        "Where the posting was found, http or https; one live job per address, tracking parameters aside.",
        validation_alias=AliasChoices("source_url", *_URL_ALIASES),
    )
    status: Annotated[Status | None, NotNull, BeforeValidator(_unalias)] = optional(
        "How far the application has come.", json_schema_extra=_show_status
    )


class JobDraftBody(_Spellings, JobDraft):
    """A job to save, or to put in the place of another."""


class JobChangeBody(_Spellings, JobChange):
    """A change of a job: what is left out stays as it is, null clears."""


class PageQuery(Input):
    """Which page of a list."""

    page: Annotated[int, Field(ge=1, le=MAX_INT)] = Field(1, description="Counts from 1.")
    limit: Annotated[int, Field(ge=1, le=500)] = Field(100, description="How many to a page, 1 to 500.")

    def of(self, rows: list[Row]) -> Page:
        """The page of a list that is there whole, as lists that are always short are."""
        start = (self.page - 1) * self.limit
        return Page(rows[start : start + self.limit], len(rows), self.page, self.limit)


class ChangesQuery(Input):
    """Which changes."""

    since: Annotated[Line | None, NotNull] = optional("The token of the last answer; all jobs if left out.")
    limit: Annotated[int, Field(ge=1, le=MAX_CHANGES)] = Field(DEFAULT_CHANGES, description="How many at most.")


class JobListQuery(JobFilter, PageQuery):
    """Which jobs, in which order, and which page of them."""

    status: Annotated[list[Status] | None, NotNull, BeforeValidator(_split)] = optional(
        "Any of these statuses, separated by commas.", json_schema_extra=_show_status
    )
    is_remote: Annotated[bool | None, NotNull, BeforeValidator(_boolean)] = optional("true or false.")
    search: Search = optional("Words that must all occur, each as a prefix, ignoring case and accents.")
    sort: Annotated[SortField, Field(strict=False)] = Field(SortField.CREATED_AT, description="What to order by.")
    order: Annotated[Direction, Field(strict=False)] = Field(Direction.DESC, description="Which end comes first.")

    def jobs(self) -> JobQuery:
        return JobQuery(self, self.search, self.sort, self.order)
