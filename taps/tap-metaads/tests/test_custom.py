"""Reports of the settings: derived keys, exact types, nothing slipped in."""

from __future__ import annotations

import json

import pytest

from tap_kit.errors import SettingsError
from tap_metaads.insights.custom import types
from tap_metaads.tap import TapMetaAds

AGES = {
    "name": "ads_by_age",
    "level": "ad",
    "fields": ["impressions", "spend", "reach", "actions", "video_play_curve_actions"],
    "breakdowns": ["age"],
}


def test_the_key_is_derived_from_level_and_breakdowns(make_tap):
    stream = make_tap(custom_reports=[AGES]).streams["ads_by_age"]

    assert stream.primary_keys == ("account_id", "ad_id", "date_start", "age")


def test_it_is_read_like_our_own(make_tap, sync, total):
    tap = make_tap("ads_by_age", "insights_account_daily", custom_reports=[AGES])

    said = sync(tap)

    rows = said.records("ads_by_age")
    assert total(rows, "spend") == total(
        said.records("insights_account_daily"), "spend"
    )
    assert said.records("ads_by_age_windows")[0]["row_count"] > 0
    assert json.loads(next(r["actions"] for r in rows if r["actions"]))


def test_nothing_is_asked_that_keys_days_and_money_do_not_need(make_tap, sync, asked):
    sync(make_tap("ads_by_age", custom_reports=[AGES]))

    assert set(asked("/insights")[0]["fields"].split(",")) == {
        "account_currency",
        "campaign_id",
        "adset_id",
        "ad_id",
        "date_start",
        "date_stop",
        "impressions",
        "spend",
        "reach",
        "actions",
        "video_play_curve_actions",
    }


def test_windows_action_breakdowns_and_lookback_are_its_own(make_tap, sync, asked):
    report = AGES | {
        "level": "campaign",
        "action_breakdowns": ["action_type", "action_destination"],
        "action_attribution_windows": ["1d_view"],
        "lookback_days": 5,
    }
    state = sync(make_tap("ads_by_age", custom_reports=[report])).state

    sync(make_tap("ads_by_age", custom_reports=[report], state=state))

    query = asked("/insights")[-1]
    assert json.loads(query["action_attribution_windows"]) == ["1d_view"]
    assert json.loads(query["action_breakdowns"]) == [
        "action_type",
        "action_destination",
    ]
    assert json.loads(query["time_range"])["since"] == "2026-11-10"


def test_a_report_that_asks_for_something_else_begins_anew(
    make_tap, sync, asked, caplog
):
    state = sync(make_tap("ads_by_age", custom_reports=[AGES])).state
    other = AGES | {"fields": ["impressions", "clicks"]}

    sync(make_tap("ads_by_age", custom_reports=[other], state=state))

    assert json.loads(asked("/insights")[-1]["time_range"])["since"] == "2026-11-08"
    assert "begins anew" in caplog.text


def test_the_order_of_fields_changes_nothing(make_tap, sync, asked):
    state = sync(make_tap("ads_by_age", custom_reports=[AGES])).state
    other = AGES | {"fields": AGES["fields"][::-1]}

    sync(make_tap("ads_by_age", custom_reports=[other], state=state))

    assert json.loads(asked("/insights")[-1]["time_range"])["since"] == "2026-11-12"


@pytest.mark.parametrize(
    ("report", "what"),
    [
        (AGES | {"name": "ads"}, "two streams ads"),
        (AGES | {"fields": ["impressions", "invented"]}, "invented"),
        (AGES | {"level": "adgroup"}, "adgroup"),
        (AGES | {"name": "With Blanks"}, "With Blanks"),
        ({"name": "x", "level": "ad"}, "fields"),
        (AGES | {"segments": ["age"]}, "segments"),
    ],
)
def test_a_report_that_cannot_be_asked_is_refused(report, what):
    with pytest.raises(SettingsError, match=what):
        _ = TapMetaAds(config={"custom_reports": [report]}).streams


def test_two_reports_need_two_names():
    with pytest.raises(SettingsError, match="two streams"):
        _ = TapMetaAds(config={"custom_reports": [AGES, AGES]}).streams


def test_every_field_of_insights_has_a_type():
    assert len(types()) > 200
    assert types()["spend"] == "string"
    assert types()["actions"] == "list<AdsActionStats>"


def test_a_breakdown_that_we_do_not_know_is_a_key_by_its_own_name(make_tap):
    report = AGES | {"breakdowns": ["device_platform", "product_id"]}

    stream = make_tap(custom_reports=[report]).streams["ads_by_age"]

    assert stream.primary_keys[-2:] == ("device_platform", "product_id")
