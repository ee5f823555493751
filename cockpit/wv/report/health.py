"""How the data got here: each connector's runs, and how far each stream reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import alerts, tables, words
from wv.report.html import el

if TYPE_CHECKING:
    import datetime as dt

    from wv.report.html import Child, Element
    from wv.report.model import Connector, Edition, Freshness

RUN_COLUMNS = (
    "Connector", "Last run (UTC)", "Outcome", "Succeeded", "Confidence",
    "Requests", "Rows", "Retries", "Waits",
)  # fmt: skip
FRESH_COLUMNS = (
    "Stream",
    "Reaches (UTC)",
    "Before as-of",
    "Rows",
    "Sandbox rows",
    "Empty values",
)
HOUR = 3600.0
HOURS_AS_DAYS = 48
FIXED = frozenset({"weather_daily_history"})
"""Streams that end by design: the base of the climatology."""
BY_DESIGN = "fixed base"


def section(edition: Edition) -> Element:
    """Return the health of connectors and streams."""
    return el(
        "section",
        el("h2", "How the data got here", id="health-name"),
        el("h3", "Connectors"),
        el("p", runs_sentence(edition), class_="reading"),
        *_connectors(edition),
        *alerts.section(edition),
        el("h3", "Freshness of each stream"),
        el("p", freshness_sentence(edition), class_="reading"),
        *_freshness(edition),
        id="health",
        class_="health",
        aria_labelledby="health-name",
    )


def runs_sentence(edition: Edition) -> str:
    """Return whether the last runs went well."""
    if not edition.connectors:
        return "No connector has reported a run yet."
    failed = [each.name for each in edition.connectors if not each.last_success]
    known = words.count(len(edition.connectors), "connector")
    if failed:
        return (
            f"The last run of {words.listing(failed)} did not succeed ({known} known)."
        )
    return f"The last run succeeded ({known} known)."


def freshness_sentence(edition: Edition) -> str:
    """Return what has been read and whether any of it is sandbox data."""
    if not edition.freshness:
        return "No stream has been measured yet."
    rows = sum(stream.rows for stream in edition.freshness)
    stubs = sum(stream.stub_rows for stream in edition.freshness)
    streams = words.count(len(edition.freshness), "stream")
    origin = f"{stubs:,} of them come" if stubs else "none of them comes"
    return f"{streams}, {words.count(rows, 'row')}; {origin} from the sandbox."


def _connectors(edition: Edition) -> list[Child]:
    if not edition.connectors:
        return []
    rows = [_run_row(connector) for connector in edition.connectors]
    return [tables.table("Connectors: last run, and totals", RUN_COLUMNS, rows)]


def _run_row(run: Connector) -> tuple[Child, ...]:
    waited = "" if not run.wait_seconds else f" ({words.number(run.wait_seconds, 0)} s)"
    return (
        f"{run.name} {run.version or ''}".strip(),
        words.short_instant(run.last_started),
        outcome(run),
        f"{run.successes} of {words.count(run.runs, 'run')}",
        run.confidence or words.NOTHING,
        _whole(run.requests),
        _whole(run.rows),
        _whole(run.retries),
        _whole(run.waits) + waited,
    )


def outcome(run: Connector) -> Element:
    """Return the last run's outcome as a word, so that no colour is needed."""
    if run.last_success is None:
        return el("span", "unknown", class_="flag")
    if run.last_success:
        return el("span", "succeeded", class_="flag good")
    why = f": {run.last_error}" if run.last_error else ""
    return el("span", f"failed{why}", class_="flag bad")


def _whole(value: int | None) -> str:
    return words.NOTHING if value is None else f"{value:,}"


def _freshness(edition: Edition) -> list[Child]:
    if not edition.freshness:
        return []
    rows = [_fresh_row(stream, edition.as_of) for stream in edition.freshness]
    return [tables.table("How far each stream reaches", FRESH_COLUMNS, rows)]


def _fresh_row(stream: Freshness, as_of: dt.datetime | None) -> tuple[str, ...]:
    return (
        stream.stream,
        words.short_instant(stream.last),
        BY_DESIGN if stream.stream in FIXED else age(stream.last, as_of),
        f"{stream.rows:,}",
        f"{stream.stub_rows:,}",
        words.percent(stream.null_share, 1),
    )


def age(last: dt.datetime | None, as_of: dt.datetime | None) -> str:
    """Return how long before the data's as-of a stream ends: `5 h`, `3.2 days`."""
    if last is None or as_of is None:
        return words.NOTHING
    hours = (as_of - last).total_seconds() / HOUR
    if hours < 0:
        return "ahead"
    if hours < HOURS_AS_DAYS:
        return f"{words.number(hours, 0)} h"
    return f"{words.number(hours / 24)} days"
