"""Pages by cursor, never by the link that holds the token."""

from __future__ import annotations

import json
import logging

import pytest

from tap_kit.errors import DataError, TapError
from tap_metaads.api import Graph
from wv_sandbox.metaads.access import SYSTEM_TOKEN

EDGE = "/metaads/graph/v26.0/act_2001000000000001/campaigns"


def test_pages_end_where_no_next_one_is_named(read, asked):
    """Cursors are there on the last page, too: who follows them asks once too often."""
    rows = read("campaigns", page_size=4)

    assert len(asked("/campaigns")) == -(-len(rows) // 4)
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_page_comes_after_the_cursor_of_the_one_before(read, asked):
    read("campaigns", page_size=4)

    first, second, *_ = asked("/campaigns")
    assert "after" not in first
    assert second["after"]
    assert second["filtering"] == first["filtering"]


def test_a_link_to_another_host_is_not_followed(read, box):
    """Its cursor is enough, and goes to the host that was set."""
    wanted = read("campaigns", page_size=4)
    box.faults.add("foreign_link", path_prefix=EDGE)

    assert [r["id"] for r in read("campaigns", page_size=4)] == [
        row["id"] for row in wanted
    ]


def test_a_cursor_that_leads_back_a_little_loses_nothing(read, box):
    """What comes twice has its key; what is missing would be gone."""
    wanted = read("campaigns", page_size=3)
    box.faults.add("circle", path_prefix=EDGE)

    again = read("campaigns", page_size=3)

    assert {row["id"] for row in again} == {row["id"] for row in wanted}


def test_the_link_with_the_token_is_in_no_log(read, caplog):
    caplog.set_level(logging.DEBUG)

    read("campaigns", page_size=4)

    assert SYSTEM_TOKEN not in caplog.text
    assert "access_token=" not in caplog.text


@pytest.fixture
def graph(make_tap):
    return make_tap("campaigns").api


def answers(monkeypatch, *pages):
    """Let the API answer these, one after the other."""
    left = list(pages)
    monkeypatch.setattr(Graph, "get", lambda *_: left.pop(0))


def walk(graph):
    return list(graph.pages("act_1/ads", {}, ("1", ""), limit=500))


def test_cursors_that_go_in_a_circle_are_an_error(graph, monkeypatch):
    page = {"data": [], "paging": {"next": "x", "cursors": {"after": "abc"}}}
    answers(monkeypatch, page, page)

    with pytest.raises(DataError, match="in a circle"):
        walk(graph)


def test_a_cursor_may_stand_in_the_link_alone(graph, monkeypatch):
    link = "https://evil.test/?access_token=x&after=abc"
    answers(
        monkeypatch,
        {"data": [{"id": "1"}], "paging": {"next": link}},
        {"data": [{"id": "2"}]},
    )

    assert walk(graph) == [[{"id": "1"}], [{"id": "2"}]]


@pytest.mark.parametrize(
    "page",
    [
        [],
        {},
        {"data": {}},
        {"data": ["x"]},
        {"data": [], "paging": {"next": "https://graph.facebook.com/?limit=1"}},
        {"data": [], "paging": {"next": "x", "cursors": {}}},
    ],
)
def test_a_page_that_is_none_is_an_error(graph, monkeypatch, page):
    answers(monkeypatch, page)

    with pytest.raises(DataError):
        walk(graph)


def test_things_by_id_must_be_an_object(graph, monkeypatch):
    answers(monkeypatch, [])

    with pytest.raises(DataError, match="by id"):
        graph.by_id(["1"], ["id"], ("1", ""))


def test_a_field_that_meta_forgot_is_left_out_and_told(make_tap, sync, caplog):
    """Fields vanish between versions; one must not stop a whole account."""
    tap = make_tap("campaigns")
    tap.streams["campaigns"].asked.append("forgotten_by_meta")

    said = sync(tap)

    assert said.records("campaigns")
    assert "does not know the field forgotten_by_meta" in caplog.text
    assert {"name": "fields_left_out", "value": 1} in said.report["metrics"]


def test_a_key_is_never_left_out(make_tap, fail, monkeypatch):
    tap = make_tap("campaigns")
    tap.streams["campaigns"].asked[:] = ["id", "forgotten_by_meta"]
    monkeypatch.setattr(type(tap.streams["campaigns"]), "primary_keys", ("id",))
    fields = tap.streams["campaigns"].schema.fields
    monkeypatch.setattr(
        type(tap.streams["campaigns"]).schema,
        "fields",
        (fields[0].__class__(declared=fields[0].declared, path="forgotten_by_meta"),),
    )

    error, _ = fail(tap, TapError)

    assert error.exit_code == 6


def test_a_version_about_to_end_is_warned_of_once(make_tap, sync, monkeypatch, caplog):
    tap = make_tap("campaigns", "ads")
    learn = Graph.after_response

    def warned(self, response):
        response.headers["X-Ad-Api-Version-Warning"] = "auto-upgraded"
        learn(self, response)

    monkeypatch.setattr(Graph, "after_response", warned)
    sync(tap)

    assert caplog.text.count("set graph_version") == 1


def test_no_more_is_asked_for_a_second_than_the_ceiling(make_tap, sync, clock):
    tap = make_tap("campaigns", requests_per_second=1, request_burst=1, page_size=2)

    said = sync(tap)

    assert sum(clock.slept) == pytest.approx(said.report["requests"] - 1, abs=0.1)


def test_lists_are_sent_as_json_and_fields_by_commas(read, asked):
    read("insights_ad_daily")

    query = asked("/insights")[0]
    assert "impressions,spend" in query["fields"]
    assert json.loads(query["time_range"]) == {
        "since": "2026-11-08",
        "until": "2026-11-14",
    }
