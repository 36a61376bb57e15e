"""The REST reference as OpenAPI 3.1, made from the route table and the models it names."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from core.actor import Scope
from resolvers.health import VERSION
from rest_compat import resources
from rest_compat.errors import STATUSES, Dialect
from rest_compat.examples import EXAMPLES, refusal
from rest_compat.operation import Operation
from rest_compat.routes import OPERATIONS

Json = dict[str, Any]
_REF = "#/components/schemas/{model}"
_ABOUT = (
    "Save job postings and track them from interested to offer. Two dialects share these paths: most answers are "
    "`{data: ...}` with errors as objects; the browser extension's are flat with errors as strings, and are "
    "recognised by what is sent. GraphQL at `/graphql` offers the same and more."
)
_LIMIT_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
_HEADERS: dict[str, Json] = {
    "X-Request-ID": {"description": "Names the request in every log line.", "schema": {"type": "string"}},
    "X-RateLimit-Limit": {"description": "How many requests the tier allows.", "schema": {"type": "integer"}},
    "X-RateLimit-Remaining": {"description": "How many are left.", "schema": {"type": "integer"}},
    "X-RateLimit-Reset": {"description": "When more are back, in Unix seconds.", "schema": {"type": "integer"}},
    "Retry-After": {"description": "Seconds until another attempt makes sense.", "schema": {"type": "integer"}},
    "ETag": {"description": "Changes with anything visible.", "schema": {"type": "string"}},
    "Link": {"description": "first, prev, next and last page.", "schema": {"type": "string"}},
    "Location": {"description": "The path of what was made.", "schema": {"type": "string"}},
    "Allow": {"description": "The methods that are possible.", "schema": {"type": "string"}},
}
_TAKEN: dict[str, tuple[str, Json]] = {
    "Idempotency-Key": (
        "Has the request carried out once, however often it is sent within 24 hours.",
        {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x20-\\x7e]+$"},
    ),
    "If-None-Match": ("Answers 304 while the ETag is this one.", {"type": "string"}),
    "If-Match": (
        "Changes the job only at this version: its ETag or its plain number.",
        {"type": "string", "pattern": '^"?[0-9]{1,9}"?$'},
    ),
}


def document() -> Json:
    """The whole reference."""
    models = {one for operation in OPERATIONS for one in (operation.answers, operation.body) if one is not None}
    models |= {resources.ErrorAnswer, resources.FlatErrorAnswer}
    ordered = sorted(models, key=lambda model: model.__name__)
    refs, definitions = models_json_schema([(model, "validation") for model in ordered], ref_template=_REF)
    names = {model: refs[model, "validation"]["$ref"].rsplit("/", 1)[1] for model in ordered}
    schemas = definitions["$defs"]
    for operation in OPERATIONS:
        if operation.claim and operation.body:
            forbidden = [{"required": [name]} for name in sorted(operation.claim.none_of)]
            schemas[names[operation.body]]["not"] = {"anyOf": forbidden}
    by_path = sorted(OPERATIONS, key=lambda operation: (operation.path, operation.method))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pipeline",
            "version": VERSION.removeprefix("v"),
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in sorted({_tag(operation) for operation in OPERATIONS})],
        "paths": {path: _path(list(group), names) for path, group in groupby(by_path, key=lambda each: each.path)},
        "components": {
            "schemas": {name: _with_example(name, schema) for name, schema in sorted(schemas.items())},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An access token, or a personal API token (`pjt_...`).",
                }
            },
        },
    }


def _path(operations: list[Operation], names: dict[type[BaseModel], str]) -> Json:
    methods = groupby(operations, key=lambda operation: operation.method.lower())
    return {method: _method(list(group), names) for method, group in methods}


def _method(alternatives: list[Operation], names: dict[type[BaseModel], str]) -> Json:
    """One method of a path; two dialects of it become alternatives of one body and of one answer."""
    alternatives.sort(key=lambda operation: operation.dialect.value)
    first = alternatives[0]
    described: Json = {
        "operationId": _operation_id(first),
        "summary": "; or: ".join(operation.summary for operation in alternatives),
        "description": "\n\n".join(_prose(operation) for operation in alternatives),
        "tags": [_tag(first)],
        "security": [] if first.is_public else [{"token": []}],
        "parameters": [*_path_parameters(first), *_query_parameters(alternatives), *_header_parameters(alternatives)],
        "responses": _responses(alternatives, names),
    }
    bodies = [operation.body for operation in alternatives if operation.body]
    if bodies:
        schema = _any_of({"$ref": _REF.format(model=names[body])} for body in bodies)
        content: Json = {"application/json": {"schema": schema}}
        for file in sorted(file for operation in alternatives for file in operation.files):
            content[file] = {"schema": {"type": "string", "format": "binary"}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _prose(operation: Operation) -> str:
    dialect = " Answers in the extension's shape." if operation.dialect is Dialect.B else ""
    return f"{operation.summary}. {_who(operation)} Counts against the {operation.tier.value} rate limit.{dialect}"


def _who(operation: Operation) -> str:
    if operation.is_public:
        return "Public."
    if not operation.scopes:
        return "Needs the access token of a session."
    if is_for_any_token(operation):
        return "Needs a token."
    return f"Needs a token with the scope {' or '.join(operation.scopes)}."


def is_for_any_token(operation: Operation) -> bool:
    return set(operation.scopes) == set(Scope)


def failures(operation: Operation) -> list[str]:
    """The codes of everything that can go wrong with an operation."""
    codes = {"RATE_LIMIT_EXCEEDED", "INTERNAL_ERROR", "SERVICE_UNAVAILABLE", *operation.errors}
    if operation.body or operation.query.model_config.get("extra") != "ignore":
        codes.add("VALIDATION_ERROR")
    if not operation.is_public:
        codes |= {"UNAUTHORIZED", "TOKEN_EXPIRED"}
        # An API token is refused for its scopes, or where only a session will do.
        codes |= set() if is_for_any_token(operation) else {"FORBIDDEN"}
    if "{" in operation.path:
        codes.add("NOT_FOUND")
    if operation.method != "GET":
        codes |= {"PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"}
    if operation.creates:
        codes.add("CONFLICT")
    return sorted(codes, key=lambda code: (STATUSES[code], code))


def _responses(alternatives: list[Operation], names: dict[type[BaseModel], str]) -> Json:
    responses: Json = {
        str(status): _success([one for one in alternatives if one.status == status], names)
        for status in sorted({operation.status for operation in alternatives})
    }
    if alternatives[0].is_tagged and alternatives[0].method == "GET":
        responses["304"] = {"description": "Nothing has changed.", "headers": _sent(alternatives[0], is_failure=False)}
    by_status: dict[int, dict[str, list[Operation]]] = {}
    for operation in alternatives:
        for code in failures(operation):
            by_status.setdefault(STATUSES[code], {}).setdefault(code, []).append(operation)
    for status, codes in sorted(by_status.items()):
        responses[str(status)] = _failure(status, codes, names)
    return responses


def _success(alternatives: list[Operation], names: dict[type[BaseModel], str]) -> Json:
    first = alternatives[0]
    schema = _any_of({"$ref": _REF.format(model=names[operation.answers])} for operation in alternatives)
    described = {
        "description": "; or: ".join(operation.summary for operation in alternatives) + ".",
        "headers": _sent(first, is_failure=False),
        "content": {"application/json": {"schema": schema}},
    }
    return described | ({"links": links} if (links := _links(first)) else {})


def _links(operation: Operation) -> Json:
    """Where the id in the answer of what makes something leads; not to events and a posting, which it need not have."""
    made = "$response.body#/data/id" if operation.dialect is Dialect.A else "$response.body#/id"
    below = f"{operation.path}/{{id}}"
    leads = [one for one in OPERATIONS if one.path.startswith(below) and not re.search("/(events|posting)", one.path)]
    if not operation.creates:
        return {}
    return {_operation_id(one): {"operationId": _operation_id(one), "parameters": {"id": made}} for one in leads}


def _operation_id(operation: Operation) -> str:
    parts = operation.path.replace("{", "").replace("}", "").strip("/").split("/")
    return "_".join([operation.method.lower(), *parts])


def _failure(status: int, codes: dict[str, list[Operation]], names: dict[type[BaseModel], str]) -> Json:
    dialects = sorted({operation.dialect for operations in codes.values() for operation in operations})
    models: dict[Dialect, type[BaseModel]] = {Dialect.A: resources.ErrorAnswer, Dialect.B: resources.FlatErrorAnswer}
    schema = _any_of({"$ref": _REF.format(model=names[models[dialect]])} for dialect in dialects)
    examples = {
        f"{code} ({dialect.value})" if len(dialects) > 1 else code: {"value": refusal(code, dialect)}
        for code, operations in codes.items()
        for dialect in sorted({operation.dialect for operation in operations})
    }
    headers = _sent(next(iter(codes.values()))[0], is_failure=True)
    if status == STATUSES["RATE_LIMIT_EXCEEDED"]:
        headers["Retry-After"] = _HEADERS["Retry-After"]
    return {
        "description": " or ".join(f"`{code}`" for code in codes),
        "headers": headers,
        "content": {"application/json": {"schema": schema, "examples": examples}},
    }


def _sent(operation: Operation, *, is_failure: bool) -> Json:
    """The headers of an answer; those of a rate limit are missing when the limit is switched off."""
    sent = ["X-Request-ID", *_LIMIT_HEADERS]
    if operation.is_tagged and not is_failure:
        sent.append("ETag")
    if operation.is_paged and not is_failure:
        sent.append("Link")
    if operation.method == "POST" and operation.is_tagged and operation.creates and not is_failure:
        sent.append("Location")
    return {name: _HEADERS[name] for name in sent}


def _path_parameters(operation: Operation) -> list[Json]:
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    schema = {"type": "string", "format": "uuid"}
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]


def _query_parameters(alternatives: list[Operation]) -> list[Json]:
    schema = alternatives[0].query.model_json_schema(ref_template=_REF)
    parameters = []
    for name, described in schema.get("properties", {}).items():
        resolved = _inlined(described, schema.get("$defs", {}))
        parameter = {"name": name, "in": "query", "description": resolved.pop("description"), "schema": resolved}
        if resolved.get("type") == "array":  # several values in one parameter, separated by commas
            parameter |= {"style": "form", "explode": False}
            resolved["minItems"] = 1
        parameters.append(parameter)
    return parameters


def _header_parameters(alternatives: list[Operation]) -> list[Json]:
    first = alternatives[0]
    taken = []
    if any(operation.creates for operation in alternatives):
        taken.append("Idempotency-Key")
    if first.is_tagged and first.method == "GET":
        taken.append("If-None-Match")
    if first.is_tagged and first.method != "GET" and not first.creates:
        taken.append("If-Match")
    return [{"name": name, "in": "header", "description": _TAKEN[name][0], "schema": _TAKEN[name][1]} for name in taken]


def _inlined(schema: Json, definitions: Json) -> Json:
    """A schema without references, since parameters stand outside the components."""
    if "$ref" in schema:
        found = definitions[schema["$ref"].rsplit("/", 1)[1]]
        merged = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
        return _inlined(merged, definitions)
    return {
        key: _inlined(value, definitions) if isinstance(value, dict) else value
        for key, value in schema.items()
        if key != "title"
    }


def _with_example(name: str, schema: Json) -> Json:
    return {**schema, "examples": [EXAMPLES[name]]} if name in EXAMPLES else schema


def _any_of(schemas: Iterable[Json]) -> Json:
    options = list(schemas)
    return options[0] if len(options) == 1 else {"anyOf": options}


def _tag(operation: Operation) -> str:
    part = operation.path.removeprefix("/api/").strip("/").split("/")[0]
    return {"auth": "accounts"}.get(part, part)
