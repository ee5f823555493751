"""One bad record never takes its batch along, and none is lost on the way."""

from __future__ import annotations

import io
import json
import re
import stat

import pytest

from target_parquet_lake.dead_letters_table import letters_name
from target_parquet_lake.errors import DataError, LakeError
from target_parquet_lake.target import TargetParquetLake

CANARY = "jane@example.org"
NAME = letters_name("default", "singer")


def test_a_bad_record_is_put_aside_and_its_batch_is_kept(
    pour, singer, rows, letters
) -> None:
    states, summary = pour(
        singer.schema(),
        singer.record(id=1),
        singer.record(id="x", name=CANARY),
        singer.record(id=2),
        singer.state({"n": 2}),
    )
    assert [row["id"] for row in rows()] == [1, 2]
    assert states == [{"n": 2}]
    (letter,) = letters()
    assert (letter["stream"], letter["line"], letter["ordinal"]) == ("users", 3, 2)
    assert letter["error_class"] == "InvalidRecordError"
    assert letter["error_code"] == 5
    assert json.loads(letter["payload"]) == {"id": "string", "name": "string"}
    assert CANARY not in json.dumps(letter, default=str)
    assert json.loads(letter["schema_message"])["key_properties"] == ["id"]
    users = summary.streams["users"]
    assert (users.rows_read, users.rows_written, users.rows_dead_lettered) == (3, 2, 1)
    assert (summary.success, summary.exit_code) == (True, 6)


def test_the_command_ends_with_6_and_says_where_to_look(process, singer, rows) -> None:
    messages = (singer.schema(), singer.record(id="x"), singer.record(id=1))
    done = process(singer.lines(*messages), on_bad_record="dead_letter")
    assert done.code == 6
    assert "dead_letters/default__singer" in done.err
    assert re.search(r"users +2 +1 +1 +0 ", done.err)
    assert "Traceback" not in done.err
    assert len(rows()) == 1


def test_no_state_passes_before_the_letter_is_on_the_disk(
    pour, singer, monkeypatch
) -> None:
    order = []
    for module, name in (
        ("target_parquet_lake.table", "sync_commits"),
        ("target_parquet_lake.dead_letters", "append_event"),
        ("target_parquet_lake.target", "_write_line"),
    ):
        monkeypatch.setattr(f"{module}.{name}", lambda *_, n=name: order.append(n))
    pour(singer.schema(), singer.record(id="x"), singer.state({"n": 1}))
    assert order == ["sync_commits", "append_event", "_write_line"]


def test_a_letter_that_cannot_be_written_holds_state_back(
    pour, singer, monkeypatch, capsys
) -> None:
    def refuse(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("target_parquet_lake.dead_letters.append_event", refuse)
    with pytest.raises(LakeError, match="No space"):
        pour(singer.schema(), singer.record(id="x"), singer.state({"n": 1}))
    assert capsys.readouterr().out == ""


def test_the_same_line_again_counts_on_and_adds_no_row(
    pour, singer, letters, clock
) -> None:
    """A tap that starts from an older STATE sends it again, at another time."""
    bad = {**singer.record(id="x"), "time_extracted": "2026-11-21T12:00:00Z"}
    pour(singer.schema(), bad, bad)
    first = letters()
    clock.advance(3600)
    pour(singer.schema(), {**bad, "time_extracted": "2026-11-21T13:00:00Z"})
    (letter,) = letters()
    assert [letter["occurrences"], first[0]["occurrences"]] == [3, 2]
    assert letter["first_failed_at"] == first[0]["first_failed_at"]
    assert letter["last_failed_at"] > letter["first_failed_at"]
    assert letter["run_id"] != first[0]["run_id"]


def test_too_many_letters_end_the_run_and_state_does_not_pass_them(
    pour, singer, letters, rows, capsys
) -> None:
    with pytest.raises(DataError, match="More than 2 lines") as caught:
        pour(
            singer.schema(),
            singer.record(id=1),
            *[singer.record(id=f"x{n}") for n in range(3)],
            singer.state({"n": 1}),
            max_dead_letters=2,
        )
    assert caught.value.code == 5
    assert len(letters()) == 2
    assert len(rows()) == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "line",
    [
        '{"type":"SCHEMA","stream":"users","schema":{"properties":{"id":{"type":5}}}}',
        '{"type":"SCHEMA","stream":"users","schema":{"properties":',
        '{"type":"SCHEMA","type":"SCHEMA","stream":"users","schema":{"properties":{}}}',
        '{"stream":"users","key_properties":["id"],',
        '{"type":"ACTIVATE_VERSION","stream":"other","version":1}',
        '{"type":"BATCH","stream":"other","encoding":{"format":"jsonl"},"manifest":["x"]}',
    ],
)
def test_what_later_lines_depend_on_is_never_put_aside(line, pour, singer) -> None:
    """A lost SCHEMA would drop the new columns of every record after it in silence."""
    with pytest.raises(DataError, match="line 2"):
        pour(singer.schema(), line, singer.record(id=1))


def test_equal_values_have_equal_hashes_and_no_value_is_told(
    pour, singer, letters
) -> None:
    record = {"id": "x", "name": CANARY, "other": [CANARY, None], CANARY: 1}
    same = {"id": "y", "name": CANARY}
    pour(
        singer.schema(),
        {**singer.record(), "record": record},
        singer.record(**same),
        dead_letter_payload="hashed",
    )
    first, second = (json.loads(letter["payload"]) for letter in letters())
    assert first["name"] == second["name"]
    assert first["name"].startswith("h1:")
    assert first["id"] != second["id"]
    assert first["other"][0] != first["name"]
    assert first["other"][1] is None
    assert "<key 3>" in first
    assert CANARY not in json.dumps(first)


def test_the_key_of_the_hashes_is_for_its_owner_only(pour, singer, lake) -> None:
    pour(singer.schema(), singer.record(id="x"))
    key = lake.control("keys", "dead_letters.key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes()) == 32


def test_the_commit_of_the_table_points_at_the_letters(pour, singer, lake) -> None:
    pour(singer.schema(), singer.record(id="x"), singer.record(id=1))
    noted = lake.last_write(lake.tables()[0])["dead_letters"]
    assert noted == {"table": str(NAME), "count": 1}
    assert lake.tables("dead_letters") == [NAME]
    assert "dead_letters" in lake.layers()
    assert [name.layer for name in lake.tables()] == ["raw"]


def test_an_event_tells_of_the_letters(pour, singer, lake) -> None:
    _, summary = pour(
        singer.schema(),
        singer.record(id="x", name=CANARY),
        singer.record(id="y"),
        correlation_id="pipe-7",
    )
    (path,) = lake.control("events").glob("*.ndjson")
    assert path.name == "2026-11-21.ndjson"
    event = json.loads(path.read_text())
    assert event["specversion"] == "1.0"
    assert event["type"] == "io.weathervane.lake.dead_letters"
    assert event["time"] == "2026-11-21T12:00:00Z"
    assert event["correlationid"] == "pipe-7"
    assert event["data"]["reasons"] == [
        {"stream": "users", "error_class": "InvalidRecordError", "count": 2}
    ]
    assert event["data"]["run_id"] == summary.run_id
    assert CANARY not in path.read_text()


def test_filtered_records_are_counted_and_are_no_letters(pour, singer, rows) -> None:
    _, summary = pour(
        singer.schema(),
        *[singer.record(id=n, name="keep" if n > 2 else "") for n in range(5)],
        singer.record(id="x", name="keep"),
        stream_maps={"users": {"__filter__": "name == 'keep'"}},
    )
    users = summary.streams["users"]
    assert (users.rows_read, users.rows_written) == (6, 2)
    assert (users.rows_filtered, users.rows_dead_lettered) == (3, 1)
    assert users.unaccounted == 0
    assert len(rows()) == 2


def test_a_map_that_fails_on_one_record_puts_it_aside(pour, singer, letters) -> None:
    pour(
        singer.schema(),
        singer.record(id=2, name=CANARY),
        singer.record(id=1),
        stream_maps={"users": {"name": "str(1 / (int(id) - 2))"}},
    )
    (letter,) = letters()
    assert letter["message"] == letter["error_class"]
    assert letter["error_code"] == 1


def test_a_record_that_is_lost_in_the_target_is_an_error(lake, clock, singer) -> None:
    config = {"lake_root": str(lake.root)}
    target = TargetParquetLake(config=config, clock=clock)
    messages = (singer.schema(), singer.record(id=1))
    target.process_lines(io.BytesIO(singer.lines(*messages)))
    target.loader.read("users")
    with pytest.raises(LakeError, match="1 of 2 records read are not accounted for"):
        target.process_endofpipe()


def test_a_strict_table_loses_one_record_not_the_batch(
    pour, singer, rows, letters
) -> None:
    """A number that would widen the column is the record's fault there."""
    pour(singer.schema(), singer.record(id=1))
    pour(
        singer.schema(),
        singer.record(id=2),
        singer.record(id=2**63),
        singer.record(id=3),
        schema_policy="strict",
    )
    assert [row["id"] for row in rows()] == [1, 2, 3]
    assert [letter["line"] for letter in letters()] == [3]
