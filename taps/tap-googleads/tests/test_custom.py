"""Own queries: columns, keys and days of the query, and nothing put in."""

from __future__ import annotations

import pytest

from tap_kit.errors import DataError, SettingsError

PLAIN = {"name": "bids", "query": "SELECT campaign.id, campaign.labels FROM campaign"}
DATED = {
    "name": "by_slot",
    "query": "SELECT campaign.id, segments.date, segments.slot, metrics.clicks, "
    "metrics.conversions_value FROM campaign "
    "WHERE segments.date BETWEEN '{first}' AND '{last}'",
    "lookback_days": 3,
}


def row(at: str, slot: str = "SEARCH_TOP") -> dict:
    return {
        "campaign": {"id": "21"},
        "segments": {"date": at, "slot": slot},
        "metrics": {"clicks": "3", "conversionsValue": 1},
    }


def test_a_query_becomes_a_stream_with_its_ids_as_key(make_fake, sync, api):
    api.on("FROM campaign", [{"campaign": {"id": "21", "labels": ["a", "b"]}}])

    said = sync(make_fake("bids", custom_queries=[PLAIN]))

    [record] = said.records("bids")
    [schema] = [m for m in said.messages if m.get("stream") == "bids"][:1]
    assert schema["key_properties"] == ["customer_id", "campaign_id"]
    assert record["campaign_labels"] == '["a","b"]'
    assert record["customer_id"] == "1000000001"
    assert api.queries()[-1].startswith(PLAIN["query"])


def test_no_date_is_put_into_it(make_fake, sync, api):
    api.on("FROM campaign", [])

    sync(make_fake("bids", custom_queries=[PLAIN]))

    assert "segments.date" not in "".join(api.queries())


def test_a_query_with_places_for_days_is_pulled_in_slices(make_fake, sync, api):
    api.on("validate", [])
    api.on("FROM campaign", [row("2026-11-13"), row("2026-11-13", "CONTENT")])
    settings = {"custom_queries": [DATED], "start_date": "2026-11-12"}

    said = sync(make_fake("by_slot", **settings))

    assert "'2026-11-12' AND '2026-11-14'" in api.queries()[-1]
    first, second = said.records("by_slot")
    assert first["metrics_clicks"] == "3"
    assert first["metrics_conversions_value"] == "1"
    assert (first["segments_slot"], second["segments_slot"]) == (
        "CONTENT",
        "SEARCH_TOP",
    )
    windows = said.records("by_slot_windows")
    assert [w["row_count"] for w in windows] == [0, 2, 0]
    assert windows[0]["_window_column"] == "segments_date"


def test_its_own_lookback_counts(make_fake, sync, api):
    api.on("validate", [])
    api.on("FROM campaign", [])
    settings = {"custom_queries": [DATED], "start_date": "2026-01-01"}
    state = sync(make_fake("by_slot", **settings)).state
    api.asked.clear()

    sync(make_fake("by_slot", state=state, **settings))

    assert "'2026-11-12' AND '2026-11-14'" in api.queries()[-1]


def test_a_key_that_is_none_ends_the_run_instead_of_losing_a_row(make_fake, fail, api):
    api.on("FROM campaign", [{"campaign": {"id": "21"}}, {"campaign": {"id": "21"}}])

    fail(make_fake("bids", custom_queries=[PLAIN]), DataError, "custom query bids")


def test_keys_may_be_named(make_fake):
    spec = PLAIN | {"primary_keys": ["campaign_labels", "customer_id"]}

    tap = make_fake(custom_queries=[spec])

    assert tap.streams["bids"].primary_keys == ("customer_id", "campaign_labels")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "campaigns"}, "taken"),
        ({"name": "Über"}, "no name"),
        ({"query": "SELECT"}, "no query"),
        ({"primary_keys": ["price"]}, "price is not among its columns"),
        ({"query": "SELECT campaign.id FROM campaign WHERE x.y = '{first}'"}, "places"),
    ],
)
def test_a_wrong_query_is_told_before_anything_is_asked(make_fake, api, change, said):
    with pytest.raises(SettingsError, match=said):
        make_fake(custom_queries=[PLAIN | change])

    assert not api.asked


def test_two_queries_need_two_names(make_fake):
    with pytest.raises(SettingsError, match="taken"):
        make_fake(custom_queries=[PLAIN, PLAIN])
