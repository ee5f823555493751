"""Changes by instant: the account's clock, ranges that are halved, bookmarks."""

from __future__ import annotations

import logging
import re

import pytest

from tap_googleads import changes
from tap_kit.errors import DataError, TapError
from tap_kit.windows_days import zone_of

ASKED = re.compile(r">= '([^']+)' AND \S+ <= '([^']+)'")


def change(at: str, number: int = 1) -> dict:
    name = f"customers/1000000001/changeEvents/{number}"
    return {"changeEvent": {"resourceName": name, "changeDateTime": at}}


def spans(api) -> list[tuple[str, ...]]:
    return [ASKED.search(q).groups() for q in api.queries() if "change_" in q]


def test_the_first_run_reads_all_that_google_keeps(make_fake, sync, api):
    api.on("FROM change_event", [change("2026-11-14 23:30:00.5")])

    said = sync(make_fake("change_events", start_date=None))

    assert spans(api) == [("2026-10-17 04:00:00", "2026-11-15 04:00:00")]
    [record] = said.records("change_events")
    assert record["changed_at"] == "2026-11-15T04:30:00.500000+00:00"
    assert record["customer_id"] == "1000000001"


def test_the_next_run_reads_an_hour_again(make_fake, sync, api):
    api.on("FROM change_status", [])
    state = sync(make_fake("change_status")).state
    api.asked.clear()

    sync(make_fake("change_status", state=state))

    assert spans(api) == [("2026-11-15 03:00:00", "2026-11-15 04:00:00")]


def test_nothing_newer_than_the_end_date_is_read(make_fake, sync, api):
    api.on("FROM change_event", [])

    sync(make_fake("change_events", end_date="2026-11-10T12:00:00Z"))

    assert spans(api) == [("2026-11-01 00:00:00", "2026-11-10 07:00:00")]


def test_a_full_answer_is_followed_from_its_last_second_on(
    make_fake, sync, api, monkeypatch
):
    monkeypatch.setattr(changes, "MOST_ROWS", 2)
    first, second = change("2026-11-02 01:00:00", 1), change("2026-11-14 01:00:00.7", 2)
    api.on("validate", [])
    api.on("FROM change_event", [first, second], [second])

    said = sync(make_fake("change_events"))

    assert spans(api)[1][0] == "2026-11-14 01:00:00"
    assert [r["resource_name"][-1] for r in said.records("change_events")] == ["1", "2"]


def test_a_second_that_is_full_is_told_and_passed(
    make_fake, api, fail, monkeypatch, caplog
):
    monkeypatch.setattr(changes, "MOST_ROWS", 1)
    api.on("validate", [])
    api.on("FROM change_event", [change("2026-11-15 03:00:00")], [])
    caplog.set_level(logging.WARNING)
    settings = {"start_date": "2026-11-15T03:00:00Z"}

    _, said = fail(make_fake("change_events", **settings), TapError, "left out")

    assert "has 1 changes in one second, or more" in caplog.text
    assert len(said.records("change_events")) == 1


def test_changes_out_of_order_are_refused(make_fake, api, fail):
    rows = [change("2026-11-14 01:00:00", 1), change("2026-11-02 01:00:00", 2)]
    api.on("validate", [])
    api.on("FROM change_event", rows)

    fail(make_fake("change_events"), DataError, "out of order")


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-11-01 01:30:00", "2026-11-01T05:30:00+00:00"),  # Twice that night.
        ("2026-03-08 03:30:00", "2026-03-08T07:30:00+00:00"),
        ("2026-07-01 00:00:00.123456", "2026-07-01T04:00:00.123456+00:00"),
    ],
)
def test_the_accounts_clock_is_told_in_utc(local, utc):
    zone = zone_of("America/New_York")

    assert changes._utc(local, zone) == utc


def test_the_changes_of_the_sandbox_are_read_in_their_order(make_tap, sync):
    said = sync(make_tap("change_events", "change_status", start_date=None))

    events = said.records("change_events")
    assert {row["customer_id"] for row in events} == {"1000000001"}
    assert sorted(events, key=lambda row: row["changed_at"]) == events
    assert said.records("change_status")


def test_more_changes_than_an_answer_holds_are_all_read(make_tap, sync, box):
    box.box.googleads.desk.script_changes = 10_500

    said = sync(make_tap("change_events", start_date=None))

    names = {row["resource_name"] for row in said.records("change_events")}
    assert len(names) > 10_500
    assert said.report["exit_code"] == 0
