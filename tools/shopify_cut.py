"""Which types and fields a set of queries touches, and the schema that holds just them.

A type keeps its `id`, a connection all its parts, a field all its arguments. Of an
interface or union that is asked for, every possible type stays, so that a new kind of
row has a name; of `Node`, only types that are asked for otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from graphql import (
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    visit,
)

from tools.shopify_access import any_of, named, protected, rendered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphql import DocumentNode, FieldNode, GraphQLSchema

Json: TypeAlias = dict[str, Any]
Asked: TypeAlias = dict[str, set[str]]

HEAD = """\
# Cut from the schema of Shopify's Admin GraphQL API, Copyright 2025-present,
# Shopify Inc., ISC (LICENSE beside this file), by tools/cut_shopify_schema.py.
schema {
  query: QueryRoot
  mutation: Mutation
}

directive @access(anyOf: [String!]!) on FIELD_DEFINITION | INTERFACE | OBJECT | UNION

directive @protected(kind: String!) on FIELD_DEFINITION
"""
BUILT_IN = {"Boolean", "Float", "ID", "Int", "String"}
CONNECTION = ("edges", "nodes", "pageInfo", "cursor", "node")


def asked_fields(schema: GraphQLSchema, documents: Iterable[DocumentNode]) -> Asked:
    """Return the fields that the documents select, by type."""
    info = TypeInfo(schema)
    notes = _Notes(info)
    for document in documents:
        visit(document, TypeInfoVisitor(info, notes))
    return notes.asked


class _Notes(Visitor):
    """Notes each selected field, and each type that one selects from."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.asked: Asked = defaultdict(set)

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Note a field below the type it was selected from."""
        parent = self.info.get_parent_type()
        found = self.info.get_type()
        if parent is None or found is None:
            msg = f"no schema of the newest version knows `{node.name.value}`"
            raise ValueError(msg)
        if not node.name.value.startswith("__"):
            self.asked[parent.name].add(node.name.value)
        if node.selection_set:
            self.asked[get_named_type(found).name] |= set()


def cut(schema: Json, asked: Asked) -> str:
    """Return the SDL of what is asked, as far as this version has it."""
    types = {kind["name"]: kind for kind in schema["types"]}
    kept = _kept(types, asked)
    parts = (
        _definition(types[name], kept, types) for name in sorted(_all(types, kept))
    )
    return HEAD + "".join(f"\n{part}\n" for part in parts if part)


def _kept(types: dict[str, Json], asked: Asked) -> Asked:
    """Return the fields that stay, by type, whole enough to be a schema."""
    kept: Asked = defaultdict(set)
    for name, fields in asked.items():
        if name in types:
            kept[name] |= fields & {field["name"] for field in _fields(types[name])}
            for possible in _possible(types[name]):
                kept[possible] |= kept[name]
    for name in list(kept):
        kept[name] |= _always(types[name], kept[name])
    return kept


def _possible(kind: Json) -> Iterator[str]:
    if kind["name"] != "Node":
        yield from (possible["name"] for possible in kind.get("possibleTypes") or ())


def _always(kind: Json, asked: set[str]) -> set[str]:
    """Return the fields that a type keeps in any case."""
    fields = {field["name"]: field for field in _fields(kind)}
    if kind["name"].endswith(("Connection", "Edge")):
        return set(CONNECTION) & set(fields)
    if kind["name"] == "PageInfo":
        return set(fields)
    if "id" in fields:
        return {"id"}
    plain = (name for name, field in fields.items() if not field["args"])
    return set() if asked else {next(plain)} if fields else set()


def _all(types: dict[str, Json], kept: Asked) -> set[str]:
    """Return the names of the types that stay, those of arguments with them."""
    names, new = set[str](), set(kept)
    while new:
        for name in new - set(kept):
            kept[name] = _always(types[name], set())
        names |= new
        new = {n for name in new for n in _mentions(types[name], kept)} - names
    return names - BUILT_IN


def _mentions(kind: Json, kept: Asked) -> Iterator[str]:
    """Return the types that a definition cannot do without."""
    for field in _fields(kind):
        if field["name"] in kept.get(kind["name"], ()):
            yield named(field["type"])
            yield from (named(argument["type"]) for argument in field["args"])
    yield from (named(field["type"]) for field in kind["inputFields"] or ())


def _definition(kind: Json, kept: Asked, types: dict[str, Json]) -> str:
    """Return one type as SDL; nothing for one of which nothing stays."""
    name = kind["name"]
    match kind["kind"]:
        case "SCALAR":
            return f"scalar {name}"
        case "ENUM":
            return _block(f"enum {name}", (v["name"] for v in kind["enumValues"]))
        case "UNION":
            members = " | ".join(_possible(kind))
            return f"union {name}{_access(kind)} = {members}"
        case "INPUT_OBJECT":
            fields = (_argument(field) for field in kind["inputFields"])
            return _block(f"input {name}", fields)
        case "INTERFACE" | "OBJECT":
            word = "type" if kind["kind"] == "OBJECT" else "interface"
            head = f"{word} {name}{_implements(kind, kept, types)}{_access(kind)}"
            fields = (_field(f) for f in _fields(kind) if f["name"] in kept[name])
            return _block(head, fields)
        case unknown:
            msg = f"type {name} is of the unknown kind {unknown}"
            raise ValueError(msg)


def _implements(kind: Json, kept: Asked, types: dict[str, Json]) -> str:
    found = (interface["name"] for interface in kind["interfaces"] or ())
    names = [
        n for n in found if n in kept and n in types and kept[n] <= kept[kind["name"]]
    ]
    return f" implements {' & '.join(names)}" if names else ""


def _field(field: Json) -> str:
    arguments = ", ".join(_argument(argument) for argument in field["args"])
    head = f"{field['name']}({arguments})" if arguments else field["name"]
    kind = protected(field)
    mark = f' @protected(kind: "{kind}")' if kind else ""
    is_old = field.get("isDeprecated") and field["name"] != "id"  # Node has it, too.
    old = " @deprecated" if is_old else ""
    return f"{head}: {rendered(field['type'])}{mark}{_access(field)}{old}"


def _argument(argument: Json) -> str:
    default = argument.get("defaultValue")
    tail = "" if default is None else f" = {default}"
    return f"{argument['name']}: {rendered(argument['type'])}{tail}"


def _access(thing: Json) -> str:
    scopes = ", ".join(f'"{scope}"' for scope in any_of(thing))
    return f" @access(anyOf: [{scopes}])" if scopes else ""


def _block(head: str, lines: Iterable[str]) -> str:
    body = "".join(f"  {line}\n" for line in lines)
    return f"{head} {{\n{body}}}"


def _fields(kind: Json) -> list[Json]:
    return kind.get("fields") or []
