"""Failures in the two shapes that REST clients know."""

from enum import StrEnum
from typing import Any

from core import errors
from core.page import Row
from rest_compat.answer import Answer

STATUSES = {
    "VALIDATION_ERROR": 400,
    "WEAK_PASSWORD": 400,
    "UNAUTHORIZED": 401,
    "INVALID_CREDENTIALS": 401,
    "TOKEN_EXPIRED": 401,
    "FORBIDDEN": 403,
    "QUOTA_EXCEEDED": 403,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "CONFLICT": 409,
    "EMAIL_TAKEN": 409,
    "USERNAME_TAKEN": 409,
    "DUPLICATE_JOB": 409,
    "VERSION_CONFLICT": 409,
    "PROFILE_INCOMPLETE": 409,
    "PAYLOAD_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "RATE_LIMIT_EXCEEDED": 429,
    "INTERNAL_ERROR": 500,
    "SERVICE_UNAVAILABLE": 503,
}
HTTP_401, HTTP_429, HTTP_500 = 401, 429, 500


class Dialect(StrEnum):
    """Which of the two documented APIs a route speaks when it refuses."""

    A = "error objects"
    B = "error strings"


def failure(error: errors.AppError, request_id: str, dialect: Dialect) -> Answer:
    """The answer to a failure."""
    headers: dict[str, str] = {}
    if isinstance(error, errors.MethodNotAllowed):
        headers["Allow"] = ", ".join(error.allowed)
    if STATUSES[error.code] == HTTP_401:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, errors.RateLimited):
        headers["Retry-After"] = str(error.retry_after)
    body = _flat(error) if dialect is Dialect.B else {"error": error_object(error, request_id)}
    return Answer(body, STATUSES[error.code], headers)


def is_kept(status: int) -> bool:
    """Whether an answer is given again to the same Idempotency-Key."""
    return status < HTTP_500 and status not in (HTTP_401, HTTP_429)


def _flat(error: errors.AppError) -> dict[str, Any]:
    """A string that names every fault, with the ids of a duplicate beside it."""
    if isinstance(error, errors.ValidationFailed):
        return {"error": "; ".join(f"{fault.field}: {fault.message}" for fault in error.faults)}
    if isinstance(error, errors.DuplicateJob):
        return {"error": error.message, "jobId": error.existing["job_id"], "id": error.existing["id"]}
    return {"error": error.message}


def error_object(error: errors.AppError, request_id: str) -> dict[str, Any]:
    """The inside of `error` in most routes' refusals."""
    body: dict[str, Any] = {"code": error.code, "message": error.message}
    if isinstance(error, errors.ValidationFailed):
        body["details"] = [{"field": fault.field, "message": fault.message} for fault in error.faults]
    elif isinstance(error, errors.DuplicateJob):
        body["existing"] = _existing(error.existing)
    elif isinstance(error, errors.VersionConflict):
        body["current"] = error.current
    elif isinstance(error, errors.RateLimited):
        body["retry_after"] = error.retry_after
    return body | {"request_id": request_id}


def _existing(row: Row) -> Row:
    return {name: row[name] for name in ("id", "job_id", "status", "applied_at")}
