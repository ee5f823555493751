"""How the data got here: each connector's runs, and how far each stream reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import alerts, blocks, runs, tables, words
from wv.report.html import el

if TYPE_CHECKING:
    import datetime as dt

    from wv.report.html import Child, Element
    from wv.report.model import Edition, Freshness

FRESH_COLUMNS = (
    "Stream",
    "Before as-of",
    "Reaches (UTC)",
    "Rows",
    "Sandbox rows",
    "Empty values",
)
STREAMS_SHOWN, NAMED = 60, 5
"""What the page holds at most, so that it stays small enough to be mailed."""
HOUR = 3600.0
LATE = "weather_hourly_observed"
WHY_LATE = f"{LATE} ends some days back by design: its reanalysis comes late."
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
        *runs.cards(edition),
        *alerts.section(edition),
        el("h3", "Freshness of each stream"),
        el("p", freshness_sentence(edition), class_="reading"),
        *_freshness(edition),
        id="health",
        class_="health",
        aria_labelledby="health-name",
        tabindex=-1,
    )


def status(edition: Edition) -> str:
    """Return in a few words whether anything needs a look."""
    failed = sum(each.last_success is False for each in edition.connectors)
    now = sum(alert.resolved is None for alert in edition.alerts)
    letters = sum(each.letters for each in edition.refused)
    found = (
        (failed, words.count(failed, "failed run")),
        (now, words.count(now, "open alert")),
        (letters, words.count(letters, "dead letter")),
    )
    wrong = [text for amount, text in found if amount]
    if not wrong and not edition.connectors:
        return "no run reported yet"
    return words.listing(wrong) or "nothing is wrong"


def runs_sentence(edition: Edition) -> str:
    """Return whether the last runs went well."""
    if not edition.connectors:
        return "No connector has reported a run yet."
    known = words.count(len(edition.connectors), "connector")
    failed = [
        words.short(each.name) for each in edition.connectors if not each.last_success
    ]
    if not failed:
        return f"The last runs succeeded ({known} known)."
    named, left = failed[:NAMED], len(failed) - NAMED
    named += [f"{left} more"] if left > 0 else []
    return f"The last run of {words.listing(named)} did not succeed ({known} known)."


def freshness_sentence(edition: Edition) -> str:
    """Return what has been read and whether any of it is sandbox data."""
    if not edition.freshness:
        return "No stream has been measured yet."
    rows = sum(stream.rows for stream in edition.freshness)
    stubs = sum(stream.stub_rows for stream in edition.freshness)
    streams = words.count(len(edition.freshness), "stream")
    origin = (
        "none of them comes"
        if not stubs
        else "all of them come"
        if stubs == rows
        else f"{stubs:,} of them come"
    )
    return f"{streams}, {words.count(rows, 'row')}; {origin} from the sandbox."


def _freshness(edition: Edition) -> list[Child]:
    if not edition.freshness:
        return []
    shown = edition.freshness[:STREAMS_SHOWN]
    rows = [_fresh_row(stream, edition.as_of) for stream in shown]
    return [
        tables.table("How far each stream reaches", FRESH_COLUMNS, rows),
        el("p", WHY_LATE, class_="small note")
        if any(stream.stream == LATE for stream in shown)
        else None,
        blocks.more(
            edition.freshness, STREAMS_SHOWN, "stream", "`wv lake list` shows them all"
        ),
    ]


def _fresh_row(stream: Freshness, as_of: dt.datetime | None) -> tuple[str, ...]:
    return (
        words.short(stream.stream),
        BY_DESIGN if stream.stream in FIXED else age(stream.last, as_of),
        words.short_instant(stream.last),
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
