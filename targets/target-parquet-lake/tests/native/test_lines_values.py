"""Compiled code reads values as the exact path does, or not at all."""

from __future__ import annotations

import gc
import json
import weakref
from collections import Counter
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from target_parquet_lake import lines
from target_parquet_lake.decode import LineError, decode_value
from target_parquet_lake.lines import Found, Lines
from target_parquet_lake.types import (
    BOOL,
    DATE,
    DOUBLE,
    INT,
    TEXT,
    TIMESTAMP,
    Column,
    LakeType,
    ListOf,
    Struct,
    arrow_type,
    decimal,
)
from target_parquet_lake.values import MisfitError, WrongValueError, converter

pytestmark = pytest.mark.skipif(lines.library() is None, reason="no compiled code here")

EXTRACTED = Column("_sdc_extracted_at", TIMESTAMP)
INNER = Struct((Column("a", INT), Column("b", TEXT)))
DEEP = Struct((Column("at", TIMESTAMP), Column("of", ListOf(INNER))))
KINDS: dict[str, LakeType] = {
    "bool": BOOL,
    "int": INT,
    "double": DOUBLE,
    "text": TEXT,
    "date": DATE,
    "time": TIMESTAMP,
    "money": decimal(38, 9),
    "small": decimal(5, 2),
    "whole": decimal(38, 0),
    "numbers": ListOf(DOUBLE),
    "moments": ListOf(TIMESTAMP),
    "lists": ListOf(ListOf(INT)),
    "object": INNER,
    "deep": DEEP,
}


def read(kind: LakeType, *values: str, rows: int | None = None) -> Found | None:
    """Read lines whose record has one member, `v`."""
    reader = Lines("s", Struct((Column("v", kind),)), EXTRACTED)
    found = [f'{{"type":"RECORD","stream":"s","record":{{"v":{v}}}}}\n' for v in values]
    parts = ["".join(found[:1]), "".join(found[1:])]
    return reader.read(
        [part.encode("utf-8", "surrogateescape") for part in parts],
        len(values) if rows is None else rows,
    )


def exact(kind: LakeType, *values: str) -> tuple[list[Any], Counter[str]]:
    """The same values by the exact path."""
    notes: Counter[str] = Counter()
    convert = converter(kind, "v", notes)
    decoded = [decode_value(v.encode("utf-8", "surrogateescape")) for v in values]
    made = [None if value is None else convert(value) for value in decoded]
    return pa.array(made, arrow_type(kind)), notes


def check(kind: LakeType, *values: str) -> bool:
    """Check that values are read alike; returns whether compiled code read them."""
    found = read(kind, *values)
    if found is None:
        return False
    array, notes = exact(kind, *values)
    (v,) = found.record
    v.validate(full=True)
    # By text, since 0.0 and -0.0 are equal and are two values.
    assert (v.type, str(v.to_pylist())) == (array.type, str(array.to_pylist()))
    assert found.notes == notes
    return True


READ = {
    "bool": ["true", "false", "null"],
    "int": ["0", "-1", "999999999999999999", "-999999999999999999", "null"],
    "double": [
        *("0", "-0", "0.0", "-0.0", "1", "1.5", "-2.25e-7", "1E2", "0e9"),
        *("0.17069395753894356", "9007199254740991", "-9007199254740991.0"),
        *("0.0012047074316809958", "1e15", "123456789.123456789e-9", "8.5e+3"),
    ],
    "text": [
        *('""', '"a"', '"0123456789abcdef"', '"ä€😀"', r'"\u00e4\u20ac\ud83d\ude00"'),
        *(
            r'"\"\\\/\b\f\n\r\t"',
            r'"sixteen letters \n and more of them, then \" ends"',
        ),
    ],
    "date": ['"2026-02-28"', '"0001-01-01"', '"9999-12-31"', '"2024-02-29"', "null"],
    "time": [
        *('"2026-01-01T00:00:00Z"', '"2026-01-01 00:00:00.5+02:00"'),
        *('"1969-12-31T23:59:59.999999-0530"', '"2026-01-01T10:00:00.123456789Z"'),
    ],
    "money": [
        *('"0"', '"-0.00"', '"19.99"', '"-1.123456789"', '"007.50"'),
        '"12345678901234567890123456789.123456789"',
    ],
    "small": ['"999.99"', '"-999.9"', '"0.05"'],
    "whole": ['"0"', '"' + "9" * 38 + '"', '"-' + "9" * 38 + '"'],
    "numbers": ["[]", "[1,2.5]", "[ 1 , null ]", "null"],
    "moments": ['["2026-01-01T00:00:00","2026-01-01T00:00:01"]'],
    "lists": ["[[],[1],null,[2,3]]"],
    "object": ['{"a":1,"b":"x"}', '{"b":"x"}', "{}", '{ "b" : null , "a" : 2 }'],
    "deep": ['{"of":[{"a":1},{},null]}', '{"at":"2026-01-01T00:00:00Z","of":[]}'],
}
"""Values of each kind that are plain: compiled code is there to read these."""


@pytest.mark.parametrize("kind", READ)
def test_plain_values_are_read(kind) -> None:
    assert all(check(KINDS[kind], value) for value in READ[kind])


LEFT = {
    "bool": ["1", '"true"', "True", "tru", "nul"],
    "int": ["1.0", "1e3", "01", "-0", "-", "+1", '"1"', "9223372036854775807", "NaN"],
    "double": [
        *("01", "1.", ".5", "-", "1e", "1e+", "+1", "NaN", "Infinity", "-Infinity"),
        *('"1"', "1e400", "1e-400", "1e-30", "9007199254740992", "1e16", "0x1"),
        *("0." + "1" * 20, "1" * 40),
    ],
    "text": [
        *("1", '"a', r'"\x"', r'"\u12"', r'"\ud800"', r'"\ud800\u0041"', r'"\udc00"'),
        *(r'"\u0000"', '"\t"', '"\udcff"', '"\udced\udca0\udc80"', '"\udcc0\udc80"'),
        *('"\udcf4\udc90\udc80\udc80"', '"a\udce2\udc82"', "'a'"),
    ],
    "date": ['"2026-02-30"', '"2025-02-29"', '"0000-01-01"', '"2026-2-8"', '"x"', "1"],
    "time": [
        *('"2026-01-01T10:00:00z"', '"2026-01-01T24:00:00Z"', '"2026-01-01"'),
        *('"2026-01-01T10:00:60Z"', '"2026-01-01T10:00:00.Z"', '"2026-01-01T10:00Z"'),
        *('"2026-01-01T10:00:00.1234567890Z"', '"2026-01-01T10:00:00+25:00"'),
        *('"0001-01-01T00:00:00Z"', '"9999-12-31T23:59:59Z"', "1767225600"),
    ],
    "money": ["1", '""', '"1."', '".5"', '"1e5"', '"+1"', '"1.1234567891"', '" 1"'],
    "small": ['"1000"', '"1000.00"', '"0.001"', '"' + "9" * 60 + '"'],
    "whole": [f'"{n * 2**128}"' for n in (1, 2, 3)],
    "numbers": ["[1,]", "[,]", "[1 2]", "[", "{}", "[1}", '["1"]'],
    "moments": [
        '["2026-01-01T00:00:00","2026-01-01T00:00:01Z"]',
        '["2026-01-01T00:00:00.1234567"]',
    ],
    "lists": ["[1]", "[[1],]"],
    "object": [
        *('{"a":1,"a":1}', '{"c":1}', '{"a":1,}', "{,}", '{"a"}', '{"a":}', '{"a" 1}'),
        *('{"A":1}', r'{"\u0061":1}', "{a:1}", "[]", '{"a":1]', '{"a":1'),
    ],
    "deep": ['{"of":{}}', '{"of":[{"c":1}]}', '{"at":"2026"}'],
}
"""Values that are none of their kind, or that the exact path has to look at."""


@pytest.mark.parametrize("kind", LEFT)
def test_any_other_value_is_left_to_the_other_readers(kind) -> None:
    assert [v for v in LEFT[kind] if read(KINDS[kind], v) is not None] == []


NUMBER = st.from_regex(
    r"\A-?(0|[1-9]\d{0,20})(\.\d{1,25})?([eE][+-]?\d{1,3})?\Z"
) | st.floats().map(repr)
TEXT_VALUE = st.text(max_size=40).map(json.dumps) | st.text(max_size=40).map(
    lambda text: json.dumps(text, ensure_ascii=False)
)
CLOCK = st.from_regex(
    r"\A\d{4}-(0[1-9]|1[0-3])-[0-3]\d[T ][0-2]\d:[0-5]\d:[0-6]\d(\.\d{1,10})?"
    r"(Z|[+-][0-2]\d:?[0-5]\d)?\Z"
).map(json.dumps)
DAY = st.from_regex(r"\A\d{4}-[01]\d-[0-3]\d\Z").map(json.dumps)
PLAIN = st.from_regex(r"\A-?\d{1,42}(\.\d{1,12})?\Z").map(json.dumps)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "at", "of"]), inner)
    ),
).map(json.dumps)


def agrees(kind: LakeType, *values: str) -> None:
    """Check that the exact path refuses no value which compiled code reads."""
    try:
        check(kind, *values)
    except (LineError, MisfitError, WrongValueError):
        pytest.fail(f"read in bulk, and refused one by one: {values}")


@given(NUMBER, NUMBER)
@example("2.2250738585072014e-308", "0.1")
@example("8.442911973260991817129021606e-28", "9007199254740991.4999999999")
def test_numbers_are_the_nearest_doubles(one, two) -> None:
    agrees(DOUBLE, one, "null", two)


@given(NUMBER)
def test_integers_are_exact(number) -> None:
    agrees(INT, number)


@given(TEXT_VALUE, TEXT_VALUE)
def test_texts_are_unescaped(one, two) -> None:
    agrees(TEXT, one, two)


@given(CLOCK, CLOCK)
def test_times_are_moments(one, two) -> None:
    agrees(TIMESTAMP, one, two)


@given(DAY)
def test_dates_are_days(day) -> None:
    agrees(DATE, day)


@given(PLAIN, st.sampled_from(["money", "small", "whole"]))
def test_decimals_are_exact(number, kind) -> None:
    agrees(KINDS[kind], number)


@given(st.lists(ANY, min_size=1, max_size=4), st.sampled_from(sorted(KINDS)))
def test_whatever_comes_is_read_alike_or_left(values, kind) -> None:
    agrees(KINDS[kind], *values)


@given(st.data(), st.sampled_from(sorted(READ)))
def test_a_value_with_a_byte_changed_is_read_alike_or_left(data, kind) -> None:
    value = data.draw(st.sampled_from(READ[kind]))
    place = data.draw(st.integers(0, len(value)))
    put = data.draw(st.sampled_from([*'"\\{}[]:,-.eEtn0 \t\n\r\0', ""]))
    agrees(KINDS[kind], value[:place] + put + value[place + 1 :])


def test_columns_within_lists_grow_beyond_their_rows() -> None:
    many = [None if i % 7 == 3 else i for i in range(500)]
    values = [json.dumps(many), "null", json.dumps([None, *many])]
    assert check(ListOf(INT), *values)
    texts = [None if i % 9 == 0 else "x" * i for i in range(300)]
    assert check(ListOf(TEXT), json.dumps(texts), json.dumps(texts[::-1]))
    objects = [{"a": i} if i % 2 else {"b": str(i)} for i in range(300)]
    assert check(ListOf(INNER), "[]", json.dumps(objects), "null")
    flags = [i % 3 == 0 for i in range(300)]
    assert check(ListOf(BOOL), json.dumps(flags), json.dumps([None, *flags]))


def test_buffers_are_freed_with_the_last_array_that_shows_them(monkeypatch) -> None:
    windows: list[weakref.ref[Any]] = []

    class Seen(lines._Window):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            windows.append(weakref.ref(self))

    monkeypatch.setattr(lines, "_Window", Seen)
    gc.disable()  # A cycle would keep whole windows until it is found.
    try:
        found = read(KINDS["deep"], *READ["deep"])
        assert found is not None
        inner = found.record[0].field(1).flatten().field(0)
        del found
        assert windows[0]() is not None
        del inner
        assert windows[0]() is None
    finally:
        gc.enable()


def test_arrays_outlive_the_reader_and_the_lines() -> None:
    found = read(KINDS["deep"], *READ["deep"] * 50)
    assert found is not None
    (column,) = found.record
    half = column.slice(50)
    del found, column
    read(KINDS["deep"], *READ["deep"] * 50)  # Freed memory would be used again.
    half.validate(full=True)
    assert half.to_pylist() == exact(KINDS["deep"], *READ["deep"] * 25)[0].to_pylist()
