"""What is wrong with the data just now, and the records that nobody could take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import blocks, tables, words
from wv.report.html import el, prose

if TYPE_CHECKING:
    from wv.report.html import Child, Element
    from wv.report.model import Alert, Edition, Refused

REFUSED_COLUMNS = ("Source", "Stream", "Dead letters", "Newest (UTC)", "Why")
ALERTS_SHOWN, REFUSED_SHOWN = 20, 20
MESSAGE = 400
"""Characters of what a check says."""
LIST = '`wv lake sql "FROM quality.dq_incidents"` lists them'


def section(edition: Edition) -> list[Child]:
    """Return alerts and dead letters, each with its sentence."""
    parts: list[Child] = [
        el("h3", "Alerts"),
        el("p", alerts_sentence(edition), class_="reading"),
    ]
    if edition.alerts:
        shown = map(_alert, edition.alerts[:ALERTS_SHOWN])
        parts.append(el("ul", *shown, class_="alerts"))
    parts += [
        blocks.more(edition.alerts, ALERTS_SHOWN, "alert", LIST),
        el("h3", "Dead letters"),
        el("p", *prose(refused_sentence(edition)), class_="reading"),
    ]
    if edition.refused:
        rows = map(_refused, edition.refused[:REFUSED_SHOWN])
        parts.append(
            tables.table(
                "Records put aside", REFUSED_COLUMNS, rows, css="text2 lasttext"
            )
        )
    more = "`wv dlq list` shows them all"
    return [*parts, blocks.more(edition.refused, REFUSED_SHOWN, "stream", more)]


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


def _alert(alert: Alert) -> Element:
    over = alert.resolved is not None
    level = f"{alert.level}, over" if over else alert.level
    since = f"since {words.short_instant(alert.opened)} UTC"
    if over:
        since += f", over {words.short_instant(alert.resolved)} UTC"
    return el(
        "li",
        el(
            "p",
            el("span", words.short(level), class_="flag" if over else "flag bad"),
            " ",
            el("b", words.short(alert.dataset)),
            " ",
            el("span", since, class_="small"),
        ),
        el("p", *prose(words.short(alert.message, MESSAGE))),
        el("p", el("b", "Next: "), *prose(words.short(alert.next_step, MESSAGE))),
    )


def _refused(each: Refused) -> tuple[str, ...]:
    return (
        words.short(each.table),
        words.short(each.stream),
        f"{each.letters:,}",
        words.short_instant(each.last),
        words.short(each.why or words.NOTHING),
    )
