"""The way out: in order, whole lines, and no signal tears one."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import Any

import pytest
from singer_sdk.singerlib import RecordMessage, StateMessage

from tap_kit.errors import ExitCode
from tap_kit.writer import FLUSH_BYTES, KitWriter, PipeClosedError


class Stream:
    """All that the writer needs of an encoder."""

    def __init__(self, name: str) -> None:
        self.stream = name
        self.head = b'{"type":"RECORD","stream":"%b","record":' % name.encode()


A, B = Stream("a"), Stream("b")


@pytest.fixture
def out(capsysbinary):
    """What was written to standard output since the last look."""
    return lambda: capsysbinary.readouterr().out


def said(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.split(b"\n") if line]


def test_messages_leave_in_the_order_of_calls(out):
    writer = KitWriter()
    writer.write_record(A, b"1")
    writer.write_record(B, b"2")
    writer.write_message(RecordMessage("a", {"x": 3}))
    writer.write_record(A, b"4")
    writer.write_message(StateMessage({"s": 5}))

    got = [m.get("record", m.get("value")) for m in said(out())]

    assert got == [1, 2, {"x": 3}, 4, {"s": 5}]
    assert writer.rows == {"a": 3, "b": 1}


def test_records_wait_for_company_but_a_state_does_not(out):
    writer = KitWriter()
    writer.write_record(A, b"1")
    writer.write_message(RecordMessage("a", {"x": 2}))
    assert out() == b""

    writer.write_message(StateMessage({}))

    assert len(said(out())) == 3


@pytest.mark.parametrize("slow", [False, True])
def test_a_pipe_full_of_records_leaves_at_once(out, slow):
    writer = KitWriter()
    text = "x" * (FLUSH_BYTES + 1)
    if slow:
        writer.write_message(RecordMessage("a", {"x": text}))
    else:
        writer.write_record(A, json.dumps(text).encode())

    assert len(said(out())) == 1


def test_what_was_printed_before_stays_before(out):
    """Somebody's print must not slip between our lines."""
    sys.stdout.write('{"first": 1}\n')
    writer = KitWriter()
    writer.write_record(A, b"2")
    writer.flush()

    assert said(out())[0] == {"first": 1}


def test_unicodes_line_ends_do_not_end_a_line(out):
    text = "a\x85b\u2028c\u2029dé"
    writer = KitWriter()
    writer.write_record(A, json.dumps(text, ensure_ascii=False).encode())
    writer.flush()

    (line,) = out().decode().splitlines()
    assert json.loads(line)["record"] == text
    assert "é" in line


def test_a_text_only_output_will_do(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    writer = KitWriter()
    writer.write_record(A, '"é"'.encode())
    writer.flush()

    assert '"é"' in sys.stdout.getvalue()


def test_flushing_nothing_writes_nothing(out):
    KitWriter().flush()

    assert out() == b""


def test_an_interruption_between_two_lines_comes_at_once():
    with pytest.raises(KeyboardInterrupt):
        KitWriter().interrupt(KeyboardInterrupt())


def test_an_interruption_within_a_flush_waits_for_its_end(monkeypatch):
    """A torn line would take the STATE after it along."""
    writer = KitWriter()
    written: list[bytes] = []

    def write(data: bytes) -> None:
        writer.interrupt(KeyboardInterrupt())
        written.append(data)

    monkeypatch.setattr("tap_kit.writer._write", write)
    writer.write_record(A, b"1")

    with pytest.raises(KeyboardInterrupt):
        writer.flush()

    monkeypatch.setattr("tap_kit.writer._write", written.append)
    writer.write_record(A, b"2")
    writer.flush()
    assert [m["record"] for m in said(b"".join(written))] == [1, 2]


def test_a_closed_pipe_is_told_once(monkeypatch):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        writer = KitWriter()
        writer.write_record(A, b"1")

        with pytest.raises(PipeClosedError, match="target stopped reading") as caught:
            writer.flush()

        assert caught.value.exit_code is ExitCode.STORAGE
        writer.write_message(StateMessage({}))
