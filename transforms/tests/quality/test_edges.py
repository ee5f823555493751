"""Tables without a key, lists, kept personal data, tables gone for good, full disks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from target_parquet_lake.errors import StorageError
from target_parquet_lake.lake import Lake
from wv_transforms.alerts.announce import Outlet, announce
from wv_transforms.quality import conditions
from wv_transforms.quality.alarm import Level
from wv_transforms.quality.incidents import Incident, Turn
from wv_transforms.quality.report import write_report
from wv_transforms.quality.statistics import NULLS, NUMBER, TEXT, statistics_of
from wv_transforms.quality.thresholds import Thresholds

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2024, 4, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("DECIMAL(38,6)", NUMBER),
        ("BIGINT", NUMBER),
        ("VARCHAR", TEXT),
        ("VARCHAR[]", (NULLS,)),
        ("STRUCT(a INTEGER)", (NULLS,)),
    ],
)
def test_each_type_has_statistics_that_fit(kind: str, expected: tuple[object, ...]):
    assert statistics_of(kind) == expected


def test_a_date_is_counted_only():
    names = [one.name for one in statistics_of("DATE")]

    assert names == ["null_share", "distinct_share"]


def test_who_keeps_personal_data_is_not_told_so(tmp_path: Path):
    own = tmp_path / "acme.yml"
    own.write_text("defaults: {clear_pii: true}")
    columns = {"email": "VARCHAR"}

    assert conditions.in_clear("shop__people", columns, Thresholds.load())
    assert not conditions.in_clear("shop__people", columns, Thresholds.load(own))


def test_a_table_gone_for_long_is_forgotten(days):
    days.set_thresholds(
        "required: [shop__orders]\ndefaults: {least_runs: 2, relearn_after_runs: 2}"
    )
    days.bring()

    told = [bool(days.look().alarms) for _ in range(3)]

    assert told == [True, True, False]


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "quality").write_text("in the way")

    with pytest.raises(StorageError, match="quality report cannot be written"):
        write_report(Lake(tmp_path), "default", {}, always=True)


def test_an_alert_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "events").write_text("in the way")
    outlet = Outlet(tmp_path / "events", tmp_path / "waiting")
    incident = Incident(
        incident_id="shop__orders/volume/1",
        dataset="shop__orders",
        family="volume",
        level=Level.WARNING,
        opened_at=NOW,
        last_alarm_at=NOW,
        resolved_at=None,
        runs=1,
        quiet_runs=0,
        marks=("row_drop",),
        message="fewer",
        next_step="look",
    )

    with pytest.raises(StorageError, match="alert cannot be written"):
        announce(outlet, "default", "run1", NOW, [(Turn.OPENED, incident)])
