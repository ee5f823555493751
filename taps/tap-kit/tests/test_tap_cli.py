"""The command line: what the SDK offers, our exit codes, and sentences for people."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest
from singer_sdk import typing as th

from tap_kit.columns import columns
from tap_kit.errors import AuthError, ExitCode, SettingsError
from tap_kit.loop import RecordStream
from tap_kit.settings import settings
from tap_kit.tap import KitTap

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "s3cr3t-canary-token"
ENDLESS = """
import itertools, sys, time
from singer_sdk import typing as th
from tap_kit.columns import columns
from tap_kit.loop import RecordStream
from tap_kit.tap import KitTap

class Ticks(RecordStream):
    name = "ticks"
    primary_keys = ("id",)
    replication_key = "id"
    is_sorted = True
    schema = columns(th.Property("id", th.IntegerType))

    def get_records(self, context):
        for number in itertools.count():
            yield {"id": number}
            if PAUSE and number == 600:
                self.tap.message_writer.flush()
                time.sleep(60)

class TapTicks(KitTap):
    name = "tap-ticks"
    source = "ticks"
    stream_types = (Ticks,)

TapTicks.cli()
"""


class Things(RecordStream):
    name = "things"
    primary_keys = ("id",)
    replication_key = "id"
    schema = columns(th.Property("id", th.IntegerType))
    error: BaseException | None = None

    def get_records(self, context):
        since = self.get_starting_replication_key_value(context) or 0
        yield from ({"id": number} for number in range(since, 3))
        if self.error:
            raise self.error


class TapThings(KitTap):
    name = "tap-things"
    source = "things"
    stream_types = (Things,)
    config_jsonschema = settings(th.Property("api_key", th.StringType, secret=True))


@pytest.fixture
def tap(capsys):
    """Run the command in this process; its exit code and its stdout."""

    def call(*args: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            TapThings.cli(list(map(str, args)))
        return int(ended.value.code or 0), capsys.readouterr().out

    return call


@pytest.fixture(autouse=True)
def quiet(monkeypatch, caplog):
    """The SDK sets hooks and handlers of the process; put them back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(
        "singer_sdk.plugin_base._setup_console_logging", lambda **_: None
    )
    monkeypatch.setattr("logging.captureWarnings", lambda **_: None)
    before = {
        number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)
    }
    yield caplog
    for number, handler in before.items():
        signal.signal(number, handler)


def written(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def messages(out: str) -> list[Any]:
    return [json.loads(line) for line in out.splitlines()]


def records(out: str | bytes, stream: str = "things") -> list[Any]:
    found = map(json.loads, out.splitlines())
    return [m["record"] for m in found if m.get("stream") == stream and "record" in m]


def ids(out: str | bytes, stream: str = "things") -> list[int]:
    return [record["id"] for record in records(out, stream)]


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


# ---------- state and catalog


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


# ---------- ends


def test_an_error_ends_with_its_code_and_without_traceback(tap, monkeypatch, quiet):
    monkeypatch.setattr(
        Things, "error", AuthError("the key is refused", next_step="get one")
    )

    code, out = tap()

    assert code == ExitCode.AUTH
    assert "the key is refused. Next: get one." in quiet.text
    assert "Traceback" not in quiet.text
    assert messages(out)[-1]["type"] == "STATE"


def test_an_unexpected_error_ends_with_one_and_its_name(tap, monkeypatch, quiet):
    monkeypatch.setattr(Things, "error", ZeroDivisionError("division by zero"))

    code, _ = tap()

    assert code == ExitCode.UNEXPECTED
    assert "Unexpected ZeroDivisionError" in quiet.text
    assert "Traceback" not in quiet.text


def test_an_interruption_ends_with_130(tap, monkeypatch, quiet):
    monkeypatch.setattr(Things, "error", KeyboardInterrupt())

    code, out = tap()

    assert code == ExitCode.INTERRUPTED
    assert records(out, "connector_runs")[0]["exit_code"] == ExitCode.INTERRUPTED
    assert "Interrupted" in quiet.text


def test_an_early_end_of_a_file_is_no_interruption(tap, monkeypatch, quiet):
    """click makes the same of both."""
    monkeypatch.setattr(Things, "error", EOFError("half a file"))

    code, _ = tap()

    assert code == ExitCode.UNEXPECTED
    assert "EOFError" in quiet.text


def test_the_third_signal_ends_at_once(monkeypatch):
    """When even the report cannot get out, e.g. because the target hangs."""
    ends: list[int] = []
    monkeypatch.setattr("os._exit", ends.append)
    tap = TapThings()

    with pytest.raises(KeyboardInterrupt):
        tap._handle_termination(signal.SIGTERM, None)
    tap._handle_termination(signal.SIGTERM, None)
    assert ends == []
    tap._handle_termination(signal.SIGTERM, None)

    assert ends == [ExitCode.INTERRUPTED]


def test_the_traceback_is_there_for_who_asks(tap, monkeypatch, quiet):
    quiet.set_level("DEBUG", logger="tap-things")
    monkeypatch.setattr(Things, "error", AuthError("the key is refused"))

    tap()

    assert "Traceback" in quiet.text


def test_the_caller_may_want_the_exception(monkeypatch):
    monkeypatch.setattr(Things, "error", AuthError("the key is refused"))

    with pytest.raises(AuthError):
        TapThings.cli([], standalone_mode=False)
    with pytest.raises(click.UsageError):
        TapThings.cli(["--nonsense"], standalone_mode=False)
    monkeypatch.setattr(Things, "error", None)
    assert TapThings.cli(["--version"], standalone_mode=False) == 0


# ---------- real processes


def start(tmp_path: Path, *, pause: bool) -> subprocess.Popen[bytes]:
    script = written(tmp_path / "tap.py", ENDLESS.replace("PAUSE", str(pause)))
    return subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_with_report_and_state(tmp_path, number):
    """Also in the middle of a wait. Meltano signals twice, so the second is no news."""
    with start(tmp_path, pause=True) as process:
        assert process.stdout
        # One SCHEMA, 601 records, two STATEs; nothing more lies in the reader's buffer.
        first = b"".join(process.stdout.readline() for _ in range(604))
        process.send_signal(number)
        process.send_signal(number)
        rest, errors = process.communicate()

    out = (first + rest).decode()
    assert process.returncode == ExitCode.INTERRUPTED
    (run,) = records(out, "connector_runs")
    assert (run["success"], run["exit_code"]) == (False, ExitCode.INTERRUPTED)
    mark = messages(out)[-1]["value"]["bookmarks"]["ticks"]["replication_key_value"]
    assert mark == ids(out, "ticks")[-1] == 600
    assert b"Interrupted" in errors
    assert b"Traceback" not in errors


def test_a_target_that_dies_is_told_without_traceback(tmp_path):
    with start(tmp_path, pause=False) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr
        errors = process.stderr.read()

    assert process.returncode == ExitCode.STORAGE
    assert b"the target stopped reading" in errors
    assert b"Traceback" not in errors
    assert b"Exception ignored" not in errors
