"""Tap and target run as a shell would pipe them, and are never left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wv.pipe import pipe
from wv.plugins import Plugin

TAP = """
import signal, sys
def leave(*_):
    print("b", flush=True)
    sys.exit(130)
signal.signal(signal.SIGINT, leave)
print("a", flush=True)
if {waits}:
    signal.pause()
"""
TARGET = """
import json, sys
config = json.load(open(sys.argv[2]))
lines = sys.stdin.read().split()
from pathlib import Path
runs = Path(config["lake_root"], "_control", "runs")
runs.mkdir(parents=True)
for order in ("another", config["correlation_id"]):
    told = {"correlation_id": order, "lines": lines}
    (runs / f"{order}.json").write_text(json.dumps(told))
print(json.dumps({"n": len(lines)}))
sys.exit(int(config.get("ends", 0)))
"""


def program(folder, name, text):
    file = folder / name
    file.write_text(f"#!{sys.executable}\n{text}")
    file.chmod(0o755)
    return file


@pytest.fixture
def plugins(tmp_path):
    def make(*, waits=False, **settings):
        known = {"lake_root": str(tmp_path / "lake"), "correlation_id": "mine"}
        tap = program(tmp_path, "tap-x", TAP.format(waits=waits))
        target = program(tmp_path, "target-x", TARGET)
        environment = dict(os.environ)
        return (
            Plugin("tap-x", tap, {}, environment),
            Plugin("target-x", target, known | settings, environment),
        )

    return make


def test_the_run_knows_both_ends_the_state_and_its_own_summary(plugins):
    run = pipe(*plugins(), [])

    assert (run.code, run.state) == (0, {"n": 1})
    assert run.summary == {"correlation_id": "mine", "lines": ["a"]}


def test_the_targets_exit_code_comes_first(plugins):
    assert pipe(*plugins(ends=7), []).code == 7


def test_a_target_that_left_no_summary_is_no_error(plugins):
    tap, target = plugins()
    target.program.write_text("#!/bin/sh\nexit 7\n")

    run = pipe(tap, target, [])

    assert (run.code, run.summary, run.state) == (7, {}, None)


WATCHED = """
import os
import sys
from pathlib import Path
import click
from wv.console import run as run_command
from wv.pipe import pipe
from wv.plugins import Plugin
folder = Path({folder!r})
settings = {{"lake_root": str(folder / "lake"), "correlation_id": "mine"}}
tap = Plugin("tap-x", folder / "tap-x", {{}}, dict(os.environ))
target = Plugin("target-x", folder / "target-x", settings, dict(os.environ))
@click.command()
def command():
    run = pipe(tap, target, [])
    print(run.code, run.summary["lines"])
run_command(command, [])
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_wv_alone_ends_the_tap_and_the_target_tells_the_rest(
    plugins, tmp_path, number
):
    """As a scheduler sends it: not to the whole group, as a terminal does."""
    tap, _ = plugins(waits=True)
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    text = tap.program.read_text().replace(
        "if True:", f"open({str(begun)!r}, 'w').close()\nif True:"
    )
    tap.program.write_text(text)
    with subprocess.Popen(
        [sys.executable, "-c", WATCHED.format(folder=str(tmp_path))],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        Path(begun).read_text()  # Opens when the tap has written its first line.
        process.send_signal(number)
        out, _ = process.communicate()

    assert out == "130 ['a', 'b']\n"
    assert json.loads((tmp_path / "lake/_control/runs/mine.json").read_text())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_is_ended_by_a_signal_at_once_was_interrupted(plugins, number):
    tap, target = plugins()
    target.program.write_text(f"#!/bin/sh\nkill -{int(number)} $$\n")

    assert pipe(tap, target, []).code == 130
