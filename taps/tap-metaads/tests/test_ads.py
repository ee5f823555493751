"""Ads: deleted ones by id, found by figures or by a review of all ids."""

from __future__ import annotations

import json
from datetime import UTC, datetime

DAYS = {"start_date": "2026-09-05", "end_date": "2026-09-12"}
GONE = "10043717634702004"


def deleted(said) -> list[str]:
    rows = said.records("ads")
    return [row["id"] for row in rows if row["effective_status"] == "DELETED"]


def test_an_ad_names_campaign_ad_set_and_creative(whole):
    creatives = {row["id"] for row in whole.records("creatives")}
    ad_sets = {row["id"] for row in whole.records("ad_sets")}
    rows = whole.records("ads")

    assert {row["ad_set_id"] for row in rows} <= ad_sets
    assert {row["creative_id"] for row in rows} <= creatives


def test_a_deleted_ad_of_which_figures_tell_is_read_by_id(make_tap, sync, asked):
    said = sync(make_tap("insights_ad_daily", "ads", **DAYS))

    assert deleted(said) == [GONE]
    assert GONE in asked("/v26.0/")[0]["ids"]


def test_no_list_is_asked_for_deleted_ones(read, asked):
    """Meta refuses that, and counts it as an error of ours."""
    read("ads")

    wanted = json.loads(asked("/ads")[0]["filtering"])[0]["value"]
    assert "ARCHIVED" in wanted
    assert "DELETED" not in wanted


def test_a_deletion_is_told_again_for_a_week(make_tap, sync, clock):
    """A tap never learns what the target has stored."""
    state = sync(make_tap("insights_ad_daily", "ads", **DAYS)).state
    clock.advance(6 * 86_400)
    second = sync(make_tap("ads", state=state))
    clock.advance(2 * 86_400)

    third = sync(make_tap("ads", state=second.state, sweep_days=30))

    assert deleted(second) == [GONE]
    assert deleted(third) == []


def test_a_review_of_all_ids_finds_what_was_listed_once(make_tap, sync, clock):
    """An ad that is deleted between two runs, and no figure tells of it."""
    clock.set(datetime(2026, 9, 9, 12, tzinfo=UTC))
    state = sync(make_tap("ads", start_date=None)).state
    clock.set(datetime(2026, 9, 17, 12, tzinfo=UTC))

    said = sync(make_tap("ads", state=state, start_date=None))

    assert deleted(said) == [GONE]


def test_without_include_deleted_nobody_looks(make_tap, sync, asked):
    said = sync(make_tap("insights_ad_daily", "ads", include_deleted=False, **DAYS))

    assert deleted(said) == []
    assert asked("/v26.0/") == []


def test_an_id_that_is_nowhere_hides_no_other(make_tap, sync):
    tap = make_tap("ads")
    tap.seen("ad", tap.accounts.all[0]).update({"9999", GONE, "12345"})

    assert deleted(sync(tap)) == [GONE]
