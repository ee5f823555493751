"""What the tests of memory share: lines that are made, and the reader under sanitizers.

It is compiled anew, once as it is and once as it is where there is no SSE2.
"""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from target_parquet_lake.lines import NATIVE, Lines
from target_parquet_lake.types import (
    BOOL,
    DATE,
    DOUBLE,
    INT,
    TEXT,
    TIMESTAMP,
    Column,
    Kind,
    LakeType,
    ListOf,
    Scalar,
    Struct,
    decimal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HARNESS = Path(__file__).with_name("harness.c")
STRICT = ("-std=c11", "-Wall", "-Wextra", "-Wconversion", "-Werror")
SANITIZED = ("-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
FILLED = {"ASAN_OPTIONS": "max_malloc_fill_size=1048576"}
"""Memory that nobody has written holds no zeros by chance."""

ITEM = Struct(
    (Column("sku", TEXT), Column("count", INT), Column("flags", ListOf(BOOL)))
)
PLACE = Struct(
    (Column("city", TEXT), Column("spots", ListOf(DOUBLE)), Column("none", Struct(())))
)
RECORD = Struct(
    (
        Column("id", INT),
        Column("ok", BOOL),
        Column("share", DOUBLE),
        Column("name", TEXT),
        Column("day", DATE),
        Column("at", TIMESTAMP),
        Column("price", decimal(38, 9)),
        Column("cent", decimal(5, 2)),
        Column("exactly_13_by", BOOL),
        Column("longer_than_sixteen_bytes", TEXT),
        Column("prénom", TEXT),
        Column("place", PLACE),
        Column("tags", ListOf(TEXT)),
        Column("items", ListOf(ITEM)),
        Column("grid", ListOf(ListOf(INT))),
    )
)
VALUES = {
    Kind.BOOL: ("true", "false"),
    Kind.INT: ("0", "7", "-12", "999999999999999999", "-999999999999999999"),
    Kind.DOUBLE: ("0", "-0.0", "1.5", "-0.1", "1e15", "123456789.0123456789", "2E-27"),
    Kind.DATE: ('"0001-01-01"', '"2024-02-29"', '"9999-12-31"'),
    Kind.TIMESTAMP: (
        '"2026-11-21T12:00:00Z"',
        '"1969-12-31 23:59:59.999999999+14:00"',
        '"2026-11-21T12:00:00.1-0530"',
        '"2026-11-21 12:00:00"',
    ),
    Kind.DECIMAL: ('"0"', '"-1.5"', '"123.45"', '"-000.01"'),
}
TEXTS = (
    *("", "a", "fifteen bytes..", "sixteen bytes...", "x" * 47, "é", "日本", "😀"),
    *('\\"', "\\\\", "\\/", "\\n", "\\u0001", "\\u00e9", "\\u20AC", "\\ud83d\\uDE00"),
)


@dataclass(frozen=True)
class Outcome:
    """How many inputs were read and refused; rows read; parts of lines all alike."""

    read: int
    refused: int
    rows: int
    alike: int


class Maker:
    """Makes lines with every kind of column, the same ones in every run."""

    record = RECORD
    head = b'{"type":"RECORD","stream":"s","record":'
    token = re.compile(rb'"(?:[^"\\]|\\.)*"|[-+.\w]+|\s+|.', re.DOTALL)

    def __init__(self) -> None:
        self.random = Random(20_261_121)  # noqa: S311 - hostile, not secret.

    def lines(self, count: int, longest: int = 3) -> list[bytes]:
        """Lines whose lists and texts have so many pieces at most."""
        return [self.line(longest) for _ in range(count)]

    def line(self, longest: int = 3) -> bytes:
        members = ['"type":"RECORD"', '"stream":"s"', self._member("version", INT, 0)]
        members.append(self._member("time_extracted", TIMESTAMP, 0))
        members.append('"record":' + self._struct(RECORD, longest))
        if self.random.random() < 0.2:
            self.random.shuffle(members)
        return f"{{{','.join(members)}}}\n".encode()

    def place(self, data: bytes | bytearray | list[bytes]) -> int:
        return self.random.randrange(len(data))

    def _member(self, name: str, kind: LakeType, longest: int) -> str:
        space = self.random.choice(["", "", "", " ", "\t \r"])
        value = self._value(kind, longest)
        return f"{json.dumps(name, ensure_ascii=False)}{space}:{space}{value}{space}"

    def _struct(self, kind: Struct, longest: int) -> str:
        columns = [c for c in kind.columns if self.random.random() < 0.95]
        if self.random.random() < 0.1:
            self.random.shuffle(columns)
        members = [self._member(c.name, c.type, longest) for c in columns]
        return f"{{{','.join(members)}}}"

    def _value(self, kind: LakeType, longest: int) -> str:
        if self.random.random() < 0.05:
            return "null"
        match kind:
            case Struct():
                return self._struct(kind, longest)
            case ListOf(item):
                count = self.random.randint(0, longest)
                values = [self._value(item, longest) for _ in range(count)]
                return f"[{','.join(values)}]"
            case Scalar(Kind.TEXT):
                pieces = self.random.choices(TEXTS, k=self.random.randint(0, longest))
                return f'"{"".join(pieces)}"'
            case _:
                return self.random.choice(VALUES[kind.kind])


@pytest.fixture
def maker() -> Maker:
    return Maker()


def _number(value: int) -> bytes:
    return struct.pack("=i", value)


def _sized(data: bytes) -> bytes:
    return _number(len(data)) + data


def _described() -> bytes:
    """The columns as `Lines` has them."""
    columns = Lines("s", RECORD, Column("time_extracted", TIMESTAMP))._described
    found = [_number(len(columns))]
    for c in columns:
        numbers = (c.kind, c.end, c.precision, c.scale, c.name_size)
        name, constant = c.name.ljust(16, b"\0"), c.constant or b""
        found += [*map(_number, numbers), _sized(name), _sized(constant)]
    return b"".join(found)


def _packed(inputs: list[tuple[bytes, ...]], room: int | None) -> bytes:
    found = [_described(), _number(len(inputs))]
    for parts in inputs:
        rows = b"".join(parts).count(b"\n") if room is None else room
        found += [_number(rows), _number(len(parts)), *map(_sized, parts)]
    return b"".join(found)


@pytest.fixture(scope="session")
def sanitized(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Callable[..., subprocess.CompletedProcess[bytes]]]:
    """Compile the harness with flags; returns what runs it over inputs.

    Each input is parts that are read in a row, after room was made for as many rows as
    it has lines, or as is said.
    """
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler called cc")
    folder = tmp_path_factory.mktemp("sanitized")
    _probe(folder)

    def compiled(*flags: str) -> Callable[..., subprocess.CompletedProcess[bytes]]:
        made = folder / "-".join(["harness", *flags])
        command = ["cc", *STRICT, *SANITIZED, *flags, '-DSOURCES="harness"']
        command += ["-I", str(NATIVE), str(HARNESS), "-o", str(made)]
        subprocess.run(command, check=True)
        file = made.with_suffix(".inputs")

        def run(
            inputs: Iterable[tuple[bytes, ...]], *, room: int | None = None
        ) -> subprocess.CompletedProcess[bytes]:
            file.write_bytes(_packed(list(inputs), room))
            command = [str(made), str(file)]
            return subprocess.run(command, capture_output=True, env=FILLED, check=False)

        return run

    return compiled


def _probe(folder: Path) -> None:
    """Skip where the compiler makes nothing with its sanitizers that runs."""
    empty, made = folder / "empty.c", folder / "empty"
    empty.write_text("int main(void) { return 0; }\n")
    command = ["cc", *SANITIZED, str(empty), "-o", str(made)]
    tried = subprocess.run(command, capture_output=True, check=False)
    if tried.returncode or subprocess.run([str(made)], check=False).returncode:
        pytest.skip(
            "the C compiler has no sanitizers of addresses and of the undefined"
        )


@pytest.fixture(scope="session", params=[(), ("-U__SSE2__",)], ids=["sse2", "portable"])
def read(sanitized, request: pytest.FixtureRequest) -> Callable[..., Outcome]:
    """Read inputs under the sanitizers, which then have nothing to say."""
    run = sanitized(*request.param)

    def outcome(
        inputs: Iterable[tuple[bytes, ...]], *, room: int | None = None
    ) -> Outcome:
        done = run(inputs, room=room)
        assert done.stderr.decode(errors="replace") == ""
        assert done.returncode == 0
        return Outcome(*map(int, done.stdout.split()))

    return outcome
