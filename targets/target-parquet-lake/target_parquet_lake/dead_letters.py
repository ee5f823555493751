"""Dead letters: what cannot be loaded is put aside whole, and the run goes on.

A refused line waits here until the next commit writes it to the table of dead letters,
tells of it in the day's events, and only then lets STATE pass. SCHEMA, BATCH and
ACTIVATE_VERSION messages are never put aside: what follows them would be loaded wrong.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from target_parquet_lake.casts import json_text
from target_parquet_lake.dead_letters_payload import (
    PayloadForm,
    identity,
    lake_key,
    loose,
    payload,
)
from target_parquet_lake.dead_letters_table import KEY, LetterTable, letters_name
from target_parquet_lake.decode import LineError, decode
from target_parquet_lake.delta import writing
from target_parquet_lake.errors import DataError, ExitCode, LakeError, PartialError
from target_parquet_lake.events import append_event, cloud_event

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from target_parquet_lake.clock import Clock
    from target_parquet_lake.loader import Loader

    Schemas = Callable[[str], dict[str, Any] | None]

DEAD_LETTER, FAIL = "dead_letter", "fail"
EVENT = "io.weathervane.lake.dead_letters"
_NEEDED = ["SCHEMA", "BATCH", "ACTIVATE_VERSION"]
_NOT_PASSABLE = re.compile(
    rb'"(?:SCHEMA|BATCH|ACTIVATE_VERSION|schema|key_properties|manifest)"'
)
_LONGEST_NAME = 128

logger = logging.getLogger(__name__)
_OF_A_RUN = {"time_extracted", "version"}
_encoder = msgspec.json.Encoder(order="sorted", decimal_format="number")


class TooManyError(DataError):
    """More lines were refused than the run may put aside."""


class DeadLetters:
    """The refused lines of a run.

    Args:
        loader: The run's way into the lake.
        config: The target's settings.
        clock: Tells the time.
        schemas: Gives the SCHEMA message that holds for a stream, if there is one.
    """

    def __init__(
        self,
        loader: Loader,
        config: Mapping[str, Any],
        clock: Clock,
        schemas: Schemas,
    ) -> None:
        self._loader = loader
        self._clock = clock
        self._schemas = schemas
        self._most = config["max_dead_letters"]
        self._form = PayloadForm(config["dead_letter_payload"])
        self._correlation = config.get("correlation_id") or ""
        self._sync = config["fsync"]
        self._waiting: dict[str, dict[str, Any]] = {}
        self._key = b""
        self._events = 0
        self.name = letters_name(loader.tenant, loader.source)
        self.count = 0

    def take(self, number: int, line: bytes, error: Exception) -> bool:
        """Put a refused line aside, if it may be.

        Args:
            number: Its number in the input, from 1.
            line: The line.
            error: Why it was refused.

        Returns:
            Whether it was taken; if not, its error must end the run.

        Raises:
            TooManyError: If the run has refused more lines than it may.
        """
        known = _is_about_the_line(error) and _passable(line)
        if not (known and self._tolerates(line)):
            return False
        if self.count >= self._most:
            raise TooManyError(
                what=f"More than {self._most:,} lines were refused; the last one: "
                f"{_told(error)}",
                where=f"line {number}",
                next_step=(
                    f"see {self.name} for the others, correct the tap, or raise "
                    "max_dead_letters"
                ),
            ) from None
        self.count += 1
        self._keep(number, line, error)
        return True

    def _tolerates(self, line: bytes) -> bool:
        message = loose(line)
        stream = message.get("stream") if isinstance(message, dict) else None
        known = stream if isinstance(stream, str) else ""
        return bool(self._loader.overrides.of(known, "on_bad_record") == DEAD_LETTER)

    def flush(self) -> None:
        """Commit what waits, and tell of it. STATE may pass when this returns.

        Raises:
            StorageError: If the disk or delta-rs refuses.
        """
        if not self._waiting:
            return
        self._loader.lake.prepare()
        letters = [*self._waiting.values()]
        sleep = self._clock.sleep
        table = LetterTable(self._loader.lake, self.name, sync=self._sync, sleep=sleep)
        note = {"run_id": self._loader.run_id, "letters": len(letters)}
        written = table.put(letters, note)
        self._tell(letters, written.version)
        self._waiting = {}

    def end(self) -> None:
        """End a run that is otherwise complete.

        Raises:
            PartialError: If lines were put aside.
        """
        if self.count:
            done = "would be" if self._loader.dry_run else "were"
            raise PartialError(
                what=f"{self.count:,} lines could not be loaded and {done} put aside.",
                where=f"{self.name}, run {self._loader.run_id}",
                next_step=(
                    "read their reasons above and correct the tap"
                    if self._loader.dry_run
                    else "read that table for the reasons; everything else is in the "
                    "lake"
                ),
            )

    def _keep(self, number: int, line: bytes, error: Exception) -> None:
        message = loose(line)
        stream = message.get("stream") if isinstance(message, dict) else None
        stream = stream[:_LONGEST_NAME] if isinstance(stream, str) else ""
        ordinal = self._loader.refused(stream)
        if self._loader.dry_run:
            logger.warning("Line %d would be put aside: %s", number, _told(error))
            return
        name = stream.encode("utf-8", "replace")
        letter_id = identity(self._hash_key(), name, _essence(line))
        now = self._clock.now()
        known = self._waiting.get(letter_id, {})
        schema = self._schemas(stream)
        self._waiting[letter_id] = {
            KEY: letter_id,
            "first_failed_at": known.get("first_failed_at", now),
            "last_failed_at": now,
            "occurrences": known.get("occurrences", 0) + 1,
            "run_id": self._loader.run_id,
            "correlation_id": self._correlation or None,
            "source": self._loader.source,
            "stream": stream or None,
            "line": number,
            "ordinal": ordinal,
            "error_class": type(error).__name__,
            "error_code": _code(error),
            "message": _told(error),
            "payload": payload(self._form, line, self._hash_key()),
            "payload_form": self._form.value,
            "payload_bytes": len(line),
            "schema_version": schema and schema_version(schema),
            "schema_message": schema and json_text(schema),
            "replay_command": self._replay(letter_id),
        }

    def _hash_key(self) -> bytes:
        if not self._key:
            self._loader.lake.prepare()
            path = self._loader.lake.control("keys", "dead_letters.key")
            with writing(path):
                self._key = lake_key(path)
        return self._key

    def _replay(self, letter_id: str) -> str:
        load = "target-parquet-lake --config <its settings>"
        if self._form is not PayloadForm.KEPT:
            tap = f"tap-{self._loader.source} --config <its settings>"
            return f"{tap} --state <a STATE from before first_failed_at> | {load}"
        module = "python -m target_parquet_lake.dead_letters_replay"
        root = self._loader.lake.root
        return f"{module} '{root}' {self.name.folder} --id {letter_id} | {load}"

    def _tell(self, letters: list[dict[str, Any]], version: int) -> None:
        self._events += 1
        counted = Counter((x["stream"] or "", x["error_class"]) for x in letters)
        event = cloud_event(
            identifier=f"{self._loader.run_id}-{self._events}",
            source=f"/target-parquet-lake/{self._loader.tenant}/{self._loader.source}",
            kind=EVENT,
            subject=str(self.name),
            time=self._clock.now(),
            data={
                "run_id": self._loader.run_id,
                "table": str(self.name),
                "version": version,
                "letters": len(letters),
                "reasons": [
                    {"stream": stream, "error_class": kind, "count": count}
                    for (stream, kind), count in sorted(counted.items())
                ],
            },
            severity="WARN",
            correlation_id=self._correlation,
        )
        folder = self._loader.lake.control("events")
        with writing(folder):
            append_event(folder, event)


def schema_version(schema: Mapping[str, Any]) -> str:
    """Name a SCHEMA message by its content."""
    text = msgspec.json.encode(schema, order="sorted")
    return hashlib.sha256(text).hexdigest()[:16]


def _is_about_the_line(error: Exception) -> bool:
    """Whether the line is to blame, and not the disk, a signal or the settings."""
    if isinstance(error, LakeError):
        return isinstance(error, DataError) and not isinstance(error, TooManyError)
    return not isinstance(error, OSError | MemoryError)


def _passable(line: bytes) -> bool:
    """Whether what follows a line can be loaded right without it."""
    message = loose(line)
    if isinstance(message, dict) and "type" in message:
        return message["type"] not in _NEEDED
    return _NOT_PASSABLE.search(line) is None


def _essence(line: bytes) -> bytes:
    """What stays the same when a tap sends a line again, at another time."""
    try:
        message = decode(line)
    except LineError:
        return line
    parts = {k: v for k, v in message.items() if k not in _OF_A_RUN}
    return _encoder.encode(parts)


def _code(error: Exception) -> int:
    return error.code if isinstance(error, LakeError) else ExitCode.UNEXPECTED


def _told(error: Exception) -> str:
    """What happened. The text of an error that is not ours may hold a value."""
    return str(error) if isinstance(error, LakeError) else type(error).__name__
