"""The same day in every grain: where totals agree, and by name where they do not."""

from __future__ import annotations

import pytest

from tap_metaads.insights.features import FEATURES
from tap_metaads.insights.stream import InsightsStream
from tap_metaads.streams import STREAM_TYPES

ACCOUNT = "insights_account_daily"
EQUAL = {
    "insights_campaign_daily",
    "insights_ad_set_daily",
    "insights_ad_daily",
    "insights_age_gender_daily",
    "insights_country_daily",
    "insights_platform_placement_daily",
    "insights_hourly",
}
LESS = {
    "insights_country_region_daily": "regions of few people are not told",
    "insights_comscore_market_daily": "markets are those of the United States",
}
"""A part of the account's impressions is missing, and why."""
TWICE = {
    "insights_campaign_daily": "somebody sees two campaigns",
    "insights_ad_daily": "somebody sees two ads",
    "insights_country_daily": "people are counted in each campaign",
}
"""Reach that is more than the account's, and why."""
SILENT = {
    "insights_country_region_daily_actions": "Meta's first kind of breakdowns",
    "insights_hourly_actions": "Meta's first kind of breakdowns",
}
"""What happens off Meta is not told, and why."""


def test_every_report_is_in_one_of_the_tables():
    """But those that an account must enable, which have tests of their own."""
    reports = {s.name for s in STREAM_TYPES if issubclass(s, InsightsStream)}
    optional = {
        s.name
        for s in STREAM_TYPES
        if issubclass(s, InsightsStream) and FEATURES.keys() & set(s.breakdowns)
    }

    assert reports - optional == EQUAL | {ACCOUNT} | (set(LESS) - optional)


@pytest.mark.parametrize("figure", ["impressions", "clicks", "spend"])
@pytest.mark.parametrize("name", sorted(EQUAL))
def test_totals_agree(whole, total, name, figure):
    told = total(whole.records(name), figure)

    assert told == total(whole.records(ACCOUNT), figure)


@pytest.mark.parametrize("name", LESS)
def test_a_part_is_missing(whole, total, name):
    told = total(whole.records(name), "impressions")
    account = total(whole.records(ACCOUNT), "impressions")

    assert 0 < sum(told.values()) < sum(account[day] for day in told)


@pytest.mark.parametrize("name", TWICE)
def test_people_are_counted_twice(whole, total, name):
    told = total(whole.records(name), "reach")
    account = total(whole.records(ACCOUNT), "reach")

    assert sum(told.values()) > sum(account.values())


@pytest.mark.parametrize("name", SILENT)
def test_what_happens_off_meta_is_not_told(whole, actions, name):
    account = actions(whole.records("insights_account_daily_actions"), "omni_purchase")

    assert account
    assert not actions(whole.records(name), "omni_purchase")
    assert actions(whole.records(name), "link_click")


def test_people_by_the_hour_are_not_told():
    (hourly,) = [s for s in STREAM_TYPES if s.name == "insights_hourly"]

    assert not {"reach", "frequency", "cpp"} & set(hourly.schema["properties"])
