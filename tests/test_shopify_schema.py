"""What we ship of Shopify's schema is what our queries ask for, and nothing else."""

from __future__ import annotations

import json
import re

import pytest
from graphql import (
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_client_schema,
    build_schema,
    introspection_from_schema,
    parse,
    validate_schema,
    visit,
)

from tap_shopify_wv.queries import Query
from tap_shopify_wv.streams import STREAM_TYPES
from tools import cut_shopify_schema as tool
from tools.house import ROOT
from tools.shopify_access import access
from tools.shopify_cut import asked_fields, cut

SHARED = ROOT.parent / "shared" / "data"
TOY = build_schema("""
schema { query: QueryRoot mutation: Mutation }
type Mutation { noop: Boolean }
type QueryRoot {
  orders(first: Int, query: String, sortKey: OrderKeys = ID): OrderConnection!
  pets: [Pet!]!
}
enum OrderKeys { ID UPDATED_AT }
type OrderConnection { edges: [OrderEdge!]! pageInfo: PageInfo! }
type OrderEdge { cursor: String! node: Order! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
interface Node { id: ID! }
type Order implements Node {
  id: ID! name: String! note: String staff: Staff secret: Secret
}
type Staff implements Node { id: ID! email: String }
type Secret { key: String }
interface Pet { name: String }
type Cat implements Pet { name: String lives: Int }
type Dog implements Pet { name: String barks: Boolean }
""")
QUERY = """
query { orders(first: 1) { edges { node { id name staff { email } } } } pets { name } }
"""


def introspection():
    """The toy schema with Shopify's own marks, and without `note` in a copy of it."""
    whole = introspection_from_schema(TOY, descriptions=False)
    fields = {
        (kind["name"], field["name"]): field
        for kind in whole["__schema"]["types"]
        for field in kind["fields"] or ()
    }
    fields["Order", "staff"]["requiredAccess"] = "`read_users` access scope. Also: more"
    fields["Staff", "email"] |= {"isProtected": True, "protectedContent": "email"}
    return whole


@pytest.fixture(scope="module")
def toy():
    asked = asked_fields(TOY, [parse(QUERY), parse("mutation { noop }")])
    return cut(introspection()["__schema"], asked)


def test_a_cut_schema_is_a_schema(toy):
    assert not validate_schema(build_schema(toy))


def test_only_what_is_asked_for_stays(toy):
    kept = build_schema(toy)

    assert set(kept.get_type("Order").fields) == {"id", "name", "staff"}
    assert kept.get_type("Secret") is None


def test_a_field_keeps_its_arguments_and_their_types(toy):
    kept = build_schema(toy)
    arguments = kept.query_type.fields["orders"].args

    assert set(arguments) == {"first", "query", "sortKey"}
    assert set(kept.get_type("OrderKeys").values) == {"ID", "UPDATED_AT"}
    assert "= ID" in toy


def test_every_kind_of_an_interface_stays(toy):
    """A row of a kind that we do not ask more of still has a name."""
    kept = build_schema(toy)

    assert set(kept.get_type("Cat").fields) == set(kept.get_type("Dog").fields)
    assert set(kept.get_type("Cat").fields) == {"name"}


def test_scopes_and_protection_are_carried(toy):
    assert 'staff: Staff @access(anyOf: ["read_users"])' in toy
    assert 'email: String @protected(kind: "email")' in toy


def test_a_field_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="nothing"):
        asked_fields(TOY, [parse("{ pets { nothing } }")])


def test_access_tells_what_goes_beyond_the_root():
    older = introspection()
    (order,) = (t for t in older["__schema"]["types"] if t["name"] == "Order")
    order["fields"] = [f for f in order["fields"] if f["name"] != "name"]

    found = json.loads(
        access(
            {"2026-01": older, "2026-04": introspection()},
            {"streams/orders.graphql": parse(QUERY)},
        )
    )

    assert found == {
        "orders": {
            "orders.name": {"since": "2026-04"},
            "orders.staff": {"scopes": ["read_users"]},
            "orders.staff.email": {"protected": "email"},
        }
    }


# ---------- what is shipped


@pytest.fixture(scope="module")
def introspections():
    if not (SHARED / tool.LICENCE).is_file():
        pytest.skip(f"{SHARED} is not there: whole schemas lie outside the repository")
    return tool.load(SHARED)


def test_the_shipped_schemas_are_cut_from_todays_queries(introspections):
    """After a change of a query: `python -m tools.cut_shopify_schema <folder>`."""
    wanted = tool.schemas(introspections)
    shipped = {
        version: (tool.SCHEMAS / f"admin_{version}.graphql").read_text("utf-8")
        for version in wanted
    }

    assert shipped == wanted


def test_the_shipped_access_rules_are_cut_from_todays_queries(introspections):
    wanted = access(introspections, tool.documents())

    assert (tool.TAP / "access.json").read_text("utf-8") == wanted


def test_every_search_field_is_one_that_shopify_documents(introspections):
    """A field that it does not know brings all rows, with a warning at most."""
    newest = introspections[tool.VERSIONS[-1]]
    searched = Searched(TypeInfo(build_client_schema(newest, assume_valid=True)))
    unknown = {}
    for stream in STREAM_TYPES:
        searched.fields = set()
        visit(Query.of(stream.name).main, TypeInfoVisitor(searched.info, searched))
        used = {term.partition(":")[0] for term in stream.terms}
        used |= {"test"} if stream.root == "orders" else set()
        used |= {stream.filter_by} - {None}
        if missing := used - searched.fields:
            unknown[stream.name] = missing

    assert not unknown


class Searched(Visitor):
    """Notes the search fields of each connection that is asked with `$query`."""

    def __init__(self, info):
        super().__init__()
        self.info = info
        self.fields = set()

    def enter_argument(self, node, *_):
        if node.name.value == "query":
            words = self.info.get_argument().description
            self.fields |= set(re.findall(r"^\| ([a-z_]+) \|", words, re.MULTILINE))


def test_shopifys_licence_comes_with_its_schema():
    text = (tool.SCHEMAS / "LICENSE").read_text("utf-8")

    assert "Shopify Inc." in text
    assert "permission notice appear in all copies" in text
