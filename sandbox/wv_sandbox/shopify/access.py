"""Access scopes and protected customer data: what a token may read.

What is needed stands in the schema, as `@access` and `@protected`.
https://shopify.dev/docs/api/usage/access-scopes
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphql import get_named_type, is_non_null_type, value_from_ast_untyped

from wv_sandbox.shopify.errors import access_denied, not_approved

if TYPE_CHECKING:
    from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

    from wv_sandbox.shopify.errors import Error
    from wv_sandbox.shopify.grants import Grant

_PERSONS = frozenset({"Customer", "CompanyContact", "StaffMember"})
_NO_PERSONS, _NO_NAMES = 0, 1


@dataclass(frozen=True)
class Access:
    """What a token may read of a schema.

    Attributes:
        schema: With its directives.
        grant: Scopes, and the level of protected customer data.
    """

    schema: GraphQLSchema
    grant: Grant

    def denies(
        self, owner: GraphQLObjectType, name: str, path: list[str | int]
    ) -> Error | None:
        """Give the error with which a field is refused, if it is.

        Args:
            owner: Type that has the field.
            name: Name of the field.
            path: Where it stands in the answer.
        """
        field = owner.fields[name]
        kind = get_named_type(field.type).name.removesuffix("Connection")
        for scopes in (needed(field), needed(self.schema.type_map.get(kind))):
            if scopes and self.grant.scopes.isdisjoint(scopes):
                return access_denied(name, _words(scopes), path)
        if kind in _PERSONS and self.grant.level == _NO_PERSONS:
            return not_approved(kind, path)
        if is_non_null_type(field.type) and self.hides(field):
            return not_approved(owner.name, path)
        return None

    def hides(self, field: GraphQLField) -> bool:
        """Tell whether a field comes null because it is protected."""
        return self.grant.level <= _NO_NAMES and bool(_arguments(field, "protected"))


def needed(what: object) -> list[str]:
    """Give the scopes of which a type or a field needs one; none if it needs none."""
    found = _arguments(what, "access").get("anyOf", [])
    return [str(scope) for scope in found]


def _arguments(what: object, directive: str) -> dict[str, list[str]]:
    node = getattr(what, "ast_node", None)
    for found in getattr(node, "directives", None) or ():
        if found.name.value == directive:
            return {
                argument.name.value: value_from_ast_untyped(argument.value)
                for argument in found.arguments
            }
    return {}


def _words(scopes: list[str]) -> str:
    *most, last = (f"`{scope}` access scope" for scope in scopes)
    return f"{', '.join(most)} or {last}." if most else f"{last}."
