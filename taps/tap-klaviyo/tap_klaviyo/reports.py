"""Reports: what campaigns and flows brought, asked sparingly.

Klaviyo allows 225 values reports a day and two a minute. One answer holds every message
of a time, so a run asks for whole stretches, and figures that no longer change are not
asked again. https://developers.klaviyo.com/en/reference/reporting_api_overview
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from typing_extensions import override

from tap_kit.errors import BudgetExhaustedError, DataError
from tap_kit.fields import decimal, integer, number, text
from tap_kit.planning import Reading
from tap_klaviyo.client import WHOLE, KlaviyoStream
from tap_klaviyo.rates import REPORT

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

    from singer_sdk.helpers.types import Context

    from tap_kit.clock import Clock
    from tap_kit.fields import Field

LONGEST = timedelta(days=365)
"""A report covers at most a year."""
FIRST_FIGURES = datetime(2023, 6, 1, tzinfo=UTC)
"""There are no figures from before."""
_ASKED = "asked"
_COUNTS = (
    ("recipients", "To how many it was sent"),
    ("delivered", "How many got it"),
    ("bounced", "How many came back"),
    ("opens", "Times it was opened"),
    ("opens_unique", "People who opened it"),
    ("clicks", "Times a link was clicked"),
    ("clicks_unique", "People who clicked"),
    ("unsubscribes", "Times somebody unsubscribed"),
    ("spam_complaints", "Times it was called spam"),
    ("conversions", "Conversions Klaviyo attributes to it"),
    ("conversion_uniques", "People who converted"),
)
_RATES = ("open_rate", "click_rate", "delivery_rate", "conversion_rate")
STATISTICS = (*(name for name, _ in _COUNTS), *_RATES, "conversion_value")
"""What is asked of every message."""


def figures() -> tuple[Field, ...]:
    """The columns of a values report."""
    return (
        *(integer(name, f"statistics.{name}", what) for name, what in _COUNTS),
        *(
            number(name, f"statistics.{name}", "Share of those it reached", "1")
            for name in _RATES
        ),
        decimal(
            "conversion_value",
            "statistics.conversion_value",
            "Value of the conversions",
            "currency",
        ),
        text("currency", "", "Currency of the account, ISO 4217."),
        text("conversion_metric_id", "", "What counted as a conversion."),
    )


class Budget:
    """How many reports were asked for today, over all runs.

    Args:
        state: The stream's part of the state; changed in place.
        limit: Reports a UTC day.
        clock: Shows the server's time.
    """

    def __init__(
        self, state: MutableMapping[str, Any], limit: int, clock: Clock
    ) -> None:
        self._state = state
        self._limit = limit
        self._clock = clock

    def spend(self, stream: str) -> None:
        """Count a report.

        Raises:
            BudgetExhaustedError: Today's are spent; the state holds what is done.
        """
        today = self._clock.now().date().isoformat()
        asked = self._state.get(_ASKED, {}).get(today, 0)
        if asked >= self._limit:
            what = f"{asked} reports were asked for today, and that is the limit"
            raise BudgetExhaustedError(
                what,
                where=f"stream {stream}",
                next_step="run again after midnight UTC with the last state, or raise "
                "`max_reports_per_day`",
            )
        self._state[_ASKED] = {today: asked + 1}


class ValuesStream(KlaviyoStream):
    """A values report: one record a message, for messages sent in a stretch of time."""

    rate = REPORT
    finds_deletes = False
    kind: ClassVar[str]
    """JSON:API type of the question."""
    group_by: ClassVar[tuple[str, ...]]
    """What the figures are of; without them Klaviyo adds all messages up."""

    @property
    @override
    def lookback(self) -> timedelta:
        return timedelta(days=self.config["report_lookback_days"])

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        budget = Budget(
            self.stream_state,
            self.config["max_reports_per_day"],
            self.tap.server_clock,
        )
        for start, end in self._stretches():
            budget.spend(self.name)
            yield from self._report(start, end)
            self.cursor.advance(WHOLE, end)
        self.note_checkpoint()

    @override
    def reading(self) -> Reading:
        stretches = [*self._stretches()]
        start, end = self._span()
        return Reading(
            stream=self.name,
            start=start,
            end=end,
            requests=len(stretches),
            is_least=False,
        )

    @override
    def try_out(self) -> object:
        """Ask for nothing: each report counts against the day's budget."""
        return self.tap.listing.account

    @property
    def zone(self) -> ZoneInfo:
        """The account's time zone."""
        return ZoneInfo(self.tap.listing.account["timezone"])

    def _stretches(self) -> Iterator[tuple[datetime, datetime]]:
        """Give the times to ask for, each at most a year, oldest first."""
        start, last = self._span()
        while start < last:
            end = min(start + LONGEST, last)
            yield start, end
            start = end

    def _span(self) -> tuple[datetime, datetime]:
        span = self.cursor.span(WHOLE)
        return max(span.start or FIRST_FIGURES, FIRST_FIGURES), span.end

    def _report(self, start: datetime, end: datetime) -> Iterator[dict[str, Any]]:
        listing, zone = self.tap.listing, self.zone
        metric = listing.conversion_metric_id
        data = self.tap.api.post(
            self.endpoint,
            self.kind,
            {
                "statistics": list(STATISTICS),
                "timeframe": {"start": _local(start, zone), "end": _local(end, zone)},
                "conversion_metric_id": metric,
                "group_by": list(self.group_by),
            },
            self.rate,
        )
        own = {
            "conversion_metric_id": metric,
            "currency": listing.account["preferred_currency"],
        }
        for result in self._results(data):
            yield self.reader.record(result) | own

    def _results(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        results = (data.get("attributes") or {}).get("results")
        if not isinstance(results, list):
            what = "the report holds no results"
            step = "the API has changed: report this line"
            raise DataError(what, where=f"stream {self.name}", next_step=step)
        return results


def _local(at: datetime, zone: ZoneInfo) -> str:
    """Write an instant as the account's clock shows it: Klaviyo ignores offsets."""
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S")
