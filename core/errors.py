"""Every failure a client may see, as exceptions that know their code and nothing of any wire."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: the field (dotted where nested) and what to do about it."""

    field: str
    message: str


class AppError(Exception):
    """A failure that is the client's to mend; its message says how."""

    code: ClassVar[str] = "INTERNAL_ERROR"
    message: str = "Something went wrong on our side. Try again; if it stays, report the request id."

    def __init__(self, message: str | None = None) -> None:
        self.message = message or self.message
        super().__init__(self.message)


class ValidationFailed(AppError):
    """The input breaks the contract; `faults` has one entry per broken rule."""

    code = "VALIDATION_ERROR"

    def __init__(self, faults: Sequence[Fault], message: str | None = None) -> None:
        self.faults = tuple(faults)
        named = "; ".join(f"{fault.field}: {fault.message}" for fault in self.faults[:5])
        super().__init__(message or f"The request is not valid. {named}".strip())

    @classmethod
    def of(cls, field: str, message: str) -> "ValidationFailed":
        return cls([Fault(field, message)])


class WeakPassword(AppError):
    code = "WEAK_PASSWORD"
    message = "This password is too easy to guess."


class Unauthorized(AppError):
    code = "UNAUTHORIZED"
    message = "Authentication is needed: log in and send the access token as 'Authorization: Bearer TOKEN'."


class InvalidCredentials(AppError):
    code = "INVALID_CREDENTIALS"
    message = "The login or the password is wrong: check both and log in again."


class TokenExpired(Unauthorized):
    code = "TOKEN_EXPIRED"
    message = "The access token has expired: refresh it or log in again."


class Forbidden(AppError):
    code = "FORBIDDEN"
    message = "This token may not do that."


class NotFound(AppError):
    code = "NOT_FOUND"
    message = "There is nothing here under that id."


class MethodNotAllowed(AppError):
    code = "METHOD_NOT_ALLOWED"

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        self.allowed = tuple(allowed)
        super().__init__(f"{method} is not possible here; use {', '.join(allowed)}.")


class NotAcceptable(AppError):
    code = "NOT_ACCEPTABLE"
    message = "Nothing in the Accept header can be sent from here."


class QuotaExceeded(AppError):
    """The month's captures are used up; `quota` is its row."""

    code = "QUOTA_EXCEEDED"

    def __init__(self, quota: dict[str, Any]) -> None:
        self.quota = quota
        super().__init__(
            f"The monthly quota of {quota['limit']} captures is used up: wait until it starts anew on "
            f"{quota['reset_date']}, or upgrade to a plan without one."
        )


class RateLimited(AppError):
    """Too many requests; `retry_after` in seconds, `budget` is what the headers say."""

    code = "RATE_LIMIT_EXCEEDED"

    def __init__(self, tier: str, retry_after: int, budget: Any) -> None:
        self.retry_after = retry_after
        self.budget = budget
        super().__init__(f"Too many {tier} requests: try again in {retry_after} seconds.")


class Conflict(AppError):
    code = "CONFLICT"


class ProfileIncomplete(Conflict):
    code = "PROFILE_INCOMPLETE"
    message = "There is no resume to compare the job with: add one to the profile first."


class EmailTaken(Conflict):
    code = "EMAIL_TAKEN"
    message = "An account with this e-mail address exists: log in, or sign up with another address."


class UsernameTaken(Conflict):
    code = "USERNAME_TAKEN"
    message = "This username is taken: choose another one."


class DuplicateJob(Conflict):
    """The posting is in the list already; `existing` is its row."""

    code = "DUPLICATE_JOB"
    message = "A job with this address already exists: update the existing job or use another address."

    def __init__(self, existing: dict[str, Any]) -> None:
        self.existing = existing
        super().__init__()


class VersionConflict(Conflict):
    """The job has changed since the version the client named; `current` is its row now."""

    code = "VERSION_CONFLICT"
    message = "The job was changed meanwhile: merge with the current version and send its number."

    def __init__(self, current: dict[str, Any]) -> None:
        self.current = current
        super().__init__()


class PayloadTooLarge(AppError):
    """`edges` is the beginning and the end of what was sent, by which a route may tell what it was."""

    code = "PAYLOAD_TOO_LARGE"

    def __init__(self, limit: int, edges: bytes = b"") -> None:
        self.edges = edges
        super().__init__(f"The request body is larger than {limit // 1024} KiB.")


class UnsupportedMediaType(AppError):
    code = "UNSUPPORTED_MEDIA_TYPE"
    message = "Send the body as JSON with 'Content-Type: application/json'."


class ServiceUnavailable(AppError):
    code = "SERVICE_UNAVAILABLE"
    message = "The service is not available at the moment: try again shortly."
