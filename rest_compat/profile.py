"""The user's profile."""

from core.actor import Scope
from resolvers import profiles
from resolvers.profiles import ProfileChange
from rest_compat import answer
from rest_compat.analytics_resources import Profile
from rest_compat.answer import Answer
from rest_compat.operation import Call, NoQuery, Operation
from rest_compat.resources import Data

_PATH = "/api/profile"


async def read(call: Call[None, NoQuery]) -> Answer:
    return answer.data(await profiles.read(call.actor))


async def update(call: Call[ProfileChange, NoQuery]) -> Answer:
    return answer.data(await profiles.update(call.actor, call.body))


async def replace(call: Call[ProfileChange, NoQuery]) -> Answer:
    return answer.data(await profiles.replace(call.actor, call.body))


OPERATIONS = [
    Operation("GET", _PATH, read, "What the user said of themselves", Data[Profile]),
    Operation("PATCH", _PATH, update, "Changes the profile: only what is sent", Data[Profile], body=ProfileChange,
              scopes=(Scope.WRITE,)),
    Operation("PUT", _PATH, replace, "Replaces the profile: what is left out gets its default", Data[Profile],
              body=ProfileChange, scopes=(Scope.WRITE,)),
]  # fmt: skip
