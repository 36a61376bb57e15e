"""What the background wire knows to do: the resolvers behind each name in the queue, and what comes round by itself."""

from uuid import UUID

from models.run import RunKind
from resolvers import running, upkeep
from resolvers.collaborators import Collaborators
from resolvers.running import Work
from tasks.execution import Handler, Task


def tasks(shared: Collaborators) -> list[Task]:
    """One task per kind of run, and the upkeep."""
    return [
        Task("purge", _without_subject(upkeep.purge), seconds=600),
    ]


# What comes round by itself, with when in cron's notation and UTC.
SCHEDULES = {"purge": "7 * * * *"}
