"""`--plan` and `--doctor`: what a run would ask of a shop, and whether it may."""

from __future__ import annotations

import pytest

from tap_kit.checkup import Status, examine
from tap_shopify_wv.outlook import ends_on
from tap_shopify_wv.windows import INDEX_LAG


def plan(tap):
    tap.prepare()
    return tap.whole_plan()


def test_pages_are_known_where_shopify_counts(make_tap, sync):
    tap = make_tap("orders", bulk_mode="never", shop="plain-100", page_size_max=10)

    (read,) = plan(tap)["reads"]

    rows = len(
        sync(make_tap("orders", bulk_mode="never", shop="plain-100")).records("orders")
    )
    assert read["requests"] == pytest.approx(rows / 10, abs=1)
    assert read["is_least"] is False


def test_a_bulk_operation_takes_few_points(make_tap):
    (read,) = plan(make_tap("orders", bulk_mode="always"))["reads"]

    assert (read["requests"], read["cost"]) == (3, 30.0)


def test_a_plan_reads_no_row(make_tap, asked):
    plan(make_tap("orders", "products"))

    assert not [
        document
        for document, _ in asked()
        if "edges" in document and "probe" not in document
    ]


def test_the_price_is_held_against_the_bucket(make_tap):
    tap = make_tap("shop", rate_limit_fraction=0.5)

    (quota,) = plan(tap)["quotas"]

    assert quota["limit"] == tap.pace.points.burst
    assert 0 < quota["share"] < 1


def test_what_is_left_is_what_the_server_says_of_our_share(make_tap):
    tap = make_tap("shop", rate_limit_fraction=0.5)
    tap.pace.points.correct(available=250.0, rate=50.0, burst=1000.0)

    assert tap.quota_left == 0.25


def test_the_doctor_shows_granted_scopes(make_tap):
    found = {f.check: f for f in examine(make_tap(), offline=False)}

    assert found["scope read_orders"].status is Status.OK
    assert found["credentials"].status is Status.OK
    assert "2027-10-01" in found["API version"].what


def test_the_doctor_names_what_a_missing_scope_leaves_out(make_tap):
    token = "shpat_sandbox_no_orders_000000000000"
    tap = make_tap("orders", "products", access_token=token)

    found = {f.check: f for f in examine(tap, offline=False)}

    missing = found["scope read_orders"]
    assert (missing.status, "orders" in missing.what) == (Status.FAIL, True)
    assert missing.next_step


@pytest.mark.parametrize(
    ("version", "end"),
    [("2026-10", "2027-10-01"), ("2026-07", "2027-07-01"), ("unstable", None)],
)
def test_a_version_lives_for_a_year(version, end):
    assert ends_on(version) == end


def test_a_run_reads_to_two_minutes_ago_or_to_the_end_date(make_tap):
    tap = make_tap("orders")
    early = make_tap("orders", end_date="2026-03-01")

    assert tap.report.started_at - tap.until == INDEX_LAG
    assert plan(early)["reads"][0]["to"] == "2026-03-01T00:00:00+00:00"


@pytest.mark.parametrize(("stream", "is_told"), [("orders", True), ("shop", False)])
def test_the_doctor_warns_of_orders_that_stay_invisible(make_tap, stream, is_told):
    tap = make_tap(stream, access_token="shpat_sandbox_no_all_orders_00000000")

    told = {f.check: f.status for f in examine(tap, offline=False)}

    assert told.get("scope read_all_orders") is (Status.WARN if is_told else None)


def test_a_missing_key_for_pseudonyms_is_told_offline(make_tap, monkeypatch):
    monkeypatch.delenv("WV_PII_KEY", raising=False)
    tap = make_tap(pii_mode="hash")

    found = {f.check: f for f in examine(tap, offline=True)}

    assert found["settings"].status is Status.FAIL
    assert "WV_PII_KEY" in found["settings"].what
