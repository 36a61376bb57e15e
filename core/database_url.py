"""A PostgreSQL URL taken apart for the driver."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_NUMBERS = {"statement_cache_size", "max_cached_statement_lifetime", "max_cacheable_statement_size"}
_TEXTS = {"host", "sslmode", "target_session_attrs", "application_name"}


def credentials(url: str) -> dict[str, Any]:
    """What asyncpg's connect is told. Raises ValueError that says what is wrong, without a password in it."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise ValueError("must start with postgres://")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("must read like postgres://user:password@host:5432/name") from None
    return {
        "host": host,
        "port": port or 5432,
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password or ""),
        "database": unquote(parts.path.lstrip("/")) or "postgres",
        **_options(parts.query),
    }


def _options(query: str) -> dict[str, Any]:
    options: dict[str, Any] = dict(parse_qsl(query))
    for name in options:
        if name not in _NUMBERS | _TEXTS:
            raise ValueError(f"has an unknown option {name}; known are {', '.join(sorted(_NUMBERS | _TEXTS))}")
    for name in _NUMBERS & options.keys():
        if not options[name].isdecimal():
            raise ValueError(f"has an option {name} that must be a number")
        options[name] = int(options[name])
    if "sslmode" in options:
        options["ssl"] = options.pop("sslmode")
    return options
