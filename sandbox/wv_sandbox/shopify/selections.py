"""What a selection asks of a type: fragments spread, directives heeded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLSkipDirective,
    InlineFragmentNode,
    get_directive_values,
    is_abstract_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphql import (
        GraphQLObjectType,
        SelectionNode,
        SelectionSetNode,
        VariableValues,
    )

    from wv_sandbox.shopify.documents import Document

    Fields = dict[str, list[FieldNode]]
    """Fields by their key in the answer; a key may be asked for more than once."""


class Selections:
    """Reads the selections of one request.

    Args:
        document: The valid document.
        variables: Their values.
    """

    def __init__(self, document: Document, variables: VariableValues) -> None:
        self._document = document
        self._variables = variables

    def fields_of(
        self, owner: GraphQLObjectType, selections: Iterable[SelectionSetNode]
    ) -> Fields:
        """Collect what an object type is asked for, in order."""
        fields: Fields = {}
        for selection in selections:
            self._collect(owner, selection, fields)
        return fields

    def _collect(
        self, owner: GraphQLObjectType, selections: SelectionSetNode, fields: Fields
    ) -> None:
        for node in selections.selections:
            if not self._is_included(node):
                continue
            if isinstance(node, FieldNode):
                fields.setdefault(key_of(node), []).append(node)
            elif self._applies(fragment := self._fragment(node), owner):
                self._collect(owner, fragment.selection_set, fields)

    def _fragment(
        self, node: SelectionNode
    ) -> FragmentDefinitionNode | InlineFragmentNode:
        if isinstance(node, FragmentSpreadNode):
            return self._document.fragments[node.name.value]
        assert isinstance(node, InlineFragmentNode)  # noqa: S101  There is no fourth kind.
        return node

    def _is_included(self, node: SelectionNode) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not (skip and skip["if"]) and (include is None or include["if"])

    def _applies(
        self,
        fragment: FragmentDefinitionNode | InlineFragmentNode,
        owner: GraphQLObjectType,
    ) -> bool:
        if fragment.type_condition is None:
            return True
        schema = self._document.schema
        wanted = schema.type_map[fragment.type_condition.name.value]
        if is_abstract_type(wanted):
            return schema.is_sub_type(wanted, owner)
        return wanted is owner


def key_of(node: FieldNode) -> str:
    """Give the key under which a field stands in the answer."""
    return node.alias.value if node.alias else node.name.value


def below(nodes: Iterable[FieldNode]) -> list[SelectionSetNode]:
    """Give what is asked of the objects that a field gives."""
    return [node.selection_set for node in nodes if node.selection_set]
