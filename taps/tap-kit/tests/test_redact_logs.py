"""Whatever is logged leaves masked, and each record as one record."""

from __future__ import annotations

import io
import json
import logging
import logging.handlers
import queue
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


def test_a_text_passes_all_redactors(log: Log) -> None:
    logger, written = log
    with install(Redactor(["another-secret"])):
        logger.info("%s another-secret", SECRET)
    logger.info("%s another-secret", SECRET)

    assert written.getvalue() == "INFO *** ***\nINFO *** another-secret\n"
