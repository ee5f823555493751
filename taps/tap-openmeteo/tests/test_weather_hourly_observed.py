"""Observed weather: whole days, read once, the newest ones again."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from tap_kit.errors import DataError, ExitCode, FatalError, TapError

STREAM = "weather_hourly_observed"
BERLIN = {"latitude": 52.52, "longitude": 13.41}
NEW_YORK = {"latitude": 40.78, "longitude": -73.97}
NOW = datetime(2026, 11, 15, 9, tzinfo=UTC)
SYDNEY = {"latitude": -33.87, "longitude": 151.21}
ARCHIVE = "/openmeteo/customer-archive-api"
TOO_MUCH = "Your API call requests too much data."
NO_DATA = "No data is available for this location"


def test_every_cell_and_hour_of_whole_days_arrives_once(make_tap, sync):
    """Reanalysis is five days late, so on 15 November the 9th is the last whole day."""
    said = sync(make_tap(STREAM))

    rows = said.records(STREAM)
    assert len(rows) == 2 * 9 * 24
    assert len({(row["cell_id"], row["time"]) for row in rows}) == len(rows)
    assert min(row["time"] for row in rows) == "2026-11-01T00:00:00Z"
    assert max(row["time"] for row in rows) == "2026-11-09T23:00:00Z"
    assert {row["model"] for row in rows} == {"era5_seamless"}


def test_a_row_was_knowable_when_its_day_was_published(make_tap, sync):
    """A backfill of old days must not look as if it had been known only today."""
    rows = sync(make_tap(STREAM)).records(STREAM)

    assert {row["as_of"] for row in rows if row["time"].startswith("2026-11-03")} == {
        "2026-11-09T00:00:00Z"
    }
    assert max(row["as_of"] for row in rows) <= NOW.isoformat()


def test_the_request_leaves_nothing_to_defaults(make_tap, sync, box):
    """GMT: the API knows no daylight saving and would shift days by today's offset."""
    sync(make_tap(STREAM))

    (request,) = box.requests
    assert request.path == f"{ARCHIVE}/v1/archive"
    assert {
        name: request.query[name]
        for name in (
            "timezone",
            "timeformat",
            "temperature_unit",
            "wind_speed_unit",
            "precipitation_unit",
            "models",
            "start_date",
            "end_date",
        )
    } == {
        "timezone": "GMT",
        "timeformat": "unixtime",
        "temperature_unit": "celsius",
        "wind_speed_unit": "ms",
        "precipitation_unit": "mm",
        "models": "era5_seamless",
        "start_date": "2026-11-01",
        "end_date": "2026-11-09",
    }


def test_the_state_says_how_far_each_cell_is(make_tap, sync):
    said = sync(make_tap(STREAM))

    assert said.state["bookmarks"][STREAM] == {
        "through": {"2026-11-09": ["dr5ru", "u33dc"]}
    }


def test_the_next_run_reads_the_last_ten_days_again(make_tap, sync, clock):
    """The archive corrects days that it has already published."""
    state = sync(make_tap(STREAM, start_date="2026-10-01")).state
    clock.advance(86_400)

    rows = sync(make_tap(STREAM, state=state, start_date="2026-10-01")).records(STREAM)

    assert min(row["time"] for row in rows) == "2026-10-31T00:00:00Z"
    assert max(row["time"] for row in rows) == "2026-11-10T23:00:00Z"


def test_nothing_before_the_start_date_is_read_again(make_tap, sync):
    state = sync(make_tap(STREAM)).state

    rows = sync(make_tap(STREAM, state=state)).records(STREAM)

    assert min(row["time"] for row in rows) == "2026-11-01T00:00:00Z"


def test_without_lookback_a_second_run_asks_nothing(make_tap, sync, box):
    state = sync(make_tap(STREAM)).state
    asked = len(box.requests)

    said = sync(make_tap(STREAM, state=state, lookback_days=0))

    assert not said.records(STREAM)
    assert len(box.requests) == asked
    assert said.state["bookmarks"][STREAM] == state["bookmarks"][STREAM]


def test_a_new_cell_is_read_from_the_start_while_the_old_go_on(make_tap, sync, box):
    """The old ones first: years of a new cell must not hold them up."""
    state = sync(make_tap(STREAM, start_date="2026-10-01")).state
    box.box.requests.clear()
    cells = [NEW_YORK, SYDNEY, BERLIN]

    said = sync(make_tap(STREAM, state=state, cells=cells, start_date="2026-10-01"))

    old, new = box.requests
    assert (old.query["start_date"], new.query["start_date"]) == (
        "2026-10-31",
        "2026-10-01",
    )
    assert new.query["latitude"].startswith("-33.8")
    assert said.state["bookmarks"][STREAM] == {
        "through": {"2026-11-09": ["dr5ru", "r3gx2", "u33dc"]}
    }


def test_without_a_start_date_a_year_is_read(make_tap, sync, box):
    sync(make_tap(STREAM, start_date=None))

    assert box.requests[0].query["start_date"] == "2025-11-09"


def test_a_longer_delay_than_history_reads_nothing(make_tap, sync, box):
    said = sync(make_tap(STREAM, archive_delay_days=30))

    assert not said.records(STREAM)
    assert not box.requests


def test_what_is_deselected_is_not_asked_for(make_tap, sync, box):
    """It would be paid for: weight counts variables."""
    tap = make_tap(STREAM, deselect=("cloud_cover", "weather_code"))

    rows = sync(tap).records(STREAM)

    assert "cloud_cover" not in rows[0]
    assert "cloud_cover" not in box.requests[0].query["hourly"]
    assert "temperature_2m" in rows[0]


def test_a_stream_without_variables_is_refused(make_tap, fail, box):
    variables = make_tap(STREAM).streams[STREAM].variables
    tap = make_tap(STREAM, deselect=tuple(v.name for v in variables))

    error, _ = fail(tap, TapError, "no weather variable")

    assert error.exit_code is ExitCode.USAGE
    assert not box.requests


def test_many_cells_are_asked_for_by_post(make_tap, sync, box):
    """A GET with hundreds of coordinates is cut off by the server."""
    cells = [{"latitude": 30 + n / 5, "longitude": -80} for n in range(51)]

    sync(make_tap(STREAM, cells=cells, start_date="2026-11-09"))

    (request,) = box.requests
    assert request.method == "POST"
    assert not request.query
    assert len(parse_qs(request.body)["latitude"][0].split(",")) == 51


def test_requests_stay_below_their_weight(make_tap, sync, box):
    """Two cells for 40 days weigh 2.9 each."""
    start = (NOW - timedelta(days=45)).date().isoformat()

    said = sync(make_tap(STREAM, start_date=start, max_weight_per_request=3))

    assert len(box.requests) == 2
    assert said.report["calls"] == 2 * 40 / 14


def test_a_wrong_unit_ends_the_run_by_name(make_tap, fail, box):
    """Inches taken for millimetres would never be noticed again."""
    box.faults.add("wrong_unit", variable="temperature_2m", path_prefix=ARCHIVE)

    error, said = fail(make_tap(STREAM), DataError, "expected '°C', got '°F'")

    assert error.where == f"{STREAM}.temperature_2m"
    assert not said.records(STREAM)
    assert not said.state["bookmarks"][STREAM].get("through")


@pytest.mark.parametrize(("kind", "value"), [("spike", -3276.8), ("tiny", -4.5e-05)])
def test_real_outliers_pass_as_they_came(make_tap, sync, box, kind, value):
    """Raw is raw: quality is judged where a row can be marked and kept."""
    box.faults.add(kind, path_prefix=ARCHIVE, index=3)

    rows = sync(make_tap(STREAM)).records(STREAM)

    assert rows[3]["precipitation"] == value


def test_a_null_day_is_left_out_and_said(make_tap, sync, box, caplog):
    """A row of nothing must not replace a good one; the lookback asks again."""
    box.faults.add("null_day", path_prefix=ARCHIVE, day=2)

    with caplog.at_level(logging.WARNING):
        rows = sync(make_tap(STREAM)).records(STREAM)

    assert not [row for row in rows if row["time"].startswith("2026-11-03")]
    assert len(rows) == 2 * 8 * 24
    assert "48 times without any value" in caplog.text


def test_too_much_data_is_asked_for_in_halves(make_tap, sync, box):
    """First fewer places, then fewer days; nothing is lost or doubled."""
    box.faults.add("status", status=400, reason=TOO_MUCH, path_prefix=ARCHIVE, times=2)

    said = sync(make_tap(STREAM))

    rows = said.records(STREAM)
    assert (
        len({(row["cell_id"], row["time"]) for row in rows}) == 2 * 9 * 24 == len(rows)
    )
    assert [request.query["end_date"] for request in box.requests] == [
        "2026-11-09",
        "2026-11-09",
        "2026-11-04",
        "2026-11-09",
        "2026-11-09",
    ]
    assert said.state["bookmarks"][STREAM]["through"] == {
        "2026-11-09": ["dr5ru", "u33dc"]
    }


def test_too_much_data_of_one_place_and_day_is_an_error(make_tap, fail, box):
    box.faults.add(
        "status", status=400, reason=TOO_MUCH, path_prefix=ARCHIVE, times=None
    )

    error, _ = fail(
        make_tap(STREAM, cells=[NEW_YORK], start_date="2026-11-09"), TapError
    )

    assert "max_weight_per_request" in error.next_step


def test_a_place_without_data_does_not_take_the_others_along(make_tap, fail, box):
    """Its state stays, the others' moves on, and the run ends as partial."""
    box.faults.add("status", status=400, reason=NO_DATA, path_prefix=ARCHIVE, times=2)

    error, said = fail(make_tap(STREAM), TapError)

    assert error.exit_code is ExitCode.PARTIAL
    assert {row["cell_id"] for row in said.records(STREAM)} == {"u33dc"}
    assert said.state["bookmarks"][STREAM]["through"] == {"2026-11-09": ["u33dc"]}
    assert said.report["quarantines"] == 1


def test_dates_out_of_range_name_the_setting(make_tap, fail, box):
    reason = "Parameter 'start_date' is out of allowed range from A to B"
    box.faults.add("status", status=400, reason=reason, path_prefix=ARCHIVE)

    error, _ = fail(make_tap(STREAM), FatalError, "out of allowed range")

    assert error.exit_code is ExitCode.USAGE
    assert "start_date" in error.next_step


def test_nothing_is_read_from_the_end_date_on(make_tap, sync):
    tap = make_tap(STREAM, start_date="2026-10-01", end_date="2026-10-04")

    days = {row["time"][:10] for row in sync(tap).records(STREAM)}

    assert days == {"2026-10-01", "2026-10-02", "2026-10-03"}


def test_an_end_before_the_start_asks_for_nothing(make_tap, sync, box):
    tap = make_tap(STREAM, start_date="2026-10-04", end_date="2026-10-01")

    assert not sync(tap).records(STREAM)
    assert not box.requests
