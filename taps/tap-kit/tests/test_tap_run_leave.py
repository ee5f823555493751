"""Before a tap reads: whose data it takes, and who allows it."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from tap_kit_tests_zoo import TapStub, TapZoo, last_run, run

from tap_kit.errors import ApprovalRefusedError, ExitCode, SettingsError
from tap_kit.testing import listen


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
    told = {name: plan[name] for name in ("requests", "cost", "quotas")}
    assert told == {"requests": 1, "cost": 1.0, "quotas": []}
    assert [reading["stream"] for reading in plan["reads"]] == ["zoos"]
    assert (
        plan.items()
        >= {
            "tap": "tap-zoo",
            "version": tap.plugin_version,
            "source": "stub",
            "streams": ["zoos", "connector_runs"],
            "run_id": tap.report.run_id,
            "correlation_id": "order-7",
            "windows": ["2026-11-15"],
        }.items()
    )


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
