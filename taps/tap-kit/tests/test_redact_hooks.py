"""Warnings, dying threads and processes tell no secret; the hooks go as they came."""

from __future__ import annotations

import logging
import logging.handlers
import subprocess
import sys
import threading
import warnings
from typing import TYPE_CHECKING

import pytest

from tap_kit.redact import Redactor, install

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = 'canary "7f3a/+91'
FORGED = "2026-11-21 06:00:00 | INFO | tap | all is well"


@pytest.fixture(autouse=True)
def _installed() -> Iterator[None]:
    with install(Redactor([SECRET])):
        yield


def fail(text: str) -> None:
    raise ValueError(text)


def test_a_warning_is_masked(recwarn: pytest.WarningsRecorder) -> None:
    shown = warnings.formatwarning(
        UserWarning(f"{SECRET}\n{FORGED}"), UserWarning, "f", 1, "x"
    )

    assert rf"UserWarning: ***\n{FORGED}" in shown
    assert not recwarn.list


def test_a_thread_that_dies_tells_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    thread = threading.Thread(target=fail, args=(f"{SECRET}\n{FORGED}",), name="w\n1")
    thread.start()
    thread.join()

    error = capsys.readouterr().err
    assert error.startswith("Exception in thread w\\n1:\n  Traceback")
    assert f"  ValueError: ***\n  {FORGED}\n" in error


def test_a_thread_may_exit(capsys: pytest.CaptureFixture[str]) -> None:
    thread = threading.Thread(target=sys.exit, args=(SECRET,))
    thread.start()
    thread.join()

    assert capsys.readouterr().err == ""


def test_a_thread_that_is_gone_is_called_unknown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = ValueError(SECRET)
    threading.excepthook(threading.ExceptHookArgs((ValueError, error, None, None)))

    assert (
        capsys.readouterr().err == "Exception in thread unknown:\n  ValueError: ***\n"
    )


def test_without_stderr_nothing_goes_to_stdout(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "__stderr__", None)
    sys.excepthook(ValueError, ValueError("lost"), None)

    assert capsys.readouterr().out == ""


PROGRAM = """
import logging, sys, threading, warnings
from tap_kit.redact import Redactor, install
secret = sys.stdin.read()
install(Redactor([secret]))
logging.basicConfig(level="DEBUG")
logging.getLogger("x").info("token %s", secret)
warnings.warn(f"warned of {secret}")
logging.captureWarnings(True)
warnings.warn(f"logged a warning of {secret}")
thread = threading.Thread(target=lambda: 1 / len(secret[:0]), name=secret)
thread.start()
thread.join()
raise ValueError(f"died of {secret}") from KeyError(secret)
"""


def test_a_whole_process_tells_no_secret() -> None:
    """The interpreter's own last words go through the hooks, too."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=SECRET,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert run.returncode == 1
    assert run.stdout == ""
    for said in ("token ***", "warned of ***", "a warning of ***", "died of ***"):
        assert said in run.stderr
    assert "Exception in thread ***" in run.stderr
    assert "ZeroDivisionError" in run.stderr
    assert "7f3a" not in run.stderr


def hooks() -> list[object]:
    return [
        logging.Handler.format,
        warnings.formatwarning,
        sys.excepthook,
        threading.excepthook,
    ]


def test_the_hooks_stay_until_the_last_redactor_goes() -> None:
    """The fixture's own redactor is the first."""
    with_one = hooks()
    second = install(Redactor(["another-secret"]))
    third = install(Redactor(["third-secret"]))
    second()
    assert hooks() == with_one

    third()
    assert hooks() == with_one


RESTORED = """
import logging, sys, threading, warnings

def hooks():
    return [logging.Handler.format, warnings.formatwarning,
            sys.excepthook, threading.excepthook]

before = hooks()
from tap_kit.redact import Redactor, install
assert hooks() == before
uninstall = install(Redactor(["secret-1"]))
assert not set(hooks()) & set(before)
uninstall()
uninstall()
assert hooks() == before

with install(Redactor(["secret-1"])):
    sys.excepthook = print
assert hooks() == [*before[:2], print, before[3]]
"""


def test_the_last_one_restores_what_was_there_and_still_is_ours() -> None:
    subprocess.run([sys.executable, "-c", RESTORED], check=True, timeout=60)


def test_a_new_installation_comes_to_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK puts its own excepthook on with each command."""
    ours = sys.excepthook
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    with install(Redactor(["another-secret"])):
        assert sys.excepthook is ours
