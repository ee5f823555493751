"""Which resources changed last, and when."""

from __future__ import annotations

ROW = {
    "changeStatus": {
        "resourceName": "resource name",
        "lastChangeDateTime": "2026-11-05 09:30:00.123456",
        "resourceType": "AD_GROUP",
        "resourceStatus": "ADDED",
        "campaign": "campaign",
        "adGroup": "ad group",
        "adGroupAd": "ad group ad",
        "adGroupCriterion": "ad group criterion",
        "campaignCriterion": "campaign criterion",
        "campaignBudget": "campaign budget",
        "assetGroup": "asset group",
    }
}
RECORD = {
    "resource_name": "resource name",
    "last_change_date_time": "2026-11-05 09:30:00.123456",
    "resource_type": "AD_GROUP",
    "resource_status": "ADDED",
    "campaign": "campaign",
    "ad_group": "ad group",
    "ad": "ad group ad",
    "ad_group_criterion": "ad group criterion",
    "campaign_criterion": "campaign criterion",
    "campaign_budget": "campaign budget",
    "asset_group": "asset group",
}


def test_a_row_becomes_a_record(record):
    assert record("change_status", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("change_status").query.text("2026-11-01", "2026-11-07")

    assert "'2026-11-01'" in asked
    assert "'2026-11-07'" in asked
    assert "{" not in asked
