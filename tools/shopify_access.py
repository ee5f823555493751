"""Who may read which path of a query, since when, and which paths are protected.

`access.json` holds it by query (a file's stem) and path from the root field, without
edges and nodes; a path that everybody may read who may read the root is not listed:

    {"orders": {"orders.staffMember": {"scopes": ["read_users"]}, …}}

`since`: first API version, if not the oldest we support. `arguments`: the same of
arguments. `scopes`: any one of them is needed. `protected`: kind of protected customer
data. A path counts with all below it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graphql import DocumentNode, SelectionSetNode

Json: TypeAlias = dict[str, Any]

SKIPPED = {"edges", "node", "nodes", "pageInfo", "__typename"}
_SCOPE = re.compile(r"`(read_\w+)`")


def access(
    introspections: Mapping[str, Json], documents: Mapping[str, DocumentNode]
) -> str:
    """Return the content of access.json."""
    facts = _Facts(introspections)
    found = {
        path.rpartition("/")[2].removesuffix(".graphql"): dict(facts.of(document))
        for path, document in documents.items()
    }
    content = {name: paths for name, paths in sorted(found.items()) if paths}
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


class _Facts:
    """Walks a query beside the introspections."""

    def __init__(self, introspections: Mapping[str, Json]) -> None:
        self._versions = {
            version: {kind["name"]: kind for kind in whole["__schema"]["types"]}
            for version, whole in introspections.items()
        }
        self._oldest, self._newest = (
            next(iter(introspections)),
            list(introspections)[-1],
        )
        self._roots = introspections[self._newest]["__schema"]
        self._fragments: dict[str, FragmentDefinitionNode] = {}

    def of(self, document: DocumentNode) -> Iterator[tuple[str, Json]]:
        """Yield each path that asks for more than the root does."""
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                root = self._roots[f"{definition.operation.value}Type"]["name"]
                yield from self._below(root, definition.selection_set, "", set())

    def _below(
        self, type_name: str, selected: SelectionSetNode, path: str, held: set[str]
    ) -> Iterator[tuple[str, Json]]:
        for selection in selected.selections:
            match selection:
                case FieldNode():
                    yield from self._field(type_name, selection, path, held)
                case FragmentSpreadNode():
                    part = self._fragments[selection.name.value]
                    name = part.type_condition.name.value
                    yield from self._below(name, part.selection_set, path, held)
                case InlineFragmentNode(type_condition=condition):
                    name = condition.name.value if condition else type_name
                    yield from self._below(name, selection.selection_set, path, held)
                case _:
                    msg = f"a query cannot hold a {selection.kind}"
                    raise TypeError(msg)

    def _field(
        self, type_name: str, node: FieldNode, path: str, held: set[str]
    ) -> Iterator[tuple[str, Json]]:
        name = node.name.value
        if name == "__typename":
            return
        field = _field_of(self._versions[self._newest][type_name], name)
        found = self._versions[self._newest][named(field["type"])]
        here = path if name in SKIPPED and path else f"{path}.{name}".lstrip(".")
        needs = [scopes for scopes in (any_of(field), any_of(found)) if scopes]
        if path and here != path:
            facts = self._news(type_name, node) | self._limits(field, needs, held)
            if facts:
                yield here, facts
        if node.selection_set:
            more = held.union(*needs)
            yield from self._below(found["name"], node.selection_set, here, more)

    def _limits(self, field: Json, needs: list[list[str]], held: set[str]) -> Json:
        """Return what a field asks of the app and of the shop's plan."""
        missing = next((need for need in needs if not held & set(need)), None)
        found = {"scopes": missing, "protected": protected(field)}
        return {name: value for name, value in found.items() if value}

    def _news(self, type_name: str, node: FieldNode) -> Json:
        """Return since when a field and its arguments exist, if not always."""
        name = node.name.value
        arguments = {
            argument.name.value: since
            for argument in node.arguments or ()
            if (since := self._since(type_name, name, argument.name.value))
        }
        found = {"since": self._since(type_name, name), "arguments": arguments}
        if found["since"]:
            found["arguments"] = {}
        return {name: value for name, value in found.items() if value}

    def _since(
        self, type_name: str, name: str, argument: str | None = None
    ) -> str | None:
        """Return the first version that has a field; None if it is the oldest."""
        for version, types in self._versions.items():
            fields = types.get(type_name, {}).get("fields") or ()
            found = next((field for field in fields if field["name"] == name), None)
            if found and (not argument or argument in _names(found["args"])):
                return None if version == self._oldest else version
        msg = f"no version has {type_name}.{name}"
        raise ValueError(msg)


def any_of(thing: Json) -> list[str]:
    """Return the scopes of which one is needed; none where a role decides."""
    words = (thing.get("requiredAccess") or "").split("Also:")[0]
    return list(dict.fromkeys(_SCOPE.findall(words)))


def protected(field: Json) -> str | None:
    """Return the kind of protected customer data that a field is."""
    return field.get("protectedContent") if field.get("isProtected") else None


def named(wrapped: Json) -> str:
    """Return the name of a type without list and non-null."""
    while wrapped.get("ofType"):
        wrapped = wrapped["ofType"]
    name: str = wrapped["name"]
    return name


def rendered(wrapped: Json) -> str:
    """Return a type as SDL writes it."""
    match wrapped["kind"]:
        case "NON_NULL":
            return f"{rendered(wrapped['ofType'])}!"
        case "LIST":
            return f"[{rendered(wrapped['ofType'])}]"
        case _:
            return str(wrapped["name"])


def _names(things: Iterable[Json]) -> set[str]:
    return {thing["name"] for thing in things}


def _field_of(kind: Json, name: str) -> Json:
    return next(field for field in kind["fields"] if field["name"] == name)
