"""What operators watch, in Prometheus' format; each server process counts for itself."""

from functools import cache

from prometheus_client import Counter, Gauge, generate_latest

# Whatever else a client calls its method is counted as one, or it could make us keep as many series as it likes.
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

requests = Counter("pipeline_requests", "Answers by method and status.", ["method", "status"])
rate_limit_degraded = Gauge(
    "pipeline_rate_limit_degraded", "1 while limits that should be shared through Redis are counted per process."
)


def count_request(method: str, status: int) -> None:
    _series(method if method in _METHODS else "other", status).inc()


@cache
def _series(method: str, status: int) -> Counter:
    """Kept, as looking it up under the registry's lock takes longer than counting."""
    return requests.labels(method, status)


def text() -> bytes:
    """Everything, as a scrape wants it."""
    return generate_latest()
