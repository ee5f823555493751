"""BATCH messages: files of records, taken as if each record had been sent.

A file's records become RECORD lines of their stream, in blocks, and take the same road
as any other: in bulk where they can, checked alike, put aside alike, counted alike.
Line numbers are then those of the file. STATE behind a BATCH passes when its rows are
committed, like behind records.
https://sdk.meltano.com/en/latest/batch.html
"""

from __future__ import annotations

import gzip
import math
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import msgspec

from target_parquet_lake.errors import DataError
from target_parquet_lake.runs import Run
from target_parquet_lake.source import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROWS = 20_000
_GZIP = b"\x1f\x8b"
_NEXT = "let the tap write jsonl (plain or gzip) or parquet files on this machine"
_encode = msgspec.json.Encoder(decimal_format="number").encode


def batch_runs(
    message: Mapping[str, Any], config: Mapping[str, Any] | None
) -> Iterator[Run]:
    """The records of a BATCH message's files as runs of RECORD lines.

    Args:
        message: The message.
        config: The target's `batch_config`: with a `storage.root` the files lie in that
            folder, else where the manifest says.

    Yields:
        Runs; line numbers begin anew with each file.

    Raises:
        DataError: If a file is missing, damaged or of another format.
    """
    root = ((config or {}).get("storage") or {}).get("root")
    encoding = message.get("encoding")
    form = encoding.get("format") if isinstance(encoding, dict) else None
    manifest = message.get("manifest")
    if form not in {"jsonl", "parquet"} or not isinstance(manifest, list):
        raise DataError(
            what="A BATCH message has no manifest, or files of an unknown format.",
            where="its encoding and manifest",
            next_step=_NEXT,
        )
    head = b'{"type":"RECORD","stream":' + _encode(message["stream"]) + b',"record":'
    for number, name in enumerate(manifest, 1):
        place = f"file {number} of the manifest"
        with _reading(place), _path(name, root).open("rb") as file:
            parts = _jsonl(file) if form == "jsonl" else _parquet(file)
            first = 1
            for lines in parts:
                data = b"".join(b"%b%b}\n" % (head, line) for line in lines)
                yield Run(data, first, message["stream"], len(lines))
                first += len(lines)


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


def _jsonl(file: IO[bytes]) -> Iterator[list[bytes]]:
    packed = file.read(2) == _GZIP
    file.seek(0)
    source: Any = gzip.GzipFile(fileobj=file) if packed else file
    for block in blocks(source, lambda: None):
        lines = (block or b"").split(b"\n")
        whole = [line for line in lines if line and not line.isspace()]
        if whole:
            yield whole


def _parquet(file: IO[bytes]) -> Iterator[list[bytes]]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - a target starts sooner without it.

    for batch in pq.ParquetFile(file).iter_batches(ROWS):
        yield [_encode(_shown(row)) for row in batch.to_pylist()]


def _shown(value: Any) -> Any:  # noqa: ANN401 - any value of Parquet.
    """The value as JSON shows it; what JSON cannot hold is shown so that it fails."""
    if isinstance(value, dict):
        return {name: _shown(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return msgspec.Raw(b"NaN")
    return value
