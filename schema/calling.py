"""Resolvers of root fields called by plans: what Strawberry's wrapping does at each call, worked out once."""

from collections.abc import Callable, Mapping, Sequence
from inspect import iscoroutinefunction
from typing import Any, Protocol, get_args, get_origin

import strawberry
from graphql import GraphQLField, GraphQLResolveInfo
from pydantic import BaseModel, ValidationError
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import StrawberryList, StrawberryMaybe, StrawberryOptional, has_object_definition
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.union import StrawberryUnion
from strawberry.utils.str_converters import to_camel_case

from execution.plan import Call


class Handler(Protocol):
    """What makes a member of a union of one kind of failure."""

    exception_type: type[Exception]
    error_type: Any

    def handle(self, exception: Any, *, field: Any, info: Any) -> Any:
        """The member."""


_Convert = Callable[[Any], Any]


class _UncoveredError(Exception):
    """Something that only Strawberry does."""


def caller(definition: GraphQLField, field: StrawberryField, handlers: Sequence[Handler]) -> Call | None:
    """What calls the resolver; None for one that Strawberry has to call."""
    resolver = field.base_resolver
    if resolver is None or field.extensions or not iscoroutinefunction(resolver.wrapped_func):
        return None
    if resolver.self_parameter or resolver.parent_parameter or resolver.root_parameter:
        return None
    try:
        converts = {_name(one): (one.python_name, _converter(one.type)) for one in field.arguments}
    except _UncoveredError:
        return None
    return _caller(definition, field, resolver.wrapped_func, converts, _fitting(field, handlers))


def _caller(
    definition: GraphQLField,
    field: StrawberryField,
    function: Callable[..., Any],
    converts: dict[str, tuple[str, _Convert]],
    handlers: list[Handler],
) -> Call:
    resolve: Any = definition.resolve

    async def call(raw: GraphQLResolveInfo[Any], arguments: dict[str, Any]) -> Any:
        info: Any = strawberry.Info(_raw_info=raw, _field=field)
        try:
            given = {}
            for name, value in arguments.items():
                python_name, convert = converts[name]
                given[python_name] = convert(value)
        except ValidationError:
            return await resolve(None, raw, **arguments)  # which says where the faults lie
        try:
            return await function(info, **given)
        except Exception as error:
            for handler in handlers:
                if isinstance(error, handler.exception_type):
                    return handler.handle(error, field=field, info=info)
            raise

    return call


def _fitting(field: StrawberryField, handlers: Sequence[Handler]) -> list[Handler]:
    """Those whose type of failure is a member of the field's union."""
    type_: Any = field.type
    while isinstance(type_, StrawberryOptional):
        type_ = type_.of_type
    members: Sequence[Any] = type_.types if isinstance(type_, StrawberryUnion) else ()
    return [one for one in handlers if one.error_type in members]


def _converter(type_: Any) -> _Convert:
    """What makes an argument of a value that graphql-core has coerced."""
    if isinstance(type_, StrawberryOptional) and not isinstance(type_, StrawberryMaybe):
        return _unless_null(_converter(type_.of_type))
    if isinstance(type_, StrawberryList):
        if _data_converter(type_.of_type) is not _as_it_is:
            raise _UncoveredError
        return list  # a copy: what is written in a document is the same list for every request
    convert = _data_converter(type_)
    if _is_model(type_):
        validate: Any = type_.__pydantic_validator__.validate_python
        return lambda value: validate(convert(value), by_alias=False, by_name=True)
    return convert


def _data_converter(type_: Any) -> _Convert:
    """What makes the data that pydantic validates of such a value."""
    if isinstance(type_, StrawberryMaybe):
        raise _UncoveredError
    if isinstance(type_, StrawberryOptional):
        return _unless_null(_data_converter(type_.of_type))
    if isinstance(type_, StrawberryList):
        convert = _data_converter(type_.of_type)
        return convert if convert is _as_it_is else lambda value: [convert(one) for one in value]
    if _is_model(type_):
        return _model_converter(type_)
    if isinstance(type_, StrawberryEnumDefinition) or not has_object_definition(type_):
        return _as_it_is
    raise _UncoveredError


def _model_converter(model: type[BaseModel]) -> _Convert:
    definition = model.__strawberry_definition__  # type: ignore[attr-defined]
    fields: dict[str, tuple[str, _Convert]] = {}
    for one in definition.fields:
        info = model.model_fields.get(one.python_name)
        type_ = one.resolve_type(type_definition=definition)
        if (
            info is None
            or (info.is_required() and isinstance(type_, StrawberryOptional))
            or _has_tuple(info.annotation)
        ):
            raise _UncoveredError
        fields[_name(one)] = one.python_name, _data_converter(type_)

    def convert(value: Mapping[str, Any]) -> dict[str, Any]:
        data = {}
        for name, one in value.items():
            python_name, inner = fields[name]
            data[python_name] = inner(one)
        return data

    return convert


def _has_tuple(annotation: Any) -> bool:
    """Whether pydantic wants tuples where GraphQL has lists."""
    return annotation is tuple or get_origin(annotation) is tuple or any(map(_has_tuple, get_args(annotation)))


def _name(one: StrawberryArgument | StrawberryField) -> str:
    return one.graphql_name or to_camel_case(one.python_name)


def _unless_null(convert: _Convert) -> _Convert:
    return convert if convert is _as_it_is else lambda value: None if value is None else convert(value)


def _as_it_is(value: Any) -> Any:
    return value


def _is_model(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, BaseModel)
