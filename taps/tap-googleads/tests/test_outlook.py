"""`--plan` and `--doctor`: what a run would ask of Google, and whether it may."""

from __future__ import annotations

from tap_kit.checkup import Status, examine


def test_slices_are_the_price_of_a_report(make_fake, api):
    tap = make_fake("account_daily", "campaigns", start_date="2026-09-20")

    plan = tap.whole_plan()

    reads = {read["stream"]: read for read in plan["reads"]}
    assert reads["account_daily"]["requests"] == 3
    assert reads["account_daily"]["from"] == "2026-09-20"
    assert reads["campaigns"]["requests"] == 1
    assert plan["cost_unit"] == "operations"
    assert plan["quotas"][0]["limit"] == 2500
    assert not api.queries()


def test_nothing_to_pull_costs_nothing(make_fake):
    plan = make_fake("account_daily", start_date="2026-11-15").whole_plan()

    assert plan["reads"][0]["requests"] == 0


def test_a_plan_does_without_an_account_that_denies(make_tap):
    """An approval command sees this plan: one bad account must not end the others."""
    wanted = ["1000000001", "1000000003"]
    tap = make_tap(customer_ids=wanted, lookback_days=None, start_date="2026-11-01")

    plan = tap.whole_plan()

    reads = {read["stream"]: read for read in plan["reads"]}
    assert reads["account_daily"]["requests"] == 1
    assert "account 1000000003" in tap.report.record()["checkpoint"]


def test_the_doctor_tries_each_account(make_tap):
    tap = make_tap(customer_ids=["1000000001", "1000000003", "9999999999"])

    found = {f.check: f for f in examine(tap, offline=False)}

    assert found["account 1000000001"].status is Status.OK
    assert found["account 1000000001"].what == "USD, America/New_York"
    assert found["account 1000000003"].status is Status.FAIL
    assert found["account 9999999999"].status is Status.FAIL
    assert "2027-11-01" in found["API version"].what


def test_a_missing_key_for_pseudonyms_is_told_offline(make_tap, monkeypatch):
    monkeypatch.delenv("WV_PII_KEY", raising=False)
    tap = make_tap(pii_mode="hash")

    found = {f.check: f for f in examine(tap, offline=True)}

    assert found["settings"].status is Status.FAIL
    assert "WV_PII_KEY" in found["settings"].what
