"""Days that an advertising platform restates: what it takes back goes from the lake."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.pipes import NOW, AccountPipe, GooglePipe, MetaPipe, records

if TYPE_CHECKING:
    from pathlib import Path

    from wv_sandbox.testing import Served

LATER = NOW + timedelta(days=5)
DAILY = {
    GooglePipe: (
        "account_daily",
        "campaign_daily",
        "campaign_labels",
        "click_view",
        "keyword_daily",
        "search_term_daily",
    ),
    MetaPipe: (
        "insights_account_daily",
        "insights_ad_daily",
        "insights_ad_daily_actions",
        "insights_age_gender_daily",
        "insights_country_region_daily",
        "insights_hourly",
    ),
}
each_kind = pytest.mark.parametrize("kind", DAILY, ids=lambda kind: kind.tap.name)


def streams(kind: type[AccountPipe]) -> list[str]:
    """The streams with those that tell their windows."""
    return [name for daily in DAILY[kind] for name in (daily, f"{daily}_windows")]


@each_kind
def test_a_lake_of_two_runs_is_the_lake_of_the_later_one(
    kind: type[AccountPipe], tmp_path: Path, box: Served
):
    """Rows that vanished meanwhile are gone, figures that grew have grown."""
    first, settings = kind(tmp_path / "twice", box), {"lookback_days": 14}
    before = first.said(None, *streams(kind), **settings)
    state = first.load(before)[-1]
    second = kind(tmp_path / "twice", box, LATER)
    after = second.said(state, *streams(kind), **settings)
    second.load(after)
    fresh = kind(tmp_path / "once", box, LATER)
    fresh.load(fresh.said(None, *streams(kind), **settings))

    assert second.rows() == fresh.rows()
    assert vanished(before, after), "nothing was taken back: the test proves nothing"


def vanished(before: list[bytes], after: list[bytes]) -> set[str]:
    """Rows of the first run that the second one did not bring, by their key."""
    keys = {
        name: message["key_properties"]
        for message in map(json.loads, before)
        if message["type"] == "SCHEMA" and (name := message["stream"])
    }

    def known(lines: list[bytes]) -> set[str]:
        return {
            json.dumps([name, *(row[key] for key in keys[name])])
            for name in keys
            if not name.endswith(("_windows", "_runs"))
            for row in records(lines, name)
        }

    return known(before) - known(after)


@each_kind
def test_half_a_pull_replaces_nothing(
    kind: type[AccountPipe], tmp_path: Path, box: Served
):
    """A run that dies in the middle of a slice: the older rows stand as they were."""
    pipe, settings = kind(tmp_path, box), {"lookback_days": 14}
    whole = pipe.said(None, *streams(kind), **settings)
    state = pipe.load(whole)[-1]
    rows = pipe.rows()
    again = kind(tmp_path, box).said(state, *streams(kind), **settings)
    windows = next(i for i, line in enumerate(again) if b'"row_count"' in line)

    pipe.load(again[: windows - 1])

    assert pipe.rows() == rows
