"""What closures make of values is what graphql-core makes of them; for whatever it refuses they raise something."""

import string
from typing import Any

import pytest
from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLInputType,
    OperationDefinitionNode,
    Undefined,
    build_schema,
    get_argument_values,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    parse,
)
from graphql.execution.values import VariableValues, get_variable_values
from graphql.utilities import coerce_input_value
from hypothesis import given, settings
from hypothesis import strategies as st

from execution.arguments import Arguments
from execution.coercion import Variables, coercer
from execution.completion import Uncovered
from schema.root import schema as ours

SCHEMA = build_schema("""
    type Query {
        f(text: String! = "t", number: Int, many: [Int!], nested: [[String]], colour: Colour = RED, inner: Inner,
            any: Any, one: One, endless: Endless): Int
    }
    enum Colour { RED BLUE }
    scalar Any
    input Inner { must: Int!, may: String, set: Colour = BLUE, list: [String!] = ["a"], deep: Deep }
    input Deep { x: Int! = 3, y: [Int] }
    input One @oneOf { a: Int, b: Int }
    input Endless { x: Int, again: Endless }
""")
CORE = ours._schema
INPUTS = sorted(
    {
        str(argument.type): argument.type
        for root in (CORE.query_type, CORE.mutation_type)
        if root is not None
        for field in root.fields.values()
        for argument in field.args.values()
    }.items()
)  # fmt: skip
JUNK: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.text(string.ascii_letters, max_size=3), st.just([])
)


def values(type_: GraphQLInputType) -> st.SearchStrategy[Any]:
    """Mostly of the type, now and then not."""
    return st.one_of(*[_fitting(type_)] * 6, JUNK)


def _fitting(type_: Any) -> st.SearchStrategy[Any]:
    if is_non_null_type(type_):
        return _fitting(type_.of_type)
    if is_list_type(type_):
        return st.lists(values(type_.of_type), max_size=3)
    if is_input_object_type(type_):
        optional = {name: values(one.type) for name, one in type_.fields.items()}
        return st.fixed_dictionaries({}, optional=optional | {"unknown": JUNK})
    if is_enum_type(type_):
        return st.sampled_from(sorted(type_.values))
    kind = {"Boolean": st.booleans(), "Int": st.integers(-(2**31), 2**31), "Float": st.floats(0, 9)}
    return kind.get(type_.name, st.sampled_from(["", "text", "2026-03-01", "2026-03-01T10:30:00Z"]))


@settings(max_examples=60)
@given(st.data())
@pytest.mark.parametrize("type_", [one for _, one in INPUTS], ids=[name for name, _ in INPUTS])
def test_every_input_of_ours_is_made_as_graphql_core_makes_it(type_: GraphQLInputType, data: st.DataObject) -> None:
    sent = data.draw(values(type_))
    expected = coerce_input_value(sent, type_)
    try:
        made = coercer(type_)(sent)
    except Exception:  # noqa: BLE001 whatever it is, graphql-core is asked then
        # It takes one value for a list of one, which is left to it.
        assert expected is Undefined or sent.__class__ is not list or is_list_type(get_named_type(type_))
    else:
        assert made == expected


def asked(variables: str, arguments: str) -> tuple[OperationDefinitionNode, FieldNode]:
    operation = parse(f"query ({variables}) {{ f({arguments}) }}").definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    field = operation.selection_set.selections[0]
    assert isinstance(field, FieldNode)
    return operation, field


CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("$a: String!", "text: $a", [{"a": "x"}, {"a": None}, {}, {"a": 7}, {"a": "x", "b": 1}]),
    ("$a: String", "text: $a", [{"a": "x"}, {"a": None}, {}]),
    ('$a: String! = "d"', "text: $a", [{}, {"a": "x"}]),
    ("$a: Int = 3", "number: $a", [{}, {"a": None}, {"a": 4}, {"a": 2**31}, {"a": "4"}]),
    ("$a: [Int!]", "many: $a", [{}, {"a": None}, {"a": []}, {"a": [1, 2]}, {"a": [None]}, {"a": 5}]),
    ("$a: Int, $b: Int!", "many: [1, $a, $b]", [{"a": 2, "b": 3}, {"a": None, "b": 3}, {"b": 3}]),
    ("$a: String", "nested: [[$a], null, $a]", [{"a": "x"}, {"a": None}, {}]),
    ("$a: String", "nested: [[$a, null]]", [{"a": "x"}, {"a": None}, {}]),
    ("$a: Colour", "colour: $a", [{}, {"a": "BLUE"}, {"a": "GREEN"}, {"a": None}]),
    ("$a: Int!, $b: Colour", "inner: {must: $a, set: $b}", [{"a": 1}, {"a": 1, "b": "RED"}, {"a": 1, "b": None}]),
    ("$a: Int", "inner: {must: $a}", [{"a": 1}, {"a": None}, {}]),
    ("$a: [Int]", "inner: {must: 1, deep: {y: $a}}", [{}, {"a": [1, None]}, {"a": None}]),
    ("$a: Int!", "inner: {must: 1, deep: {x: $a}}", [{"a": 1}]),
    ("$a: Inner", "inner: $a", [{"a": {"must": 1}}, {"a": {}}, {"a": {"must": 1, "no": 2}}, {"a": []}, {}]),
    ("$a: Inner = {must: 5}", "inner: $a", [{}, {"a": {"must": 1, "deep": {}}}]),
    ("$a: Any", "any: {x: [$a], y: 1}", [{"a": 1}, {"a": {"z": []}}, {}]),
    ("$a: Any", "any: $a", [{"a": [1, {"b": None}]}, {"a": None}]),
    ("$a: Int!", "one: {a: $a}", [{"a": 1}]),
    ("$a: One", "one: $a", [{"a": {"a": 1}}, {"a": {"a": 1, "b": 2}}]),
    ("$a: Endless", "endless: $a", [{"a": {"again": {"again": {"x": 1}}}}]),
    ("$a: Int", 'text: "fixed", number: $a', [{"a": 1}, {}]),
    ("$a: Int", 'text: "fixed"', [{"a": 1}]),
]


@pytest.mark.parametrize(
    ("variables", "arguments", "sent"), [(names, text, sent) for names, text, each in CASES for sent in each]
)
def test_variables_and_arguments_are_as_graphql_core_has_them(
    variables: str, arguments: str, sent: dict[str, Any]
) -> None:
    operation, node = asked(variables, arguments)
    assert SCHEMA.query_type is not None
    definition = SCHEMA.query_type.fields["f"]
    expected = get_variable_values(SCHEMA, operation.variable_definitions or (), sent)
    try:
        found = Variables(SCHEMA, operation).of(sent)
    except Exception:  # noqa: BLE001
        found = None
    if found is not None:
        assert _plain(found) == _plain(expected)
    if isinstance(expected, VariableValues):
        assert _given(lambda: Arguments(definition, node).of(expected)) == _given(
            lambda: get_argument_values(definition, node, expected)
        )


def _plain(values: Any) -> Any:
    """Without the types, which are made anew for each."""
    assert isinstance(values, VariableValues)
    return values.coerced, {name: source.value for name, source in values.sources.items()}


def _given(work: Any) -> Any:
    """What is given to the resolver; nothing where it may not be called."""
    try:
        return work()
    except (GraphQLError, Uncovered):
        return None


@pytest.mark.parametrize("count", [16, 17])
def test_a_document_with_very_many_variables_is_left_to_graphql_core(count: int) -> None:
    operation, _ = asked(" ".join(f"$v{number}: Int" for number in range(count)), 'text: "x"')
    if count > 16:
        with pytest.raises(Uncovered):
            Variables(SCHEMA, operation)
    else:
        assert Variables(SCHEMA, operation).of({"v3": 1}).coerced == {"v3": 1}


def test_what_is_right_is_covered() -> None:
    """Or the tests above would pass with nothing but exceptions."""
    operation, node = asked("$a: Int!, $b: Colour", "inner: {must: $a, set: $b}, many: [$a]")
    assert SCHEMA.query_type is not None
    found = Variables(SCHEMA, operation).of({"a": 1, "b": "RED"})
    arguments = Arguments(SCHEMA.query_type.fields["f"], node)
    assert arguments.of(found) == {
        "text": "t", "colour": "RED", "many": [1], "inner": {"must": 1, "set": "RED", "list": ["a"]},
    }  # fmt: skip
    assert arguments._values is not None
