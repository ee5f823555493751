"""Every query of the Google tap names what Google has, and columns are its fields."""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import Any

import pytest

from tap_googleads.columns import camel
from tap_googleads.gaql import Query
from tap_googleads.streams import STREAM_TYPES
from tap_googleads.versions import VERSIONS
from tools.house import ROOT

FOLDER = ROOT / "taps/tap-googleads/tap_googleads/streams"
FIELDS = ROOT / "sandbox/wv_sandbox/googleads/fields"
ASKED = [stream for stream in STREAM_TYPES if stream.query.fields]
each_stream = pytest.mark.parametrize("stream", ASKED, ids=lambda stream: stream.name)


@cache
def table(version: str) -> dict[str, Any]:
    """The fields of one version, by their paths."""
    packed = (FIELDS / f"{version}.json.gz").read_bytes()
    fields: dict[str, Any] = json.loads(gzip.decompress(packed))["fields"]
    return fields


def test_each_stream_that_asks_has_its_query_beside_it_and_no_query_is_left_over():
    assert {path.stem for path in FOLDER.glob("*.gaql")} == {s.name for s in ASKED}


@pytest.mark.parametrize("version", VERSIONS)
@each_stream
def test_every_name_of_a_query_is_known(stream, version):
    query = Query.read(FOLDER / f"{stream.name}.gaql")

    named = {*query.fields, *query.fixed_fields}
    assert named <= set(table(version))


@each_stream
def test_every_field_that_is_asked_for_has_a_column_and_back(stream):
    columns = [field.path for field in stream.schema.fields if field.path]

    assert sorted(camel(path) for path in stream.query.fields) == sorted(columns)


@each_stream
def test_a_column_is_of_the_kind_that_google_sends(stream):
    """A count as a whole number, money never as a float, many values as a list."""
    paths = {camel(path): about for path, about in table("v26").items()}
    kinds = stream.schema["properties"]
    wrong = [
        field.name
        for field in stream.schema.fields
        if field.path and not fits(kinds[field.name], paths[field.path])
    ]

    assert not wrong


def fits(column: dict[str, Any], about: dict[str, Any]) -> bool:
    if about["type"] == "MESSAGE":
        return "string" in column["type"]
    if about["repeated"]:
        return "array" in column["type"]
    if about["type"] in {"DOUBLE", "FLOAT"}:
        is_exact = column.get("format") == "singer.decimal"
        return is_exact or "number" in column["type"]
    allowed = {
        "INT64": {"integer", "string"},
        "INT32": {"integer", "number"},
        "BOOLEAN": {"boolean"},
    }
    return bool(allowed.get(about["type"], {"string"}) & set(column["type"]))


@each_stream
def test_money_has_its_currency_beside_it(stream):
    money = [
        name
        for name, column in stream.schema["properties"].items()
        if "currency]" in column.get("description", "")
    ]
    currencies = {"currency", "default_currency"} & set(stream.schema["properties"])

    assert currencies or not money
    assert not [n for n in money if "number" in stream.schema["properties"][n]["type"]]


@each_stream
def test_keys_are_among_what_is_asked_for_and_never_null(stream):
    required = set(stream.schema["required"])

    assert set(stream.primary_keys) <= required


@pytest.mark.parametrize(
    "stream", [s for s in ASKED if s.windows], ids=lambda stream: stream.name
)
def test_a_report_has_every_selected_segment_of_its_grain_in_its_key(stream):
    """Or two rows would have one key; names and titles go with their ids."""
    told = {"conversion_action_name", "conversion_action_category"}
    told |= {"product_title", "product_brand"}
    if stream.name == "click_view":  # The gclid says it all.
        told |= {"device", "ad_network_type", "click_type", "slot"}
    loose = {
        field.name
        for field in stream.schema.fields
        if field.path.startswith("segments.") and field.name not in stream.primary_keys
    }

    assert loose <= told
