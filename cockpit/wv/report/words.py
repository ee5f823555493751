"""Numbers, dates and sentences as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report import facts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from decimal import Decimal

    from wv.report.facts import Month, Year
    from wv.report.model import Cell, Day

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NOTHING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
NAME = 80
"""Characters of a name that comes from data."""
MILLION = 1_000_000
TAIL = 0.05
"""The share of days expected beyond either outer percentile."""


def number(value: float | None, digits: int = 1, *, sign: bool = False) -> str:
    """Return `1,234.5`, with sign `+3.0`; a true minus, a dash for None."""
    if value is None:
        return NOTHING
    text = f"{abs(value):,.{digits}f}"
    if not float(text.replace(",", "")):
        return text
    return (MINUS if value < 0 else "+" if sign else "") + text


def celsius(value: float | None, *, sign: bool = False) -> str:
    """Return `9.2 °C`, or a dash for None."""
    return NOTHING if value is None else f"{number(value, sign=sign)}{NARROW}°C"


def percent(ratio: float | None, digits: int = 0, *, sign: bool = False) -> str:
    """Return `98 %`, with sign `+98 %`, or a dash for None."""
    if ratio is None:
        return NOTHING
    return f"{number(100 * ratio, digits, sign=sign)}{NARROW}%"


def whole(value: float | Decimal | None) -> str:
    """Return `1,234`; a true minus, a dash for None."""
    return NOTHING if value is None else number(float(value), 0)


def compact(value: float) -> str:
    """Return `20,000`, `150k` or `1.5M`: short enough to stand beside an axis."""
    if abs(value) >= MILLION:
        return f"{number(value / MILLION).removesuffix('.0')}M"
    if abs(value) >= MILLION / 10:
        return f"{number(value / 1000, 0)}k"
    return number(value, 0 if value == round(value) else 1)


def short(text: str, most: int = NAME) -> str:
    """Return a text cut to so many characters: foreign texts may have any length."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def count(value: int, noun: str, plural: str | None = None) -> str:
    """Return `1 day`, `2 days`."""
    return f"{value:,} {noun if value == 1 else plural or noun + 's'}"


def day_name(date: dt.date) -> str:
    """Return `24 June 2026`."""
    return f"{date.day} {MONTH_NAMES[date.month - 1]} {date.year}"


def short_day(date: dt.date) -> str:
    """Return `24 Jun`."""
    return f"{date.day} {short_month(date)}"


def row_day(date: dt.date) -> str:
    """Return `24 Jun 2026`, which does not break: the name of a row."""
    return f"{short_day(date)} {date.year}".replace(" ", "\N{NO-BREAK SPACE}")


def weekday(date: dt.date) -> str:
    """Return `Sat 14 Nov`."""
    return f"{WEEKDAYS[date.weekday()]} {short_day(date)}"


def short_month(date: dt.date) -> str:
    """Return `Nov`."""
    return MONTH_NAMES[date.month - 1][:3]


def month_name(date: dt.date) -> str:
    """Return `November 2026`."""
    return f"{MONTH_NAMES[date.month - 1]} {date.year}"


def instant(moment: dt.datetime | None) -> str:
    """Return `15 November 2026, 06:00 UTC`, or `unknown` for None."""
    if moment is None:
        return "unknown"
    return f"{day_name(moment.date())}, {moment:%H:%M} UTC"


def short_instant(moment: dt.datetime | None) -> str:
    """Return `15 Nov 2026, 06:00`, or a dash for None."""
    if moment is None:
        return NOTHING
    return f"{short_day(moment.date())} {moment.year}, {moment:%H:%M}"


def listing(words: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def against(value: float, unit: str = f"{NARROW}°C") -> str:
    """Return `0.9 °C above normal`, `… below normal` or `at normal`."""
    text = number(abs(value))
    if text == "0.0":
        return "at normal"
    return f"{text}{unit} {'above' if value > 0 else 'below'} normal"


def year_headline(year: Year | None) -> str:
    """Return the one sentence that reads the fan."""
    if year is None:
        return "No day has been observed yet, so there is no year to draw."
    if not year.compared:
        days = f"{count(len(year.days), 'day')} observed to {day_name(year.last)}"
        return f"{days}, but there are no normals to hold them against."
    compared = len(year.compared)
    whole = compared >= facts.YEAR.days
    of_days = f"{year.warmer} of {compared} days{'' if whole else ' with data'}"
    return f"In the last year {of_days} were warmer than normal."


def year_detail(year: Year | None) -> str | None:
    """Return what else the fan shows: the mean, the extremes, the tails."""
    if year is None or year.mean_anomaly_c is None:
        return None
    expected = round(TAIL * len(year.compared))
    tails = (
        f"{count(year.above_p95, 'day')} lay above the 95th percentile and "
        f"{year.below_p05} below the 5th; {expected} at either end would be usual."
    )
    mean = f"The mean of the year was {against(year.mean_anomaly_c)}."
    return " ".join([mean, *_extremes(year), tails])


def _extremes(year: Year) -> list[str]:
    found = [
        f"{word} was {day_name(day.date)} ({celsius(day.anomaly_c, sign=True)})"
        for word, day in (
            ("farthest above", year.farthest_above),
            ("farthest below", year.farthest_below),
        )
        if day is not None
    ]
    text = "; ".join(found)
    return [f"{text[0].upper()}{text[1:]}."] if text else []


def rain_sentence(months: Sequence[Month]) -> str:
    """Return the sentence that reads the precipitation bars."""
    known = [month for month in months if month.precip_mm is not None]
    if not known:
        return "No precipitation has been observed yet."
    total = sum(month.precip_mm or 0.0 for month in known)
    since = f"Since {day_name(known[0].first)} {number(total, 0)}{NARROW}mm have fallen"
    compared = [month for month in known if month.normal_mm]
    if len(compared) < len(known):
        return f"{since}; there are no normals for all of these months."
    usual = sum(month.normal_mm or 0.0 for month in compared)
    beyond = [(month.precip_mm or 0.0) - (month.normal_mm or 0.0) for month in compared]
    wetter = sum(round(amount, 1) > 0 for amount in beyond)
    return (
        f"{since}, {percent(total / usual)} of normal; "
        f"{wetter} of {count(len(compared), 'month')} wetter than normal."
    )


def outlook_sentence(days: Sequence[Day]) -> str:
    """Return the sentence that reads the coming days."""
    if not days:
        return "No forecast has been loaded: the table ends with what was observed."
    compared = [day for day in days if day.anomaly_c is not None]
    warmer = sum((day.anomaly_c or 0.0) > 0 for day in compared)
    text = f"The forecast reaches {day_name(days[-1].date)}"
    if compared:
        text += f"; {warmer} of its {count(len(compared), 'day')} warmer than normal"
    warned = flag_days(days)
    return f"{text}. {f'It holds {listing(warned)}.' if warned else 'It sets no flag.'}"


def flag_days(days: Sequence[Day]) -> list[str]:
    """Return on how many days each flag is set: `freeze on 2 days`."""
    flags = sorted({flag for day in days for flag in day.flags})
    return [_warning(flag, days) for flag in flags]


def _warning(flag: str, days: Sequence[Day]) -> str:
    word = flag if flag.isupper() else flag.lower()
    return f"{word} on {count(sum(flag in day.flags for day in days), 'day')}"


def base_sentence(cell: Cell) -> str:
    """Return what the normals of a cell rest on."""
    if cell.base is None:
        return "No climatology yet: the fan and the anomalies are missing."
    grade = cell.base.quality or "too few years for a grade"
    model = f" from {cell.base.model}" if cell.base.model else ""
    period = cell.base.period.replace("-", NOTHING)
    return f"Normals {period}{model}, quality: {grade}."
