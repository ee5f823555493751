"""What is wrong with the data just now, and the records that nobody could take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import tables, words
from wv.report.html import el

if TYPE_CHECKING:
    from wv.report.html import Child
    from wv.report.model import Alert, Edition, Refused

ALERT_COLUMNS = ("Table", "Level", "What was seen", "What to do", "Since (UTC)")
REFUSED_COLUMNS = ("Source", "Stream", "Dead letters", "Newest (UTC)")


def section(edition: Edition) -> list[Child]:
    """Return alerts and dead letters, each with its sentence."""
    parts: list[Child] = [
        el("h3", "Alerts"),
        el("p", alerts_sentence(edition), class_="reading"),
    ]
    if edition.alerts:
        rows = [_alert(alert) for alert in edition.alerts]
        parts.append(tables.table("Alerts, open ones first", ALERT_COLUMNS, rows))
    parts += [
        el("h3", "Dead letters"),
        el("p", refused_sentence(edition), class_="reading"),
    ]
    if edition.refused:
        rows_ = [_refused(each) for each in edition.refused]
        parts.append(tables.table("Records put aside", REFUSED_COLUMNS, rows_))
    return parts


def alerts_sentence(edition: Edition) -> str:
    """Return how much is wrong just now."""
    now = [alert for alert in edition.alerts if alert.resolved is None]
    if not now:
        return "Nothing is wrong with the data, as far as the watch can tell."
    critical = sum(alert.level == "critical" for alert in now)
    open_ = words.count(len(now), "incident is", "incidents are")
    return f"{open_} open, {critical} of them critical."


def refused_sentence(edition: Edition) -> str:
    """Return how many records were put aside."""
    letters = sum(each.letters for each in edition.refused)
    if not letters:
        return "Every record that was sent has found its table."
    put = words.count(letters, "record lies", "records lie")
    return f"{put} aside; `wv dlq list` tells why, `wv dlq replay` sends them again."


def _alert(alert: Alert) -> tuple[Child, ...]:
    css = "flag" if alert.resolved else "flag bad"
    level = f"{alert.level}, over" if alert.resolved else alert.level
    return (
        alert.dataset,
        el("span", level, class_=css),
        el("span", alert.message, class_="long"),
        el("span", alert.next_step, class_="long"),
        words.short_instant(alert.opened),
    )


def _refused(each: Refused) -> tuple[str, ...]:
    return (
        each.table,
        each.stream,
        f"{each.letters:,}",
        words.short_instant(each.last),
    )
