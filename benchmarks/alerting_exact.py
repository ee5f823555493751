"""Faults about which there is no doubt, on real Delta tables, through a whole watch."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from target_parquet_lake.pinned import KEYS
from wv_transforms.column_types import ColumnType
from wv_transforms.columns import Column
from wv_transforms.project import Project, Source
from wv_transforms.quality.watch import watch

DATASET = "openmeteo__weather_hourly_recent"
TABLE = TableName("raw", "bench", DATASET)
START = datetime(2024, 1, 1, 6, tzinfo=UTC)
DAYS = 16
DAY = """
    SELECT
        'p' || p AS cell_id, TIMESTAMPTZ '2023-12-31' + INTERVAL ({0} * 24 + h) HOUR
        AS "time", 10 + 3 * sin({0} * 24 + h + p) AS temperature_2m,
        'h1:00' AS contact_email, 'api' AS _wv_source, {0}::BIGINT AS _sdc_sequence
    FROM (SELECT unnest(range(24)) AS h), (SELECT unnest(range(6)) AS p)
"""
PAST = " UNION ALL ".join(DAY.format(day) for day in range(DAYS))
ALL = f"{PAST} UNION ALL {DAY.format(DAYS)}"
NEW = f"_sdc_sequence = {DAYS}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that must never go unseen.

    Attributes:
        rule: The rule that has to say so.
        sql: What the raw table holds then; None where the table is gone.
        later: Time since the last run [h].
    """

    rule: str
    sql: str | None
    later: float = 24


FAULTS: dict[str, Fault] = {
    "a table is gone": Fault("missing_dataset", None),
    "a table is empty": Fault("zero_rows", f"FROM ({ALL}) LIMIT 0"),
    "one row is lost": Fault("total_shrank", f"FROM ({PAST}) OFFSET 1"),
    "a quarter is lost": Fault("total_shrank", f"FROM ({PAST}) OFFSET 576"),
    "a key is there twice": Fault(
        "duplicates", f"FROM ({ALL}) UNION ALL (FROM ({ALL}) LIMIT 1)"
    ),
    "a column is gone": Fault(
        "schema_change", f"FROM ({ALL}) SELECT * EXCLUDE (temperature_2m)"
    ),
    "a column has another type": Fault(
        "schema_change",
        f"FROM ({ALL}) SELECT * REPLACE (temperature_2m::VARCHAR AS temperature_2m)",
    ),
    "a sandbox row among real ones": Fault(
        "stub_in_production",
        f"FROM ({ALL}) SELECT * REPLACE (if({NEW} AND cell_id = 'p0' AND "
        "hour(\"time\") = 7, 'stub', _wv_source) AS _wv_source)",
    ),
    "an address in clear": Fault(
        "personal_data_in_clear",
        f"FROM ({ALL}) SELECT * REPLACE (if({NEW}, 'a@b.example', contact_email) "
        "AS contact_email)",
    ),
    "a sentinel": Fault(
        "bounds",
        f"FROM ({ALL}) SELECT * REPLACE (if({NEW} AND cell_id = 'p0', -999, "
        "temperature_2m) AS temperature_2m)",
    ),
    "no row of a day": Fault("no_new_rows", f"FROM ({PAST})"),
    "two of six places are missing": Fault(
        "row_drop", f"FROM ({ALL}) WHERE NOT ({NEW} AND cell_id IN ('p0', 'p1'))"
    ),
    "half of a grid": Fault(
        "row_drop", f'FROM ({ALL}) WHERE NOT ({NEW} AND hour("time") >= 12)'
    ),
    "all values missing": Fault(
        "null_rate",
        f"FROM ({ALL}) SELECT * REPLACE (if({NEW}, NULL, temperature_2m) "
        "AS temperature_2m)",
    ),
    "Fahrenheit for Celsius": Fault(
        "unit_drift",
        f"FROM ({ALL}) SELECT * REPLACE (if({NEW}, 32 + 1.8 * temperature_2m, "
        "temperature_2m) AS temperature_2m)",
    ),
    "nothing for six days": Fault("freshness", f"FROM ({PAST})", 24 * 6),
}


def measured() -> dict[str, bool]:
    """Whether each fault is found, by the rule that has to find it."""
    folder = Path(tempfile.mkdtemp(prefix="alerting-"))
    try:
        clean = Lake(folder / "clean")
        for day in range(DAYS):
            _write(clean, " UNION ALL ".join(DAY.format(d) for d in range(day + 1)))
            alarms = _watch(clean, START + timedelta(days=day))
            if alarms:
                msg = f"clean day {day} raises {alarms}"
                raise RuntimeError(msg)
        return {name: _found(clean, folder, one) for name, one in FAULTS.items()}
    finally:
        shutil.rmtree(folder)


def _found(clean: Lake, folder: Path, fault: Fault) -> bool:
    root = shutil.copytree(clean.root, folder / "spoilt")
    lake = Lake(root)
    if fault.sql is None:
        shutil.rmtree(lake.path(TABLE))
    else:
        _write(lake, fault.sql)
    last = START + timedelta(days=DAYS - 1)
    found = fault.rule in _watch(lake, last + timedelta(hours=fault.later))
    shutil.rmtree(root)
    return found


def _write(lake: Lake, sql: str) -> None:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        rows = con.sql(sql).to_arrow_table()
    lake.write(TABLE.layer, TABLE.tenant, TABLE.name, rows)
    opened = lake.open(TABLE)
    if KEYS not in opened.metadata().configuration:
        keys = {KEYS: '["cell_id", "time"]'}
        opened.alter.set_table_properties(keys, raise_if_not_exists=False)


def _watch(lake: Lake, now: datetime) -> set[str]:
    column = Column("temperature_2m", ColumnType.DOUBLE, "Temperature.")
    source = Source(DATASET, "Hours.", (column,), frozenset())
    project = Project({}, {source.relation: source}, (), ())
    run = f"run {now:%j}"
    return {one.rule.name for one in watch(lake, "bench", run, now, project).alarms}
