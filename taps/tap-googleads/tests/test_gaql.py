"""Queries: read from files, with places for days, and without what is refused."""

from __future__ import annotations

import pytest

from tap_googleads.columns import camel
from tap_googleads.gaql import Query
from tap_kit.errors import SettingsError

TEXT = """-- What a campaign cost.
SELECT
  campaign.id,
  metrics.clicks
FROM campaign
WHERE segments.date BETWEEN '{first}' AND '{last}'
  AND campaign.status = 'a.b'
"""


def test_a_query_is_read_from_its_text():
    query = Query.parse(TEXT, "here")

    assert query.fields == ("campaign.id", "metrics.clicks")
    assert query.resource == "campaign"
    assert query.is_dated
    assert query.fixed_fields == {"segments.date", "campaign.status"}


def test_days_are_put_in_and_resource_names_left_out():
    assert Query.parse(TEXT, "here").text("2026-11-01", "2026-11-07") == (
        "SELECT campaign.id, metrics.clicks FROM campaign WHERE segments.date BETWEEN "
        "'2026-11-01' AND '2026-11-07' AND campaign.status = 'a.b' "
        "PARAMETERS omit_unselected_resource_names = true"
    )


def test_no_date_is_put_in_where_none_is_asked_for():
    query = Query.parse("SELECT campaign.id FROM campaign;", "here")

    assert not query.is_dated
    assert "segments.date" not in query.text("2026-11-01", "2026-11-07")


def test_own_parameters_stay():
    text = "SELECT campaign.id FROM campaign PARAMETERS include_drafts=true"

    assert Query.parse(text, "here").text() == text


def test_a_field_can_be_left_out():
    smaller = Query.parse(TEXT, "here").without({"metrics.clicks"})

    assert smaller.fields == ("campaign.id",)


def test_what_is_asked_for_is_known_by_a_hash_whatever_the_order():
    one = Query(("a.b", "c.d"), "a", "WHERE x.y = 1")

    assert one.report_hash == Query(("c.d", "a.b"), "a", "WHERE x.y = 1").report_hash
    assert one.report_hash != Query(("a.b", "c.d"), "a", "WHERE x.y = 2").report_hash
    assert one.report_hash != Query(("a.b",), "a", "WHERE x.y = 1").report_hash


@pytest.mark.parametrize(
    "text",
    ["", "SELECT", "SELECT FROM campaign", "SELECT campaign FROM campaign", "DROP x"],
)
def test_what_is_no_query_is_refused(text):
    with pytest.raises(SettingsError, match="no query") as caught:
        Query.parse(text, "custom query x")

    assert caught.value.where == "custom query x"


@pytest.mark.parametrize(
    ("path", "spelt"),
    [
        ("metrics.cost_micros", "metrics.costMicros"),
        ("ad_group_ad.ad.id", "adGroupAd.ad.id"),
        ("per_store_view.address1", "perStoreView.address1"),
    ],
)
def test_answers_spell_paths_with_capitals(path, spelt):
    assert camel(path) == spelt
