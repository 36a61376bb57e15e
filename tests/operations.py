"""Every operation of both wires in one table: who may call it, its rate limit, its errors.

REST's rows say it themselves (rest_compat.routes.OPERATIONS). A GraphQL mutation's failures are the members of its
union; whom a root field admits and what it spends is declared here, and tests/test_operations_table.py calls every
operation with every kind of token to see whether it is true.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graphql import GraphQLField, GraphQLNonNull, GraphQLUnionType

from core.actor import Scope
from core.rate_limit import Tier
from rest_compat.openapi import failures
from rest_compat.routes import OPERATIONS
from schema.errors import _MEMBERS
from schema.root import CREATING, schema


class Access(NamedTuple):
    """Whom a root field admits: with any of these scopes; with none of them, a session alone, unless public."""

    scopes: tuple[Scope, ...] = ()
    is_public: bool = False
    tier: Tier = Tier.STANDARD
    # Failures of its own that are top-level errors.
    errors: tuple[str, ...] = ()


_PUBLIC = Access(is_public=True)
_ENTRANCE = Access(is_public=True, tier=Tier.AUTHENTICATION)
_ANY = Access(tuple(Scope))
_READ, _WRITE, _CAPTURE = Access((Scope.READ,)), Access((Scope.WRITE,)), Access((Scope.CAPTURE,))
_AI = Access((Scope.WRITE,), tier=Tier.AI)
_SCRAPE = Access((Scope.WRITE,), tier=Tier.SCRAPER)

GRAPHQL: dict[str, Access] = {
    "health": _PUBLIC,
    "me": _ANY,
    "job": _READ,
    "jobs": _READ,
    "quota": Access((Scope.READ, Scope.CAPTURE)),
    "sessions": _READ,
    "apiTokens": _READ,
    "changes": _READ,
    "nodes": _READ,
    "node": _READ,
    "rateLimit": _PUBLIC,
    "run": _READ,
    "runs": _READ,
    "posting": _READ,
    "insights": Access((Scope.READ,), tier=Tier.AI),
    "resumes": _READ,
    "drafts": _READ,
    "jobScores": _READ,
    "profile": _READ,
    "dashboard": _READ,
    "timeline": _READ,
    "funnel": _READ,
    "timeInStage": _READ,
    "flow": _READ,
    "activity": _READ,
    "streak": _READ,
    "companies": _READ,
    "signUp": _ENTRANCE,
    "logIn": _ENTRANCE,
    "refreshSession": Access(is_public=True, errors=("UNAUTHORIZED",)),
    "logOut": Access(),
    "endSession": _WRITE,
    "createApiToken": _WRITE,
    "deleteApiToken": _WRITE,
    "captureJob": _CAPTURE,
    "bulkUpdateJobs": _WRITE,
    "createJob": _WRITE,
    "updateJob": _WRITE,
    "deleteJob": _WRITE,
    "restoreJob": _WRITE,
    "updateJobEvent": _WRITE,
    "updateProfile": _WRITE,
    "addResume": _WRITE,
    "updateResume": _WRITE,
    "deleteResume": _WRITE,
    "scoreJob": _AI,
    "scoreAllJobs": _AI,
    "mergeJobs": _WRITE,
    "scrapeJob": _SCRAPE,
    "scrapeBoard": _SCRAPE,
    "checkPosting": _SCRAPE,
    "createDigest": _AI,
    "cancelRun": _WRITE,
    "jobChanged": _READ,
    "runProgressed": _READ,
    "draftWritten": Access((Scope.WRITE,), tier=Tier.AI, errors=("NOT_FOUND", "PROFILE_INCOMPLETE")),
}

_HEAD = """# Operations

Made by `make snapshots` from the route table, the GraphQL schema and `tests/operations.py`; a test fails while it is
not up to date, and others call every operation with every kind of token. `public` needs no token; scopes are what an
API token must have one of (a session has them all); `a session` means that no API token will do. A REST request
spends 1 of its tier; a GraphQL request spends of the standard tier by its cost, and 1 more for each field of another
tier.

Any answer can be `INTERNAL_ERROR` or, while the database is away, `SERVICE_UNAVAILABLE`. Any REST path answers
`METHOD_NOT_ALLOWED` to a wrong method. A GraphQL request that sends a bad token is refused whole, whatever it asks
for, and one that is malformed with the codes that GraphQL tools know.
"""
_EVERYWHERE = {"INTERNAL_ERROR", "SERVICE_UNAVAILABLE"}


def fields() -> dict[str, tuple[str, GraphQLField]]:
    """The root fields of the schema by name, each with the kind of operation it belongs to."""
    core = schema._schema
    roots = (("query", core.query_type), ("mutation", core.mutation_type), ("subscription", core.subscription_type))
    return {name: (kind, field) for kind, root in roots if root for name, field in root.fields.items()}


def markdown() -> str:
    """docs/operations.md."""
    ordered = sorted(OPERATIONS, key=lambda one: (one.path, one.method, one.dialect.value))
    rest = [
        _row(
            f"`{one.method} {one.path}`",
            one.summary,
            _who(one.scopes, is_public=one.is_public),
            one.tier,
            failures(one),
        )
        for one in ordered
    ]
    graphql = [
        _row(f"`{kind} {name}`", (field.description or "").rstrip("."), _who(access.scopes, is_public=access.is_public),
             access.tier, _errors(name, field, access))
        for name, (kind, field) in fields().items()
        for access in [GRAPHQL[name]]
    ]  # fmt: skip
    return "\n".join([_HEAD, *_table("REST", rest), "", *_table("GraphQL", graphql), ""])


def _table(title: str, rows: Sequence[str]) -> list[str]:
    columns = "| operation | what it does | who may call it | tier | errors |"
    return [f"## {title}", "", columns, "|---|---|---|---|---|", *rows]


def _row(name: str, summary: str, who: str, tier: Tier, errors: Iterable[str]) -> str:
    listed = ", ".join(f"`{code}`" for code in errors if code not in _EVERYWHERE)
    return f"| {name} | {summary} | {who} | {tier.value} | {listed} |"


def _who(scopes: Sequence[Scope], *, is_public: bool) -> str:
    if is_public:
        return "public"
    if not scopes:
        return "a session"
    return "any token" if set(scopes) == set(Scope) else " or ".join(f"`{scope.value}`" for scope in scopes)


def _errors(name: str, field: GraphQLField, access: Access) -> list[str]:
    """Members of the union first, in its order; then what is a top-level error."""
    codes = {member.__name__: failure.code for failure, member in _MEMBERS.items()}
    answer = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    members = answer.types if isinstance(answer, GraphQLUnionType) else ()
    errors = [codes[member.name] for member in members if member.name in codes]
    errors += ["BAD_USER_INPUT"] if field.args else []
    errors += [] if access.is_public else ["UNAUTHORIZED", "TOKEN_EXPIRED"]
    errors += [] if access.is_public or set(access.scopes) == set(Scope) else ["FORBIDDEN"]
    errors += ["CONFLICT"] if name in CREATING and "CONFLICT" not in errors else []
    return [*errors, *access.errors, "RATE_LIMIT_EXCEEDED"]
