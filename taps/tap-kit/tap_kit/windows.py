"""Restated windows: a row that a platform takes back goes from the lake, too.

Each row bears the name of its pull. When all rows of a slice are there they leave in
their key's order; behind them goes one record a day on `<stream>_windows` that says
how many there are, also of a day without any; and behind that the STATE. A run that
dies before leaves no window, so nothing is replaced by half a pull. What targets do
with it: target-parquet-lake, README, "Restated windows".
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Context as Arithmetic
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk import typing as th
from typing_extensions import override

from tap_kit.encode import Encoder
from tap_kit.errors import DataError
from tap_kit.fields import Field, day, fields, integer, key, text
from tap_kit.loop import RecordStream
from tap_kit.windows_spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from singer_sdk.helpers.types import Context

    from tap_kit.fields import FieldSchema
    from tap_kit.windows_days import Days

RUN = "_window_run_id"
COLUMN, START, END = "_window_column", "_window_start", "_window_end"
SUFFIX = "_windows"
_EXACT = Arithmetic(prec=80)
"""More digits than any sum of what a lake can hold."""


def window_run() -> Field:
    """Declare the column that names a row's pull."""
    return key(RUN, "", "The pull that brought the row; later pulls sort behind.")


class WindowsStream(RecordStream):
    """Which days of another stream were pulled; that stream writes its records."""

    keeps_own_state = True

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """Never: windows of earlier runs hold."""
        return False

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        """Give nothing: the records come with the rows they speak of."""
        yield from ()

    def emit(self, record: dict[str, Any]) -> None:
        """Write one record, unless the stream is deselected."""
        if self.selected:
            record.update(self.tap.columns)
            self._encoder = Encoder.of(self, self._encoder)
            self._write_record_message(record)


class RestatedStream(RecordStream):
    """A stream whose days are pulled again, and then stand for what was there before.

    What a stream writes beside its columns: which of them bounds a window, which name
    the part that is pulled by itself, and which are worth a sum.
    """

    schema: ClassVar[FieldSchema]
    keeps_own_state = True
    day_column: ClassVar[str] = "date"
    """The row's day, in the account's time zone; part of the key. Empty where the
    whole account is one window."""
    part_columns: ClassVar[tuple[str, ...]]
    """The account; part of the key."""
    summed: ClassVar[tuple[str, ...]] = ()
    """Columns of whole numbers or decimals that windows add up."""
    noted: ClassVar[tuple[str, ...]] = ()
    """Columns that are the same in a whole account, e.g. its currency."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if own := vars(cls).get("schema"):
            cls.schema = fields(*own.fields, window_run())
            cls.windows = _companion(cls, str(vars(cls)["name"]))

    @property
    @override
    def emit_activate_version_messages(self) -> bool:
        """Never: a run brings some days, and activating it would drop the others."""
        return False

    def land(
        self,
        days: Days | None,
        part: Mapping[str, Any],
        pull: str,
        rows: Iterable[dict[str, Any]],
    ) -> Iterator[dict[str, Any]]:
        """Give the rows of a slice when all are there, then tell its windows.

        Args:
            days: The slice; None where the whole account is one window.
            part: Values of `part_columns` and `noted`.
            pull: Name of the pull, see `Progress.pull`.
            rows: Records without the pull's name, in any order.

        Raises:
            DataError: Two rows have one key, or a row lies outside the slice.
        """
        tally = _Tally(self, days)
        with Spool(self.primary_keys or (), f"stream {self.name}") as spool:
            for row in rows:
                tally.add(row)
                row[RUN] = pull
                spool.add(row)
            yield from spool.rows()
        companion = self.tap.streams[f"{self.name}{SUFFIX}"]
        if isinstance(companion, WindowsStream):
            for record in tally.records():
                companion.emit({**record, **part, RUN: pull})


class _Tally:
    """Counts and sums of each day of a slice."""

    def __init__(self, stream: RestatedStream, days: Days | None) -> None:
        self._stream = stream
        named = (at.isoformat() for at in days.each()) if days else ("",)
        self._rows = dict.fromkeys(named, 0)
        self._sums: dict[str, dict[str, Decimal]] = {
            name: defaultdict(Decimal) for name in stream.summed
        }
        kinds = stream.schema["properties"]
        self._whole = {n for n in stream.summed if "integer" in kinds[n]["type"]}

    def add(self, row: Mapping[str, Any]) -> None:
        at = row[self._stream.day_column] if self._stream.day_column else ""
        if at not in self._rows:
            what = "the answer holds a day that was not asked for"
            step = "run again; if it stays, report this line"
            raise DataError(what, where=f"stream {self._stream.name}", next_step=step)
        self._rows[at] += 1
        for name, sums in self._sums.items():
            sums[at] = _EXACT.add(sums[at], Decimal(row[name] or 0))

    def records(self) -> Iterator[dict[str, Any]]:
        for at, count in self._rows.items():
            yield {
                **self._bounds(at),
                "row_count": count,
                "status": "complete",
                **{name: self._sum(name, at) for name in self._sums},
            }

    def _bounds(self, at: str) -> dict[str, str]:
        if not at:
            return {}
        end = date.fromisoformat(at) + timedelta(days=1)
        column = self._stream.day_column
        return {COLUMN: column, START: at, END: end.isoformat()}

    def _sum(self, name: str, at: str) -> int | str:
        total = self._sums[name][at]
        return int(total) if name in self._whole else format(total, "f")


def _companion(stream: type[RestatedStream], name: str) -> type[WindowsStream]:
    declared = {field.name: field for field in stream.schema.fields}
    copies = [declared[of] for of in (*stream.part_columns, *stream.noted)]
    sums = [_sum_of(declared[of]) for of in stream.summed]
    content = {
        "__doc__": f"Which days of {name} were pulled.",
        "__module__": stream.__module__,
        "name": f"{name}{SUFFIX}",
        "primary_keys": (
            *stream.part_columns,
            *((START, END) if stream.day_column else ()),
        ),
        "schema": fields(
            *copies, *(_bounds() if stream.day_column else ()), *_declared(), *sums
        ),
    }
    return type(f"{stream.__name__}Windows", (WindowsStream,), content)


def _bounds() -> tuple[Field, ...]:
    return (
        key(COLUMN, "", "The column of the stream that bounds the window."),
        day(START, "", "First day of the window, account-local.", required=True),
        day(END, "", "The day behind its last one, account-local.", required=True),
    )


def _declared() -> tuple[Field, ...]:
    return (
        window_run(),
        integer("row_count", "", "Rows the pull brought; 0: none is left", "1"),
        text("status", "", "`complete`: all rows of the window are there."),
    )


def _sum_of(field: Field) -> Field:
    declared = field.declared
    words = f"Sum over the window. {declared.description}"
    return Field(
        declared=th.Property(field.name, declared.wrapped, description=words), path=""
    )
