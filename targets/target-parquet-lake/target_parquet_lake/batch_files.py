"""BATCH messages: files of records, taken as if each record had been sent.

A file's records become RECORD lines of their stream, in blocks, and take the same road
as any other: in bulk where they can, checked alike, put aside alike, counted alike.
Rows of Parquet and Arrow files become lines only where they cannot be taken as they
are. Line numbers are those of the file. STATE behind a BATCH passes when its rows are
committed, like behind records.
https://sdk.meltano.com/en/latest/batch.html
"""

from __future__ import annotations

import gzip
import math
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import msgspec
import pyarrow as pa

from target_parquet_lake.errors import DataError
from target_parquet_lake.runs import Run
from target_parquet_lake.source import blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

ROWS = 20_000
_GZIP = b"\x1f\x8b"
_ARROW = b"ARROW1"
_NEXT = (
    "let the tap write jsonl (plain or gzip), parquet or arrow files on this machine"
)
_encode = msgspec.json.Encoder(decimal_format="number").encode


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a stream that are Arrow already.

    Attributes:
        table: The rows, in columns by the source's names.
        first: The number of the first one in its file, from 1.
        stream: The stream.
    """

    table: pa.Table
    first: int
    stream: str

    def run(self) -> Run:
        """The rows as RECORD lines."""
        table = self.table.cast(pa.schema(map(_coarse, self.table.schema)))
        lines = [_encode(_shown(row)) for row in table.to_pylist()]
        return _run(lines, self.first, self.stream)

    def cuts(self, room: Callable[[], tuple[int, int]]) -> Iterator[Rows]:
        """Cut the rows where a commit is due.

        Args:
            room: Tells how many rows, and bytes, there may be until then.
        """
        done, count = 0, self.table.num_rows
        while done < count:
            rows, _ = room()
            yield Rows(self.table.slice(done, rows), self.first + done, self.stream)
            done += rows


def batch_runs(
    message: Mapping[str, Any], config: Mapping[str, Any] | None
) -> Iterator[Run | Rows]:
    """The records of a BATCH message's files, some thousand at a time.

    Args:
        message: The message.
        config: The target's `batch_config`: with a `storage.root` the files lie in that
            folder, else where the manifest says.

    Yields:
        Lines or rows; line numbers begin anew with each file.

    Raises:
        DataError: If a file is missing, damaged or of another format.
    """
    root = ((config or {}).get("storage") or {}).get("root")
    encoding = message.get("encoding")
    form = encoding.get("format") if isinstance(encoding, dict) else None
    manifest = message.get("manifest")
    if form not in _FORMS or not isinstance(manifest, list):
        raise DataError(
            what="A BATCH message has no manifest, or files of an unknown format.",
            where="its encoding and manifest",
            next_step=_NEXT,
        )
    for number, name in enumerate(manifest, 1):
        place = f"file {number} of the manifest"
        with _reading(place), _path(name, root).open("rb") as file:
            yield from _FORMS[form](file, message["stream"])


@contextmanager
def _reading(where: str) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise DataError(
            what=f"A file of a BATCH message cannot be read ({type(error).__name__}).",
            where=where,
            next_step=f"run the tap again from the last STATE; {_NEXT}",
        ) from error


def _path(name: Any, root: str | None) -> Path:  # noqa: ANN401 - what a tap wrote.
    url = urlsplit(str(name))
    if url.scheme not in {"", "file"}:
        msg = "not on this machine"
        raise ValueError(msg)
    path = Path(unquote(url.path) if url.scheme else str(name))
    return path if root is None else _path(root, None) / path.name


def _jsonl(file: IO[bytes], stream: str) -> Iterator[Run]:
    packed = file.read(2) == _GZIP
    file.seek(0)
    source: Any = gzip.GzipFile(fileobj=file) if packed else file
    first = 1
    for block in blocks(source, lambda: None):
        lines = (block or b"").split(b"\n")
        whole = [line for line in lines if line and not line.isspace()]
        if whole:
            yield _run(whole, first, stream)
        first += len(whole)


def _run(lines: list[bytes], first: int, stream: str) -> Run:
    head = b'{"type":"RECORD","stream":' + _encode(stream) + b',"record":'
    data = b"".join(b"%b%b}\n" % (head, line) for line in lines)
    return Run(data, first, stream, len(lines))


def _parquet(file: IO[bytes], stream: str) -> Iterator[Rows]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - a target starts sooner without it.

    return _rows(pq.ParquetFile(file).iter_batches(ROWS), stream)


def _arrow(file: IO[bytes], stream: str) -> Iterator[Rows]:
    """An Arrow file, or the stream of one."""
    whole = file.read(len(_ARROW)) == _ARROW
    file.seek(0)
    if whole:
        reader = pa.ipc.open_file(file)
        return _rows(map(reader.get_batch, range(reader.num_record_batches)), stream)
    return _rows(pa.ipc.open_stream(file), stream)


def _rows(batches: Iterable[pa.RecordBatch], stream: str) -> Iterator[Rows]:
    first = 1
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS):
            part = pa.Table.from_batches([batch.slice(start, ROWS)])
            yield Rows(part, first, stream)
            first += part.num_rows


_FORMS: dict[Any, Callable[[IO[bytes], str], Iterator[Run | Rows]]] = {
    "jsonl": _jsonl,
    "parquet": _parquet,
    "arrow": _arrow,
}


def _coarse(field: pa.Field) -> pa.Field:
    """Show times in nanoseconds as text: Python's own have microseconds."""
    fine = pa.types.is_timestamp(field.type) and field.type.unit == "ns"
    return field.with_type(pa.string()) if fine else field


def _shown(value: Any) -> Any:  # noqa: ANN401 - any value of Parquet.
    """The value as JSON shows it; what JSON cannot hold is shown so that it fails."""
    if isinstance(value, dict):
        return {name: _shown(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return msgspec.Raw(b"NaN")
    return value
