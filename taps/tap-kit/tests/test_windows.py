"""Rows land as a whole, in order, with their windows behind them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import ClassVar

import pytest

from tap_kit import windows_spool
from tap_kit.clock import ManualClock
from tap_kit.errors import DataError
from tap_kit.fields import day, decimal, fields, integer, key, text
from tap_kit.tap import KitTap
from tap_kit.testing import listen
from tap_kit.windows import RestatedStream
from tap_kit.windows_days import Days

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
PULL = "20261115T060000.000000Z-run"
SLICE = Days(date(2026, 11, 1), date(2026, 11, 3))


class SpendDaily(RestatedStream):
    """A platform that gives some rows of three days."""

    name = "spend_daily"
    primary_keys = ("account_id", "date", "ad_id")
    part_columns = ("account_id",)
    noted = ("currency",)
    summed = ("clicks", "spend")
    schema = fields(
        key("account_id", "", "The account."),
        day("date", "", "Day of the account.", required=True),
        key("ad_id", "", "The ad."),
        text("currency", "", "ISO 4217."),
        integer("clicks", "", "Clicks", "1"),
        decimal("spend", "", "What it cost", "currency"),
    )
    rows: ClassVar[list[dict]] = []

    def get_records(self, context):
        del context
        part = {"account_id": "7", "currency": "USD"}
        yield from self.land(SLICE, part, PULL, self.rows)


class Labels(RestatedStream):
    """What an account has now, without any days."""

    name = "labels"
    primary_keys = ("account_id", "label_id")
    part_columns = ("account_id",)
    day_column = ""
    schema = fields(key("account_id", "", "The account."), key("label_id", "", "It."))

    def get_records(self, context):
        del context
        rows = [{"account_id": "7", "label_id": label} for label in "ba"]
        yield from self.land(None, {"account_id": "7"}, PULL, rows)


class TapSpend(KitTap):
    name = "tap-spend"
    source = "spend"
    stream_types = (SpendDaily, Labels)


def row(at: str, ad: str, clicks: int | None = 1, spend: str = "0.1") -> dict:
    return {
        "account_id": "7",
        "date": at,
        "ad_id": ad,
        "currency": "USD",
        "clicks": clicks,
        "spend": spend,
    }


@pytest.fixture
def make(monkeypatch, tmp_path):
    """Make a tap that reads given rows."""

    def made(rows, *, windows: bool = True) -> TapSpend:
        monkeypatch.setattr(SpendDaily, "rows", rows)
        settings = {"state_dir": str(tmp_path)}
        tap = TapSpend(config=settings, clock=ManualClock(NOW))
        tap.streams["spend_daily_windows"].selected = windows
        return tap

    return made


@pytest.fixture
def run(make):
    """Read given rows; returns the messages."""

    def reads(rows, **options):
        tap = make(rows, **options)
        with listen() as said:
            tap.sync_all()
        return said

    return reads


@pytest.fixture
def fail(make):
    """Read rows that end the run; returns what was said before."""

    def reads(rows, kind: type[Exception], match: str):
        tap = make(rows)
        with listen() as said, pytest.raises(kind, match=match):
            tap.sync_all()
        assert said.records("connector_runs")
        return said

    return reads


def test_rows_leave_in_the_order_of_their_key_and_bear_their_pull(run):
    said = run([row("2026-11-02", "b"), row("2026-11-02", "a"), row("2026-11-01", "z")])

    found = said.records("spend_daily")
    assert [(r["date"], r["ad_id"]) for r in found] == [
        ("2026-11-01", "z"),
        ("2026-11-02", "a"),
        ("2026-11-02", "b"),
    ]
    assert {r["_window_run_id"] for r in found} == {PULL}


def test_each_day_has_one_window_with_count_and_exact_sums(run):
    big = "9" * 30 + ".000001"
    said = run(
        [
            row("2026-11-01", "a", 2, big),
            row("2026-11-01", "b", None),
            row("2026-11-03", "a"),
        ]
    )

    windows = said.records("spend_daily_windows")
    assert [
        (w["_window_start"], w["_window_end"], w["row_count"]) for w in windows
    ] == [
        ("2026-11-01", "2026-11-02", 2),
        ("2026-11-02", "2026-11-03", 0),
        ("2026-11-03", "2026-11-04", 1),
    ]
    assert windows[0] | {"clicks": 2, "spend": "9" * 30 + ".100001"} == windows[0]
    assert windows[1] | {"clicks": 0, "spend": "0"} == windows[1]
    same = {
        "account_id": "7",
        "currency": "USD",
        "_window_column": "date",
        "_window_run_id": PULL,
        "status": "complete",
        "_wv_connector": "tap-spend",
    }
    assert all(window | same == window for window in windows)


def test_windows_come_behind_the_rows_and_both_schemas_before(run):
    said = run([row("2026-11-01", "a"), row("2026-11-02", "a")])

    order = [(m["type"], m["stream"]) for m in said.messages if m["type"] != "STATE"]
    last_row = max(i for i, m in enumerate(order) if m == ("RECORD", "spend_daily"))
    window = order.index(("RECORD", "spend_daily_windows"))
    assert last_row < window
    assert order.index(("SCHEMA", "spend_daily_windows")) < order.index(order[last_row])


def test_what_makes_a_window_is_its_key(run):
    said = run([])

    schemas = {m["stream"]: m for m in said.messages if m["type"] == "SCHEMA"}
    windows = schemas["spend_daily_windows"]
    assert windows["key_properties"] == ["account_id", "_window_start", "_window_end"]
    assert len(said.records("spend_daily_windows")) == 3
    assert "ACTIVATE_VERSION" not in {m["type"] for m in said.messages}


def test_a_whole_account_may_be_one_window(run):
    said = run([])

    [window] = said.records("labels_windows")
    schemas = {m["stream"]: m for m in said.messages if m["type"] == "SCHEMA"}
    assert [row["label_id"] for row in said.records("labels")] == ["a", "b"]
    assert schemas["labels_windows"]["key_properties"] == ["account_id"]
    assert (
        window | {"account_id": "7", "row_count": 2, "_window_run_id": PULL} == window
    )
    assert "_window_column" not in window


def test_deselected_windows_are_not_told(run):
    said = run([row("2026-11-01", "a")], windows=False)

    assert len(said.records("spend_daily")) == 1
    assert said.records("spend_daily_windows") == []


@pytest.mark.parametrize("batch", [1, 1000])
@pytest.mark.parametrize(
    "rows",
    [
        [row("2026-11-01", "a"), row("2026-11-01", "a", 5)],
        [row("2026-11-01", "a"), {**row("2026-11-01", "b"), "ad_id": None}],
    ],
    ids=["twice", "none"],
)
def test_a_key_that_is_none_is_refused_before_anything_leaves(
    fail, rows, batch, monkeypatch
):
    monkeypatch.setattr(windows_spool, "_BATCH", batch)

    said = fail(rows, DataError, "stream spend_daily")

    assert said.records("spend_daily") == said.records("spend_daily_windows") == []


def test_a_day_that_was_not_asked_for_is_refused(fail):
    rows = [row("2026-11-01", "a"), row("2026-11-04", "a")]

    assert fail(rows, DataError, "not asked for").records("spend_daily") == []


def test_a_slice_that_breaks_off_leaves_no_row_and_no_window(fail):
    def broken():
        yield row("2026-11-01", "a")
        msg = "line lost"
        raise ConnectionError(msg)

    said = fail(broken(), ConnectionError, "line lost")

    assert said.records("spend_daily") == said.records("spend_daily_windows") == []


def test_many_rows_go_to_disk_and_come_back_in_order(monkeypatch):
    monkeypatch.setattr(windows_spool, "CACHE_KIBIBYTES", 8)
    with windows_spool.Spool(("id",), "stream ads") as spool:
        spool.add_all(
            {"id": number, "text": "x" * 200} for number in range(5000, 0, -1)
        )
        found = [entry["id"] for entry in spool.rows()]

    assert found == list(range(1, 5001))
