"""A whole run over the sandbox: every stream, every window, every total."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from tap_googleads.streams import STREAM_TYPES

MAIN = "1000000001"
REPORTS = [kind for kind in STREAM_TYPES if getattr(kind, "slice_days", 0)]
NAMES = [kind.name for kind in STREAM_TYPES]
NOT_HERE = {"customer_clients", "change_events", "change_status"}
"""Of managers, and of days before these; they have tests of their own."""
WHOLE = (
    "campaign_daily",
    "campaign_hourly",
    "location_target_daily",
    "user_location_daily",
)
"""Their sums are those of the account."""
PARTS = {
    "ad_group_daily": "Performance Max has no ad groups",
    "ad_daily": "nor ads",
    "keyword_daily": "only search has keywords",
    "search_term_daily": "only search has terms, and rare ones are kept back",
    "campaign_search_term_daily": "the same",
    "age_range_daily": "Performance Max has no ad groups",
    "gender_daily": "the same",
    "landing_page_daily": "the same",
    "placement_daily": "only the display network has placements",
    "shopping_daily": "only some campaigns sell products",
    "asset_group_daily": "only Performance Max has asset groups",
    "geographic_daily": "a place that is too small is not told",
}
"""Their sums are less than the account's, and why."""
MORE = {"distance_daily": "each bucket holds the smaller ones"}


@pytest.fixture(scope="session")
def totals(whole):
    """Sums of the main account by stream, day and figure."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for kind in REPORTS:
        for row in whole.records(kind.name):
            if row["customer_id"] == MAIN:
                sums = found[kind.name][row["date"]]
                for name in ("impressions", "clicks", "cost_micros"):
                    sums[name] += row.get(name) or 0
                for name in ("conversions", "conversions_value"):
                    sums[name] += Decimal(row.get(name) or 0)
    return found


def rounded(sums: Counter[str]) -> dict[str, Decimal]:
    """Sums without the noise of Google's doubles."""
    return {name: round(Decimal(value), 6) for name, value in sums.items()}


def test_every_stream_has_rows(whole):
    empty = [name for name in NAMES if not whole.records(name)]

    assert set(empty) == NOT_HERE


@pytest.mark.parametrize("kind", STREAM_TYPES, ids=lambda kind: kind.name)
def test_no_two_rows_have_one_key(whole, kind):
    keys = [
        tuple(row[k] for k in kind.primary_keys) for row in whole.records(kind.name)
    ]

    assert len(keys) == len(set(keys))
    assert None not in {part for key in keys for part in key}


@pytest.mark.parametrize("kind", STREAM_TYPES, ids=lambda kind: kind.name)
def test_what_is_declared_to_be_there_is_there(whole, kind):
    required = kind.schema["required"]

    assert not {
        name
        for row in whole.records(kind.name)
        for name in required
        if row[name] is None
    }


@pytest.mark.parametrize(
    "kind", [k for k in STREAM_TYPES if k.windows], ids=lambda kind: kind.name
)
def test_windows_count_and_add_up_the_rows_that_came(whole, kind):
    counted: Counter[tuple[str, str | None]] = Counter()
    summed: Counter[tuple[str, str | None, str]] = Counter()
    for row in whole.records(kind.name):
        part = row["customer_id"], row.get("date")
        counted[part] += 1
        for name in kind.summed:
            summed[*part, name] += row[name] or 0
    windows = whole.records(f"{kind.name}_windows")

    assert windows
    for window in windows:
        part = window["customer_id"], window.get("_window_start")
        assert window["row_count"] == counted.pop(part, 0)
        assert {n: window[n] for n in kind.summed} == {
            n: summed[*part, n] for n in kind.summed
        }
    assert not counted


def test_every_row_of_money_has_its_accounts_currency(whole):
    currencies = {"1000000001": "USD", "1000000002": "EUR"}
    for kind in STREAM_TYPES:
        if (
            "currency" in kind.schema["properties"]
            and "customer_id" in kind.primary_keys
        ):
            for row in whole.records(kind.name):
                if kind.name != "bidding_strategies" or row["currency"]:
                    assert row["currency"] == currencies[row["customer_id"]]


@pytest.mark.parametrize("stream", WHOLE)
def test_same_day_totals_are_the_accounts(totals, stream):
    account = totals["account_daily"]

    assert account
    for day, sums in account.items():
        assert rounded(totals[stream][day]) == rounded(sums)


def test_conversions_by_action_are_the_accounts_without_cost(totals):
    for day, sums in totals["account_daily"].items():
        found = rounded(totals["campaign_conversion_daily"][day])
        for name in ("conversions", "conversions_value"):
            assert found.get(name, 0) == rounded(sums)[name]
        assert not found.get("cost_micros")


@pytest.mark.parametrize("stream", PARTS)
def test_what_lacks_a_part_of_the_account_is_less(totals, stream):
    whole = sum(sums["impressions"] for sums in totals["account_daily"].values())
    found = [sums["impressions"] for sums in totals[stream].values()]

    assert 0 < sum(found) < whole, PARTS[stream]


def test_ad_groups_and_asset_groups_are_all_there_is(totals):
    for day, sums in totals["account_daily"].items():
        both = totals["ad_group_daily"][day] + totals["asset_group_daily"][day]
        assert rounded(both) | {} == {
            name: value for name, value in rounded(sums).items() if value
        }


def test_ads_add_up_to_their_ad_groups(totals):
    for day, sums in totals["ad_group_daily"].items():
        assert rounded(totals["ad_daily"][day]) == rounded(sums)


def test_clicks_one_by_one_are_the_accounts(totals):
    for day, sums in totals["account_daily"].items():
        assert totals["click_view"][day]["clicks"] == sums["clicks"]


@pytest.mark.parametrize("stream", MORE)
def test_buckets_that_hold_each_other_are_more(totals, stream):
    whole = sum(sums["impressions"] for sums in totals["account_daily"].values())
    found = sum(sums["impressions"] for sums in totals[stream].values())

    assert found > whole, MORE[stream]


def test_no_request_names_a_page_size(served, whole):
    bodies = [r.body for r in served.requests if r.path.endswith(("search", "Stream"))]

    assert whole.report["exit_code"] == 0
    assert bodies
    assert not [body for body in bodies if "pageSize" in body]
