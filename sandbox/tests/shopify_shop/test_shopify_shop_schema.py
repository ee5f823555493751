"""Objects have the fields, and values the shapes, of the API's own schema."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    build_client_schema,
    build_schema,
    get_nullable_type,
    is_abstract_type,
    is_enum_type,
    is_list_type,
    is_non_null_type,
    is_scalar_type,
)

from wv_sandbox.shopify import schemas
from wv_sandbox.shopify.shop import Node, Rows, roots

SCALARS: dict[str, type] = {
    "Boolean": bool,
    "Float": float,
    "Int": int,
    "JSON": object,
}
GIVEN = {"metaobjects": {"type": "lookbook"}}
ROWS_LOOKED_AT = 12


class Walk:
    """Compares objects with their types, down to a depth."""

    def __init__(self, schema) -> None:
        self.schema = schema
        self.wrong: set[str] = set()
        self.lacking: set[str] = set()

    def value(self, value: Any, type_, path: str, depth: int) -> None:
        if value is None:
            if is_non_null_type(type_):
                self.wrong.add(f"{path} is null")
            return
        type_ = get_nullable_type(type_)
        if is_list_type(type_):
            self.many(value, type_.of_type, path, depth)
        elif is_scalar_type(type_):
            kind = SCALARS.get(type_.name, str)
            if kind is not object and type(value) is not kind:
                self.wrong.add(f"{path} is {type(value).__name__}, no {type_.name}")
        elif is_enum_type(type_):
            if value not in type_.values:
                self.wrong.add(f"{path} is {value}, no {type_.name}")
        elif type_.name.endswith("Connection"):
            edges = get_nullable_type(type_.fields["edges"].type)
            edge = get_nullable_type(get_nullable_type(edges.of_type))
            self.many(value, edge.fields["node"].type, path, depth)
        else:
            self.node(value, type_, path, depth)

    def many(self, values: Any, type_, path: str, depth: int) -> None:
        if not isinstance(values, (list, Rows)):
            self.wrong.add(f"{path} is no list")
            return
        for value in list(values[:3]):
            self.value(value, type_, path, depth)

    def node(self, value: Any, type_, path: str, depth: int) -> None:
        if is_abstract_type(type_):
            name = value["__typename"]
            if not self.schema.is_sub_type(type_, self.schema.type_map[name]):
                self.wrong.add(f"{path} is {name}, no {type_.name}")
            type_ = self.schema.type_map[name]
        if depth == 0:
            return
        names = set(value.fields if isinstance(value, Node) else value)
        if value.get("__typename", type_.name) != type_.name:
            self.wrong.add(f"{path} is {value['__typename']}, no {type_.name}")
        self.lacking |= {
            f"{type_.name}.{name}" for name in type_.fields if name not in names
        }
        for name in names - {"__typename"}:
            if name in type_.fields:
                kind = type_.fields[name].type
                self.value(value[name], kind, f"{type_.name}.{name}", depth - 1)
            else:
                self.lacking.add(f"no {type_.name}.{name}")


def walk_over(view, schema) -> Walk:
    walk = Walk(schema)
    for name in roots.ROOTS:
        root = view.root(name, GIVEN.get(name, {}))
        if root.kind not in schema.type_map:
            continue
        rows = root.ids()
        for row in rows[:: max(1, rows.size // ROWS_LOOKED_AT)].tolist():
            walk.node(root.node(row), schema.type_map[root.kind], name, depth=3)
    for name, kind in roots.SINGLES.items():
        walk.node(view.single(name), schema.type_map[kind], name, depth=3)
    return walk


@pytest.fixture(scope="module")
def trimmed():
    path = Path(schemas.__file__).parent / "schema" / "admin_2026-10.graphql"
    return build_schema(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def introspected(shared_data):
    path = shared_data / "shopify_admin_schema_2026-10.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as text:
        read = json.load(text)
    return build_client_schema(read.get("data", read))


LABELS = ("plain-600", "multi-currency-600", "digital-400", "basic-400")


@pytest.mark.parametrize("label", LABELS)
def test_objects_are_as_our_queries_need_them(label, open_shop, now, trimmed):
    walk = walk_over(open_shop(label).at(now), trimmed)
    assert walk.wrong == set()
    assert {field for field in walk.lacking if not field.startswith("no ")} == set()


@pytest.mark.parametrize("label", LABELS[:2])
def test_objects_have_no_fields_of_their_own(label, open_shop, now, introspected):
    walk = walk_over(open_shop(label).at(now), introspected)
    assert walk.wrong == set()
    assert {field for field in walk.lacking if field.startswith("no ")} == set()
