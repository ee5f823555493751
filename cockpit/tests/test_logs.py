"""How programs of a pipe log, and how `wv` passes on what the rooms below log."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path

import click
import pytest
import yaml

from wv.console import FORM, JSON, TEXT, log_to_stderr, run
from wv.logs import CONFIG, LEVEL, logging_as


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.delenv(CONFIG, raising=False)
    monkeypatch.delenv(LEVEL, raising=False)


def config(form, *, quiet=False):
    with logging_as(form, quiet=quiet) as variables:
        return yaml.safe_load(Path(variables[CONFIG]).read_text())


def test_people_are_spared_a_line_for_each_request():
    assert config(TEXT)["loggers"] == {"singer_sdk.metrics": {"propagate": False}}


def test_programs_get_all_of_it():
    found = config(JSON)

    assert found["loggers"] == {}
    assert "Structured" in found["formatters"]["default"]["()"]


def test_quiet_leaves_warnings_and_takes_the_live_line_away():
    found = config(JSON, quiet=True)

    assert found["handlers"]["default"]["level"] == "WARNING"
    assert found["loggers"] == {"tap_kit.progress": {"level": "WARNING"}}


@pytest.mark.parametrize("variable", [CONFIG, LEVEL])
def test_who_has_set_the_sdks_own_variables_is_left_alone(monkeypatch, variable):
    """As the page on troubleshooting says: LOGLEVEL=DEBUG."""
    monkeypatch.setenv(variable, "DEBUG")

    with logging_as(TEXT, quiet=False) as variables:
        assert variables == {}


def test_what_a_room_logs_is_a_line_of_json_when_asked(capsys, monkeypatch):
    root = logging.getLogger("of a test")
    monkeypatch.setattr(logging, "root", root)
    FORM.set(JSON)
    log_to_stderr(quiet=False)
    FORM.set(TEXT)

    root.handlers[0].emit(logging.makeLogRecord({"msg": "built", "levelname": "INFO"}))

    said = json.loads(capsys.readouterr().err)
    assert (said["level"], said["logger_name"], said["message"]) == (
        *("info", "wv"),
        "built",
    )


def test_a_command_may_run_in_a_thread_that_gets_no_signals():
    codes = []
    command = click.Command("x", callback=lambda: None)
    thread = threading.Thread(target=lambda: codes.append(run(command, [])))
    thread.start()
    thread.join()

    assert codes == [0]
