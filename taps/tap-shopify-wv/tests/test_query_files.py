"""House rules of the queries: columns and selections agree, and Shopify takes them."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache, partial
from importlib import resources
from pathlib import Path

import pytest
from graphql import (
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_list_type,
    parse,
    validate,
    visit,
)

from tap_shopify_wv.access import Access
from tap_shopify_wv.queries import DETAILS, Query
from tap_shopify_wv.streams import STREAM_TYPES

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ROOT / "sandbox" / "wv_sandbox" / "shopify" / "schema"
SHARED = ROOT.parent / "shared"
OLDER = ("2026-01", "2026-04")
WHOLE = ("2026-07", "2026-10")
"""Versions on which the queries hold as they are written, without any pruning."""
STILL_NEEDED = {
    "CustomerPhoneNumber.marketingCollectedFrom",
    "CustomerPhoneNumber.marketingOptInLevel",
    "CustomerPhoneNumber.marketingState",
    "CustomerPhoneNumber.marketingUpdatedAt",
}
"""Deprecated, but what replaces them does not exist on 2026-07 yet."""
MOST_CONNECTIONS, MOST_NESTING, MOST_POINTS = 5, 2, 1_000
MANY_OWNERS = 10

each_stream = pytest.mark.parametrize("stream", STREAM_TYPES, ids=lambda s: s.name)


@cache
def schema(version):
    return build_schema((SCHEMAS / f"admin_{version}.graphql").read_text("utf-8"))


def owners(stream):
    """Where the objects lie that the operation for details asks for."""
    return ".".join((stream.root, *stream.rows[:-1]))


def selected(stream):
    """Every leaf of the query, as if details came with their headers."""
    begin = f"{DETAILS}."
    return {
        f"{owners(stream)}.{path.removeprefix(begin)}"
        if path.startswith(begin)
        else path
        for path in Query.of(stream.name).leaves
    }


def paths(stream, column):
    """Where a column's values lie in the query."""
    above = ".".join((stream.root, *stream.rows[:-1])) if stream.rows else stream.root
    begins = {"@root": stream.root, "@parent": above}
    for path in column.paths:
        first, _, rest = path.partition(".")
        if first != "@index":
            row = ".".join((stream.root, *stream.rows))
            yield f"{begins[first]}.{rest}" if first in begins else f"{row}.{path}"


def structure(stream):
    """What is asked for without being a column: ids to walk by, the window's field."""
    pages = {"hasNextPage", "endCursor"}
    return {
        *(path for path in selected(stream) if path.rpartition(".")[2] in pages),
        *(f"{stream.root}.{name}" for name in ("id", "updatedAt")),
        f"{owners(stream)}.id",
    }


# ---------- columns and selections


@each_stream
def test_every_column_is_asked_for(stream):
    read = {path for c in stream.columns_read for path in paths(stream, c)}

    assert not sorted(read - selected(stream))


@each_stream
def test_everything_asked_for_is_a_column(stream):
    """What nobody reads costs points and moves people's data for nothing."""
    read = {path for c in stream.columns_read for path in paths(stream, c)}

    assert not sorted(selected(stream) - read - structure(stream))


@each_stream
def test_a_child_knows_its_root_and_when_that_changed(stream):
    at_root = {c.path: c.name for c in stream.columns_read if c.path[:5] == "@root"}
    key = stream.replication_key

    if stream.rows:
        assert "@root.id" in at_root
    if stream.rows and isinstance(key, str) and key != "updated_at":
        assert key in at_root.values()


# ---------- Shopify takes them


@each_stream
@pytest.mark.parametrize("version", WHOLE)
def test_the_query_is_valid_as_it_is_written(stream, version):
    query = Query.of(stream.name)

    for text in filter(None, (query.page, query.details and query.by_ids)):
        assert not validate(schema(version), parse(text))


@each_stream
@pytest.mark.parametrize("version", OLDER)
def test_the_query_is_valid_on_older_versions_once_narrowed(stream, version):
    access = Access(version, every_scope())
    query = Query.of(stream.name).narrowed(
        lambda path: access.refusal(stream.name, path) is None,
        partial(access.unknown_arguments, stream.name),
    )

    for text in filter(None, (query.page, query.details and query.by_ids)):
        assert not validate(schema(version), parse(text))


@each_stream
def test_only_deprecated_fields_without_a_successor_are_asked_for(stream):
    found = Deprecated(TypeInfo(schema("2026-10")))
    query = Query.of(stream.name)
    for operation in filter(None, (query.main, query.details)):
        visit(operation, TypeInfoVisitor(found.info, found))

    assert found.fields <= STILL_NEEDED


@each_stream
def test_a_page_costs_less_than_shopify_allows(stream):
    query = Query.of(stream.name)

    assert query.cost(stream.page_size) <= MOST_POINTS
    assert query.details_cost(MANY_OWNERS) <= MOST_POINTS


@each_stream
def test_a_stream_is_fit_for_bulk_if_its_query_says_so(stream):
    assert stream.bulk == Query.of(stream.name).is_bulk


BULK = [stream for stream in STREAM_TYPES if stream.bulk]


@pytest.mark.parametrize("stream", BULK, ids=lambda s: s.name)
def test_a_bulk_query_obeys_the_rules_of_bulk(stream):
    text = Query.of(stream.name).bulk("updated_at:>='2026-01-01'")
    found = Connections(TypeInfo(schema("2026-10")))
    visit(parse(text), TypeInfoVisitor(found.info, found))

    assert not validate(schema("2026-10"), parse(text))
    assert 1 <= found.count <= MOST_CONNECTIONS
    assert found.deepest - 1 <= MOST_NESTING
    assert not found.wrong
    assert "pageInfo" not in text
    assert "$" not in text


def test_the_checkers_of_the_shared_folder_agree(tmp_path):
    """The same on whole schemas, by a tool that shares no line with ours."""
    tool = SHARED / "tools" / "check_shopify_queries.py"
    if not tool.is_file():
        pytest.skip(f"{tool} is not there: whole schemas lie outside the repository")
    for stream in STREAM_TYPES:
        query = Query.of(stream.name)
        (tmp_path / f"{stream.name}.graphql").write_text(query.page)
        if stream.bulk:
            (tmp_path / f"{stream.name}.bulk.graphql").write_text(query.bulk(None))
        if query.details:
            (tmp_path / f"{stream.name}.details.graphql").write_text(query.by_ids)

    done = subprocess.run(
        [sys.executable, tool, tmp_path, "--first", "40"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def every_scope():
    """All scopes that a field may need."""
    file = resources.files("tap_shopify_wv") / "access.json"
    rules = json.loads(file.read_text("utf-8"))
    return frozenset(
        scope
        for by_path in rules.values()
        for rule in by_path.values()
        for scope in rule.get("scopes", ())
    )


class Deprecated(Visitor):
    """Notes the deprecated fields of a query."""

    def __init__(self, info):
        super().__init__()
        self.info = info
        self.fields = set()

    def enter_field(self, node, *_):
        definition = self.info.get_field_def()
        if definition is not None and definition.deprecation_reason is not None:
            parent = self.info.get_parent_type().name
            self.fields.add(f"{parent}.{node.name.value}")


class Connections(Visitor):
    """Counts the connections of a query, and those where bulk takes none."""

    def __init__(self, info):
        super().__init__()
        self.info = info
        self.count = self.deepest = 0
        self.stack = []
        self.ids = []
        self.wrong = []

    def enter_field(self, node, *_):
        kind = self.info.get_type()
        name = node.name.value
        if is_connection(kind):
            self.count += 1
            if "list" in self.stack:
                self.wrong.append(f"{name} lies in a list")
            if self.stack and not self.ids[-1]:
                self.wrong.append(f"the parent of {name} has no id")
            self.stack.append("connection")
        elif is_list_type(get_nullable_type(kind)) and name != "edges":
            self.stack.append("list")
        else:
            self.stack.append("id" if name == "id" else "")
        self.deepest = max(self.deepest, self.stack.count("connection"))

    def leave_field(self, *_):
        self.stack.pop()

    def enter_selection_set(self, node, *_):
        names = (getattr(part, "name", None) for part in node.selections)
        self.ids.append(any(name and name.value == "id" for name in names))

    def leave_selection_set(self, *_):
        self.ids.pop()


def is_connection(kind):
    """Tell a connection by its name, as Shopify's validators do."""
    plain = not is_list_type(get_nullable_type(kind))
    return plain and get_named_type(kind).name.endswith("Connection")
