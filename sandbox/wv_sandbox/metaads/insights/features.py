"""Breakdowns that give rows only to accounts that have enabled them.

https://developers.facebook.com/documentation/ads-commerce/marketing-api/insights/feature-settings
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.metaads.accounts import MAIN
from wv_sandbox.metaads.errors import invalid
from wv_sandbox.metaads.insights.breakdowns import FEATURES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from wv_sandbox.metaads.accounts import Account

NAMES: Final = (
    "comscore",
    "impression_device",
    "time_of_day_viewer_tz",
    "frequency_value",
)
ENABLED, NOT_ENABLED = "ENABLED", "NOT_ENABLED"
_FIRST: Final = {(MAIN.id, "comscore"): date(2026, 6, 22)}
"""What is enabled from the beginning, and since when."""
_TAKES: Final = timedelta(hours=24)


class Features:
    """What each account has enabled; nothing can be disabled again."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin again with what is enabled from the beginning."""
        self._since = dict(_FIRST)
        self._asked: dict[tuple[str, str], datetime] = {}

    def listed(self) -> dict[str, Any]:
        """Answer `GET …/insights/feature-settings/list-features`."""
        return {
            "data": [
                {"feature_name": name, "feature_type": "breakdown"} for name in NAMES
            ]
        }

    def settings(self, account: Account) -> dict[str, Any]:
        """Answer `GET …/insights/feature-settings`."""
        return {"data": [self._setting(account, name) for name in NAMES]}

    def enable(self, account: Account, name: str, now: datetime) -> dict[str, Any]:
        """Answer `POST …/insights/feature-settings`: rows come a day later.

        Raises:
            GraphError: There is no such feature.
        """
        if name not in NAMES:
            words = f"feature_name must be one of {', '.join(NAMES)}"
            raise invalid(words, "feature_name")
        key = account.id, name
        if key not in self._since:
            self._since[key] = account.today(now)
            self._asked[key] = now
        return self._setting(account, name)

    def since(
        self, account: Account, breakdowns: Sequence[str], now: datetime
    ) -> date | None:
        """Tell from which day on there are rows; None if there never are."""
        first = date.min
        for name in breakdowns:
            if name not in FEATURES:
                continue
            key = account.id, FEATURES[name]
            day = self._since.get(key)
            asked = self._asked.get(key)
            if day is None or (asked is not None and now < asked + _TAKES):
                return None
            first = max(first, day)
        return first

    def _setting(self, account: Account, name: str) -> dict[str, Any]:
        day = self._since.get((account.id, name))
        if day is None:
            return {"feature_name": name, "status": NOT_ENABLED}
        return {
            "feature_name": name,
            "status": ENABLED,
            "insights_effective_date": day.isoformat(),
        }
