"""Expected failures as members of result unions, all others as errors with a code."""

import re
from typing import Any

import strawberry
import structlog
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.pydantic import InputValidationError
from strawberry.utils.str_converters import to_camel_case

from core import database, errors
from core.inputs import message_of
from schema.job_types import Job, Quota

log = structlog.get_logger()
_FOUND = re.compile(r"[,.?]? found: .*$", re.IGNORECASE | re.DOTALL)


@strawberry.interface(description="An expected failure of a mutation.")
class Error:
    """What every failure has."""

    code: str = strawberry.field(description="The failure's code, the same word as on REST.")
    message: str = strawberry.field(description="What is wrong and what to do about it.")


@strawberry.type(description="One thing wrong with an input.")
class FieldError:
    """A fault in GraphQL's spelling."""

    field: str = strawberry.field(description="The input field, dotted where nested.")
    message: str = strawberry.field(description="What is wrong with it.")


@strawberry.type(description="The input breaks a rule; nothing was changed.")
class ValidationError(Error):
    """One entry per broken rule."""

    fields: list[FieldError] = strawberry.field(description="Every fault that was found.")


@strawberry.type(description="There is nothing under that id, or it belongs to somebody else.")
class NotFound(Error):
    """Deleted counts as not found."""


@strawberry.type(description="The posting's address is in the list already.")
class DuplicateJob(Error):
    """Carries the job that has the address."""

    existing: Job = strawberry.field(description="The job that has this address.")


@strawberry.type(description="The job is not at the version that was expected.")
class VersionConflict(Error):
    """Carries what the job is now."""

    current: Job = strawberry.field(description="The job as it is now.")


@strawberry.type(description="The month's captures are used up.")
class QuotaExceeded(Error):
    """Carries the quota."""

    quota: Quota = strawberry.field(description="The quota, with the day on which it starts anew.")


@strawberry.type(description="The state of things does not allow the change at the moment.")
class Conflict(Error):
    """Trying again may help."""


@strawberry.type(description="There is no resume to compare a job with.")
class ProfileIncomplete(Error):
    """Adding one helps."""


@strawberry.type(description="The login or the password is wrong.")
class InvalidCredentials(Error):
    """Which of the two is not said."""


@strawberry.type(description="An account with this e-mail address exists.")
class EmailTaken(Error):
    """E-mail addresses are unique ignoring case."""


@strawberry.type(description="The username belongs to another account.")
class UsernameTaken(Error):
    """Usernames are unique ignoring case."""


@strawberry.type(description="The password is too easy to guess.")
class WeakPassword(Error):
    """The message gives the reason."""


_MEMBERS: dict[type[errors.AppError], type[Error]] = {
    errors.ValidationFailed: ValidationError,
    errors.NotFound: NotFound,
    errors.DuplicateJob: DuplicateJob,
    errors.VersionConflict: VersionConflict,
    errors.QuotaExceeded: QuotaExceeded,
    errors.Conflict: Conflict,
    errors.ProfileIncomplete: ProfileIncomplete,
    errors.InvalidCredentials: InvalidCredentials,
    errors.EmailTaken: EmailTaken,
    errors.UsernameTaken: UsernameTaken,
    errors.WeakPassword: WeakPassword,
}


def as_member(failure: errors.AppError) -> Error:
    """The failure as a type of the schema, for unions and for fields of type Error."""
    extra: dict[str, Any] = {}
    if isinstance(failure, errors.ValidationFailed):
        failure = _spelled(failure)
        extra["fields"] = [FieldError(field=one.field, message=one.message) for one in failure.faults]
    elif isinstance(failure, errors.DuplicateJob):
        extra["existing"] = failure.existing
    elif isinstance(failure, errors.VersionConflict):
        extra["current"] = failure.current
    elif isinstance(failure, errors.QuotaExceeded):
        extra["quota"] = failure.quota
    return _MEMBERS[type(failure)](code=failure.code, message=failure.message, **extra)


class _Expected(strawberry.ExceptionHandler):  # type: ignore[type-arg]
    """Turns one kind of failure into its union member, where the field's union has that member."""

    def __init__(self, exception_type: type[Exception], error_type: type[Error]) -> None:
        self.exception_type = exception_type
        self.error_type = error_type

    def handle(self, exception: Exception, *, field: Any, info: Any) -> Error:  # noqa: ARG002 the protocol's
        return as_member(_as_app_error(exception))


HANDLERS = [
    _Expected(InputValidationError, ValidationError),
    *(_Expected(failure, member) for failure, member in _MEMBERS.items()),
]


def camel(path: str) -> str:
    """A dotted field path in GraphQL's spelling."""
    return ".".join(to_camel_case(part) for part in path.split("."))


def _spelled(failure: errors.ValidationFailed) -> errors.ValidationFailed:
    """The same with GraphQL's names, in the message too."""
    return errors.ValidationFailed([errors.Fault(camel(one.field), one.message) for one in failure.faults])


def _as_app_error(error: Exception) -> errors.AppError:
    """The failure in our family; an input that pydantic refused names its fields below the argument."""
    if isinstance(error, InputValidationError):
        faults = [
            errors.Fault(".".join(one.location).removeprefix("input."), message_of(one.type, one.message))
            for one in error.errors
        ]
        return errors.ValidationFailed(faults)
    if isinstance(error, errors.AppError):
        return error
    raise error


def formatted(error: GraphQLError, request_id: str, *, phase: str) -> dict[str, Any]:
    """An entry of `errors`; `phase` is the code for a fault of the request itself.

    What is not the client's fault is logged once and answered without a word about its cause.
    """
    failure, code, extra = _classified(error, phase)
    entry = GraphQLError(failure, nodes=error.nodes, source=error.source, positions=error.positions, path=error.path)
    extensions = {"code": code, "requestId": request_id, **extra}
    return {**entry.formatted, "extensions": extensions}


def _without_values(message: str) -> str:
    """graphql-core quotes whole inputs in its messages; one may hold a password."""
    return _FOUND.sub(".", message)


def _classified(error: GraphQLError, phase: str) -> tuple[str, str, dict[str, Any]]:
    cause = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    if isinstance(cause, (errors.ValidationFailed, InputValidationError)):
        failure = _as_app_error(cause)
        assert isinstance(failure, errors.ValidationFailed)
        failure = _spelled(failure)
        fields = [{"field": one.field, "message": one.message} for one in failure.faults]
        return failure.message, "BAD_USER_INPUT", {"fields": fields}
    if isinstance(cause, errors.AppError):
        extra = {"retryAfter": cause.retry_after} if isinstance(cause, errors.RateLimited) else {}
        return cause.message, cause.code, extra
    if isinstance(error, GraphQLSyntaxError):
        return error.message, "GRAPHQL_PARSE_FAILED", {}
    if cause is None or isinstance(cause, GraphQLError):
        return _without_values(error.message), phase, {}
    if database.is_away(cause):
        return errors.ServiceUnavailable.message, errors.ServiceUnavailable.code, {}
    log.error("graphql.failed", path=error.path, exc_info=cause)
    return errors.AppError.message, errors.AppError.code, {}
