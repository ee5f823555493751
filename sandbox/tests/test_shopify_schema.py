"""The shop knows every field of the schema, and gives what its type promises."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain

import pytest
from graphql import (
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_enum_type,
    is_leaf_type,
    is_list_type,
)

from wv_sandbox.climate import Climate
from wv_sandbox.shopify import documents
from wv_sandbox.shopify.access import Access
from wv_sandbox.shopify.grants import Grant
from wv_sandbox.shopify.page_plan import PageCompiler
from wv_sandbox.shopify.roots import Query
from wv_sandbox.shopify.schemas import schema_of
from wv_sandbox.shopify.shop.shop import Shop
from wv_sandbox.shopify.versions import LATEST, SUPPORTED

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
SCHEMA = schema_of(LATEST)
NOT_THE_SHOPS = {"bulkOperation", "bulkOperations", "discountNode", "node", "nodes"}
ARGUMENTS = {
    "id": '"gid://shopify/Location/7000000001"',
    "type": '"care_guide"',
    "ownerType": "PRODUCT",
    "names": '["available", "on_hand"]',
    "ids": "[]",
}
ROOTS = sorted(set(SCHEMA.query_type.fields) - NOT_THE_SHOPS)
OF_ROOTS = {
    get_named_type(get_named_type(field.type).fields["nodes"].type)
    for field in SCHEMA.query_type.fields.values()
    if get_named_type(field.type).name.endswith("Connection")
}
KINDS = ("multi-currency", "digital", "basic")
TYPES = {"Int": int, "Boolean": bool, "Float": (int, float), "JSON": object}


class Everything:
    """Asks for all fields of a type, by a fragment for each type below."""

    def __init__(self) -> None:
        self.fragments = {}
        self.under_way = set()
        self.root = None

    def of(self, kind):
        """Give a selection; of what has a root of its own, below, the name only."""
        if kind in self.under_way or kind in OF_ROOTS - {self.root}:
            return "{ __typename }"
        if kind.name not in self.fragments:
            self.under_way.add(kind)
            self.fragments[kind.name] = self.fields(kind)
            self.under_way.remove(kind)
        return f"{{ ...All{kind.name} }}"

    def fields(self, kind):
        if is_abstract_type(kind):
            possible = SCHEMA.get_possible_types(kind)
            return " ".join(f"... on {one.name} {self.of(one)}" for one in possible)
        parts = ["__typename"]
        for name, field in kind.fields.items():
            inner = get_named_type(field.type)
            below = "" if is_leaf_type(inner) else self.of(inner)
            parts.append(f"{kind.name}_{name}: {name}{arguments(field)} {below}")
        return " ".join(parts)

    def query(self, name):
        field = SCHEMA.query_type.fields[name]
        kind = get_named_type(field.type)
        nodes = kind.fields.get("nodes")
        self.root = kind if nodes is None else get_named_type(nodes.type)
        asked = f"{{ {name}{arguments(field)} {self.of(kind)} }}"
        written = (
            f"fragment All{kind} on {kind} {{ {fields} }}"
            for kind, fields in self.fragments.items()
        )
        return "\n".join([asked, *written])


def arguments(field):
    given = [
        f"{name}: {ARGUMENTS[name]}"
        for name, one in field.args.items()
        if isinstance(one.type, GraphQLNonNull) and name in ARGUMENTS
    ]
    if "first" in field.args:
        given.append("first: 4")
    return f"({', '.join(given)})" if given else ""


def check(value, kind, path):
    """Say where a value is not what its type promises."""
    if isinstance(kind, GraphQLNonNull):
        if value is None:
            yield f"{path}: null"
            return
        kind = kind.of_type
    if value is None:
        return
    if is_list_type(kind):
        yield from chain.from_iterable(
            check(one, kind.of_type, f"{path}[]") for one in value
        )
    elif is_leaf_type(kind):
        good = (
            value in kind.values
            if is_enum_type(kind)
            else isinstance(value, TYPES.get(kind.name, str))
        )
        if not good:
            yield f"{path}: {value!r} is no {kind.name}"
    else:
        owner = SCHEMA.type_map[value["__typename"]]
        for key, one in value.items():
            name = key.partition("_")[2]
            if key != "__typename":
                yield from check(one, owner.fields[name].type, f"{path}.{name}")


@pytest.fixture(scope="module", params=KINDS)
def view(request):
    return Shop(f"{request.param}-120", Climate(7)).at(NOW)


@pytest.mark.parametrize("name", ROOTS)
def test_each_root_gives_what_its_type_promises(view, name):
    field = SCHEMA.query_type.fields[name]
    document = documents.read(LATEST, Everything().query(name))
    operation = documents.choose(document, None)
    values = documents.coerce(document, operation, {})
    compiler = PageCompiler(document, values, Access(document.schema, Grant()))
    root = document.schema.query_type
    assert isinstance(root, GraphQLObjectType)
    source = Query(root, view, NOW, Grant(), compiler, {})
    data = compiler.object_of(root, [operation.selection_set], [])(source)
    assert sorted(set(check(data[name], field.type, name))) == []


@pytest.mark.parametrize("version", SUPPORTED)
def test_each_version_can_be_asked(shop, version):
    shop.version = version
    assert shop.data("{ shop { id } }")["shop"]["id"].startswith("gid://shopify/Shop/")
