"""How much of what was possible on search a campaign was shown a day."""

from __future__ import annotations

ROW = {
    "customer": {"id": "1000000001"},
    "campaign": {"id": "21"},
    "segments": {"date": "2026-11-05"},
    "metrics": {
        "searchImpressionShare": 0.53,
        "searchBudgetLostImpressionShare": 0.67,
        "searchRankLostImpressionShare": 0.54,
        "searchTopImpressionShare": 0.02,
        "searchAbsoluteTopImpressionShare": 0.87,
    },
}
RECORD = {
    "customer_id": "1000000001",
    "campaign_id": "21",
    "date": "2026-11-05",
    "search_impression_share": 0.53,
    "search_budget_lost_impression_share": 0.67,
    "search_rank_lost_impression_share": 0.54,
    "search_top_impression_share": 0.02,
    "search_absolute_top_impression_share": 0.87,
}


def test_a_row_becomes_a_record(record):
    assert record("campaign_impression_share_daily", ROW) == RECORD


def test_it_is_asked_for_days(stream):
    asked = stream("campaign_impression_share_daily").query.text(
        "2026-11-01", "2026-11-07"
    )

    assert "'2026-11-01'" in asked
    assert "'2026-11-07'" in asked
    assert "{" not in asked
