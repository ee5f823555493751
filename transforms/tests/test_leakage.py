"""No row that somebody decides with knows anything that came later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from wv_transforms.errors import GateError
from wv_transforms.finding import Severity
from wv_transforms.graph import graph_of, parse, relations

if TYPE_CHECKING:
    from collections.abc import Callable

    from wv_transforms.project import Project
    from wv_transforms.runner import BuildResult

    Compute = Callable[..., pa.Table]

RULE = "knows_nothing_of_the_future"
START = datetime(2024, 3, 8, tzinfo=UTC)
DECISION = datetime(2024, 3, 10, 10, tzinfo=UTC)
"""6 o'clock in New York, on the day its clocks go forward."""
LAG = timedelta(hours=6)


def hours(days: int) -> list[datetime]:
    return [START + timedelta(hours=hour) for hour in range(24 * days)]


def rows(stream: str, values: list[dict[str, Any]]) -> dict[str, pa.Table]:
    common = {"cell_id": "dr5ru", "_wv_source": "api"}
    listed = [
        common | {"_sdc_sequence": number} | row for number, row in enumerate(values)
    ]
    return {stream: pa.Table.from_pylist(listed)}


def raw() -> dict[str, pa.Table]:
    """Five days: predicted one to three days before, read near real time."""
    place = {"grid_cell_id": "+40.75-074.00", "timezone": "America/New_York"}
    weather = [
        {"time": time, "model": "b", "temperature_2m": float(number % 24)}
        for number, time in enumerate(hours(5))
    ]
    predicted = [
        row
        | {
            "lead_days": lead,
            "as_of": row["time"] - timedelta(days=lead) + LAG,
            "temperature_2m": row["temperature_2m"] + lead,
            "precipitation": 0.1 * lead,
        }
        for row in weather
        for lead in (1, 2, 3)
    ]
    read = [
        row | {"as_of": row["time"] + LAG, "precipitation": 0.5}
        for row in weather
        if row["time"] < START + timedelta(days=4)
    ]
    return {
        **rows("cells", [place]),
        **rows("weather_hourly_previous_runs", predicted),
        **rows("weather_hourly_recent", read),
    }


def decided(table: pa.Table, until: datetime) -> list[dict[str, Any]]:
    keys = [("decision_at", "ascending"), ("local_date", "ascending")]
    return [
        row for row in table.sort_by(keys).to_pylist() if row["decision_at"] <= until
    ]


@pytest.fixture(scope="module")
def everything(compute: Compute) -> pa.Table:
    return compute("wx_asof", raw())


@pytest.mark.parametrize("hours_later", [0, 1, 23])
def test_what_comes_later_changes_no_decision(
    compute: Compute, everything: pa.Table, hours_later: int
):
    """The rows of a decision are the same whether or not the future is in the lake."""
    then = {"as_of_utc": DECISION + timedelta(hours=hours_later)}

    before = decided(compute("wx_asof", raw(), then), DECISION)

    assert len(before) >= 4
    assert before == decided(everything, DECISION)


def test_the_hours_to_come_are_those_predicted_in_time(everything: pa.Table):
    """At 10:00 UTC the run of 24 hours before is known up to 04:00, for 04:00 UTC."""
    (tomorrow,) = [
        row
        for row in decided(everything, DECISION)
        if row["decision_at"] == DECISION and row["lead_days"] == 1
    ]

    # 11 March in New York: 04:00 UTC on, 1 hour at lead 1, 23 at lead 2.
    assert tomorrow["n_hours"] == tomorrow["n_hours_predicted"] == 24
    assert tomorrow["temp_c"] == pytest.approx(11.5 + (1 + 23 * 2) / 24, abs=1e-6)
    assert tomorrow["weather_available_at"] <= DECISION


def test_observations_are_not_told_before_they_could_be_read(everything: pa.Table):
    (today,) = [
        row
        for row in decided(everything, DECISION)
        if row["decision_at"] == DECISION and row["lead_days"] == 0
    ]

    # The local day has 23 hours from 05:00 UTC; none of them was read by 10:00.
    assert today["n_hours"] == today["n_hours_predicted"] == 23


def test_every_model_that_is_decided_with_has_a_gate(project: Project):
    """Who adds a model with decisions and weather adds the check, too."""
    graph = graph_of(project)
    checks = {check.name: check for check in project.checks}
    for model in project.models.values():
        names = {column.name for column in model.columns}
        if not {"decision_at", "weather_available_at"} <= names or not model.is_table:
            continue
        check = checks[f"{model.name}__{RULE}"]
        assert check.severity is Severity.V3
        assert model.name in relations(parse(check.sql, check.path))
        assert "weather_available_at > decision_at" in check.sql
    assert "decision_times" in graph.inputs["wx_asof_days"]


def test_a_join_that_looks_ahead_is_refused(
    run_build: Callable[..., BuildResult],
    project_with: Callable[..., Project],
    text_of: Callable[[str], str],
):
    """The gate does not trust the join: it looks at the rows."""
    name = "models/features/wx_asof_days.sql"
    guard = "and around.decision_at >= hours.available_at"
    assert guard in text_of(name)
    careless = project_with({name: text_of(name).replace(guard, "")})

    with pytest.raises(GateError, match=f"wx_asof__{RULE} of wx_asof"):
        run_build(models=["wx_asof"], project=careless)
