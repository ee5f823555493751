"""What each flow message brought in a month.

https://developers.klaviyo.com/en/reference/query_flow_values
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import day, fields, key
from tap_klaviyo.reports import ValuesStream, figures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

_LONGER_THAN_A_MONTH = timedelta(days=32)


class FlowValuesReportsStream(ValuesStream):
    """One record a flow message and calendar month; the last ones asked again.

    Flows send every day, so their figures need a time; whole months keep it fixed, and
    one costs one report.
    """

    name = "flow_values_reports"
    primary_keys = ("flow_id", "flow_message_id", "send_channel", "month")
    endpoint = "/api/flow-values-reports"
    kind = "flow-values-report"
    group_by = ("flow_id", "flow_message_id", "send_channel")
    scope = "flows:read"
    schema = fields(
        key("flow_id", "groupings.flow_id", "The flow."),
        key("flow_message_id", "groupings.flow_message_id", "Its message."),
        key("send_channel", "groupings.send_channel", "email, sms or push."),
        day(
            "month",
            "",
            "First day of the account's month.",
            required=True,
        ),
        *figures(),
    )

    @override
    def _stretches(self) -> Iterator[tuple[datetime, datetime]]:
        start, end = self._span()
        month = start.astimezone(self.zone).replace(day=1, hour=0, minute=0, second=0)
        while month < end:
            following = (month + _LONGER_THAN_A_MONTH).replace(day=1)
            yield month, min(following, end)
            month = following

    @override
    def _report(self, start: datetime, end: datetime) -> Iterator[dict[str, Any]]:
        month = start.astimezone(self.zone).date().isoformat()
        for record in super()._report(start, end):
            yield record | {"month": month}
