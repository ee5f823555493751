"""Breakdowns that have rows only once they are enabled."""

from __future__ import annotations

import pytest

from wv_sandbox.metaads.insights.breakdowns import AUDIENCE_HOUR


def insights(graph, **asked):
    return graph.list("insights", **{"fields": "spend", **asked})


@pytest.mark.parametrize(
    ("breakdown", "feature"),
    [
        ("impression_device", "impression_device"),
        (AUDIENCE_HOUR, "time_of_day_viewer_tz"),
        ("frequency_value", "frequency_value"),
    ],
)
def test_a_breakdown_is_silent_until_a_day_after_it_is_enabled(
    graph, breakdown, feature
):
    settings = f"{graph.account}/insights/feature-settings"
    today = {"since": "2026-11-14", "until": "2026-11-15"}

    def rows():
        return insights(graph, fields="reach", breakdowns=[breakdown], time_range=today)

    assert rows() == []
    told = graph.post(settings, feature_name=feature)
    assert told["insights_effective_date"] == "2026-11-15"
    assert rows() == []
    graph.box.clock.advance(86_400)
    assert {row["date_start"] for row in rows()} == {"2026-11-14"}
    assert graph.post(settings, feature_name=feature) == told


def test_features_are_listed_with_their_state(graph):
    settings = f"{graph.account}/insights/feature-settings"
    names = {
        one["feature_name"] for one in graph.get(f"{settings}/list-features")["data"]
    }
    state = {one["feature_name"]: one["status"] for one in graph.get(settings)["data"]}

    assert set(state) == names
    assert state["comscore"] == "ENABLED"
    assert state["impression_device"] == "NOT_ENABLED"
    assert graph.refused(settings, "POST", feature_name="dma")[0] == (100, None)


def test_features_are_at_their_own_host_too(graph):
    path = f"{graph.account}/insights/feature-settings"
    plain = graph.get(path)
    client = type(graph)(graph.box, version="v26.0/marketing-api")
    url = client.url(path).replace("/graph/", "/ads-api/")
    client.url = lambda _: url

    assert client.get("") == plain
    client.url = lambda _: url.replace("/marketing-api", "")
    assert client.refused("")[0] == (2500, None)


def test_markets_are_american_and_not_older_than_their_effect(graph):
    days = {"since": "2026-06-20", "until": "2026-06-24"}
    rows = insights(
        graph, breakdowns=["comscore_market"], time_increment="1", time_range=days
    )

    assert {row["comscore_market"] for row in rows} <= {"New York, NY", "Phoenix, AZ"}
    assert min(row["date_start"] for row in rows) == "2026-06-22"
