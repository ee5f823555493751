"""`wv dlq`: refused records are seen, explained, and sent again."""

from __future__ import annotations

import io
import json

import pytest

from target_parquet_lake.errors import PartialError
from target_parquet_lake.lake import Lake
from target_parquet_lake.target import TargetParquetLake

SCHEMA = {
    "type": "SCHEMA",
    "stream": "users",
    "schema": {"properties": {"id": {"type": "integer"}, "age": {"type": "integer"}}},
    "key_properties": ["id"],
}
RECORDS = [{"id": 1, "age": 30}, {"id": 2, "age": "old"}, {"id": 3, "age": "older"}]


@pytest.fixture
def lake(tmp_path, capfd):
    """A lake in which two of three records were refused."""
    return refusing(tmp_path, capfd, "kept")


def refusing(tmp_path, capfd, form):
    messages = [SCHEMA]
    messages += [{"type": "RECORD", "stream": "users", "record": r} for r in RECORDS]
    lines = b"".join(json.dumps(each).encode() + b"\n" for each in messages)
    target = TargetParquetLake(
        config={
            "lake_root": str(tmp_path / "lake"),
            "source": "crm",
            "dead_letter_payload": form,
        }
    )
    with pytest.raises(PartialError):
        target.listen(io.TextIOWrapper(io.BytesIO(lines), encoding="utf-8"))
    capfd.readouterr()
    return tmp_path / "lake"


def ids(wv, lake):
    _, out, _ = wv("dlq", "list", "--json", "--lake-root", lake)
    return [json.loads(line)["dead_letter_id"] for line in out.splitlines()]


def test_every_letter_is_listed_with_its_reason(wv, lake):
    code, out, _ = wv("dlq", "list", "--lake-root", lake)

    heads, *rows = out.splitlines()
    assert (code, len(rows)) == (0, 2)
    assert "class" in heads
    assert all("users" in row and "yes" in row for row in rows)


def test_a_list_may_be_of_one_stream(wv, lake):
    _, out, _ = wv("dlq", "list", "--stream", "orders", "--lake-root", lake)

    assert out == "There are no dead letters.\n"


def test_a_lake_without_letters_says_so(wv, tmp_path):
    Lake(tmp_path).prepare()

    assert "no dead letters" in wv("dlq", "list", "--lake-root", tmp_path)[1]


def test_show_tells_all_of_one_letter(wv, lake):
    first = ids(wv, lake)[0]

    code, out, _ = wv("dlq", "show", first[:10], "--lake-root", lake)

    assert (code, "payload: {" in out, "message: " in out) == (0, True, True)


@pytest.mark.parametrize("letter", ["zzz", ""])
def test_an_id_that_is_none_or_several_is_exit_2(wv, lake, letter):
    code, _, err = wv("dlq", "show", letter, "--lake-root", lake)

    assert (code, "wv dlq list" in err) == (2, True)


def test_replay_sends_the_schema_and_each_letter(wv, lake):
    code, out, err = wv("dlq", "replay", "--lake-root", lake)

    messages = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "3 messages sent.\n")
    assert [m["type"] for m in messages] == ["SCHEMA", "RECORD", "RECORD"]
    assert {m["record"]["id"] for m in messages[1:]} == {2, 3}


def test_replay_may_be_of_one_letter(wv, lake):
    first = ids(wv, lake)[0]

    _, out, _ = wv("dlq", "replay", first, "--lake-root", lake)

    assert len(out.splitlines()) == 2


def test_letters_that_were_not_kept_are_told_with_the_way_to_read_them_again(
    wv, tmp_path, capfd
):
    lake = refusing(tmp_path, capfd, "masked")

    code, out, err = wv("dlq", "replay", "--lake-root", lake)

    assert (code, out) == (0, "")
    assert "2 letters are left out" in err
    assert "from a STATE before 20" in err


def test_replay_may_be_of_another_source(wv, lake):
    _, out, _ = wv("dlq", "replay", "--table", "default__shop", "--lake-root", lake)

    assert out == ""


def test_with_the_corrected_schema_the_letters_load(wv, lake, tmp_path, capfd):
    corrected = json.loads(json.dumps(SCHEMA))
    corrected["schema"]["properties"]["age"] = {"type": ["integer", "string"]}
    file = tmp_path / "schema.jsonl"
    file.write_text(json.dumps(corrected) + "\n")

    _, out, _ = wv("dlq", "replay", "--schema", file, "--lake-root", lake)
    target = TargetParquetLake(config={"lake_root": str(lake), "source": "crm"})
    target.listen(io.TextIOWrapper(io.BytesIO(out.encode()), encoding="utf-8"))

    capfd.readouterr()
    home = Lake(lake)
    (table,) = home.pin(home.tables("raw")).tables.values()
    assert table.rows == 3
