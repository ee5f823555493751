"""Windows under gaps, negative rain, ranks and heatwaves, each told in plain Python."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wv_transforms.testing import run_model

if TYPE_CHECKING:
    from wv_transforms.project import Project

START = dt.date(2024, 1, 1)
amounts = st.floats(0, 50, allow_nan=False).map(lambda value: round(value, 1))
maybe = st.none() | amounts
slow = settings(max_examples=25, deadline=None)


def rows_of(
    series: dict[int, Any], column: str, kind: str = "observed"
) -> list[dict[str, Any]]:
    return [
        {
            "cell_id": "c",
            "observation_type": kind,
            "local_date": START + dt.timedelta(days=number),
            "day_number": number,
            column: value,
        }
        for number, value in series.items()
    ]


def by_day(rows: list[dict[str, Any]], column: str) -> dict[int, Any]:
    return {(row["local_date"] - START).days: row[column] for row in rows}


@slow
@given(series=st.dictionaries(st.integers(0, 40), maybe, min_size=1))
def test_a_rolling_mean_is_over_seven_calendar_days_or_null(
    project: Project, series: dict[int, float | None]
):
    rows = run_model(
        project, "weather_trailing", {"weather_anomalies": rows_of(series, "temp_c")}
    )

    for day, found in by_day(rows, "temp_roll7").items():
        window = [series.get(day - back) for back in range(7)]
        known = [value for value in window if value is not None]
        expected = sum(known) / 7 if len(known) == 7 else None
        assert found == (
            None if expected is None else pytest.approx(expected, abs=1e-9)
        )


@slow
@given(series=st.dictionaries(st.integers(0, 40), maybe, min_size=1))
def test_a_lag_is_yesterday_not_the_row_before(
    project: Project, series: dict[int, float | None]
):
    rows = run_model(
        project, "weather_trailing", {"weather_anomalies": rows_of(series, "precip_mm")}
    )

    assert by_day(rows, "precip_lag1") == {day: series.get(day - 1) for day in series}


@slow
@given(
    series=st.dictionaries(st.integers(0, 20), st.none() | st.booleans(), min_size=1)
)
def test_a_heatwave_is_true_false_or_unknown_as_logic_has_it(
    project: Project, series: dict[int, bool | None]
):
    """Kleene's `and` over three days, his `or` over the runs a day can be part of."""
    rows = run_model(
        project, "weather_trailing", {"weather_anomalies": rows_of(series, "is_hot")}
    )

    def run_ends(day: int) -> bool | None:
        hot = [series.get(day - back) for back in range(3)]
        if False in hot:
            return False
        return None if None in hot else True

    def event(day: int) -> bool | None:
        runs = [run_ends(day + ahead) for ahead in range(3)]
        if True in runs:
            return True
        return None if None in runs else False

    known = [day for day, hot in series.items() if hot is not None]
    flags, events = by_day(rows, "heatwave_flag"), by_day(rows, "heatwave_event")
    assert {day: flags[day] for day in known} == {day: run_ends(day) for day in known}
    assert {day: events[day] for day in known} == {day: event(day) for day in known}
    unknown = set(series) - set(known)
    assert {(flags[day], events[day]) for day in unknown} <= {(None, None)}


@slow
@given(
    values=st.lists(
        st.none()
        | st.floats(-4000, 4000, allow_nan=False)
        | st.sampled_from(
            [-3276.8, -4.5e-05, -0.01, -0.010001, -0.0, 0.0, 1825.0, 1825.1]
        ),
        min_size=1,
        max_size=40,
    )
)
def test_rain_is_never_negative_and_never_invented(
    project: Project, values: list[float | None]
):
    raw = [
        {
            "cell_id": "c",
            "model": "m",
            "time": dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=n),
            "precipitation": value,
        }
        for n, value in enumerate(values)
    ]

    rows = run_model(
        project,
        "stg_openmeteo__weather_hourly",
        {"raw.openmeteo__weather_hourly_observed": raw},
    )

    found = {row["valid_at"]: row for row in rows}
    for row in raw:
        value, clean = row["precipitation"], found[row["time"]]
        is_wrong = value is not None and not -0.01 <= value <= 1825
        is_noise = value is not None and -0.01 <= value < 0
        assert clean["precip_mm"] == (
            None if value is None or is_wrong else max(value, 0)
        )
        assert (clean["dq_quarantined"], clean["dq_clamped"]) == (is_wrong, is_noise)


@slow
@given(base=st.lists(amounts, min_size=1, max_size=30), rain=amounts)
def test_a_percentile_is_the_mid_rank(project: Project, base: list[float], rain: float):
    counts = [
        {
            "grid_cell_id": "g",
            "calendar_day": 1,
            "precip_mm": value,
            "n_days": base.count(value),
        }
        for value in set(base)
    ]
    day = {
        "cell_id": "c",
        "grid_cell_id": "g",
        "observation_type": "observed",
        "local_date": START,
        "day_number": 1,
        "precip_mm": rain,
    }

    (row,) = run_model(
        project,
        "weather_anomalies",
        {
            "weather_days": [day],
            "climatology_precip_counts": counts,
            "calendar_days": [{"month": 1, "day": 1, "calendar_day": 1}],
            "climatology_daily": [
                {"grid_cell_id": "g", "month": 1, "day": 1, "precip_normal_mm": 1.0}
            ],
        },
    )

    below = sum(value < rain for value in base)
    equal = sum(value == rain for value in base)
    assert row["precip_pctl"] == pytest.approx(
        (below + equal / 2) / len(base), abs=1e-12
    )
    assert 0 <= row["precip_pctl"] <= 1
