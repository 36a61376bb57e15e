"""What is committed is what the code says: run `make snapshots` after a deliberate change."""

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

from schema.root import schema
from tests.snapshots import ROOT, current


def test_snapshots_are_up_to_date() -> None:
    stale = [path.relative_to(ROOT).as_posix() for path, content in current().items() if path.read_text() != content]
    assert stale == []


def test_every_type_field_and_argument_is_described() -> None:
    types = [
        type_
        for name, type_ in schema._schema.type_map.items()
        if not name.startswith("__") and name not in {"Boolean", "Float", "ID", "Int", "String"}
    ]
    bare = [type_.name for type_ in types if not type_.description]
    for type_ in types:
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            bare += [f"{type_.name}.{name}" for name, field in type_.fields.items() if not field.description]
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                bare += [f"{type_.name}.{name}({arg})" for arg, value in field.args.items() if not value.description]
        if isinstance(type_, GraphQLEnumType):
            assert type_.values
    assert bare == []


def test_every_mutation_takes_one_input_and_answers_a_result_union() -> None:
    mutation = schema._schema.mutation_type
    assert mutation is not None
    for name, field in mutation.fields.items():
        assert list(field.args) in ([], ["input"]), name
        assert str(field.type) == f"{name[0].upper()}{name[1:]}Result!"
