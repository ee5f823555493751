"""The command line: what the SDK offers, and sentences for people."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tap_kit_tests_things import TapThings, ids, messages, records, written

from tap_kit.errors import ExitCode, SettingsError

pytestmark = pytest.mark.usefixtures("quiet")

CANARY = "s3cr3t-canary-token"


@pytest.fixture
def tap(tap_things):
    return tap_things


def test_a_good_run_ends_with_zero(tap):
    code, out = tap()

    assert code == ExitCode.OK
    assert ids(out) == [0, 1, 2]
    assert messages(out)[-1]["type"] == "STATE"


@pytest.mark.parametrize("option", ["--version", "--help", "--about"])
def test_questions_about_the_tap_are_answered(tap, option):
    code, out = tap(option)

    assert code == 0
    assert "tap" in out


def test_about_describes_every_common_setting(tap):
    _, out = tap("--about", "--format", "json")

    kit = {"as_of", "allow_stub", "state_dir", "approval_command", "correlation_id"}
    described = json.loads(out)["settings"]["properties"]
    assert kit <= described.keys()
    assert all(described[name]["description"] for name in kit)


def test_discovery_needs_no_settings(tap, monkeypatch):
    """Nor credentials, nor a sandbox, nor anything else that runs."""
    monkeypatch.setattr(TapThings, "has_credentials", lambda _self: False)
    monkeypatch.delattr("tap_kit.equipment.Sandbox")
    monkeypatch.delattr("tap_kit.equipment.SafeSession")

    code, out = tap("--discover")

    catalog = json.loads(out)
    assert code == 0
    assert [s["stream"] for s in catalog["streams"]] == ["things", "connector_runs"]


def test_a_discovered_catalog_can_be_given_back(tap, tmp_path):
    catalog = json.loads(tap("--discover")[1])
    for stream in catalog["streams"]:
        for entry in stream["metadata"]:
            if not entry["breadcrumb"]:
                entry["metadata"]["selected"] = stream["stream"] == "connector_runs"

    code, out = tap("--catalog", written(tmp_path / "catalog.json", catalog))

    assert code == 0
    assert ids(out) == []


def test_test_reads_one_record_a_stream(tap):
    code, out = tap("--test")

    assert code == 0
    assert ids(out) == [0]


def test_test_schema_reads_none(tap):
    code, out = tap("--test=schema")

    assert code == 0
    assert {line["type"] for line in messages(out)} == {"SCHEMA"}


def test_settings_come_from_a_file_and_from_the_environment(tap, tmp_path, monkeypatch):
    monkeypatch.setenv("TAP_THINGS_CORRELATION_ID", "from-env")
    config = written(tmp_path / "config.json", {"as_of": "2026-11-15T06:00:00Z"})

    _, out = tap("--config", config, "--config", "ENV")

    (run,) = records(out, "connector_runs")
    assert run["correlation_id"] == "from-env"
    assert run["started_at"].startswith("2026-11-15T06:00")


@pytest.mark.parametrize(
    ("config", "word"),
    [
        ({"sandbox_seed": "seven"}, "sandbox_seed"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2026-11-15T06:00:00"}, "as_of"),
        ({"start_date": "15.11.2026"}, "start_date"),
        ({"max_wait_seconds": 1.5}, "max_wait_seconds"),
        ({"correlation_id": "two words"}, "correlation_id"),
        ({"stream_maps": {"things": "x"}}, "stream_maps"),
        ({"stream_maps": {"things": {"id": "1 +"}}}, "1 +"),
        ("{", "cannot be read"),
        ("[1]", "cannot be read"),
    ],
    ids=str,
)
def test_wrong_settings_end_with_two_and_a_next_step(
    tap, tmp_path, quiet, config, word
):
    code, _ = tap("--config", written(tmp_path / "config.json", config))

    assert code == ExitCode.USAGE
    assert word in quiet.text
    assert "Next:" in quiet.text
    assert "Traceback" not in quiet.text


def test_a_missing_settings_file_is_named(tap, tmp_path, quiet):
    code, _ = tap("--config", tmp_path / "none.json")

    assert code == ExitCode.USAGE
    assert "none.json" in quiet.text


def test_a_number_that_is_none_in_the_environment(tap, monkeypatch, quiet):
    monkeypatch.setenv("TAP_THINGS_SANDBOX_SEED", "seven")

    code, _ = tap("--config", "ENV")

    assert code == ExitCode.USAGE
    assert "seven" in quiet.text


def test_a_wrong_secret_is_not_quoted(tap, tmp_path, quiet):
    """jsonschema quotes the value that it refuses."""
    code, _ = tap("--config", written(tmp_path / "c.json", {"api_key": [CANARY]}))

    assert code == ExitCode.USAGE
    assert "api_key" in quiet.text
    assert CANARY not in quiet.text


def test_an_unknown_option_ends_with_two(tap):
    assert tap("--nonsense")[0] == ExitCode.USAGE


def state(value: int) -> dict[str, Any]:
    mark = {"replication_key": "id", "replication_key_value": value}
    return {"bookmarks": {"things": mark}}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(state(2)),
        json.dumps(state(2), indent=2),
        f"{json.dumps(state(1))}\n{json.dumps(state(2))}\n",
        f'{json.dumps(state(2))}\n{{"bookma',
        json.dumps({"type": "STATE", "value": state(2)}),
    ],
    ids=["one line", "pretty", "a target's output", "a torn last line", "a message"],
)
def test_a_state_is_the_last_whole_line_of_a_targets_output(tap, tmp_path, text):
    """`tap | target > state.json` leaves one STATE for each commit."""
    code, out = tap("--state", written(tmp_path / "state.json", text))

    assert code == 0
    assert ids(out) == [2]


@pytest.mark.parametrize("text", ["", "\n", "[]", "{", "x"], ids=repr)
def test_a_state_that_is_none_says_so(tap, tmp_path, quiet, text):
    code, _ = tap("--state", written(tmp_path / "state.json", text))

    assert code == ExitCode.USAGE
    assert "--state" in quiet.text


@pytest.mark.parametrize(
    "value", [{"marks": {}}, {"bookmarks": []}, {"bookmarks": {"things": 1}}]
)
def test_a_state_that_the_sdk_would_ignore_is_refused(value):
    with pytest.raises(SettingsError, match="bookmarks"):
        TapThings(state=value)


def test_an_empty_state_is_a_first_run():
    assert TapThings(state={}).state == {}


@pytest.mark.parametrize(
    "catalog", [{"streams": [{}]}, {"streams": 1}, {"streams": ["x"]}]
)
def test_a_catalog_that_is_none_says_so(catalog):
    with pytest.raises(SettingsError, match="catalog"):
        TapThings(catalog=catalog)
