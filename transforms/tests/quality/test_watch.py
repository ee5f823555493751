"""A watch over real Delta tables: what it finds, keeps and tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from jsonschema import Draft202012Validator

from target_parquet_lake.names import TableName
from wv_transforms.quality.alarm import Level

SCHEMA = Path(__file__).parents[3] / "schemas" / "dq_monitoring.schema.json"
DATASET = "openmeteo__weather_hourly_observed"


def rules(watched) -> set[str]:
    return {one.mark for one in watched.alarms}


def events(days) -> list[dict[str, Any]]:
    folder = days.lake.control("events")
    files = sorted(folder.glob("*.ndjson")) if folder.exists() else []
    lines = [line for file in files for line in file.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def rows(days, name: str) -> list[dict[str, Any]]:
    table = days.lake.open(TableName("quality", "default", name))
    found: list[dict[str, Any]] = table.to_pyarrow_table().to_pylist()
    return found


def test_usual_days_raise_nothing(later):
    assert not events(later)
    assert len(rows(later, "dq_runs")) == 8


def test_a_day_without_rows_is_told(later):
    assert "no_new_rows" in rules(later.look())


@pytest.mark.parametrize(
    ("hours", "temp", "marks"),
    [
        (12, "10 + 3 * sin(n)", {"row_drop"}),
        (24, "null", {"null_rate:temperature_2m"}),
        (24, "32 + 1.8 * (10 + 3 * sin(n))", {"unit_drift:temperature_2m"}),
        (
            24,
            "1000 + 300 * sin(n)",
            {"unit_drift:temperature_2m", "bounds:temperature_2m"},
        ),
        (
            24,
            "if(h = 0, -99, 10)",
            {"bounds:temperature_2m", "column_drift:temperature_2m"},
        ),
    ],
    ids=["half a day", "no values", "Fahrenheit", "hundredfold", "a sentinel"],
)
def test_a_fault_raises_its_rules(later, hours: int, temp: str, marks: set[str]):
    later.bring(hours, temp)

    assert rules(later.look()) == marks


def test_an_incident_is_one_event_and_ends_with_one(later):
    for _ in range(3):
        later.bring(6)
        later.look()
    later.pass_by(7)

    types = [event["type"].rpartition(".")[2] for event in events(later)]
    assert types == ["opened", "escalated", "resolved"]
    (incident,) = rows(later, "dq_incidents")
    assert incident["incident_id"] == f"{DATASET}/volume/1"
    assert incident["resolved_at"] is not None


def test_the_report_is_what_its_schema_says(later):
    later.bring(6, "null")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)

    watched = later.look()

    content = json.loads(watched.path.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(content)
    (dataset,) = content["datasets"]
    assert content["status"] == dataset["status"] == "critical"
    assert {alarm["rule"] for alarm in dataset["alarms"]} == {"row_drop", "null_rate"}
    assert len(content["open_incidents"]) == 2


def test_a_broken_report_is_replaced(later):
    path = later.look().path
    path.write_text("{")

    later.look(after=0.1)

    assert json.loads(path.read_text())["format"] == 1


def test_the_fault_does_not_become_the_measure(later):
    for _ in range(4):
        later.bring(6)
        watched = later.look()

    assert rules(watched) == {"row_drop"}
    (alarm,) = watched.alarms
    assert alarm.runs == 7


def test_a_missing_table_is_missed(days, tmp_path):
    days.pass_by(2)
    days.lake.path(TableName("raw", "default", DATASET)).rename(tmp_path / "away")

    watched = days.look()

    assert rules(watched) == {"missing_dataset"}
    assert rules(days.look()) == {"missing_dataset"}
    assert len(events(days)) == 1


def test_a_required_table_is_missed_from_the_first_run(days):
    days.bring()
    days.set_thresholds("required: [shop__orders]")

    assert rules(days.look()) == {"missing_dataset"}


def test_rows_that_are_gone_or_there_twice_are_told(days):
    days.pass_by(3)
    days.write(f"FROM ({days.rows}) LIMIT 40")
    assert rules(days.look()) == {"total_shrank"}

    days.write(f"FROM ({days.rows}) UNION ALL (FROM ({days.rows}) LIMIT 1)")
    assert rules(days.look()) == {"duplicates"}


def test_a_column_that_models_read_must_stay(days):
    days.pass_by(2)
    days.write(f"FROM ({days.rows}) SELECT * EXCLUDE (temperature_2m)")

    watched = days.look()

    assert rules(watched) == {"schema_change:temperature_2m"}
    assert watched.level is Level.CRITICAL


def test_sandbox_rows_beside_real_ones_are_critical(days):
    days.bring()
    assert not days.look().alarms
    days.bring(source="stub")

    assert rules(days.look()) == {"stub_in_production"}


def test_sandbox_rows_alone_are_fine(days):
    days.bring(source="stub")

    assert not days.look().alarms


def test_personal_data_in_clear_are_critical(days):
    days.write(
        "SELECT 'c' AS cell_id, now() AS time, 'a@b.example' AS email",
        "shop__people",
    )

    watched = days.look()

    assert rules(watched) == {"personal_data_in_clear:email"}
    assert "a@b" not in json.dumps(events(days))
    assert "a@b" not in watched.path.read_text()


def test_old_rows_of_a_real_source_are_told(days):
    days.bring()

    assert rules(days.look(after=24 * 30)) == {"freshness:time"}


def test_building_twice_writes_nothing_twice(days):
    days.pass_by(3)
    names = [TableName("quality", "default", n) for n in ("dq_runs", "dq_columns")]
    before = [days.lake.open(name).version() for name in names]
    report = days.look(after=0.1).path.read_bytes()

    again = days.look(after=0.1)

    assert [days.lake.open(name).version() for name in names] == before
    assert again.path.read_bytes() == report


def test_what_must_never_be_is_told_between_whole_runs_too(days):
    days.pass_by(3)
    days.bring(source="stub")

    assert rules(days.look(after=0.1)) == {"stub_in_production"}
    assert len(events(days)) == 1
    days.look(after=0.1)
    assert len(events(days)) == 1


def test_rows_between_whole_runs_count_into_the_next(days):
    days.pass_by(3)
    days.bring(12)
    days.look(after=1)
    days.bring(12)
    days.look(after=23)

    assert sorted(r["rows_new"] or 0 for r in rows(days, "dq_runs")) == [0, 24, 24, 24]


def test_a_missed_day_is_no_surge(later):
    later.bring()
    later.bring()

    assert not later.look(after=48).alarms


def test_history_is_bounded(later):
    later.set_thresholds("defaults: {least_runs: 4, history_runs: 5}")
    later.pass_by(2)

    assert len(rows(later, "dq_runs")) == 5
    assert {r["run_id"] for r in rows(later, "dq_columns")} == {
        r["run_id"] for r in rows(later, "dq_runs")
    }


def test_few_orders_with_a_cell_are_told(days):
    days.bring()
    days.look()
    counted = pa.table(
        {
            "scope": ["tenant", "country"],
            "order_date": ["2024-01-02", "2024-01-02"],
            "geocoded_orders": [600, 1],
            "physical_orders": [1000, 1000],
        }
    )
    days.lake.write("geo", "default", "geocoding_coverage", counted)

    assert rules(days.look(after=1)) == {"geocoded_ratio"}


def test_a_table_without_metadata_is_watched_by_its_total(days):
    days.write("SELECT 'c' AS cell_id, now() AS time", "other__things")
    days.look()
    days.write(
        "SELECT 'c' AS cell_id, now() + INTERVAL (i) HOUR AS time FROM range(5) t (i)",
        "other__things",
    )
    days.look()

    assert [r["rows_new"] for r in rows(days, "dq_runs")] == [None, 4]


@pytest.mark.parametrize(
    "temp",
    ["'infinity'::DOUBLE", "'nan'::DOUBLE", "1e308 * h", "-1e-308 * h"],
)
def test_no_number_ends_a_build(later, temp: str):
    later.bring(24, temp)

    assert later.look().alarms


@pytest.mark.parametrize("kind", ["VARCHAR", "BOOLEAN", "VARCHAR[]", "DATE", "BLOB"])
def test_no_type_ends_a_build(later, kind: str):
    value = {"VARCHAR[]": "['a']", "DATE": "DATE '2024-01-01'"}.get(kind, "'1'")
    spoilt = f"{value}::{kind} AS temperature_2m, 'x' AS time"
    later.write(f"FROM ({later.rows}) SELECT * REPLACE ({spoilt})")

    found = rules(later.look())

    assert {"schema_change:temperature_2m", "schema_change:time"} <= found
