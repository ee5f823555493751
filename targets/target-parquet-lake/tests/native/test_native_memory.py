"""No input makes the compiled reader touch memory that is not its own.

`harness.c` gives it each part in memory of its exact size, and looks at every byte that
Arrow would be shown; the compiler's sanitizers watch.
"""

from __future__ import annotations

import pytest

HOSTILE = (
    *(b"", b",", b",,", b":", b"{", b"}", b"[", b"]", b'"', b"\n", b"\0", b"\r", b"\t"),
    *(b"null", b"nul", b"true", b"tru", b"false", b"NaN", b"-Infinity", b"-", b"+1"),
    *(b"00", b"-0", b"1.", b".5", b"1e", b"1e+", b"1e999", b"-1E-999", b"2e-28"),
    *(b"0e5", b"9007199254740993", b"9" * 18, b"9" * 19, b"1" * 40, b"9" * 400),
    *(b"0." + b"0" * 40 + b"1", b'"' + b"9" * 40 + b'"', b'"' + b"9" * 38 + b'"'),
    *(b'"340282366920938463463374607431768211456"', b'"1."', b'"-"', b'"1.0000000000"'),
    *(b'"\\ud800"', b'"\\ud800\\u0041"', b'"\\udc00\\udc00"', b'"\\u0000"', b'"\\u12"'),
    *(b'"\\', b'"\\u', b'"\\x"', b'"\xff"', b'"\xc0\x80"', b'"\xed\xa0\x80"'),
    *(b'"\xe0\x80\x80"', b'"\xf0\x80\x80\x80"', b'"\\u0800"', b'"\\uffff"', b'"\x7f"'),
    *(b'"\xf4\x90\x80\x80"', b'"' + b"a" * 15 + b'\xe6\x97"', b'"a\0b"', b'"a\nb"'),
    *(b'"2026-02-29"', b'"0000-01-01"', b'"2026-11-21T24:00:00Z"', b'"2026-1"', b'""'),
    *(b'"2026-11-21T12:00:00."', b'"2026-11-21T12:00:00+9"', b'"9999-12-31T23:59:59Z"'),
    *(b"{}", b"[]", b"[null]", b"[{}]", b'{"sku":null}', b"[[],[[]]]", b'{"id":1,}'),
    *(b"[" * 5000, b'{"place":' * 5000, b'"id"', b'"type"', b'"other"', b" " * 99),
)


def test_lines_of_every_kind_are_read_within_their_memory(read, maker) -> None:
    inputs = [(b"".join(maker.lines(n % 9)),) for n in range(900)]
    outcome = read(inputs)
    assert (outcome.read, outcome.refused) == (900, 0)
    assert outcome.rows == 900 * 4
    assert outcome.alike > 100


def test_several_parts_are_read_into_the_same_columns(read, maker) -> None:
    outcome = read(tuple(maker.lines(n)) for n in range(60))
    assert (outcome.read, outcome.rows) == (60, sum(range(60)))


def test_a_line_that_is_cut_anywhere_is_refused_within_its_memory(read, maker) -> None:
    lines = maker.lines(10, longest=2)
    cuts = [(line[:end],) for line in lines for end in range(len(line) + 1)]
    outcome = read(cuts)
    nothing_or_all = 2 * len(lines)
    assert (outcome.read, outcome.rows) == (nothing_or_all, len(lines))
    assert outcome.refused == len(cuts) - nothing_or_all
    assert outcome.refused > 4000


def test_bits_that_are_changed_are_read_within_their_memory(read, maker) -> None:
    def changed(line: bytes) -> bytes:
        data = bytearray(line)
        for _ in range(maker.random.randint(1, 2)):
            data[maker.place(data)] ^= 1 << maker.random.randrange(8)
        return bytes(data)

    outcome = read((changed(line),) for line in maker.lines(3000))
    assert outcome.read + outcome.refused == 3000
    assert outcome.read > 50
    assert outcome.refused > 2000


def test_bytes_that_are_added_or_left_out_are_read_within_their_memory(
    read, maker
) -> None:
    def altered(line: bytes) -> bytes:
        first = maker.place(line)
        last = first + maker.random.randint(0, 20)
        added = maker.random.randbytes(maker.random.randint(0, 2))
        return line[:first] + added + line[last:]

    outcome = read((altered(line),) for line in maker.lines(3000))
    assert outcome.read + outcome.refused == 3000
    assert outcome.read > 50
    assert outcome.refused > 2000


def test_tokens_that_are_exchanged_are_read_within_their_memory(read, maker) -> None:
    def exchanged(line: bytes) -> bytes:
        tokens = maker.token.findall(line)
        tokens[maker.place(tokens)] = maker.random.choice(HOSTILE)
        return b"".join(tokens)

    outcome = read((exchanged(line),) for line in maker.lines(4000, longest=2))
    assert outcome.read + outcome.refused == 4000
    assert outcome.read > 50
    assert outcome.refused > 3000


def test_hostile_values_of_every_column_are_read_within_their_memory(
    read, maker
) -> None:
    heads = [f'{{"{c.name}":'.encode() for c in maker.record.columns]
    heads += [b'{"items":[{"sku":', b'{"tags":[', b'{"place":{"spots":[0,']
    ends = [b"", b"}", b"}\n", b"}}\n", b"]}}\n", b"}]}}\n", b"]}}}\n"]
    found = [head + value for head in heads for value in HOSTILE]
    outcome = read((maker.head + each + end,) for each in found for end in ends)
    assert outcome.read > 50
    assert outcome.refused > 8000


def test_heaps_of_tokens_are_refused_within_their_memory(read, maker) -> None:
    tokens = [*HOSTILE, *maker.token.findall(b"".join(maker.lines(3)))]
    heaps = [b"".join(maker.random.choices(tokens, k=n % 40)) for n in range(2000)]
    assert read((maker.head + heap, heap) for heap in heaps).refused == 2000


@pytest.mark.parametrize(
    "end",
    [
        b"",
        b" ",
        b"\0",
        b"\n\n",
        b"\0\n",
        b",\n",
        b"}\n",
        b"{}\n",
        b"\xff\n",
        b"\n ",
        b"\n{",
    ],
)
def test_a_line_that_does_not_end_with_its_break_is_refused(read, maker, end) -> None:
    line = maker.line()[:-1]
    outcome = read([(line + end,), (line + b"\n", line + end)])
    assert (outcome.read, outcome.refused) == (0, 2)


def test_a_line_is_refused_that_goes_on_in_the_next_part(read, maker) -> None:
    line = maker.line()
    outcome = read((line[:end], line[end:]) for end in range(1, len(line)))
    assert (outcome.read, outcome.refused) == (0, len(line) - 1)


def test_a_member_that_is_there_twice_is_refused(read, maker) -> None:
    names = [f'"{c.name}":null' for c in maker.record.columns]
    records = [f"{{{one},{two},{one}}}}}\n" for one in names for two in names]
    messages = [
        '{},"version":1,"version":1}\n',
        '{},"stream":"s"}\n',
        '{},"record":{}}\n',
    ]
    inputs = [(maker.head + rest.encode(),) for rest in [*records, *messages]]
    outcome = read(inputs)
    assert (outcome.read, outcome.refused) == (0, len(inputs))


@pytest.mark.parametrize("room", [0, 1, 8])
def test_room_is_made_for_more_rows_than_were_told(read, maker, room) -> None:
    lines = maker.lines(900)
    outcome = read([(b"".join(lines[:n]),) for n in (9, 10, 900)], room=room)
    assert (outcome.read, outcome.rows) == (3, 9 + 10 + 900)


@pytest.mark.parametrize("room", [None, 0])
def test_what_is_no_record_is_refused_wherever_it_stands(read, maker, room) -> None:
    lines = [b"{}\n", b'{"type":"RECORD"}\n', b'{"stream":"s","record":{}}\n']
    lines += [b'{"type":"RECORD","stream":null}\n', b'{"type":"STATE","stream":"s"}\n']
    before = [0, 1, 7, 8, 9, 100]
    inputs = [(*[maker.head + b"{}}\n"] * n, line) for n in before for line in lines]
    assert read(inputs, room=room).refused == len(inputs)


def test_texts_and_lists_grow_as_far_as_their_values(read, maker) -> None:
    sizes = [2**power + more for power in range(13) for more in (-1, 0, 1)]
    pieces = [
        (b'{"name":"%s"}', b"", b"a"),
        (b'{"name":"%s"}', b"", b"\\ud83d\\ude00"),
        (b'{"tags":[%s]}', b",", b'"\\n"'),
        (b'{"grid":[%s]}', b",", b"[1,null]"),
        (b'{"items":[%s]}', b",", b'{"flags":[true]}'),
    ]
    records = [
        whole % between.join([p] * n) for whole, between, p in pieces for n in sizes
    ]
    outcome = read((maker.head + record + b"}\n",) for record in records)
    assert (outcome.read, outcome.refused) == (len(records), 0)


@pytest.mark.parametrize("room", [None, 0, 9])
def test_the_first_nulls_may_come_where_columns_have_grown(read, maker, room) -> None:
    full = b'{"ok":true,"name":"a","items":[{"count":1,"flags":[true]}],"grid":[[1]]}'
    null = (
        b'{"ok":null,"place":null,"items":[null,{"flags":[null]}],"grid":[null,[null]]}'
    )
    found = [
        [full] * n + [null] * 2 + [full] * m for n in range(70) for m in (0, 1, 30)
    ]
    lines = [tuple(maker.head + record + b"}\n" for record in each) for each in found]
    outcome = read(lines, room=room)
    assert (outcome.read, outcome.refused) == (len(lines), 0)


def test_a_byte_that_is_read_behind_a_part_is_seen(sanitized, maker) -> None:
    done = sanitized("-DBEHIND=0")([(maker.line()[:-1],)])
    assert done.returncode != 0
    assert b"heap-buffer-overflow" in done.stderr
