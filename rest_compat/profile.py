"""The user's profile and resumes."""

from core.actor import Scope
from core.page import Page
from resolvers import profiles, resumes
from resolvers.profiles import ProfileChange
from resolvers.resumes import ResumeChange, ResumeDraft
from rest_compat import answer
from rest_compat.answer import Answer
from rest_compat.job_bodies import PageQuery
from rest_compat.operation import Call, NoQuery, Operation
from rest_compat.profile_resources import Profile, Resume
from rest_compat.resources import Data, Listed

_PATH = "/api/profile"
_RESUMES = "/api/profile/resumes"


async def read(call: Call[None, NoQuery]) -> Answer:
    return answer.data(await profiles.read(call.actor))


async def update(call: Call[ProfileChange, NoQuery]) -> Answer:
    return answer.data(await profiles.update(call.actor, call.body))


async def replace(call: Call[ProfileChange, NoQuery]) -> Answer:
    return answer.data(await profiles.replace(call.actor, call.body))


async def list_resumes(call: Call[None, PageQuery]) -> Answer:
    rows, query = await resumes.everything(call.actor), call.query
    start = (query.page - 1) * query.limit
    return answer.page(call.request, Page(rows[start : start + query.limit], len(rows), query.page, query.limit))


async def add_resume(call: Call[ResumeDraft, NoQuery]) -> Answer:
    return answer.data(await resumes.add(call.actor, call.body), 201)


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
    Operation("POST", _RESUMES, add_resume, "Keeps a resume", Data[Resume], body=ResumeDraft, scopes=(Scope.WRITE,),
              creates=True, status=201, errors=("CONFLICT",)),
    Operation("PATCH", f"{_RESUMES}/{{id}}", update_resume, "Changes a resume: only what is sent", Data[Resume],
              body=ResumeChange, scopes=(Scope.WRITE,), errors=("CONFLICT",)),
    Operation("DELETE", f"{_RESUMES}/{{id}}", delete_resume, "Deletes a resume", Data[Resume],
              scopes=(Scope.WRITE,)),
]  # fmt: skip
