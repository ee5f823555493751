"""How the data got here: each connector's runs, and how far each stream reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import alerts, blocks, tables, words
from wv.report.html import el, prose

if TYPE_CHECKING:
    import datetime as dt

    from wv.report.html import Child, Element
    from wv.report.model import Connector, Edition, Freshness

FRESH_COLUMNS = (
    "Stream",
    "Before as-of",
    "Reaches (UTC)",
    "Rows",
    "Sandbox rows",
    "Empty values",
)
CONNECTORS_SHOWN, STREAMS_SHOWN, NAMED = 30, 60, 5
"""What the page holds at most, so that it stays small enough to be mailed."""
HOUR = 3600.0
LONG_SECONDS = 10.0
"""From here on tenths of a second are of no interest."""
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
        *_connectors(edition),
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


def _connectors(edition: Edition) -> list[Child]:
    if not edition.connectors:
        return []
    # What failed comes first, and so is never among what is left out.
    ordered = sorted(edition.connectors, key=lambda each: bool(each.last_success))
    letters: dict[str, int] = {}
    for each in edition.refused:
        letters[each.table] = letters.get(each.table, 0) + each.letters
    cards = [_card(each, letters) for each in ordered[:CONNECTORS_SHOWN]]
    return [
        el("ul", *cards, class_="cards runs"),
        blocks.more(
            ordered,
            CONNECTORS_SHOWN,
            "connector",
            "they are in the table quality.connector_health",
        ),
    ]


def _card(run: Connector, letters: dict[str, int]) -> Element:
    """Return how one connector does, and how sure that is."""
    source = run.name.removeprefix("tap-").replace("-", "_")
    waited = "" if not run.wait_seconds else f" ({_seconds(run.wait_seconds)})"
    return el(
        "li",
        el(
            "div",
            el("h4", words.short(run.name)),
            el("span", words.short(run.version or ""), class_="small"),
            outcome(run),
            class_="head",
        ),
        el("p", *confidence(run)),
        el("p", *_next(run)) if run.last_success is False else None,
        blocks.pairs(
            (
                ("Last run (UTC)", words.short_instant(run.last_started)),
                ("Rows", words.whole(run.rows)),
                ("Requests", words.whole(run.requests)),
                ("Retries", words.whole(run.retries)),
                ("Waits", words.whole(run.waits) + waited),
                ("Dead letters", words.whole(letters.get(source, 0))),
            ),
            "pairs",
        ),
    )


def _next(run: Connector) -> list[Child]:
    """Return what to do about a run that failed."""
    return [el("b", "Next: "), *prose(f"`wv doctor --tap {words.short(run.name)}`")]


def _seconds(value: float) -> str:
    return f"{words.number(value, 0 if value >= LONG_SECONDS else 1)}{words.NARROW}s"


def confidence(run: Connector) -> tuple[Child, ...]:
    """Return the label, and what it rests on."""
    of = f"{run.successes:,} of {words.count(run.runs, 'run')} succeeded"
    if run.confidence in {None, "unknown"}:
        return el("b", "Confidence unknown"), f": {of}, too few runs to tell"
    return el("b", f"Confidence {words.short(run.confidence or '')}"), f": {of}"


def outcome(run: Connector) -> Element:
    """Return the last run's outcome as a word, so that no colour is needed."""
    if run.last_success is None:
        return el("span", "unknown", class_="flag")
    if run.last_success:
        return el("span", "succeeded", class_="flag good")
    why = f": {words.short(run.last_error)}" if run.last_error else ""
    return el("span", f"failed{why}", class_="flag bad")


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
