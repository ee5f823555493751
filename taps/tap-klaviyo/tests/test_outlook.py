"""`--plan` and `--doctor`: what a run would ask of Klaviyo, and whether it may."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tap_kit.checkup import Status, examine


def plan(tap):
    return {read["stream"]: read for read in tap.whole_plan()["reads"]}


def test_a_plan_asks_for_nothing_but_the_time_zone(make_tap, box):
    tap = make_tap()

    reads = plan(tap)

    assert [request.path for request in box.requests] == ["/klaviyo/a/api/accounts"]
    assert list(reads) == [stream.name for stream in tap.asking]


def test_campaigns_are_asked_by_channel_archived_or_not(make_tap):
    assert plan(make_tap("campaigns"))["campaigns"]["requests"] == 6


def test_a_plan_begins_where_the_state_and_the_lookback_say(make_tap, sync):
    state = sync(make_tap("flows")).state

    (read,) = plan(make_tap("flows", state=state, lookback_days=2)).values()

    first, last = (datetime.fromisoformat(read[name]) for name in ("from", "to"))
    assert (last - first).days == 2
    assert last.tzinfo == UTC


def test_reports_are_held_against_the_budget_of_a_day(make_tap):
    tap = make_tap("campaign_values_reports", "flows", max_reports_per_day=10)

    (quota,) = tap.whole_plan()["quotas"]

    reports = plan(tap)["campaign_values_reports"]["requests"]
    assert quota["share"] == pytest.approx(reports / 10)


def test_the_doctor_tries_each_scope_once(make_tap, box):
    tap = make_tap()

    found = {f.check: f for f in examine(tap, offline=False)}

    wanted = {f"scope {stream.scope}" for stream in tap._reading()}
    assert wanted <= found.keys()
    assert {found[check].status for check in wanted} == {Status.OK}
    assert not [r for r in box.requests if "values-reports" in r.path]


def test_the_doctor_names_the_scope_that_is_refused(make_tap, box):
    box.faults.add("status", path_prefix="/klaviyo/a/api/flows", status=403)
    tap = make_tap("flows", "lists")

    found = {f.check: f for f in examine(tap, offline=False)}

    assert found["scope flows:read"].status is Status.FAIL
    assert found["scope flows:read"].next_step
    assert found["scope lists:read"].status is Status.OK


def test_the_doctor_knows_how_long_the_revision_lives(make_tap):
    found = {f.check: f for f in examine(make_tap(), offline=True)}

    assert "2028-07-15" in found["API version"].what


def test_a_missing_key_for_pseudonyms_is_told_offline(make_tap, monkeypatch):
    monkeypatch.delenv("WV_PII_KEY", raising=False)
    tap = make_tap(pii_mode="hash")

    found = {f.check: f for f in examine(tap, offline=True)}

    assert found["settings"].status is Status.FAIL
    assert "WV_PII_KEY" in found["settings"].what
