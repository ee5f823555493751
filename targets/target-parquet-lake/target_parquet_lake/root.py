"""The lake's root folder: made once, recognised ever after, and never left by a path.

```
<root>/_control/lake.json                 marks the folder as a lake
<root>/_control/{locks,runs,promoted}/    locks, run summaries, promoted versions
<root>/<layer>/<tenant>__<name>/          one Delta table
```
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from target_parquet_lake.commits import LOG
from target_parquet_lake.errors import SettingsError, StorageError
from target_parquet_lake.files import write_atomic
from target_parquet_lake.objects import ObjectPath

if TYPE_CHECKING:
    from pathlib import Path

    from target_parquet_lake.names import TableName

CONTROL = "_control"
MARKER = "lake.json"
FORMAT = 1

_UNUSABLE = frozenset("[]^|\\%?#")


def check_characters(root: Path) -> None:
    """Refuse a path that delta-rs cannot open.

    Measured with deltalake 1.6.6: it panics, finds no table, or tells no history.

    Raises:
        SettingsError: If the path holds a bracket or one of `^ | % ? #` or a backslash.
    """
    found = sorted(_UNUSABLE & set(str(root)))
    if found:
        raise SettingsError(
            what=f"The path of the lake holds {' '.join(found)}.",
            where=f"lake_root {root}",
            next_step=f"choose a path without any of {' '.join(sorted(_UNUSABLE))}",
        )


def check_root(root: Path) -> None:
    """Check that a folder is a lake.

    Raises:
        StorageError: If it is missing, a file, a folder of other things, or of a newer
            format.
    """
    marker = root / CONTROL / MARKER
    first = "run a target into it first, or correct lake_root"
    if not root.exists():
        raise _no_lake(root, "it does not exist", first)
    if not root.is_dir():
        raise _no_lake(root, "it is a file", "set lake_root to a folder")
    if not marker.is_file():
        if not _foreign(root):
            raise _no_lake(root, "nothing has been loaded into it yet", first)
        raise _no_lake(
            root,
            "it has no _control/lake.json",
            "set lake_root to an empty folder or to a lake",
        )
    try:
        version = int(json.loads(marker.read_text(encoding="utf-8"))["format"])
    except (ValueError, KeyError, TypeError):
        raise _no_lake(
            marker, "its marker cannot be read", f'write {{"format": {FORMAT}}} into it'
        ) from None
    if version > FORMAT:
        raise _no_lake(
            root,
            f"its format {version} is newer than this program",
            "update target-parquet-lake",
        )


def prepare_root(root: Path) -> None:
    """Make a folder a lake, unless it is one.

    Raises:
        StorageError: If the folder holds other things, is a file, or cannot be written.
    """
    if (root / CONTROL / MARKER).exists() or (root.exists() and not root.is_dir()):
        check_root(root)
        return
    if foreign := _foreign(root):
        raise _no_lake(
            root,
            f"it holds other things ({len(foreign)}, among them {foreign[0]!r})",
            "set lake_root to an empty folder or to a lake",
        )
    try:
        write_atomic(root / CONTROL / MARKER, json.dumps({"format": FORMAT}) + "\n")
    except OSError as error:
        raise StorageError(
            what=f"The lake folder cannot be written: {error.strerror}.",
            where=str(root),
            next_step=(
                "make the folder writable, free disk space, or set another lake_root"
            ),
        ) from error


def _foreign(root: Path) -> list[str]:
    """What stands in a folder and is no beginning of a lake, by name."""
    names = sorted(entry.name for entry in root.iterdir()) if root.is_dir() else []
    return [name for name in names if not name.startswith(".") and name != CONTROL]


def table_path(root: Path, name: TableName) -> Path:
    """The folder of a table, which never lies outside the root or behind a link.

    Raises:
        StorageError: If a part of the path is a symbolic link or no folder, or the
            table's folder holds files that are no Delta table.
    """
    path = root / name.layer / name.folder
    if isinstance(path, ObjectPath):
        return path
    for part in (path.parent, path):
        if part.is_symlink():
            raise _no_table(part, "it is a symbolic link")
        if part.exists() and not part.is_dir():
            raise _no_table(part, "it is a file")
    if path.is_dir() and not (path / LOG).is_dir() and any(path.iterdir()):
        raise _no_table(path, "it holds files but no Delta log")
    return path


def _no_lake(path: Path, why: str, next_step: str) -> StorageError:
    return StorageError(
        what=f"This is no lake: {why}.", where=str(path), next_step=next_step
    )


def _no_table(path: Path, why: str) -> StorageError:
    return StorageError(
        what=f"This is no table of the lake: {why}.",
        where=str(path),
        next_step="move it away; the lake makes the folder anew",
    )
