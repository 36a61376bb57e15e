"""Documents made ready once: parsed, measured, validated, and kept by their text and by its hash."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    specified_rules,
    validate,
    visit,
)

from execution.coercion import Variables
from execution.completion import Uncovered
from execution.guard import Cost, Guard, Limits, Weights

_DOCUMENTS = 1_000
_CHARACTERS = 1_048_576
_MAX_ERRORS = 10


class Refused(Exception):
    """The document is not one of this schema; `errors` say why, and whether it could be parsed."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


class UnknownOperation(Exception):
    """No operation was named where there are several, or one that is not there."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a valid document."""

    definition: OperationDefinitionNode
    cost: Cost
    roots: frozenset[str]
    # Its variables; None where graphql-core has to look at them.
    variables: Variables | None = field(repr=False)
    # What the executor made of it, by the conditions of a request.
    plans: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def kind(self) -> str:
        """`query`, `mutation` or `subscription`."""
        return self.definition.operation.value


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document."""

    text: str
    ast: DocumentNode
    # The variables that `@skip` and `@include` look at.
    conditions: tuple[str, ...]
    operations: Mapping[str | None, Operation] = field(repr=False)

    def operation(self, name: str | None) -> Operation:
        """The one that is named, or the only one. Raises UnknownOperation."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None:
            raise UnknownOperation("operationName must choose one of the operations.")
        found = self.operations.get(name)
        if found is None:
            raise UnknownOperation("Unknown operation: operationName must name one of the document's operations.")
        return found


class Documents:
    """The documents that were asked for last, at most a thousand and a mebibyte of text."""

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, weights: Weights, *, has_introspection: bool = True
    ) -> None:
        self.schema = schema
        self.guard = Guard(schema, limits, weights)
        self._hides_suggestions = not has_introspection
        self._rules = (*specified_rules, *(() if has_introspection else (NoSchemaIntrospectionCustomRule,)))
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._texts: dict[str, str] = {}
        self._characters = 0

    def get(self, text: str) -> Document:
        """Ready to be carried out. Raises Refused, or TooComplex before any rule is checked."""
        found = self._kept.get(text)
        if found is None:
            found = self._prepare(text)
            self._keep(found)
        else:
            self._kept.move_to_end(text)
        return found

    def text(self, digest: str) -> str | None:
        """The text whose SHA-256 this is, in lower-case hexadecimal, if it was remembered and is still kept."""
        return self._texts.get(digest)

    def remember(self, text: str) -> None:
        """Has `text` find a document that is kept by the hash of its text."""
        if text in self._kept:
            self._texts[text_digest(text)] = text

    def _prepare(self, text: str) -> Document:
        limits = self.guard.limits
        try:
            ast = parse(
                text,
                max_lexical_tokens=limits.tokens,
                max_comments=limits.tokens,
                max_source_length=limits.length,
                allow_empty_selection_sets=False,
            )
        except GraphQLError as error:
            raise Refused([error]) from None
        self.guard.count(ast)
        defined = [one for one in ast.definitions if isinstance(one, OperationDefinitionNode)]
        measured = [self.guard.measure(ast, one) for one in defined]
        errors = validate(
            self.schema, ast, self._rules, max_errors=_MAX_ERRORS, hide_suggestions=self._hides_suggestions
        )
        if errors or not defined:
            raise Refused([_own(error) for error in errors] or [GraphQLError("The document has no operation.")])
        operations = {
            one.name.value if one.name else None: Operation(one, cost, roots, _variables(self.schema, one))
            for one, (cost, roots) in zip(defined, measured, strict=True)
        }
        return Document(text, ast, _conditions(ast), operations)

    def _keep(self, document: Document) -> None:
        self._kept[document.text] = document
        self._characters += len(document.text)
        while len(self._kept) > _DOCUMENTS or self._characters > _CHARACTERS:
            text, _ = self._kept.popitem(last=False)
            self._characters -= len(text)
            self._texts.pop(text_digest(text), None)


def _variables(schema: GraphQLSchema, operation: OperationDefinitionNode) -> Variables | None:
    try:
        return Variables(schema, operation)
    except Uncovered:
        return None


def _own(error: GraphQLError) -> GraphQLError:
    """The document's own fault, also where a value made its type stumble: Python reads no number of 5,000 digits."""
    if error.original_error is None or isinstance(error.original_error, GraphQLError):
        return error
    return GraphQLError("The value cannot be read.", error.nodes)


def text_digest(text: str) -> str:
    """SHA-256 in lower-case hexadecimal, as persisted documents are named."""
    return sha256(text.encode(errors="replace")).hexdigest()


class _ConditionVisitor(Visitor):
    """Gathers the variables that directives look at."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        self.names |= {one.value.name.value for one in node.arguments or () if isinstance(one.value, VariableNode)}


def _conditions(ast: DocumentNode) -> tuple[str, ...]:
    visitor = _ConditionVisitor()
    visit(ast, visitor)
    return tuple(sorted(visitor.names))
