"""What can go wrong in the lake, each with the exit code of its kind.

```
LakeError (1)
├── SettingsError (2)   a setting or an argument is wrong: correct it, run again
├── DataError (5)       a message or a value cannot be kept as it is
├── PartialError (6)    all that was good is in the lake; the rest are dead letters
└── StorageError (7)    disk, folder or table: free, repair or repoint, run again
```
"""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping


class ExitCode(IntEnum):
    """Exit codes of the project's processes, as far as the lake uses them."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    DATA = 5
    PARTIAL = 6
    STORAGE = 7
    INTERRUPTED = 130
    TERMINATED = 143


class LakeError(Exception):
    """An error a human can act on: what happened, where, and what to do next.

    Args:
        what: What happened, without personal data or secrets.
        where: The place: a line number, a stream, a path.
        next_step: What the reader of the message should do.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.UNEXPECTED
    known: Mapping[str, str] = MappingProxyType({})
    """Whose it is (run, correlation id), for the line of the log that tells of it."""

    def __init__(self, *, what: str, where: str, next_step: str) -> None:
        super().__init__(f"{what} Where: {where}. Next: {next_step}.")
        self.what = what
        self.where = where
        self.next_step = next_step

    def add_place(self, *places: str) -> None:
        """Say more exactly where it happened, from outside to inside."""
        self.where = ", ".join([*(place for place in places if place), self.where])
        self.args = (f"{self.what} Where: {self.where}. Next: {self.next_step}.",)

    @property
    def code(self) -> int:
        """The exit code of a process that ends with this error."""
        return self.exit_code


class SettingsError(LakeError):
    """A setting or an argument is wrong."""

    exit_code = ExitCode.USAGE


class DataError(LakeError):
    """A message, a schema or a value cannot be kept as it is."""

    exit_code = ExitCode.DATA


class PartialError(LakeError):
    """The run is complete, but some lines went to the dead letters."""

    exit_code = ExitCode.PARTIAL


class StorageError(LakeError):
    """The disk, the lake folder or a table is not usable as it stands."""

    exit_code = ExitCode.STORAGE
