"""Examples for the reference."""

from typing import Any

from core import errors
from rest_compat.errors import Dialect, failure

_ID = "0b9d2f6e-4d0c-4a1f-9a55-4d5a3f1f7c11"
_TIME = "2026-03-01T10:30:00Z"
_REQUEST = "5f0c1d2e3a4b4c5d8e9f0a1b2c3d4e5f"
_POSTING = "https://jobs.example.com/northwind/backend-engineer"
_USER = {
    "id": _ID, "email": "ada@example.com", "username": "ada", "email_confirmed": False, "plan": "free",
    "created_at": _TIME,
}  # fmt: skip
_DRAFT = {
    "company_name": "Northwind", "job_title": "Backend Engineer", "source_url": _POSTING, "status": "applied",
    "location": "Lisbon", "job_type": "full_time", "salary_min": 60000, "salary_max": 75000,
    "salary_currency": "EUR", "salary_period": "year", "tags": ["dream job"], "occurred_at": "2026-03-01T10:30:00Z",
}  # fmt: skip
_JOB = {
    "id": _ID, "job_id": 42, "company_name": "Northwind", "job_title": "Backend Engineer", "job_description": None,
    "source_url": _POSTING, "application_url": None, "source": "manual", "status": "applied",
    "job_type": "full_time", "location": "Lisbon", "is_remote": False, "salary_min": 60000, "salary_max": 75000,
    "salary_currency": "EUR", "salary_period": "year", "notes": None, "tags": ["dream job"], "ai_match_score": None,
    "ai_reasoning": None, "ai_parsed_data": None, "applied_at": _TIME, "interviewing_at": None, "offer_at": None,
    "rejected_at": None, "version": 1, "created_at": _TIME, "updated_at": _TIME, "deleted_at": None,
}  # fmt: skip
_INSIGHT = {
    "id": _ID, "type": "recommendation", "title": "Follow up on 1 application",
    "content": "- Follow up on 1 application without an answer for 10 days or more: "
               "Backend Engineer at Northwind (12 days).",
    "metadata": {
        "n": 14, "confidence": "medium", "period": {"from": None, "to": "2026-03-02"},
        "follow_up_after": {"days": 10, "n": 4, "is_learnt": False},
        "follow_ups": {
            "total": 1,
            "jobs": [{"id": _ID, "company_name": "Northwind", "job_title": "Backend Engineer", "days": 12}],
        },
        "goal": None, "untouched": {"total": 0, "jobs": [], "after_days": 14}, "best_fits": [],
        "ghosted": {"total": 0, "after_days": 30},
    },
    "created_at": _TIME,
}  # fmt: skip

# By the name of the schema.
EXAMPLES: dict[str, Any] = {
    "SignUp": {"email": "ada@example.com", "password": "plum-Orbit-lantern-42", "username": "ada"},
    "LogIn": {"email": "ada@example.com", "password": "plum-Orbit-lantern-42"},
    "FlatLogIn": {"username": "ada", "password": "plum-Orbit-lantern-42"},
    "FlatRefreshRequest": {"refresh_token": "prt_Hn0..."},
    "ApiTokenDraft": {"name": "my script", "scopes": ["read", "write"]},
    "JobDraftBody": _DRAFT,
    "JobChangeBody": {"status": "interview", "notes": "Anna called."},
    "EventChange": {"occurred_at": "2026-02-27T09:00:00Z", "note": "sent by post"},
    "ProfileChange": {
        "headline": "Backend engineer", "skills": ["Python", "PostgreSQL"], "years_experience": 6,
        "preferences": {"locations": ["Lisbon"], "remote": "preferred", "minimum_salary": 60000,
                        "salary_currency": "EUR", "salary_period": "year"},
        "timezone": "Europe/Lisbon", "week_start": "monday", "weekly_goal": 5,
    },
    "ResumeDraft": {"name": "Backend", "text": "Six years of Python and PostgreSQL ...", "is_default": True},
    "ResumeChange": {"is_default": True},
    "ScoreRequest": {"job_id": _ID},
    "CaptureBody": {
        "title": "Backend Engineer", "company": "Northwind", "location": "Lisbon", "description": "We look for ...",
        "sourceUrl": _POSTING, "jobType": "full_time",
    },
    "BulkBody": {
        "operations": [
            {"op": "create", "data": {"company_name": "Brightwater", "job_title": "Designer"}},
            {"op": "delete", "id": _ID, "version": 1},
        ]
    },
    "ScrapeRequest": {"url": _POSTING, "save": True},
    "BoardRequest": {"url": "https://boards.greenhouse.io/northwind"},
    "DigestRequest": {"period": "weekly"},
    "Insight": _INSIGHT,
    "Merge": {"duplicate_id": "7f3c1a52-9f6e-4a0e-8c1d-2b9a4d5e6f70"},
    "Job": _JOB,
    "User": _USER,
    "Quota": {"used": 12, "limit": 50, "remaining": 38, "reset_date": "2026-04-01"},
    "Captured": {"message": "Job created successfully", "jobId": 42, "id": _ID},
}  # fmt: skip

_FAILURES: dict[str, errors.AppError] = {
    "VALIDATION_ERROR": errors.ValidationFailed.of("job_title", "is required"),
    "CONFLICT": errors.Conflict("A request with this Idempotency-Key is being carried out: try again in a moment."),
    "DUPLICATE_JOB": errors.DuplicateJob(_JOB),
    "VERSION_CONFLICT": errors.VersionConflict(_JOB),
    "QUOTA_EXCEEDED": errors.QuotaExceeded({"limit": 50, "reset_date": "2026-04-01"}),
    "RATE_LIMIT_EXCEEDED": errors.RateLimited("standard", 12, None),
    "PAYLOAD_TOO_LARGE": errors.PayloadTooLarge(1024 * 1024),
    "INTERNAL_ERROR": errors.AppError(),
}


def refusal(code: str, dialect: Dialect) -> Any:
    """A failure as it is printed."""
    classes = {cls.code: cls for cls in _subclasses(errors.AppError)}
    error = _FAILURES.get(code) or classes[code]()
    return failure(error, _REQUEST, dialect).body


def _subclasses(cls: type[errors.AppError]) -> list[type[errors.AppError]]:
    return [found for child in cls.__subclasses__() for found in (child, *_subclasses(child))]
