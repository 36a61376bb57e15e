"""What schemathesis has to be told about our requests."""

from typing import Any

import schemathesis

IDEMPOTENCY_KEY = "Idempotency-Key"


def before_call(_context: Any, case: Any, _arguments: dict[str, Any]) -> None:
    """Drops the key where a made thing is followed up: used twice it rightly answers with one that is gone by now."""
    if case.meta is not None and case.meta.phase.name.value == "stateful" and case.headers:
        case.headers.pop(IDEMPOTENCY_KEY, None)


schemathesis.hook(before_call)
