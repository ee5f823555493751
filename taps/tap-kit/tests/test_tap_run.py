"""A run begins with leave, reads in order, and always says how it went."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from singer_sdk import typing as th

from tap_kit.clock import ManualClock, SystemClock
from tap_kit.columns import columns
from tap_kit.errors import (
    ApprovalRefusedError,
    DataError,
    ExitCode,
    HostRefusedError,
    SettingsError,
    TapError,
)
from tap_kit.loop import RecordStream
from tap_kit.settings import settings
from tap_kit.stream import KitStream
from tap_kit.tap import KitTap
from tap_kit.testing import listen

NOW = datetime(2026, 11, 15, 6, tzinfo=UTC)
CANARY = "s3cr3t-canary-token"


class Zoos(RecordStream):
    """Parents; declared first, though the SDK would sort them last."""

    name = "zoos"
    primary_keys = ("id",)
    replication_key = "id"
    schema = columns(th.Property("id", th.IntegerType))
    error: ClassVar[BaseException | None] = None

    def get_records(self, context):  # noqa: ARG002 - the SDK's.
        yield from ({"id": number} for number in range(3))
        if self.error:
            raise self.error

    def get_child_context(self, record, context):  # noqa: ARG002
        return {"zoo_id": record["id"]}


class Animals(RecordStream):
    """Children, read while their parent is."""

    name = "animals"
    primary_keys = ("zoo_id", "id")
    parent_stream_type = Zoos
    schema = columns(
        th.Property("zoo_id", th.IntegerType), th.Property("id", th.StringType)
    )

    def get_records(self, context):
        assert context
        return ({"id": name} for name in ("ape", "bat"))


class Calls(KitStream):
    """A stream that asks the API."""

    name = "calls"
    path = "/calls"
    primary_keys = ("id",)
    schema = columns(th.Property("id", th.IntegerType))

    @property
    def url_base(self) -> str:
        return self.tap.base_url or "https://vendor.test"


class TapZoo(KitTap):
    name = "tap-zoo"
    source = "zoo"
    stream_types = (Zoos, Animals)
    config_jsonschema = settings(
        th.Property("api_key", th.StringType, secret=True),
        th.Property(
            "keys", th.ObjectType(th.Property("a", th.StringType, secret=True))
        ),
        th.Property("more", th.ArrayType(th.StringType), secret=True),
    )


class TapStub(TapZoo):
    """Without a key it has no credentials."""

    stream_types = (Zoos,)

    def has_credentials(self):
        return bool(self.config.get("api_key"))

    def sandbox_config(self):
        return {"api_key": "sandbox"}

    def plan(self):
        return {"windows": ["2026-11-15"]}


def run(tap: KitTap) -> Any:
    with listen() as said:
        tap.sync_all()
    return said


def last_run(said: Any) -> dict[str, Any]:
    (record,) = said.records("connector_runs")
    return record


# ---------- order


def test_streams_are_read_as_declared_and_the_report_comes_last():
    said = run(TapZoo())

    assert list(TapZoo().streams) == ["zoos", "animals", "connector_runs"]
    assert said.messages[-2]["stream"] == "connector_runs"
    assert said.messages[-1]["type"] == "STATE"


def test_children_are_read_within_their_parent_as_the_sdk_does():
    said = run(TapZoo())

    animals = [(r["zoo_id"], r["id"]) for r in said.records("animals")]
    assert animals == [(zoo, name) for zoo in range(3) for name in ("ape", "bat")]
    order = [m["stream"] for m in said.messages if m["type"] == "RECORD"]
    assert order[:3] == ["animals", "animals", "zoos"]
    assert last_run(said)["rows_by_stream"] == [
        {"stream": "animals", "rows": 6},
        {"stream": "zoos", "rows": 3},
    ]


def test_a_parent_that_is_deselected_still_brings_its_children():
    tap = TapZoo()
    tap.streams["zoos"].selected = False

    said = run(tap)

    assert len(said.records("animals")) == 6
    assert said.records("zoos") == []


def test_every_record_carries_where_it_comes_from():
    tap = TapZoo()
    said = run(tap)

    ours = {
        "_wv_source": "api",
        "_wv_connector": "tap-zoo",
        "_wv_connector_version": tap.plugin_version,
        "_wv_run_id": tap.report.run_id,
    }
    records = [m["record"] for m in said.messages if m["type"] == "RECORD"]
    assert len(records) == 10
    assert all(record.items() >= ours.items() for record in records)


def test_a_tuple_of_record_and_child_context_is_taken(monkeypatch):
    """Old taps yield pairs; the SDK still accepts them."""
    monkeypatch.setattr(
        Zoos, "get_records", lambda _self, _context: [({"id": 1}, None)]
    )

    class TapZoos(TapZoo):
        stream_types = (Zoos,)

    assert [r["id"] for r in run(TapZoos()).records("zoos")] == [1]


def test_post_process_may_change_and_drop_records(monkeypatch):
    def post_process(_self, row, _context):
        return None if row["id"] == 1 else {"id": row["id"] * 10}

    monkeypatch.setattr(Zoos, "post_process", post_process)

    class TapZoos(TapZoo):
        stream_types = (Zoos,)

    said = run(TapZoos())

    assert [r["id"] for r in said.records("zoos")] == [0, 20]
    assert last_run(said)["rows"] == 2


# ---------- the report


def test_the_report_tells_a_good_run():
    tap = TapZoo(config={"correlation_id": "order-7"}, clock=ManualClock(NOW))
    record = last_run(run(tap))

    assert record["success"] is True
    assert record["exit_code"] == 0
    assert record["correlation_id"] == "order-7"
    assert record["started_at"] == "2026-11-15T06:00:00.000Z"
    assert record["run_id"] == tap.report.run_id


def test_after_a_failure_the_report_and_the_state_still_come(monkeypatch):
    monkeypatch.setattr(Zoos, "error", DataError("the zoo is closed"))
    tap = TapZoo()

    with listen() as said, pytest.raises(DataError, match="closed"):
        tap.sync_all()

    record = last_run(said)
    assert (record["success"], record["exit_code"]) == (False, 5)
    assert record["error_class"] == "DataError"
    assert record["rows"] == 9
    assert said.messages[-1]["type"] == "STATE"
    assert said.states[-1]["bookmarks"]["zoos"]["progress_markers"]


def test_an_unexpected_error_is_told_as_such(monkeypatch):
    monkeypatch.setattr(Zoos, "error", ZeroDivisionError("oh"))

    with listen() as said, pytest.raises(ZeroDivisionError):
        TapZoo().sync_all()

    assert last_run(said)["error_class"] == "ZeroDivisionError"
    assert last_run(said)["exit_code"] == 1


def test_an_interruption_is_told_as_such(monkeypatch):
    monkeypatch.setattr(Zoos, "error", KeyboardInterrupt())

    with listen() as said, pytest.raises(KeyboardInterrupt):
        TapZoo().sync_all()

    assert last_run(said)["exit_code"] == ExitCode.INTERRUPTED


def test_quarantined_parts_make_the_run_partial():
    class TapZoos(TapZoo):
        stream_types = (Zoos,)

    tap = TapZoos()
    tap.report.add_quarantines(2)

    with listen() as said, pytest.raises(TapError) as caught:
        tap.sync_all()

    assert caught.value.exit_code is ExitCode.PARTIAL
    assert last_run(said)["quarantines"] == 2


def test_an_older_catalog_that_knows_no_report_still_gets_one():
    catalog = TapZoo().catalog_dict
    catalog["streams"] = [s for s in catalog["streams"] if s["stream"] == "zoos"]
    catalog["streams"][0]["metadata"][-1]["metadata"]["selected"] = True

    said = run(TapZoo(catalog=catalog))

    assert len(said.records("zoos")) == 3
    assert last_run(said)["success"] is True


def test_who_deselects_the_report_gets_none(monkeypatch):
    """A selection is an order; also after a failure."""
    monkeypatch.setattr(Zoos, "error", DataError("oh"))
    catalog = TapZoo().catalog_dict
    for stream in catalog["streams"]:
        root = next(m for m in stream["metadata"] if not m["breadcrumb"])
        root["metadata"]["selected"] = stream["stream"] == "zoos"

    with listen() as said, pytest.raises(DataError):
        TapZoo(catalog=catalog).sync_all()

    assert said.records("connector_runs") == []
    assert len(said.records("zoos")) == 3


def test_a_report_that_cannot_be_written_is_not_tried_twice(monkeypatch):
    """The run is over by then: its first and only error is the one to see."""
    broken = DataError("report")

    def fail(self, _context):
        self.tap.finish()
        raise broken
        yield

    tap = TapZoo()
    monkeypatch.setattr(type(tap.streams["connector_runs"]), "get_records", fail)

    with listen(), pytest.raises(DataError, match="report"):
        tap.sync_all()


def test_the_summary_goes_to_the_log_line_by_line(caplog):
    caplog.set_level(logging.INFO)
    run(TapZoo())

    lines = [r.getMessage() for r in caplog.records if r.name == "tap-zoo"]
    assert any("animals" in line and "6 rows" in line for line in lines)
    assert "is done: 9 rows" in lines[-1]


def test_every_log_record_of_a_run_knows_its_run(caplog):
    caplog.set_level(logging.INFO)
    tap = TapZoo(config={"correlation_id": "order-7"})
    run(tap)
    logging.getLogger("elsewhere").warning("after the run")

    during = [r for r in caplog.records if r.name.startswith("tap-zoo.")]
    assert {r.correlation_id for r in during} == {"order-7"}
    assert {r.run_id for r in during} == {tap.report.run_id}
    assert not hasattr(caplog.records[-1], "run_id")


# ---------- leave to read


def test_without_credentials_the_tap_reads_from_the_sandbox_and_says_so(caplog):
    tap = TapStub()
    said = run(tap)

    assert {r["_wv_source"] for r in said.records("zoos")} == {"stub"}
    assert "NO CREDENTIALS" in caplog.text
    assert tap.config["api_key"] == "sandbox"


def test_with_credentials_nothing_is_replaced(caplog):
    tap = TapStub(config={"api_key": "key"})
    said = run(tap)

    assert {r["_wv_source"] for r in said.records("zoos")} == {"api"}
    assert "NO CREDENTIALS" not in caplog.text


def test_production_refuses_the_sandbox():
    tap = TapStub(config={"allow_stub": False})

    with listen() as said, pytest.raises(SettingsError, match="allow_stub") as caught:
        tap.sync_all()

    assert caught.value.exit_code is ExitCode.USAGE
    assert said.records("zoos") == []
    assert last_run(said)["error_class"] == "SettingsError"


def approve(tmp_path: Any, code: int) -> list[str]:
    script = tmp_path / "approve.py"
    script.write_text(
        "import sys, pathlib\n"
        f"pathlib.Path({str(tmp_path / 'plan.json')!r}).write_text(sys.stdin.read())\n"
        f"sys.exit({code})\n"
    )
    return [sys.executable, str(script)]


def test_the_approval_command_sees_the_plan_before_anything_is_read(tmp_path):
    config = {"approval_command": approve(tmp_path, 0), "correlation_id": "order-7"}
    tap = TapStub(config=config)

    run(tap)

    plan = json.loads((tmp_path / "plan.json").read_text())
    assert plan == {
        "tap": "tap-zoo",
        "version": tap.plugin_version,
        "source": "stub",
        "streams": ["zoos", "connector_runs"],
        "run_id": tap.report.run_id,
        "correlation_id": "order-7",
        "windows": ["2026-11-15"],
    }


def test_who_is_refused_reads_nothing(tmp_path):
    tap = TapZoo(config={"approval_command": approve(tmp_path, 3)})

    with listen() as said, pytest.raises(ApprovalRefusedError):
        tap.sync_all()

    assert said.records("zoos") == []
    assert last_run(said)["exit_code"] == 2


def test_leave_is_asked_for_once(tmp_path):
    """Discovery asks nobody; a test of the connection asks, too."""
    tap = TapZoo(config={"approval_command": approve(tmp_path, 0)})
    _ = tap.catalog_dict
    assert not (tmp_path / "plan.json").exists()

    with listen():
        tap.run_connection_test()

    assert (tmp_path / "plan.json").exists()
    (tmp_path / "plan.json").unlink()
    tap.open()
    assert not (tmp_path / "plan.json").exists()


def test_a_connection_test_reads_one_record_a_stream():
    with listen() as said:
        TapZoo().run_connection_test()

    assert len(said.records("zoos")) == 1
    assert len(said.records("animals")) == 1
    assert len(said.records("connector_runs")) == 1


# ---------- equipment


def test_as_of_sets_the_clock_but_not_that_of_what_outlives_the_run():
    tap = TapZoo(config={"as_of": "2020-02-29T12:00:00Z"})

    assert tap.clock.now().date().isoformat() == "2020-02-29"
    assert isinstance(tap.real_clock, SystemClock)
    assert tap.real_clock.now() > tap.clock.now()


def test_start_date_is_an_instant():
    assert TapZoo(config={"start_date": "2020-02-29"}).start_date == datetime(
        2020, 2, 29, tzinfo=UTC
    )
    assert TapZoo().start_date is None


def test_the_vendor_is_asked_at_its_own_address():
    class TapCalls(TapZoo):
        stream_types = (Calls,)
        allowed_hosts = ("vendor.test",)

    tap = TapCalls()

    assert tap.base_url is None
    with pytest.raises(HostRefusedError):
        tap.session.get("https://elsewhere.test/")
    tap.close()


def test_another_address_is_allowed_by_setting_it():
    class TapCalls(TapZoo):
        stream_types = (Calls,)

    tap = TapCalls(config={"api_base_url": "http://127.0.0.1:9/x/"})

    assert tap.base_url == "http://127.0.0.1:9/x"
    assert tap.streams["calls"].get_url(None) == "http://127.0.0.1:9/x/calls"
    tap.close()


def test_the_sandbox_is_started_when_it_is_needed_and_ends_with_the_run(monkeypatch):
    events: list[Any] = []

    class FakeSandbox:
        def __init__(self, **options: Any) -> None:
            events.append(options)

        def __enter__(self):
            return self

        def __exit__(self, *_args):
            events.append("end")

        def url(self, source):
            return f"http://127.0.0.1:9/{source}"

    monkeypatch.setattr("tap_kit.equipment.Sandbox", FakeSandbox)
    tap = TapStub(config={"as_of": "2026-11-15T06:00:00Z", "sandbox_seed": 9})
    assert events == []

    assert tap.base_url == "http://127.0.0.1:9/zoo"
    assert tap.base_url == "http://127.0.0.1:9/zoo"
    tap.close()

    assert events == [{"seed": 9, "now": NOW}, "end"]


def test_the_sandbox_has_a_breaker_of_its_own(tmp_path):
    config = {"state_dir": str(tmp_path)}
    TapStub(config=config).breaker.failure()
    TapStub(config=config | {"api_key": "key"}).breaker.failure()

    assert sorted(p.name for p in tmp_path.glob("*.json")) == [
        "zoo-stub.breaker.json",
        "zoo.breaker.json",
    ]


# ---------- secrets


@pytest.mark.parametrize(
    "config",
    [
        {"api_key": CANARY},
        {"keys": {"a": CANARY}},
        {"more": ["another-canary-5c1f", CANARY]},
    ],
    ids=str,
)
def test_a_secret_setting_shows_in_no_log(config, caplog):
    tap = TapZoo(config=config)

    tap.logger.warning("the key is %s", CANARY)

    handler = logging.StreamHandler()
    assert CANARY not in handler.format(caplog.records[-1])


def test_a_secret_of_the_environment_shows_in_no_log(monkeypatch, caplog):
    monkeypatch.setenv("TAP_ZOO_API_KEY", CANARY)

    tap = TapZoo(parse_env_config=True)
    tap.logger.warning("the key is %s", CANARY)

    assert tap.config["api_key"] == CANARY
    assert CANARY not in logging.StreamHandler().format(caplog.records[-1])
