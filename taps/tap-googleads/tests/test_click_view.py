"""Every click with its gclid, and where the person was."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "adGroup": {"id": "31"},
    "clickView": {
        "gclid": "Cj0KCQ",
        "adGroupAd": "ad group ad",
        "keyword": "keyword",
        "keywordInfo": {"text": "text", "matchType": "EXACT"},
        "locationOfPresence": {
            "mostSpecific": "most specific",
            "region": "region",
            "city": "city",
            "metro": "metro",
            "country": "country",
        },
        "areaOfInterest": {
            "mostSpecific": "most specific",
            "region": "region",
            "city": "city",
            "metro": "metro",
            "country": "country",
        },
    },
    "segments": {
        "device": "MOBILE",
        "adNetworkType": "SEARCH",
        "clickType": "APP_DEEPLINK",
        "slot": "SEARCH_SIDE",
        "date": "2026-11-05",
    },
    "metrics": {"clicks": "34"},
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "ad_group_id": "31",
    "gclid": "Cj0KCQ",
    "ad": "ad group ad",
    "keyword": "keyword",
    "keyword_text": "text",
    "keyword_match_type": "EXACT",
    "presence_most_specific": "most specific",
    "presence_region": "region",
    "presence_city": "city",
    "presence_metro": "metro",
    "presence_country": "country",
    "interest_most_specific": "most specific",
    "interest_region": "region",
    "interest_city": "city",
    "interest_metro": "metro",
    "interest_country": "country",
    "device": "MOBILE",
    "ad_network_type": "SEARCH",
    "click_type": "APP_DEEPLINK",
    "slot": "SEARCH_SIDE",
    "date": "2026-11-05",
    "clicks": 34,
}


def test_a_row_becomes_a_record(record):
    assert record("click_view", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("click_view").query.text("2026-11-01", "2026-11-01")

    assert "'2026-11-01'" in asked
    assert "'2026-11-01'" in asked
    assert "{" not in asked
