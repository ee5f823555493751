"""What campaigns brought."""

from __future__ import annotations

from tap_kit.errors import BudgetExhaustedError, DataError, ExitCode, SettingsError

STREAM = "campaign_values_reports"
PATH = "/api/campaign-values-reports"


def test_a_message_has_what_an_engagement_rate_needs(read):
    rows = [row for row in read(STREAM) if row["send_channel"] == "email"]

    assert rows
    for row in rows:
        assert row["delivered"] >= row["opens"] >= row["clicks"]
        assert row["delivered"] > 0
        assert row["currency"] == "USD"
        assert isinstance(row["conversion_value"], str)


def test_one_report_holds_all_campaigns_of_a_time(read, box):
    rows = read(STREAM)

    assert len(rows) > 1
    assert len([r for r in box.requests if r.path.endswith(PATH)]) == 1


def test_what_no_longer_changes_is_not_asked_again(make_tap, sync, clock):
    first = sync(make_tap(STREAM, start_date="2026-06-01"))
    clock.advance(86_400)

    second = sync(make_tap(STREAM, start_date="2026-06-01", state=first.state))

    assert len(second.records(STREAM)) < len(first.records(STREAM)) / 2


def test_a_long_time_is_asked_for_a_year_at_a_time(read, box):
    read(STREAM, start_date="2024-11-01")

    assert len([r for r in box.requests if r.path.endswith(PATH)]) == 3


def test_the_days_budget_holds_over_runs(make_tap, sync, fail):
    first = sync(make_tap(STREAM, max_reports_per_day=1))

    error, said = fail(
        make_tap(STREAM, max_reports_per_day=1, state=first.state), BudgetExhaustedError
    )

    assert error.exit_code is ExitCode.GAVE_UP
    assert "midnight UTC" in str(error)
    assert said.state["bookmarks"][STREAM]["asked"] == {"2026-11-15": 1}


def test_a_new_day_has_a_new_budget(make_tap, sync, clock):
    state = sync(make_tap(STREAM, max_reports_per_day=1)).state
    clock.advance(86_400)

    said = sync(make_tap(STREAM, max_reports_per_day=1, state=state))

    assert said.records(STREAM)
    assert said.state["bookmarks"][STREAM]["asked"] == {"2026-11-16": 1}


def test_an_account_without_orders_needs_a_conversion_metric(
    make_tap, fail, requests_mock
):
    base = "http://127.0.0.1:9/klaviyo"
    account = {"timezone": "UTC", "preferred_currency": "USD"}
    requests_mock.get(
        f"{base}/a/api/accounts", json={"data": [{"id": "A", "attributes": account}]}
    )
    requests_mock.get(f"{base}/a/api/metrics", json={"data": []})

    fail(make_tap(STREAM, api_base_url=base), SettingsError, "conversion_metric_id")


def test_a_report_without_results_is_refused(make_tap, fail, requests_mock):
    base = "http://127.0.0.1:9/klaviyo"
    account = {"timezone": "UTC", "preferred_currency": "USD"}
    requests_mock.get(
        f"{base}/a/api/accounts", json={"data": [{"id": "A", "attributes": account}]}
    )
    requests_mock.post(base + "/a" + PATH, json={"data": {"attributes": {}}})

    tap = make_tap(STREAM, api_base_url=base, conversion_metric_id="M")
    fail(tap, DataError, "no results")
