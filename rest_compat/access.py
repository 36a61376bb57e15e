"""What lets a user in: open sessions and personal API tokens."""

from core.actor import Scope
from resolvers import api_tokens, sessions
from resolvers.api_tokens import ApiTokenDraft
from rest_compat import answer
from rest_compat.answer import Answer
from rest_compat.job_bodies import PageQuery
from rest_compat.operation import Call, NoQuery, Operation
from rest_compat.resources import ApiToken, Data, Listed, NewApiToken, Session


async def list_sessions(call: Call[None, PageQuery]) -> Answer:
    return answer.page(call.request, call.query.of(await sessions.everything(call.actor)))


async def end_session(call: Call[None, NoQuery]) -> Answer:
    return answer.data(await sessions.end(call.actor, call.path_id(), identity=call.app.identities))


async def list_tokens(call: Call[None, PageQuery]) -> Answer:
    return answer.page(call.request, call.query.of(await api_tokens.everything(call.actor)))


async def create_token(call: Call[ApiTokenDraft, NoQuery]) -> Answer:
    made = await api_tokens.create(call.actor, call.body)
    return answer.data(made.row | {"token": made.token}, 201)


async def delete_token(call: Call[None, NoQuery]) -> Answer:
    return answer.data(await api_tokens.delete(call.actor, call.path_id(), identity=call.app.identities))


OPERATIONS = [
    Operation("GET", "/api/auth/sessions", list_sessions, "The open sessions, newest first", Listed[Session],
              query=PageQuery, is_tagged=True, is_paged=True),
    Operation("DELETE", "/api/auth/sessions/{id}", end_session, "Ends a session", Data[Session],
              scopes=(Scope.WRITE,)),
    Operation("GET", "/api/auth/tokens", list_tokens, "The API tokens, newest first", Listed[ApiToken],
              query=PageQuery, is_tagged=True, is_paged=True),
    Operation("POST", "/api/auth/tokens", create_token, "Makes an API token", Data[NewApiToken], body=ApiTokenDraft,
              scopes=(Scope.WRITE,), creates=True, status=201),
    Operation("DELETE", "/api/auth/tokens/{id}", delete_token, "Deletes an API token", Data[ApiToken],
              scopes=(Scope.WRITE,)),
]  # fmt: skip
