"""GraphQL documents: parsed and validated, in the words of Shopify's server.

Codes and shapes of the errors are those recorded from real stores.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from graphql import (
    ASTValidationRule,
    FieldNode,
    FieldsOnCorrectTypeRule,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    ValidationRule,
    VariableDefinitionNode,
    VariableValues,
    get_variable_values,
    parse,
    print_ast,
    specified_rules,
    validate,
)

from wv_sandbox.shopify.errors import Error, RequestError
from wv_sandbox.shopify.schemas import schema_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import GraphQLSchema, Node, ValidationContext

_DOCUMENTS_KEPT = 512


class Document(NamedTuple):
    """A valid document.

    Attributes:
        schema: What it was validated against.
        operations: By name; None for one without a name.
        fragments: By name.
    """

    schema: GraphQLSchema
    operations: Mapping[str | None, OperationDefinitionNode]
    fragments: Mapping[str, FragmentDefinitionNode]


class _UndefinedField(ValidationRule):
    """Tells of fields that a type does not have."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._context = context

    def enter_field(
        self,
        node: FieldNode,
        _key: object,
        _parent: object,
        _path: object,
        ancestors: list[Node],
    ) -> None:
        """Report a field that is not there."""
        owner = self._context.get_parent_type()
        if owner is None or self._context.get_field_def() is not None:
            return
        error = GraphQLError(
            f"Field '{node.name.value}' doesn't exist on type '{owner.name}'",
            node,
            path=_static_path([*ancestors, node]),
            extensions={
                "code": "undefinedField",
                "typeName": owner.name,
                "fieldName": node.name.value,
            },
        )
        self._context.report_error(error)


_RULES: list[type[ASTValidationRule]] = [
    _UndefinedField,
    *(rule for rule in specified_rules if rule is not FieldsOnCorrectTypeRule),
]


def _static_path(nodes: list[Any]) -> list[str | int]:
    path: list[str | int] = []
    for node in nodes:
        if isinstance(node, OperationDefinitionNode):
            name = f" {node.name.value}" if node.name else ""
            path.append(node.operation.value + name)
        elif isinstance(node, FragmentDefinitionNode):
            path.append(f"fragment {node.name.value}")
        elif isinstance(node, FieldNode):
            path.append(node.alias.value if node.alias else node.name.value)
    return path


@lru_cache(maxsize=_DOCUMENTS_KEPT)
def read(version: str, text: str) -> Document:
    """Parse and validate a document.

    Args:
        version: API version whose schema it has to fit.
        text: The document.

    Raises:
        RequestError: It is no GraphQL, or not valid.
    """
    schema = schema_of(version)
    try:
        document = parse(text)
    except GraphQLSyntaxError as error:
        raise RequestError([_syntax_error(error)]) from None
    if errors := validate(schema, document, _RULES):
        raise RequestError([_formatted(error) for error in errors])
    operations: dict[str | None, OperationDefinitionNode] = {}
    fragments: dict[str, FragmentDefinitionNode] = {}
    for definition in document.definitions:
        if isinstance(definition, FragmentDefinitionNode):
            fragments[definition.name.value] = definition
            continue
        assert isinstance(definition, OperationDefinitionNode)  # noqa: S101  It is valid.
        operations[definition.name.value if definition.name else None] = definition
    return Document(schema, operations, fragments)


def choose(document: Document, name: str | None) -> OperationDefinitionNode:
    """Choose the operation to run.

    Raises:
        RequestError: There is none of that name, or a name is needed and lacks.
    """
    operations = document.operations
    if name is None and len(operations) == 1:
        return next(iter(operations.values()))
    if name not in operations:
        known = (
            f'No operation named "{name}"' if name else "An operation name is required"
        )
        raise RequestError([{"message": known}])
    return operations[name]


def coerce(
    document: Document, operation: OperationDefinitionNode, given: Mapping[str, Any]
) -> VariableValues:
    """Give the values of an operation's variables.

    Raises:
        RequestError: A value is missing or of the wrong type.
    """
    values = get_variable_values(
        document.schema, operation.variable_definitions or (), dict(given)
    )
    if isinstance(values, list):
        raise RequestError([_variable_error(error, given) for error in values])
    return values


def _variable_error(error: GraphQLError, given: Mapping[str, Any]) -> Error:
    node = error.nodes[0] if error.nodes else None
    assert isinstance(node, VariableDefinitionNode)  # noqa: S101  So they are reported.
    name, kind = node.variable.name.value, print_ast(node.type)
    return {
        "message": f"Variable ${name} of type {kind} was provided invalid value",
        "locations": [place.formatted for place in error.locations or ()],
        "extensions": {
            "code": "INVALID_VARIABLE",
            "value": given.get(name),
            "problems": [{"path": [], "explanation": error.message}],
        },
    }


def _syntax_error(error: GraphQLSyntaxError) -> Error:
    place = error.locations[0] if error.locations else None
    where = f" at [{place.line}, {place.column}]" if place else ""
    return {
        "message": error.message.replace("Syntax Error: ", "syntax error, ") + where,
        "locations": [place.formatted for place in error.locations or ()],
        "extensions": {"code": "PARSE_ERROR"},
    }


def _formatted(error: GraphQLError) -> Error:
    extensions = error.extensions or {"code": "argumentLiteralsIncompatible"}
    return {
        "message": error.message,
        "locations": [place.formatted for place in error.locations or ()],
        "path": list(error.path or _static_path(list(error.nodes or ()))),
        "extensions": extensions,
    }
