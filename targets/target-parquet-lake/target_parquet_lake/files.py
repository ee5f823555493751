"""Files that survive a power cut, and locks that die with their process."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from target_parquet_lake.objects import ObjectPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def sync_file(path: Path) -> None:
    """Force a file's bytes, or a directory's entries, to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_all(paths: Iterable[Path]) -> None:
    """Force several files and directories to the disk, in the given order."""
    for path in paths:
        sync_file(path)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, so that its name survives a power cut.

    Args:
        path: The folder; nothing is done where it is.

    Raises:
        OSError: If it cannot be made.
    """
    if isinstance(path, ObjectPath) or path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_file(path.parent.resolve())


def write_atomic(path: Path, text: str) -> None:
    """Replace a small file so that a reader, or a crash, sees the old or the new one.

    Args:
        path: The file; its folder is made.
        text: The new content.

    Raises:
        OSError: If the disk does not take it; the old file still stands then.
    """
    if isinstance(path, ObjectPath):
        path.write_bytes(text.encode())
        return
    make_folder(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_file(path.parent)


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Hold an exclusive lock among the processes of one machine.

    Yields whether it is held: in an object store there are no locks.

    The kernel frees it when the process ends, however it ends. A lock file is never
    removed: a second process could then lock a file that has no name any more.

    Args:
        path: The lock file; its folder is made.
    """
    if isinstance(path, ObjectPath):
        yield False
        return
    make_folder(path.parent)
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield True
    finally:
        os.close(descriptor)
