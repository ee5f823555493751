"""How many days to pull again: as long as an account's conversions may arrive.

https://developers.google.com/google-ads/api/docs/conversions/reporting
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tap_googleads.accounts import Account
    from tap_googleads.api import Api

FLOOR_DAYS, CAP_DAYS = 14, 90
QUERY = (
    "SELECT conversion_action.id, "
    "conversion_action.click_through_lookback_window_days "
    "FROM conversion_action WHERE conversion_action.status = 'ENABLED'"
)


class Lookback:
    """The lookback of each account, asked for once a run.

    Args:
        api: Asks Google.
        fixed_days: The setting, which counts for more [d].
    """

    def __init__(self, api: Api, fixed_days: int | None) -> None:
        self._api = api
        self._fixed = fixed_days
        self._known: dict[str, int] = {}

    def days(self, account: Account) -> int:
        """Return the longest click window of an account's conversion actions [d].

        Raises:
            TapError: As the error rules say.
        """
        if self._fixed:
            return self._fixed
        if account.id not in self._known:
            windows = [_window(row) for row in self._api.search(account, QUERY)]
            longest = max(windows, default=FLOOR_DAYS)
            self._known[account.id] = min(max(longest, FLOOR_DAYS), CAP_DAYS)
        return self._known[account.id]


def _window(row: dict[str, Any]) -> int:
    action = row.get("conversionAction") or {}
    return int(action.get("clickThroughLookbackWindowDays") or 0)
