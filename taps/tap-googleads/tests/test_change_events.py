"""What was changed, by whom, from what to what."""

from __future__ import annotations

ROW = {
    "changeEvent": {
        "resourceName": "resource name",
        "changeDateTime": "2026-11-05 09:30:00.123456",
        "changeResourceType": "AD",
        "changeResourceName": "change resource name",
        "clientType": "GOOGLE_ADS_WEB_CLIENT",
        "userEmail": "ada@weather.example",
        "resourceChangeOperation": "CREATE",
        "changedFields": "campaign.name",
        "campaign": "campaign",
        "adGroup": "ad group",
        "asset": "asset",
        "oldResource": {"text": "old_resource"},
        "newResource": {"text": "new_resource"},
    }
}
RECORD = {
    "resource_name": "resource name",
    "change_date_time": "2026-11-05 09:30:00.123456",
    "resource_type": "AD",
    "changed_resource": "change resource name",
    "client_type": "GOOGLE_ADS_WEB_CLIENT",
    "user_email": "ada@weather.example",
    "operation": "CREATE",
    "changed_fields": "campaign.name",
    "campaign": "campaign",
    "ad_group": "ad group",
    "asset": "asset",
    "old_resource": '{"text":"old_resource"}',
    "new_resource": '{"text":"new_resource"}',
}


def test_a_row_becomes_a_record(record):
    assert record("change_events", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("change_events").query.text("2026-11-01", "2026-11-07")

    assert "'2026-11-01'" in asked
    assert "'2026-11-07'" in asked
    assert "{" not in asked
