"""Reports that the settings ask for: streams like ours, their keys derived.

The key is account, thing of the level, day, and every breakdown. Nothing is added to
what is asked but those, the currency, and the day's own columns.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from tap_kit.errors import SettingsError
from tap_kit.fields import fields, json_text, text
from tap_metaads.insights.catalog import (
    KNOWN,
    breakdown_columns,
    keys,
    level_columns,
)
from tap_metaads.insights.report import Report
from tap_metaads.insights.stream import InsightsStream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_kit.fields import Field, FieldSchema
    from tap_kit.loop import RecordStream

_SUMMED = ("impressions", "spend")


@cache
def types() -> dict[str, str]:
    """Return the type of every field of insights, as Meta's own library has them."""
    text_of = files("tap_metaads").joinpath("insights_types.json").read_text("utf-8")
    found: dict[str, str] = json.loads(text_of)
    return found


class CustomStream(InsightsStream):
    """A report of the settings."""

    spec: Mapping[str, Any]

    @property
    @override
    def metrics(self) -> tuple[str, ...]:
        """None beside what is asked: lists stay on the row."""
        return ()

    @property
    @override
    def lookback_days(self) -> int:
        return int(self.spec.get("lookback_days") or super().lookback_days)

    @override
    def _asked_report(self) -> Report:
        asked = super()._asked_report()
        windows = self.spec.get("action_attribution_windows") or asked.windows
        return Report(
            name=asked.name,
            level=asked.level,
            fields=asked.fields,
            breakdowns=asked.breakdowns,
            windows=tuple(windows),
            action_breakdowns=tuple(
                name
                for name in self.spec.get("action_breakdowns") or ()
                if name != "action_type"
            ),
        )


def custom_streams(
    specs: Sequence[Mapping[str, Any]], taken: set[str]
) -> tuple[type[RecordStream], ...]:
    """Make a stream of each report.

    Args:
        specs: The setting `custom_reports`.
        taken: Names of streams that exist.

    Raises:
        SettingsError: A name comes twice, or a field is none of insights.
    """
    found: list[type[RecordStream]] = []
    names = set(taken)
    for spec in specs:
        name = str(spec["name"])
        if name in names:
            what = f"there are two streams {name}"
            raise _wrong(what, "choose another name")
        names |= {name, f"{name}_windows"}
        found.append(_stream(name, spec))
    return tuple(found)


def _stream(name: str, spec: Mapping[str, Any]) -> type[RecordStream]:
    level, breakdowns = str(spec["level"]), tuple(spec.get("breakdowns") or ())
    schema = _schema(name, level, breakdowns, list(spec["fields"]))
    columns = schema["properties"]
    content = {
        "__doc__": f"The report {name} of the settings.",
        "__module__": __name__,
        "name": name,
        "level": level,
        "breakdowns": breakdowns,
        "primary_keys": keys(level, *breakdowns),
        "schema": schema,
        "summed": tuple(one for one in _SUMMED if one in columns),
        "spec": spec,
    }
    return type(f"{name.title().replace('_', '')}Stream", (CustomStream,), content)


def _schema(
    name: str, level: str, breakdowns: tuple[str, ...], asked: list[str]
) -> FieldSchema:
    about = [field for field in level_columns(level) if _is_needed(field)]
    told = {field.path for field in about} | set(breakdowns)
    wanted = [field for field in dict.fromkeys(asked) if field not in told]
    if unknown := [field for field in wanted if field not in types()]:
        what = f"{name}: {', '.join(unknown)} is no field of insights"
        raise _wrong(what, "correct `fields`; breakdowns have a place of their own")
    parts = breakdown_columns(*breakdowns)
    return fields(*about, *parts, *map(_column, wanted))


def _is_needed(field: Field) -> bool:
    """Tell what keys, days and money need; names come when they are asked for."""
    return field.name.endswith("_id") or field.name in {
        "currency",
        "date_start",
        "date_stop",
    }


def _column(field: str) -> Field:
    if known := KNOWN.get(field):
        return known
    words = "As Meta tells it"
    if types()[field] == "string":
        return text(field, field, f"{words}.")
    return json_text(field, field, f"{words}: a list.")


def _wrong(what: str, step: str) -> SettingsError:
    return SettingsError(what, where="custom_reports", next_step=step)
