"""Bytes to runs to messages: nothing lost, moved or guessed, however written."""

from __future__ import annotations

import io
import json
import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_parquet_lake.decode import LineError, decode, state_value
from target_parquet_lake.refusals import translate
from target_parquet_lake.runs import RunFinder
from target_parquet_lake.source import blocks
from target_parquet_lake.target import TargetParquetLake


def message(stream: str, number: int, style: int) -> bytes:
    """One RECORD as different encoders write it: spacing, key order, extra members."""
    body = {"id": number, "text": 'a "RECORD" \\ line: {"type":"STATE"}'}
    forms: list[dict[str, object]] = [
        {"type": "RECORD", "stream": stream, "record": body},
        {
            "type": "RECORD",
            "stream": stream,
            "time_extracted": "2026-01-01T00:00:00Z",
            "record": body,
        },
        {"record": body, "stream": stream, "type": "RECORD"},
        {"stream": stream, "type": "RECORD", "record": body, "version": 1},
    ]
    compact = (",", ":") if style % 2 else None
    return json.dumps(forms[style // 2 % 4], separators=compact).encode()


STREAMS = st.text(max_size=5)
LINES = st.lists(
    st.one_of(
        st.builds(message, STREAMS, st.integers(0, 99), st.integers(0, 7)),
        st.sampled_from(
            [b"", b"  ", b"\r", b'{"type": "STATE", "value": {}}', b"nonsense"]
        ),
    ),
    max_size=20,
)


@given(LINES, st.booleans())
def test_runs_put_together_are_the_input_line_by_line(lines, ends_with_break) -> None:
    data = b"\n".join(lines) + (b"\n" if ends_with_break else b"")
    found = [pair for run in RunFinder().runs(data) for pair in run.lines()]
    wanted = [(i, line) for i, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    assert found == wanted


@given(st.lists(LINES, max_size=4))
def test_blocks_of_runs_put_together_are_the_input_line_by_line(blocks_) -> None:
    finder = RunFinder()
    data = [b"\n".join([*lines, b""]) for lines in blocks_]
    found = [pair for d in data for run in finder.runs(d) for pair in run.lines()]
    every = enumerate(b"".join(data).split(b"\n"), 1)
    assert found == [(i, line) for i, line in every if line.strip()]


@given(st.lists(LINES, max_size=4))
def test_a_run_holds_records_of_its_stream_only(blocks_) -> None:
    finder = RunFinder()
    runs = [r for lines in blocks_ for r in finder.runs(b"\n".join([*lines, b""]))]
    for part in (part for run in runs for part in run.parts):
        for _, line in part.lines() if part.stream is not None else ():
            decoded = decode(line)
            assert (decoded["type"], decoded["stream"]) == ("RECORD", part.stream)
            assert not part.closed or line.endswith(b"}")


def test_a_block_of_the_stream_at_hand_is_one_run_that_is_known_to_be_closed() -> None:
    finder = RunFinder()
    block = b"".join(message("a", i, 0) + b"\n" for i in range(9))
    (first,), (second,) = (list(finder.runs(block)) for _ in range(2))
    assert (first.rows, second.rows, second.first) == (9, 9, 10)
    assert (first.closed, second.closed) == (False, True)


@pytest.mark.parametrize(
    "odd",
    [b"\n", b" \n", message("b", 1, 0) + b"\n", message("a", 1, 0) + b" \n"],
)
def test_a_block_with_an_odd_line_is_not_known_to_be_closed(odd) -> None:
    finder = RunFinder()
    lines = [message("a", i, 0) + b"\n" for i in range(3)]
    list(finder.runs(b"".join(lines)))
    runs = list(finder.runs(b"".join([lines[0], odd, *lines[1:]])))
    assert not any(run.closed for run in runs)


def test_a_run_that_is_cut_is_as_closed_as_it_was() -> None:
    block = b"".join(message("a", i, 0) + b"\n" for i in range(9))
    finder = RunFinder()
    list(finder.runs(block))
    head, rest = next(iter(finder.runs(block))).cut(4, 1 << 20)
    assert (head.rows, head.first, head.closed) == (4, 10, True)
    assert (rest.rows, rest.first, rest.closed) == (5, 14, True)
    assert head.data + rest.data == block


def test_streams_that_take_turns_are_sorted_until_a_line_of_another_kind() -> None:
    turns = [message("ab"[i % 2], i, 0) for i in range(40)]
    state = b'{"type":"STATE","value":{}}'
    found = list(RunFinder().runs(b"\n".join([*turns, state, *turns, b""])))
    assert [run.rows for run in found] == [1, 1, 1, 1, 36, 1, 1, 1, 1, 37]
    woven = found[4]
    assert [part.stream for part in woven.parts] == ["a", "b"]
    assert woven.parts[0].numbers == tuple(range(5, 41, 2))


def test_records_whose_keys_are_sorted_are_put_together_too() -> None:
    lines = [message("a", i, 4) for i in range(20)]
    state = b'{"type":"STATE","value":{}}'
    found = list(RunFinder().runs(b"\n".join([*lines, *[state] * 9, b""])))
    assert [run.rows for run in found] == [1, 1, 1, 1, 16, *[1] * 9]
    assert [part.stream for part in found[4].parts] == ["a"]


@given(st.integers(0, 40), st.integers(0, 5000))
def test_turns_that_do_not_fit_are_cut_line_by_line(rows, size) -> None:
    turns = [message("abc"[i % 3], i, 0) for i in range(30)]
    woven = list(RunFinder().runs(b"\n".join([*turns, b""])))[4]
    cuts = list(woven.cuts(lambda: (rows, size)))
    fits = woven.rows <= rows and woven.size <= size
    assert len(cuts) == (1 if fits else 26)
    assert [pair for cut in cuts for pair in cut.lines()] == list(woven.lines())


def test_a_stretch_of_one_stream_is_one_run() -> None:
    one = b"".join(message("a", i, 0) + b"\n" for i in range(500))
    other = b"".join(message("b", i, 1) + b"\n" for i in range(500))
    runs = list(RunFinder().runs(one + b'{"type":"STATE","value":{}}\n' + other))
    assert [run.stream for run in runs] == ["a", None, "b"]
    assert [run.first for run in runs] == [1, 501, 502]


def test_line_numbers_go_on_from_block_to_block() -> None:
    finder = RunFinder()
    first = list(finder.runs(message("a", 1, 0) + b"\n" + message("b", 2, 0) + b"\n"))
    second = list(finder.runs(message("a", 3, 0)))
    assert [run.first for run in first + second] == [1, 2, 3]


def test_endless_new_streams_do_not_fill_the_memory() -> None:
    finder = RunFinder()
    data = b"".join(message(f"s{i}", i, 0) + b"\n" for i in range(600))
    assert sum(run.rows for run in finder.runs(data)) == 600
    assert len(finder._known) <= 256


def test_a_stream_name_in_escapes_is_read() -> None:
    line = b'{"type":"RECORD","stream":"\\u0061\\"b","record":{}}'
    assert next(RunFinder().runs(line)).stream == 'a"b'


def test_a_stream_name_that_is_no_json_is_left_to_the_decoder() -> None:
    line = b'{"type":"RECORD","stream":"\\ud800","record":{}}'
    run = next(RunFinder().runs(line))
    assert [text for _, text in run.lines()] == [line]


@pytest.mark.parametrize("make", [io.BytesIO, lambda b: io.StringIO(b.decode())])
def test_a_buffer_is_read_as_whole_lines(make) -> None:
    data = "ä\nb\nc".encode()
    assert b"".join(blocks(make(data), lambda: None)) == data


def test_a_byte_order_mark_is_left_out() -> None:
    assert list(blocks(io.BytesIO(b"\xef\xbb\xbfa\n"), lambda: None)) == [b"a\n"]


def test_a_text_file_is_read_by_its_bytes(tmp_path) -> None:
    path = tmp_path / "in"
    path.write_bytes("ä\n".encode())
    with path.open(encoding="ascii") as file:
        assert list(blocks(file, lambda: None)) == ["ä\n".encode()]


def test_a_pipe_gives_whole_lines_whatever_its_portions() -> None:
    read, write = os.pipe()
    portions = [b"one\ntw", b"o\n", b"three"]

    def feed() -> None:
        for portion in portions:
            os.write(write, portion)
        os.close(write)

    feeder = threading.Thread(target=feed)
    feeder.start()
    with os.fdopen(read, "rb") as pipe:
        found = list(blocks(pipe, lambda: None))
    feeder.join()
    assert b"".join(found) == b"one\ntwo\nthree"
    assert all(block.endswith(b"\n") for block in found[:-1])


def test_a_silent_pipe_is_told_when_patience_ends() -> None:
    read, write = os.pipe()
    with os.fdopen(read, "rb") as pipe:
        incoming = blocks(pipe, lambda: 0.0)
        assert next(incoming) is None
        os.write(write, b"a\n")
        assert next(incoming) == b"a\n"
        os.close(write)
        assert list(incoming) == []


KEYS = st.dictionaries(
    st.text(max_size=3), st.recursive(st.text() | st.integers(), st.lists, max_leaves=4)
)


@given(KEYS, st.sampled_from([None, (",", ":"), (" , ", " : ")]))
def test_a_line_without_double_keys_is_taken(record, separators) -> None:
    line = json.dumps({"type": "X", "record": record}, separators=separators).encode()
    assert decode(line)["record"] == record


@given(st.text(), st.sampled_from([":", " :", "\t: "]))
def test_a_double_key_is_found_however_it_is_spaced(key, colon) -> None:
    name = json.dumps(key)
    text = r'"x":"\":"'
    line = f'{{"r":{{{text},{name}{colon}1,{name}:2}}}}'
    with pytest.raises(LineError, match="twice"):
        decode(line.encode())


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (b'{"type":"STATE","value": {"a": 1.10 } }', b'{"a": 1.10 }'),
        (b'{"value":{ },"type":"STATE"}', b"{ }"),
        (b'{"type":"STATE","value":null}', b""),
    ],
)
def test_a_state_keeps_its_bytes(line, value) -> None:
    assert state_value(line) == value


def test_the_reader_reads_bytes_of_standard_input_unless_given_a_file(
    lake, monkeypatch, singer, rows, capsys
) -> None:
    target = TargetParquetLake(config={"lake_root": str(lake.root)})
    data = singer.lines(singer.schema(), singer.record(id=1))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    target.listen(None)
    assert capsys.readouterr().out == ""
    assert len(rows()) == 1
    assert target.message_reader.deserialize_json(b'{"type":"X"}') == {"type": "X"}


def test_a_line_longer_than_a_portion_is_put_together(monkeypatch) -> None:
    monkeypatch.setattr("target_parquet_lake.source.CHUNK", 3)
    data = b"0123456789\n01\n"
    assert b"".join(blocks(io.BytesIO(data), lambda: None)) == data


def test_an_error_that_is_not_about_the_message_is_left_alone() -> None:
    assert translate(KeyError("other"), line=1, stream="users") is None
    assert translate(ZeroDivisionError(), line=1, stream="users") is None
