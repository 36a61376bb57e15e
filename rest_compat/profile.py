"""The user's profile and resumes."""

from typing import Annotated

from core.actor import Scope
from core.inputs import Input, NotNull, optional
from resolvers import profiles, resumes
from resolvers.profiles import ProfileChange
from resolvers.resumes import ResumeChange, ResumeDraft, Title
from rest_compat import answer
from rest_compat.answer import Answer
from rest_compat.job_bodies import PageQuery
from rest_compat.operation import Call, NoQuery, Operation, Upload
from rest_compat.profile_resources import Profile, Resume
from rest_compat.resources import Data, Listed

# Told apart by their content; a browser or a script may not know what it sends.
_FILES = frozenset(
    {
        "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "text/plain",
        "application/octet-stream",
    }
)  # fmt: skip
_PATH = "/api/profile"
_RESUMES = "/api/profile/resumes"


class FileQuery(Input):
    """How a file is kept; what is typed says so itself."""

    name: Annotated[Title | None, NotNull] = optional("What to call a resume that is sent as a file.")
    is_default: Annotated[bool | None, NotNull] = optional("Whether scoring reads a resume that is sent as a file.")


async def read(call: Call[None, NoQuery]) -> Answer:
    return answer.data(await profiles.read(call.actor))


async def update(call: Call[ProfileChange, NoQuery]) -> Answer:
    return answer.data(await profiles.update(call.actor, call.body))


async def replace(call: Call[ProfileChange, NoQuery]) -> Answer:
    return answer.data(await profiles.replace(call.actor, call.body))


async def list_resumes(call: Call[None, PageQuery]) -> Answer:
    return answer.page(call.request, call.query.of(await resumes.everything(call.actor)))


async def add_resume(call: Call[ResumeDraft | Upload, FileQuery]) -> Answer:
    if isinstance(call.body, Upload):
        query = call.query
        row = await resumes.add_file(call.actor, call.body.content, name=query.name, is_default=bool(query.is_default))
    else:
        row = await resumes.add(call.actor, call.body)
    return answer.data(row, 201)


async def update_resume(call: Call[ResumeChange, NoQuery]) -> Answer:
    return answer.data(await resumes.update(call.actor, call.path_id(), call.body))


async def delete_resume(call: Call[None, NoQuery]) -> Answer:
    return answer.data(await resumes.delete(call.actor, call.path_id()))


OPERATIONS = [
    Operation("GET", _PATH, read, "What the user said of themselves", Data[Profile]),
    Operation("PATCH", _PATH, update, "Changes the profile: only what is sent", Data[Profile], body=ProfileChange,
              scopes=(Scope.WRITE,), errors=("CONFLICT",)),
    Operation("PUT", _PATH, replace, "Replaces the profile: what is left out gets its default", Data[Profile],
              body=ProfileChange, scopes=(Scope.WRITE,), errors=("CONFLICT",)),
    Operation("GET", _RESUMES, list_resumes, "The resumes, oldest first", Listed[Resume], query=PageQuery,
              is_tagged=True, is_paged=True),
    Operation("POST", _RESUMES, add_resume, "Keeps a resume, typed or as a file", Data[Resume], body=ResumeDraft,
              files=_FILES, query=FileQuery, scopes=(Scope.WRITE,), creates=True, status=201, errors=("CONFLICT",)),
    Operation("PATCH", f"{_RESUMES}/{{id}}", update_resume, "Changes a resume: only what is sent", Data[Resume],
              body=ResumeChange, scopes=(Scope.WRITE,), errors=("CONFLICT",)),
    Operation("DELETE", f"{_RESUMES}/{{id}}", delete_resume, "Deletes a resume", Data[Resume],
              scopes=(Scope.WRITE,)),
]  # fmt: skip
