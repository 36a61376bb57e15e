"""What lets a user in: open sessions and personal API tokens."""

from datetime import datetime
from typing import Annotated

import strawberry
from pydantic import Field

from core.inputs import Input
from resolvers import api_tokens, sessions
from resolvers.api_tokens import ApiTokenDraft
from schema.context import Info
from schema.enums import Scope
from schema.errors import NotFound, ValidationError
from schema.node import Node
from schema.rows import INPUT, as_type, uuid

strawberry.pydantic.input(name="CreateApiTokenInput", description="A token to make.")(ApiTokenDraft)


@strawberry.pydantic.input(description="Which session to end.")
class EndSessionInput(Input):
    """A target."""

    id: strawberry.ID = Field(description="The session's id.")


@strawberry.pydantic.input(description="Which API token to delete.")
class DeleteApiTokenInput(Input):
    """A target."""

    id: strawberry.ID = Field(description="The token's id.")


@strawberry.type(description="A login that is still open.")
class OpenSession(Node):
    """Every field of the REST resource, in camel case."""

    id: strawberry.ID = strawberry.field(description="The session's id, the same as on REST.")
    user_agent: str = strawberry.field(description="The program that logged in, as it called itself.")
    ip: str = strawberry.field(description="The address it was last used from.")
    created_at: datetime = strawberry.field(description="When it was opened.")
    last_used_at: datetime = strawberry.field(description="When it was last refreshed.")
    current: bool = strawberry.field(description="Whether it is the session of the token that asks.")


@strawberry.type(description="A personal API token, without its secret.")
class ApiToken(Node):
    """Every field of the REST resource, in camel case."""

    id: strawberry.ID = strawberry.field(description="The token's id, the same as on REST.")
    name: str = strawberry.field(description="What it is for.")
    scopes: list[Scope] = strawberry.field(description="What it may do.")
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime | None = strawberry.field(description="When it stops working; null for never.")
    last_used_at: datetime | None = strawberry.field(description="When it was last used, within half a minute.")


@strawberry.type(description="The ended session.")
class EndSessionPayload:
    """Success."""

    session: OpenSession = strawberry.field(description="The session that was ended.")


@strawberry.type(description="The new token.")
class CreateApiTokenPayload:
    """Success."""

    api_token: ApiToken = strawberry.field(description="The token without its secret.")
    token: str = strawberry.field(description="The token to use, `pjt_<public id>_<secret>`; shown this once.")


@strawberry.type(description="The deleted token.")
class DeleteApiTokenPayload:
    """Success."""

    api_token: ApiToken = strawberry.field(description="The token that was deleted.")


EndSessionResult = Annotated[
    EndSessionPayload | ValidationError | NotFound,
    strawberry.union("EndSessionResult", description="The ended session, or why none was ended."),
]
CreateApiTokenResult = Annotated[
    CreateApiTokenPayload | ValidationError,
    strawberry.union("CreateApiTokenResult", description="The new token, or why none was made."),
]
DeleteApiTokenResult = Annotated[
    DeleteApiTokenPayload | ValidationError | NotFound,
    strawberry.union("DeleteApiTokenResult", description="The deleted token, or why none was deleted."),
]


async def list_sessions(info: Info) -> list[OpenSession]:
    """The user's open sessions, newest first."""
    return as_type(await sessions.everything(info.context.actor))


async def list_api_tokens(info: Info) -> list[ApiToken]:
    """The user's API tokens, newest first."""
    return as_type(await api_tokens.everything(info.context.actor))


async def end_session(info: Info, input: Annotated[EndSessionInput, INPUT]) -> EndSessionResult:  # noqa: A002
    """Ends one of the user's sessions."""
    row = await sessions.end(info.context.actor, uuid(input.id), identity=info.context.app.identities)
    return EndSessionPayload(session=as_type(row))


async def create_api_token(info: Info, input: Annotated[ApiTokenDraft, INPUT]) -> CreateApiTokenResult:  # noqa: A002
    """Makes an API token."""
    made = await api_tokens.create(info.context.actor, input)
    return CreateApiTokenPayload(api_token=as_type(made.row), token=made.token)


async def delete_api_token(
    info: Info,
    input: Annotated[DeleteApiTokenInput, INPUT],  # noqa: A002
) -> DeleteApiTokenResult:
    """Deletes an API token."""
    row = await api_tokens.delete(info.context.actor, uuid(input.id), identity=info.context.app.identities)
    return DeleteApiTokenPayload(api_token=as_type(row))
