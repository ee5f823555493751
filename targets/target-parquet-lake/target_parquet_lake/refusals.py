"""Errors about messages, under the names the Singer SDK knows them by too."""

from __future__ import annotations

import signal

from singer_sdk.exceptions import (
    InvalidInputLine,
    InvalidJSONSchema,
    MissingKeyPropertiesError,
    RecordsWithoutSchemaException,
)

from target_parquet_lake.errors import DataError, LakeError


class MalformedLineError(DataError, InvalidInputLine):
    """A line is no Singer message."""


class NoSchemaError(DataError, RecordsWithoutSchemaException):
    """A record came before its stream's schema."""


class MissingKeyError(DataError, MissingKeyPropertiesError):
    """A record lacks a key property."""


class SchemaError(DataError, InvalidJSONSchema):
    """A SCHEMA message cannot be used."""


class InvalidRecordError(DataError):
    """A record is not valid by its schema."""


class StoppedError(LakeError):
    """The process was asked to end, and ended in order.

    Args:
        signum: The signal.
    """

    def __init__(self, signum: int) -> None:
        super().__init__(
            what=(
                f"Stopped by {signal.Signals(signum).name}; what was complete is kept."
            ),
            where="the input",
            next_step="run again with the last STATE; nothing is missing then",
        )
        self.signum = signum

    @property
    def code(self) -> int:
        """The exit code: 130 for SIGINT, 143 for SIGTERM."""
        return 128 + self.signum


def translate(error: Exception, *, line: int, stream: str) -> DataError | None:
    """Say what the SDK found wrong with a message, without the message's content.

    Args:
        error: What the SDK raised.
        line: The line's number, from 1.
        stream: The stream's name, or empty.

    Returns:
        The error to raise instead, or None for an error that is not about the message.
    """
    where = f"line {line}" + (f", stream {stream}" if stream else "")
    if isinstance(error, KeyError) and error.args != (stream,):
        return None
    match error:
        case MissingKeyPropertiesError():
            return MissingKeyError(
                what="A record lacks a key property.",
                where=where,
                next_step=(
                    "correct the tap, or name other key_properties for the stream"
                ),
            )
        case RecordsWithoutSchemaException() | KeyError():
            return NoSchemaError(
                what="A record came before the SCHEMA of its stream.",
                where=where,
                next_step="correct the tap: SCHEMA goes first, for every stream",
            )
        case InvalidInputLine():
            return MalformedLineError(
                what="A message lacks a part that its type requires.",
                where=where,
                next_step=(
                    "correct the tap; see the Singer specification of the message"
                ),
            )
        case _:
            return None
