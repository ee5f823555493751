"""Tap to lake, by hand and with a state, as the README shows it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

from tools.house import ROOT

if TYPE_CHECKING:
    from conftest import Pipe

JSONL = ROOT / ".peers/target-jsonl/bin/target-jsonl"


def records(messages: bytes) -> list[dict[str, Any]]:
    parsed = map(json.loads, messages.splitlines())
    return [message for message in parsed if message["type"] == "RECORD"]


def shell(pipe: Pipe, command: str) -> subprocess.CompletedProcess[str]:
    path = f"{os.path.dirname(pipe.target[0])}{os.pathsep}{os.environ['PATH']}"  # noqa: PTH120
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],  # noqa: S607  # As a user types it.
        cwd=pipe.folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_commands_of_the_readme_fill_the_lake(pipe: Pipe, undisturbed: Pipe):
    """Twice, the second time from the state that the first one left."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"(?m)^tap-openmeteo --config .*$", readme)
    assert len(commands) == 2

    for command in commands:
        done = shell(pipe, command)
        assert done.returncode == 0, done.stderr[-3000:]

    assert pipe.rows() == undisturbed.rows()


def test_every_line_of_a_tap_is_a_singer_message(undisturbed: Pipe):
    """stdout belongs to the protocol; humans read stderr."""
    lines = undisturbed.said.splitlines()

    types = {json.loads(line)["type"] for line in lines}

    assert types == {"SCHEMA", "RECORD", "STATE"}


def test_a_second_run_reads_only_what_the_cursors_allow(pipe: Pipe, undisturbed: Pipe):
    """The climatology is done, no newer run exists; only trailing days come again."""
    first = undisturbed.said
    state = pipe.load(first)[-1]

    second = pipe.messages(state)
    pipe.load(second)

    counts = [
        {name: sum(r["stream"] == name for r in records(messages)) for name in STREAMS}
        for messages in (first, second)
    ]
    assert counts[1]["weather_daily_history"] == 0
    assert counts[1]["weather_hourly_forecast"] == 0
    assert (
        0 < counts[1]["weather_hourly_observed"] < counts[0]["weather_hourly_observed"]
    )
    assert pipe.rows() == undisturbed.rows()


STREAMS = (
    "weather_daily_history",
    "weather_hourly_forecast",
    "weather_hourly_observed",
)


def test_the_lake_holds_what_the_tap_said(undisturbed: Pipe):
    """Counted by key: what is read twice is kept once."""
    said: dict[str, set[str]] = {}
    keys: dict[str, list[str]] = {}
    for line in undisturbed.said.splitlines():
        message = json.loads(line)
        if message["type"] == "SCHEMA":
            keys[message["stream"]] = message["key_properties"]
        if message["type"] == "RECORD":
            stream, record = message["stream"], message["record"]
            said.setdefault(stream, set()).add(
                repr([record[key] for key in keys[stream]])
            )

    kept = {
        name.removeprefix("openmeteo__"): len(rows)
        for name, rows in undisturbed.rows().items()
    }

    said.pop("connector_runs")
    assert kept == {stream: len(found) for stream, found in said.items()}


def test_a_foreign_target_understands_our_tap(pipe: Pipe, undisturbed: Pipe):
    messages = undisturbed.said

    done = subprocess.run(
        [JSONL], input=messages, cwd=pipe.folder, capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == last_state(messages)
    written = sum(len(p.read_bytes().splitlines()) for p in pipe.folder.glob("*.jsonl"))
    assert written == len(records(messages))


def last_state(messages: bytes) -> object:
    parsed = map(json.loads, reversed(messages.splitlines()))
    return next(message["value"] for message in parsed if message["type"] == "STATE")


def test_our_target_understands_a_foreign_tap(pipe: Pipe):
    """Spacing, order of keys and missing times as older taps write them."""
    schema = {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
    }
    lines = [
        {"type": "SCHEMA", "stream": "people", "schema": schema,
         "key_properties": ["id"]},
        {"record": {"id": 1, "name": "Ada"}, "stream": "people", "type": "RECORD"},
        {"time_extracted": "2026-11-15T06:00:00.000000Z", "type": "RECORD",
         "stream": "people", "record": {"name": "Grace", "id": 2}},
        {"type": "STATE", "value": {"bookmarks": {"people": {"id": 2}}}},
    ]  # fmt: skip
    messages = "\n".join(
        json.dumps(line, indent=None, separators=(", ", " : ")) for line in lines
    )

    states = pipe.load(messages.encode())

    assert states == [{"bookmarks": {"people": {"id": 2}}}]
    assert [row[:2] for row in pipe.rows()["openmeteo__people"]] == [
        (1, "Ada"),
        (2, "Grace"),
    ]
