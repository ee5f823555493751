"""Letters are sent again, told of in events, and masked."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from target_parquet_lake.dead_letters_payload import PayloadForm, payload
from target_parquet_lake.dead_letters_replay import main as replay_main
from target_parquet_lake.dead_letters_replay import replay
from target_parquet_lake.dead_letters_table import letters_name
from target_parquet_lake.events import append_event, cloud_event

CANARY = "jane@example.org"
NAME = letters_name("default", "singer")


def test_a_kept_letter_is_replayed_with_its_schema(  # noqa: PLR0917 - fixtures.
    pour, singer, letters, lake, rows, capsys
) -> None:
    pour(singer.schema(), singer.record(id="7"), dead_letter_payload="kept")
    (letter,) = letters()
    assert "dead_letters_replay" in letter["replay_command"]
    asked = [str(lake.root), NAME.folder, "--id", letter["dead_letter_id"]]
    capsys.readouterr()
    assert replay_main(asked) == 0
    sent = capsys.readouterr().out
    assert [json.loads(x)["type"] for x in sent.splitlines()] == ["SCHEMA", "RECORD"]
    pour(sent.rstrip("\n"), stream_maps={"users": {"id": "int(id)"}})
    assert [row["id"] for row in rows()] == [7]


def test_a_letter_without_its_payload_cannot_be_replayed(
    pour, singer, letters, lake, capsys
) -> None:
    pour(singer.schema(), singer.record(id="7"))
    (letter,) = letters()
    assert letter["replay_command"].startswith("tap-singer")
    asked = [str(lake.root), NAME.folder, "--id", letter["dead_letter_id"]]
    assert replay_main(asked) == 2
    assert "were not kept" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        replay_main([str(lake.root), "no-table"])


def test_a_kept_line_that_is_no_text_comes_back_byte_for_byte(
    pour, singer, lake
) -> None:
    pour(singer.schema(), b"\xff{not text", dead_letter_payload="kept")
    assert [*replay(lake, NAME)] == [b"\xff{not text"]


def test_a_cut_event_is_closed_before_the_next(tmp_path) -> None:
    event = cloud_event(
        identifier="1",
        source="/x",
        kind="k",
        subject="s",
        time=datetime(2026, 11, 21, tzinfo=UTC),
        data={},
    )
    path = append_event(tmp_path / "events", event)
    with path.open("ab") as file:
        file.write(b'{"cut')
    append_event(tmp_path / "events", event)
    first, cut, last = path.read_bytes().splitlines()
    assert json.loads(first) == json.loads(last) == event
    assert cut == b'{"cut'


def test_a_deep_and_wide_record_is_masked_within_bounds() -> None:
    deep: object = "x"
    for _ in range(60):
        deep = {"a": deep}
    wide = {"many": [1] * 500, "deep": deep, "flag": True, "part": 1.5}
    line = json.dumps({"type": "RECORD", "record": wide}).encode()
    shape = json.loads(payload(PayloadForm.MASKED, line, b""))
    assert len(shape["many"]) == 21
    assert shape["many"][-1] == "480 more"
    assert (shape["flag"], shape["part"]) == ("boolean", "number")
    assert len(json.dumps(shape)) < 1000
