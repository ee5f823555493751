"""Each field that is asked is Meta's, and becomes a column; and the other way round."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from tap_metaads.edges import EdgeStream
from tap_metaads.insights.actions import WHOLE
from tap_metaads.insights.custom import types
from tap_metaads.insights.stream import ActionsStream, InsightsStream
from tap_metaads.streams import STREAM_TYPES

METAS = json.loads(
    files("wv_sandbox.metaads").joinpath("fields.json").read_text("utf-8")
)
OBJECTS = {
    "accounts": "AdAccount",
    "activities": "AdActivity",
    "campaigns": "Campaign",
    "ad_sets": "AdSet",
    "ad_set_geo": "AdSet",
    "ads": "Ad",
    "creatives": "AdCreative",
    "images": "AdImage",
    "videos": "AdVideo",
    "custom_audiences": "CustomAudience",
    "saved_audiences": "SavedAudience",
    "custom_conversions": "CustomConversion",
    "ad_labels": "AdLabel",
    "pixels": "AdsPixel",
}
FIGURES = [s for s in STREAM_TYPES if issubclass(s, InsightsStream)]
ACTIONS = [s for s in STREAM_TYPES if issubclass(s, ActionsStream)]
MONEY = {"currency", "minor units"}
each_figures = pytest.mark.parametrize("stream", FIGURES, ids=lambda s: s.name)


def paths(stream):
    return {f.path.split(".")[0] for f in stream.schema.fields if f.path}


def test_every_stream_is_of_an_object_or_of_insights():
    assert {s.name for s in STREAM_TYPES} - set(OBJECTS) == {
        s.name for s in (*FIGURES, *ACTIONS)
    }


@pytest.mark.parametrize(("name", "kind"), OBJECTS.items(), ids=[*OBJECTS])
def test_every_field_of_an_object_is_metas(name, kind):
    (stream,) = [stream for stream in STREAM_TYPES if stream.name == name]

    assert paths(stream) <= set(METAS[kind])


@each_figures
def test_every_field_of_insights_is_metas(stream):
    parts = set(stream.breakdowns)

    assert paths(stream) - parts <= set(METAS["AdsInsights"])
    assert parts <= set(METAS["Breakdowns"])


@each_figures
def test_every_column_is_asked_for_and_every_field_asked_becomes_rows(stream, make_tap):
    report = make_tap().streams[stream.name].report

    lists = {name for name in report.fields if types()[name] == "list<AdsActionStats>"}
    assert set(report.fields) - lists == paths(stream) - set(stream.breakdowns)
    assert lists <= set(WHOLE)


@pytest.mark.parametrize("stream", ACTIONS, ids=lambda s: s.name)
def test_actions_bear_the_keys_of_their_figures(stream):
    own = ("metric_name", "action_type", "attribution_window")

    assert stream.primary_keys == (*stream.of.primary_keys, *own)
    assert stream.level == stream.of.level
    assert stream.breakdowns == stream.of.breakdowns


@pytest.mark.parametrize("stream", STREAM_TYPES, ids=lambda s: s.name)
def test_money_has_its_currency_beside_it(stream):
    kinds = stream.schema["properties"]
    money = {
        unit
        for kind in kinds.values()
        for unit in MONEY
        if f"[{unit}]" in kind.get("description", "")
    }

    assert not money or "currency" in kinds
    assert "minor units" not in money or "minor_unit_offset" in kinds


@pytest.mark.parametrize("stream", STREAM_TYPES, ids=lambda s: s.name)
def test_no_money_is_a_float(stream):
    floats = [
        name
        for name, kind in stream.schema["properties"].items()
        if "number" in kind["type"] and "currency" in kind.get("description", "")
    ]

    assert not floats


def test_every_row_names_its_account():
    silent = [
        s.name for s in STREAM_TYPES if "account_id" not in s.schema["properties"]
    ]

    assert not silent


def test_no_page_is_larger_than_meta_takes():
    edges = [s for s in STREAM_TYPES if issubclass(s, EdgeStream)]

    assert all(0 < stream.page_size <= 500 for stream in edges)
