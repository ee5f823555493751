"""Lines are read where each is one plain record; else all are left to other readers."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from target_parquet_lake import lines
from target_parquet_lake.lines import Found, Lines, alike
from target_parquet_lake.types import INT, TEXT, TIMESTAMP, Column, Struct

pytestmark = pytest.mark.skipif(lines.library() is None, reason="no compiled code here")

EXTRACTED = Column("_sdc_extracted_at", TIMESTAMP)
RECORD = Struct((Column("id", INT), Column("name", TEXT)))


def whole(*found: str, rows: int | None = None) -> Found | None:
    data = "".join(f"{line}\n" for line in found).encode()
    return Lines("s", RECORD, EXTRACTED).read([data], rows or len(found))


MESSAGE = '{"type":"RECORD","stream":"s","record":{"id":1,"name":"a"}'


def test_members_may_come_in_any_order_and_spacing_or_be_missing() -> None:
    found = whole(
        MESSAGE + "}",
        ' { "stream" : "s", "type" : "RECORD", "record" : {"name" : "b", "id":2 } } \r',
        '{"record":{},"type":"RECORD","stream":"s"}',
        MESSAGE + "}",
    )
    assert found is None  # A line that begins with a space is not for bulk at all.
    found = whole(
        MESSAGE + "}",
        '{ "stream" : "s", "type" : "RECORD",\t"record" : {"name" : "b", "id":2 } } \r',
        '{"record":{},"type":"RECORD","stream":"s"}',
        MESSAGE + "}",
    )
    assert found is not None
    ids, names = (column.to_pylist() for column in found.record)
    assert (ids, names) == ([1, 2, None, 1], ["a", "b", None, "a"])


def test_what_the_envelope_says_is_read_too() -> None:
    moment = "2026-01-01T00:00:00.5"
    found = whole(
        MESSAGE + f',"time_extracted":"{moment}","version":7}}', MESSAGE + "}"
    )
    assert found is not None
    assert found.version.to_pylist() == [7, None]
    shown = found.extracted.cast(pa.string()).to_pylist()
    assert shown == ["2026-01-01 00:00:00.500000Z", None]
    noted = "_sdc_extracted_at: times without an offset taken as UTC"
    assert found.notes == Counter({noted: 1})


@pytest.mark.parametrize(
    "line",
    [
        MESSAGE,
        MESSAGE + "}}",
        MESSAGE + "} {",
        MESSAGE + "},",
        MESSAGE + ',"more":1}',
        MESSAGE + ',"record":{"id":1}}',
        MESSAGE + ',"type":"RECORD"}',
        MESSAGE.replace("RECORD", "STATE") + "}",
        MESSAGE.replace('"s"', '"t"') + "}",
        MESSAGE.replace('"s"', "null") + "}",
        '{"type":"RECORD","stream":"s","record":null}',
        '{"type":"RECORD","stream":"s","record":[]}',
        '{"type":"RECORD","stream":"s"}',
        "",
        "{}\x00",
        "[]",
    ],
)
def test_a_line_of_another_shape_leaves_all_lines_to_the_other_readers(line) -> None:
    assert whole(MESSAGE + "}", MESSAGE + "}") is not None
    assert whole(MESSAGE + "}", line, MESSAGE + "}") is None


def test_lines_that_are_not_as_many_as_said_are_left() -> None:
    assert whole(MESSAGE + "}", rows=2) is None


def test_without_compiled_code_no_lines_are_read(monkeypatch) -> None:
    monkeypatch.setattr(lines, "library", lambda: None)
    assert whole(MESSAGE + "}") is None


LINE = st.sampled_from([b'{"a":1}\n', b'{"a":2} \n', b'{"b":1}\n', b"\n", b'{"a":'])


@given(st.lists(LINE, max_size=5).map(b"".join))
def test_lines_are_counted_alike_with_and_without_compiled_code(data) -> None:
    with pytest.MonkeyPatch.context() as patch:
        compiled = alike(data, b'{"a"')
        patch.setattr(lines, "library", lambda: None)
        assert alike(data, b'{"a"') == compiled
