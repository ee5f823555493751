"""One card a connector: its last run, what it moved, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import blocks, words
from wv.report.html import el, prose

if TYPE_CHECKING:
    from wv.report.html import Child, Element
    from wv.report.model import Connector, Edition

CONNECTORS_SHOWN = 30
"""What the page holds at most, so that it stays small enough to be mailed."""
COUNTED = "Rows, requests, retries and waits are of all runs held."
LONG_SECONDS = 10.0
"""From here on tenths of a second are of no interest."""


def cards(edition: Edition) -> list[Child]:
    """Return a card for each connector, those that failed first."""
    if not edition.connectors:
        return []
    # What failed comes first, and so is never among what is left out.
    ordered = sorted(edition.connectors, key=lambda each: bool(each.last_success))
    letters: dict[str, int] = {}
    for each in edition.refused:
        letters[each.table] = letters.get(each.table, 0) + each.letters
    shown = [_card(each, letters) for each in ordered[:CONNECTORS_SHOWN]]
    return [
        el("ul", *shown, class_="cards runs"),
        el("p", COUNTED, class_="small note"),
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
                *_last_success(run),
                ("Rows", words.whole(run.rows)),
                ("Requests", words.whole(run.requests)),
                ("Retries", words.whole(run.retries)),
                ("Waits", words.whole(run.waits) + waited),
                ("Dead letters", words.whole(letters.get(source, 0))),
            ),
            "pairs",
        ),
        class_="failed" if run.last_success is False else None,
    )


def _last_success(run: Connector) -> list[tuple[str, Child]]:
    """Return when all was well, where the last run does not tell."""
    if run.last_success is not False:
        return []
    return [("Last success (UTC)", words.short_instant(run.last_success_at))]


def _next(run: Connector) -> list[Child]:
    """Return what to do about a run that failed."""
    return [el("b", "Next: "), *prose(f"`wv doctor --tap {words.short(run.name)}`")]


def _seconds(value: float) -> str:
    return f"{words.number(value, 0 if value >= LONG_SECONDS else 1)}{words.NARROW}s"


def confidence(run: Connector) -> tuple[Child, ...]:
    """Return the label, and what it rests on."""
    runs, successes = run.recent_runs or run.runs, run.recent_successes
    successes = run.successes if successes is None else successes
    last = "the last " if runs < run.runs else ""
    of = f"{successes:,} of {last}{words.count(runs, 'run')} succeeded"
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
