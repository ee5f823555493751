"""Send dead letters again, once what refused them is corrected.

```
python -m target_parquet_lake.dead_letters_replay <lake> <tenant>__<source> [--id ID]
    [--schema FILE] | target-parquet-lake --config <its settings>
```
Only letters whose payload was kept (`dead_letter_payload: kept`) can be sent. They stay
in the table: what loads now is in its stream's table, what does not counts on. Where a
SCHEMA was wrong, the corrected message is taken from a file.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.dataset as ds

from target_parquet_lake.dead_letters_payload import PayloadForm
from target_parquet_lake.dead_letters_table import KEY, LAYER
from target_parquet_lake.errors import ExitCode, LakeError, SettingsError
from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_COLUMNS = [KEY, "stream", "payload", "payload_form", "schema_version"]
_COLUMNS = [*_COLUMNS, "schema_message"]


def replay(
    lake: Lake,
    name: TableName,
    ids: Sequence[str] = (),
    schemas: Mapping[str, str] | None = None,
) -> Iterator[bytes]:
    """The messages of dead letters: each SCHEMA before the records it holds for.

    Args:
        lake: The lake.
        name: The table of dead letters.
        ids: Only these letters; all whose payload was kept when left out.
        schemas: SCHEMA messages by stream, instead of those that held then.

    Yields:
        Lines.

    Raises:
        SettingsError: If a letter that was asked for is not there, or was not kept.
        StorageError: If the table cannot be read.
    """
    pinned = lake.pin([name]).tables[name]
    stored = pinned.dataset or ds.dataset([*pinned.files], format="parquet")
    rows = stored.to_table(columns=_COLUMNS)
    # Not by Arrow: it cannot sort texts as delta-rs leaves them after a merge.
    ordered = sorted(rows.to_pylist(), key=lambda row: row["schema_version"] or "")
    letters = {row[KEY]: row for row in ordered}
    kept = {k: r for k, r in letters.items() if r["payload_form"] == PayloadForm.KEPT}
    lost = sorted(set(ids) - kept.keys())
    if lost:
        raise SettingsError(
            what=f"{len(lost)} letters are not there or were not kept: {lost[0]}.",
            where=str(name),
            next_step=(
                "correct the id, or run the tap again from a STATE before the letter"
            ),
        )
    said = ""
    for letter in (kept[key] for key in (ids or kept)):
        schema = (schemas or {}).get(letter["stream"]) or letter["schema_message"]
        if schema and schema != said:
            yield schema.encode()
            said = schema
        yield _line(letter["payload"])


def _line(payload: str) -> bytes:
    if payload.startswith("base64:"):
        return base64.b64decode(payload.removeprefix("base64:"))
    return payload.encode()


def read_schemas(path: Path) -> dict[str, str]:
    """SCHEMA messages by stream, from a file of one a line.

    Raises:
        SettingsError: If the file cannot be read, or holds anything else.
    """
    try:
        lines = [x for x in path.read_text(encoding="utf-8").splitlines() if x.strip()]
        messages = [(json.loads(line), line) for line in lines]
        found = {m["stream"]: line for m, line in messages if m["type"] == "SCHEMA"}
    except (OSError, ValueError, KeyError, TypeError) as error:
        found, messages = {}, [(type(error).__name__, "")]
    if len(found) != len(messages):
        raise SettingsError(
            what="The file does not hold SCHEMA messages, each stream's once.",
            where=str(path),
            next_step="write one corrected SCHEMA message a line into it",
        )
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(
        prog="python -m target_parquet_lake.dead_letters_replay"
    )
    parser.add_argument("lake", help="the lake's folder")
    parser.add_argument("table", help="<tenant>__<source>")
    parser.add_argument("--id", action="append", default=[], help="only this letter")
    parser.add_argument("--schema", type=Path, help="a file of corrected SCHEMAs")
    chosen = parser.parse_args(arguments)
    try:
        name = TableName.of_folder(LAYER, chosen.table)
        if name is None:
            parser.error("the table must be <tenant>__<source>")
        schemas = read_schemas(chosen.schema) if chosen.schema else None
        for line in replay(Lake(chosen.lake), name, chosen.id, schemas):
            sys.stdout.buffer.write(line + b"\n")
    except LakeError as error:
        sys.stderr.write(f"{error}\n")
        return error.code
    return ExitCode.OK


if __name__ == "__main__":
    sys.exit(main())
