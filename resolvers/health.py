"""How the server is."""

from core import database
from core.errors import ServiceUnavailable

VERSION = "v1.0.0"


async def check() -> dict[str, str]:
    """Raises ServiceUnavailable when the database does not answer."""
    if not await database.is_alive():
        raise ServiceUnavailable("The database does not answer: try again shortly.")
    return {"status": "ok", "version": VERSION, "database": "ok"}
