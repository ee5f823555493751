"""Account by account: one that is bad stops no other, and everything is told."""

from __future__ import annotations

import pytest

from tap_kit.errors import ExitCode, TapError

GRAPH = "/metaads/graph/v26.0"


def test_one_bad_account_stops_no_other(make_tap, fail, ids):
    tap = make_tap("campaigns", account_ids=None)

    error, said = fail(tap, TapError, match="left out")

    assert error.exit_code is ExitCode.PARTIAL
    accounts = {row["account_id"] for row in said.records("campaigns")}
    assert accounts == {ids["main"], ids["small"]}


def test_an_account_that_was_refused_is_not_asked_again(make_tap, fail, box, ids):
    """Errors of ours lower the quota."""
    tap = make_tap("campaigns", "ads", "pixels", account_ids=None)

    fail(tap, TapError)

    asked = [r.path for r in box.requests if ids["denied"] in r.path]
    assert len(asked) == 1


def test_the_report_tells_each_accounts_rows_and_what_was_left_out(make_tap, fail, ids):
    _, said = fail(make_tap("campaigns", "ads", account_ids=None), TapError)

    metrics = {entry["name"]: entry["value"] for entry in said.report["metrics"]}
    assert metrics[f"account_{ids['main']}_rows"] > 0
    assert metrics[f"account_{ids['denied']}_left_out"] == 1
    assert f"left out ({ids['denied']})" in said.report["checkpoint"]
    assert said.report["quarantines"] == 1


def test_a_broken_value_names_column_and_account_and_hides_the_value(
    make_tap, fail, monkeypatch
):
    tap = make_tap("campaigns")
    stream = tap.streams["campaigns"]
    broken = {"id": "1", "daily_budget": "a canary"}
    monkeypatch.setattr(stream, "pages", lambda *_: iter([[broken]]))

    error, said = fail(tap, TapError)

    assert error.exit_code is ExitCode.PARTIAL
    assert said.records("campaigns") == []


def test_a_broken_value_is_told_in_the_log(make_tap, fail, monkeypatch, caplog):
    tap = make_tap("campaigns")
    broken = {"id": "1", "created_time": "canary"}
    monkeypatch.setattr(tap.streams["campaigns"], "pages", lambda *_: iter([[broken]]))

    fail(tap, TapError)

    assert "column created_time" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize("many", [2, 4])
def test_many_accounts_are_counted_in_the_checkpoint_not_listed(make_tap, many):
    tap = make_tap("ad_labels")
    account = tap.accounts.all[0]
    tap.accounts.all[:] = [account] * many

    tap.streams["ad_labels"].sync()

    told = tap.report.record()["checkpoint"]
    assert ("4 accounts" in told) == (many == 4)


def test_a_plan_tells_days_and_least_requests(make_tap):
    plan = make_tap("insights_ad_daily", "campaigns", slice_days=3).whole_plan()

    (figures, campaigns) = plan["reads"]
    assert (figures["from"], figures["requests"]) == ("2026-11-08", 3)
    assert (campaigns["stream"], campaigns["requests"]) == ("campaigns", 1)
    assert plan["accounts"] == ["2001000000000001"]
    assert 0 < plan["quotas"][0]["share"] < 0.1


def test_the_doctor_tries_each_use_case(make_tap, app):
    tap = make_tap("insights_ad_daily", "campaigns", "custom_audiences", **app)

    found = {finding.check: finding.status.value for finding in tap.probe()}

    assert found == {
        "token": "ok",
        "accounts": "ok",
        "use case ads_insights": "ok",
        "use case ads_management": "ok",
        "use case custom_audience": "ok",
    }


def test_the_doctor_says_until_when_the_token_is_good(make_tap, app):
    (token, *_) = make_tap("campaigns", **app).probe()

    assert token.what == "it lets ads be read, and does not expire"


def test_without_its_app_a_token_cannot_be_looked_at(make_tap):
    (token, *_) = make_tap("campaigns").probe()

    assert (token.status.value, "app_id" in token.next_step) == ("skip", True)


@pytest.mark.parametrize("has_app", [True, False])
def test_a_refused_token_is_told_once(make_tap, app, has_app):
    given = app if has_app else {}
    tap = make_tap("campaigns", account_ids=[], access_token="none", **given)

    found = [(f.check, f.status.value) for f in tap.probe()]

    assert found == [("token", "fail" if has_app else "skip"), ("accounts", "fail")]


def test_the_doctor_says_why_a_use_case_is_closed(make_tap, box, ids):
    tap = make_tap("insights_ad_daily")
    box.faults.add("meta:200", path_prefix=f"{GRAPH}/act_{ids['main']}/insights")

    (finding,) = [f for f in tap.probe() if f.check.startswith("use case")]

    assert finding.status.value == "fail"
    assert "ads_read" in finding.next_step
