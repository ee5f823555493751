"""Metrics by the day, as the account's own clock has days.

https://developers.klaviyo.com/en/reference/query_metric_aggregates
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from typing_extensions import override

from tap_kit.errors import DataError
from tap_kit.fields import day, decimal, fields, integer, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.rates import S
from tap_klaviyo.reports import FIRST_FIGURES, LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from singer_sdk.helpers.types import Context

MEASUREMENTS = ("count", "unique", "sum_value")


class MetricAggregatesStream(KlaviyoStream):
    """One record a metric and local day, by the day of the event.

    The figures do not match the values reports, which go by the day of sending.
    """

    name = "metric_aggregates"
    primary_keys = ("metric_id", "date")
    endpoint = "/api/metric-aggregates"
    rate = S
    scope = "metrics:read"
    finds_deletes = False
    schema = fields(
        key("metric_id", "", "The metric."),
        day("date", "", "Day by the account's time zone.", required=True),
        text("timezone", "", "That time zone, IANA name."),
        integer("count", "count", "Events of the day"),
        integer("unique", "unique", "People who caused them"),
        decimal("sum_value", "sum_value", "Value of the events", "currency"),
        text("currency", "", "Currency of the account, ISO 4217."),
    )

    @override
    def try_out(self) -> object:
        return self.tap.listing.account

    @override
    def get_records(self, context: Context | None) -> Iterator[dict[str, Any]]:
        listing = self.tap.listing
        chosen = self.config["aggregate_metric_ids"] or [listing.conversion_metric_id]
        for metric in chosen:
            for start, end in self._days(metric):
                yield from self._aggregate(metric, start, end)
                self.cursor.advance(metric, end)
        self.note_checkpoint()

    def _days(self, metric: str) -> Iterator[tuple[datetime, datetime]]:
        """Give stretches of whole local days, the day that runs left out."""
        zone = ZoneInfo(self.tap.listing.account["timezone"])
        span = self.cursor.span(metric)
        first = _midnight(max(span.start or FIRST_FIGURES, FIRST_FIGURES), zone)
        last = _midnight(span.end, zone)
        marks = [first]
        while marks[-1] < last:
            marks.append(min(_midnight(marks[-1] + LONGEST, zone), last))
        yield from pairwise(marks)

    def _aggregate(
        self, metric: str, start: datetime, end: datetime
    ) -> Iterator[dict[str, Any]]:
        account = self.tap.listing.account
        data = self.tap.api.post(
            self.endpoint,
            "metric-aggregate",
            {
                "metric_id": metric,
                "measurements": list(MEASUREMENTS),
                "interval": "day",
                "timezone": account["timezone"],
                "filter": [
                    f"greater-or-equal(datetime,{start:%Y-%m-%dT%H:%M:%S})",
                    f"less-than(datetime,{end:%Y-%m-%dT%H:%M:%S})",
                ],
            },
            self.rate,
        )
        own = {
            "metric_id": metric,
            "timezone": account["timezone"],
            "currency": account["preferred_currency"],
        }
        for date, figures in self._by_day(data, ZoneInfo(account["timezone"])):
            yield self.reader.record(figures) | own | {"date": date}

    def _by_day(
        self, data: dict[str, Any], zone: ZoneInfo
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        attributes = data.get("attributes") or {}
        dates, groups = attributes.get("dates"), attributes.get("data")
        if not isinstance(dates, list) or not isinstance(groups, list):
            what = "the answer holds no days"
            step = "the API has changed: report this line"
            raise DataError(what, where=f"stream {self.name}", next_step=step)
        if not groups:
            return
        measured = groups[0]["measurements"]
        for place, text_of_day in enumerate(dates):
            local = datetime.fromisoformat(text_of_day).astimezone(zone)
            figures = {name: measured[name][place] for name in MEASUREMENTS}
            yield local.date().isoformat(), figures


def _midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the last local midnight at or before an instant."""
    local = at.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
