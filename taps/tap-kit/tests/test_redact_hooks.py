from __future__ import annotations

import io
import json
import logging
import logging.handlers
import queue
import subprocess
import sys
import threading
import warnings
from typing import TYPE_CHECKING

import pytest
from singer_sdk.logging import ConsoleFormatter, StructuredFormatter
from singer_sdk.metrics import Metric, MetricExclusionFilter, Point

from tap_kit.redact import Redactor, install
from tap_kit.redact_hooks import escape_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = 'canary "7f3a/+91'
AS_JSON = json.dumps(SECRET)[1:-1]
FORGED = "2026-11-21 06:00:00 | INFO | tap | all is well"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger of its own with one plain handler."""
    logger = logging.Logger("test")  # noqa: LOG001 it must not stay in the process
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.addHandler(handler)
    yield logger, written
    handler.close()


@pytest.fixture(autouse=True)
def _installed() -> Iterator[None]:
    with install(Redactor([SECRET])):
        yield


Log = tuple[logging.Logger, io.StringIO]


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (f"got {SECRET}", ()),
        ("got %s", (SECRET,)),
        ("got %r", ([SECRET],)),
        ("got %(token)s", ({"token": SECRET},)),
        (f"{SECRET} %s", ("x",)),
    ],
    ids=["message", "argument", "repr", "mapping", "format"],
)
def test_a_message_is_masked(
    log: Log, message: str, arguments: tuple[object, ...]
) -> None:
    logger, written = log
    logger.info(message, *arguments)

    assert "***" in written.getvalue()
    assert "7f3a" not in written.getvalue()


def fail(text: str) -> None:
    raise ValueError(text)


def test_a_traceback_is_masked_with_its_causes(log: Log) -> None:
    logger, written = log
    try:
        try:
            fail(SECRET)
        except ValueError as error:
            msg = f"again {SECRET}"
            raise RuntimeError(msg) from error
    except RuntimeError:
        logger.exception("failed")

    assert "RuntimeError: again ***" in written.getvalue()
    assert "ValueError: ***" in written.getvalue()
    assert "7f3a" not in written.getvalue()


def test_a_stack_and_an_empty_exc_info_are_no_trouble(log: Log) -> None:
    logger, written = log
    logger.info("here", exc_info=(None, None, None), stack_info=True)

    assert written.getvalue().startswith("INFO here\nNoneType: None\nStack (most")


def test_a_handler_made_later_masks_as_well() -> None:
    logger = logging.Logger("later")  # noqa: LOG001 it must not stay in the process
    written = io.StringIO()
    logger.addHandler(logging.StreamHandler(written))
    logger.warning(SECRET)

    assert written.getvalue() == "***\n"


def test_a_queue_passes_on_masked_records() -> None:
    records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    logger = logging.Logger("queue")  # noqa: LOG001 it must not stay in the process
    logger.addHandler(logging.handlers.QueueHandler(records))
    logger.warning("got %s", SECRET)

    assert records.get().getMessage() == "got ***"


def test_the_sdks_json_formatter_stays_json(log: Log) -> None:
    logger, written = log
    logger.handlers[0].setFormatter(StructuredFormatter())
    try:
        fail(SECRET)
    except ValueError:
        logger.exception("got %s", SECRET, extra={"url": f"x?q={SECRET}", "n": 3})

    entry = json.loads(written.getvalue())
    assert entry["message"] == "got ***"
    assert entry["exception"]["message"] == "***"
    assert entry["extra"]["url"] == "x?q=***"
    assert entry["extra"]["n"] == 3
    assert AS_JSON not in written.getvalue()


def test_the_sdks_metrics_still_work(log: Log) -> None:
    """They are recognised by message and argument, which must not be replaced."""
    logger, written = log
    point = Point("counter", Metric.RECORD_COUNT, 3, {"stream": "orders"})
    logger.handlers[0].setFormatter(StructuredFormatter())
    logger.info("METRIC: %s", point)
    logger.handlers[0].addFilter(MetricExclusionFilter(metrics=["record_count"]))
    logger.info("METRIC: %s", point)

    lines = written.getvalue().splitlines()
    assert [json.loads(line)["metric_info"]["value"] for line in lines] == [3]


def test_the_sdks_console_line_stays_one_line(log: Log) -> None:
    logger, written = log
    logger.handlers[0].setFormatter(ConsoleFormatter())
    logger.error("server said %s", f"no\n{FORGED}")

    (line,) = written.getvalue().splitlines()
    assert line.endswith(rf"server said no\n{FORGED}")


def test_a_broken_log_call_prints_no_arguments(
    log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    """The logging module would print them raw to stderr."""
    logger, written = log
    logger.info("%d rows", SECRET)

    assert "could not be formatted: TypeError for '%d rows'" in written.getvalue()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\nb", r"a\nb"),
        ("a\r\nb", r"a\r\nb"),
        ("a\0b", r"a\x00b"),
        ("\x1b[2J\x1b]0;title\x07", r"\x1b[2J\x1b]0;title\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("a\u2028b\x85c", r"a\u2028b\x85c"),
        ("safe\u202etxt.exe", r"safe\u202etxt.exe"),
        ("tab\tstays, é and 東 too", "tab\tstays, é and 東 too"),
    ],
    ids=["newline", "crlf", "nul", "ansi", "c1", "unicode lines", "bidi", "plain"],
)
def test_control_characters_are_shown_not_sent(
    log: Log, hostile: str, shown: str
) -> None:
    logger, written = log
    logger.info("said %s", hostile)

    assert written.getvalue() == f"INFO said {shown}\n"
    assert escape_controls(hostile) == shown


def test_a_traceback_cannot_forge_a_record(log: Log) -> None:
    logger, written = log
    try:
        fail(f"no\n{FORGED}\x1b[1A")
    except ValueError:
        logger.exception("failed")

    first, *rest = written.getvalue().splitlines()
    assert first == "ERROR failed"
    assert all(line.startswith("  ") for line in rest)
    assert "\x1b" not in written.getvalue()


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


def test_a_text_passes_all_redactors(log: Log) -> None:
    logger, written = log
    with install(Redactor(["another-secret"])):
        logger.info("%s another-secret", SECRET)
    logger.info("%s another-secret", SECRET)

    assert written.getvalue() == "INFO *** ***\nINFO *** another-secret\n"


def test_a_new_installation_comes_to_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK puts its own excepthook on with each command."""
    ours = sys.excepthook
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    with install(Redactor(["another-secret"])):
        assert sys.excepthook is ours
