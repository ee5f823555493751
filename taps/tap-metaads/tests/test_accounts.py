"""Ad accounts: found, named, left out, each once."""

from __future__ import annotations

import pytest

from tap_kit.errors import ExitCode, SettingsError, TapError


def test_the_tokens_accounts_are_found_with_currency_and_zone(read):
    rows = read("accounts", account_ids=None)

    assert [(r["account_id"], r["currency"], r["timezone_name"]) for r in rows] == [
        ("2001000000000001", "USD", "America/New_York"),
        ("2001000000000002", "EUR", "Europe/Berlin"),
        ("2001000000000003", "JPY", "Asia/Tokyo"),
    ]


def test_raw_amounts_stay_whole_beside_their_offset(read):
    """At Meta a yen has no hundredths."""
    rows = read("accounts", account_ids=None)

    assert [row["minor_unit_offset"] for row in rows] == [100, 100, 1]
    assert all(isinstance(row["amount_spent"], int) for row in rows)
    assert rows[0]["amount_spent"] > 0


def test_a_business_names_owned_and_shared_accounts_each_once(read, box):
    rows = read("accounts", account_ids=None, business_id="300000000000001")

    paths = [r.path.rsplit("/", 1)[1] for r in box.requests]
    assert paths == ["owned_ad_accounts", "client_ad_accounts"]
    found = [row["account_id"] for row in rows]
    assert found == sorted(set(found))
    assert "2001000000000002" in found


def test_accounts_may_be_left_out(read):
    rows = read(
        "accounts",
        account_ids=None,
        exclude_account_ids=["act_2001000000000002", "2001000000000003"],
    )

    assert [row["account_id"] for row in rows] == ["2001000000000001"]


def test_a_named_account_that_is_denied_stops_no_other(make_tap, fail):
    tap = make_tap("accounts", account_ids=["2001000000000003", "act_2001000000000001"])

    error, said = fail(tap, TapError)

    assert error.exit_code is ExitCode.PARTIAL
    assert [r["account_id"] for r in said.records("accounts")] == ["2001000000000001"]


def test_without_any_account_the_run_ends(make_tap, fail):
    everything = ["2001000000000001", "2001000000000002", "2001000000000003"]
    tap = make_tap("accounts", account_ids=None, exclude_account_ids=everything)

    fail(tap, SettingsError, match="no ad account")


@pytest.mark.parametrize(
    "name", ["act_", "my account", "act_12/insights", "\u0661\u0662"]
)
def test_what_is_no_account_is_refused(make_tap, fail, name):
    """A name goes into a path: nothing but digits may."""
    fail(make_tap("accounts", account_ids=[name]), SettingsError, match="is no ad acc")
