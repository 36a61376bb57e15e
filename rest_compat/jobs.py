"""Jobs and their history."""

from core.actor import Scope
from core.page import Row
from resolvers import job_changes, job_events, job_listing, job_reads, jobs
from resolvers.job_events import EventChange
from resolvers.job_json import EVERYTHING
from rest_compat import answer
from rest_compat.answer import Answer
from rest_compat.job_bodies import ChangesQuery, JobChangeBody, JobDraftBody, JobListQuery, PageQuery
from rest_compat.operation import Call, NoQuery, Operation
from rest_compat.resources import Data, Job, JobChanges, JobEvent, Listed


async def page(call: Call[None, JobListQuery]) -> Answer:
    query = call.query
    return answer.page(call.request, await job_listing.page(call.actor, query.jobs(), query.page, query.limit))


async def changes(call: Call[None, ChangesQuery]) -> Answer:
    found = await job_changes.since(call.actor, call.query.since, call.query.limit, read=EVERYTHING)
    return Answer({"data": found.rows, "token": found.token, "has_more": found.has_more})


async def create(call: Call[JobDraftBody, NoQuery]) -> Answer:
    row = await jobs.create(call.actor, call.body)
    return answer.job(row, row["version"], 201, Location=f"/api/jobs/{row['id']}")


async def get(call: Call[None, NoQuery]) -> Answer:
    return answer.job(*await job_reads.get_printed(call.actor, call.path_id()))


async def update(call: Call[JobChangeBody, NoQuery]) -> Answer:
    return _changed(await jobs.update(call.actor, call.path_id(), call.body, version=call.if_match()))


async def replace(call: Call[JobDraftBody, NoQuery]) -> Answer:
    return _changed(await jobs.replace(call.actor, call.path_id(), call.body, version=call.if_match()))


async def delete(call: Call[None, NoQuery]) -> Answer:
    return _changed(await jobs.delete(call.actor, call.path_id(), version=call.if_match()))


async def restore(call: Call[None, NoQuery]) -> Answer:
    return _changed(await jobs.restore(call.actor, call.path_id(), version=call.if_match()))


async def events(call: Call[None, PageQuery]) -> Answer:
    query = call.query
    return answer.page(call.request, await job_events.page(call.actor, call.path_id(), query.page, query.limit))


async def correct_event(call: Call[EventChange, NoQuery]) -> Answer:
    return answer.data(await job_events.correct(call.actor, call.path_id(), call.path_id("event_id"), call.body))


def _changed(row: Row) -> Answer:
    return answer.job(row, row["version"])


_CHANGE_ERRORS = ("DUPLICATE_JOB", "VERSION_CONFLICT", "CONFLICT")
OPERATIONS = [
    Operation("GET", "/api/jobs", page, "Lists jobs", Listed[Job], query=JobListQuery, is_tagged=True, is_paged=True),
    Operation("GET", "/api/jobs/changes", changes, "What changed since a token", JobChanges, query=ChangesQuery),
    Operation("POST", "/api/jobs", create, "Saves a job", Data[Job], body=JobDraftBody, scopes=(Scope.WRITE,),
              creates=True, status=201, errors=("DUPLICATE_JOB", "CONFLICT"), is_tagged=True),
    Operation("GET", "/api/jobs/{id}", get, "One job", Data[Job], is_tagged=True),
    Operation("PATCH", "/api/jobs/{id}", update, "Changes a job: only what is sent", Data[Job], body=JobChangeBody,
              scopes=(Scope.WRITE,), errors=_CHANGE_ERRORS, is_tagged=True),
    Operation("PUT", "/api/jobs/{id}", replace, "Replaces a job", Data[Job], body=JobDraftBody,
              scopes=(Scope.WRITE,), errors=_CHANGE_ERRORS, is_tagged=True),
    Operation("DELETE", "/api/jobs/{id}", delete, "Deletes a job, restorably for 30 days", Data[Job],
              scopes=(Scope.WRITE,), errors=("VERSION_CONFLICT",), is_tagged=True),
    Operation("POST", "/api/jobs/{id}/restore", restore, "Brings a deleted job back", Data[Job],
              scopes=(Scope.WRITE,), errors=_CHANGE_ERRORS, is_tagged=True),
    Operation("GET", "/api/jobs/{id}/events", events, "A job's history, newest first", Listed[JobEvent],
              query=PageQuery, is_tagged=True, is_paged=True),
    Operation("PATCH", "/api/jobs/{id}/events/{event_id}", correct_event, "Corrects when something happened",
              Data[JobEvent], body=EventChange, scopes=(Scope.WRITE,)),
]  # fmt: skip
