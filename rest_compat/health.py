"""How the server is, for people and for load balancers."""

from resolvers import health
from rest_compat.answer import Answer, data
from rest_compat.errors import Dialect
from rest_compat.operation import Call, IgnoredQuery, NoQuery, Operation
from rest_compat.resources import Data, FlatHealth, Health


async def check(_call: Call[None, NoQuery]) -> Answer:
    return data(await health.check())


async def check_flat(_call: Call[None, NoQuery]) -> Answer:
    await health.check()
    return Answer({"status": "ok"})


OPERATIONS = [
    Operation(
        "GET", "/api/health", check, "How the server is", Data[Health], is_public=True, scopes=(),
        errors=("SERVICE_UNAVAILABLE",),
    ),
    Operation(
        "GET", "/health", check_flat, "How the server is, in the extension's shape", FlatHealth, dialect=Dialect.B,
        query=IgnoredQuery, is_public=True, scopes=(), errors=("SERVICE_UNAVAILABLE",),
    ),
]  # fmt: skip
