"""What was predicted before: a record a lead."""

from __future__ import annotations

from collections import Counter

STREAM = "weather_hourly_previous_runs"


def test_each_hour_has_a_record_a_lead(make_tap, sync):
    rows = sync(make_tap(STREAM, start_date="2026-11-13")).records(STREAM)

    assert Counter(row["lead_days"] for row in rows) == dict.fromkeys(range(1, 8), 96)
    keys = {(r["cell_id"], r["time"], r["model"], r["lead_days"]) for r in rows}
    assert len(keys) == len(rows)


def test_a_lead_was_known_so_many_days_before(make_tap, sync):
    """24 h a lead, and six hours until the run could be had."""
    rows = sync(make_tap(STREAM, start_date="2026-11-14")).records(STREAM)

    noon = {
        r["lead_days"]: r["as_of"] for r in rows if r["time"] == "2026-11-14T12:00:00Z"
    }
    assert noon[1] == "2026-11-13T18:00:00Z"
    assert noon[7] == "2026-11-07T18:00:00Z"


def test_columns_bear_plain_names(make_tap, sync, box):
    rows = sync(make_tap(STREAM)).records(STREAM)

    assert "temperature_2m" in rows[0]
    assert not [name for name in rows[0] if "previous_day" in name]
    assert "temperature_2m_previous_day7" in box.requests[0].query["hourly"]


def test_predictions_of_other_leads_differ(make_tap, sync):
    """Each lead comes from its own column, not from the first one seven times."""
    rows = sync(make_tap(STREAM)).records(STREAM)

    values = {
        lead: [row["temperature_2m"] for row in rows if row["lead_days"] == lead]
        for lead in (1, 7)
    }
    assert values[1] != values[7]


def test_fewer_leads_cost_less(make_tap, sync):
    said = sync(make_tap(STREAM, previous_run_days=[2, 1, 2]))

    assert {row["lead_days"] for row in said.records(STREAM)} == {1, 2}
    assert said.report["calls"] == 2 * 16 / 10


def test_ninety_days_are_read_where_nothing_is_said(make_tap, sync, box):
    sync(make_tap(STREAM, start_date=None))

    assert box.requests[0].query["start_date"] == "2026-08-17"


def test_an_own_start_date_is_respected(make_tap, sync, box):
    sync(make_tap(STREAM, start_date=None, previous_runs_start_date="2026-11-10"))

    assert box.requests[0].query["start_date"] == "2026-11-10"
