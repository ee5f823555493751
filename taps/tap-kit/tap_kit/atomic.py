"""Small JSON files that are either the old one or the new one, never half of both."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tap_kit.errors import ExitCode, TapError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def read_json(path: Path) -> dict[str, Any] | None:
    """Read a JSON object; None when there is no file.

    Raises:
        ValueError: The file holds something else than a JSON object.
        TapError: The file cannot be read (exit code 7).
    """
    with disk_errors("read", path):
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            return None
    try:
        value = json.loads(text)
    except RecursionError as error:
        msg = "nested too deeply"
        raise ValueError(msg) from error
    if not isinstance(value, dict):
        msg = f"expected a JSON object, got {type(value).__name__}"
        raise ValueError(msg)  # noqa: TRY004 the content is wrong, not the caller
    return value


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Replace a file (mode 0600) and see it on disk before returning.

    Raises:
        TapError: The folder cannot be written, or the disk is full (exit code 7).
    """
    text = json.dumps(value, sort_keys=True)
    with disk_errors("write", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


def write_chunks(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file (mode 0600) chunk by chunk; it bears its name only when whole.

    It is not seen onto the disk: what matters after a power cut is fetched again.

    Raises:
        TapError: The folder cannot be written, or the disk is full (exit code 7).
        BaseException: What the chunks raise; then there is no new file.
    """
    with disk_errors("write", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        try:
            for chunk in chunks:
                # Each by itself: what the chunks raise is none of the disk's errors.
                with disk_errors("write", path):
                    _write_all(handle, chunk)
        finally:
            with disk_errors("write", path):
                os.close(handle)
        with disk_errors("write", path):
            Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file beside `path` against other processes and threads.

    Raises:
        TapError: The lock file cannot be made (exit code 7).
    """
    import fcntl  # noqa: PLC0415 a platform without it can still import the kit

    lock = path.with_name(f"{path.name}.lock")
    with disk_errors("lock", path):
        lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[os.write(descriptor, left) :]


def _sync_folder(folder: Path) -> None:
    """Make a rename outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def disk_errors(verb: str, path: Path) -> Iterator[None]:
    """Say what the disk refuses as an error with exit code 7.

    Args:
        verb: What was tried, e.g. `write`.
        path: Of the file.

    Raises:
        TapError: The system refused it (exit code 7).
    """
    try:
        yield
    except OSError as error:
        what = f"cannot {verb} {path.name}: {error.strerror or type(error).__name__}"
        step = "give the process a writable folder with free space (`state_dir`)"
        raise TapError(
            what, where=str(path), next_step=step, exit_code=ExitCode.STORAGE
        ) from error
