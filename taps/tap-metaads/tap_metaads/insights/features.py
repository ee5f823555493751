"""Breakdowns that an account must have enabled: without it there are no rows, silently.

https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

import logging
from datetime import date
from typing import TYPE_CHECKING, Any

from tap_metaads.governor import Gate
from tap_metaads.insights.catalog import AUDIENCE_HOUR
from tap_metaads.usage import INSIGHTS_CASE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_metaads.accounts import Account
    from tap_metaads.api import Graph

logger = logging.getLogger(__name__)

FEATURES = {
    "comscore_market": "comscore",
    "impression_device": "impression_device",
    AUDIENCE_HOUR: "time_of_day_viewer_tz",
    "frequency_value": "frequency_value",
}
"""What a breakdown needs."""
ENABLED = "ENABLED"


class Features:
    """What accounts have enabled; each is asked once, and only if it matters.

    Args:
        api: Asks Meta.
        enables: Whether what is missing is enabled; that cannot be undone.
    """

    def __init__(self, api: Graph, *, enables: bool) -> None:
        self._api = api
        self._enables = enables
        self._known: dict[str, dict[str, Mapping[str, Any]]] = {}

    def since(self, account: Account, breakdowns: Sequence[str]) -> date | None:
        """Return from which day on there are rows; None: not enabled.

        Raises:
            TapError: As the error rules say.
        """
        first = date.min
        for name in breakdowns:
            if feature := FEATURES.get(name):
                day = self._day(account, feature)
                if day is None:
                    return None
                first = max(first, day)
        return first

    def _day(self, account: Account, feature: str) -> date | None:
        known = self._of(account)
        if not _is_on(known.get(feature)) and self._enables:
            known[feature] = self._enable(account, feature)
        setting = known.get(feature)
        if setting is None or not _is_on(setting):
            return None
        text = setting.get("insights_effective_date")
        return date.fromisoformat(str(text)[:10]) if text else date.min

    def _of(self, account: Account) -> dict[str, Mapping[str, Any]]:
        if account.identity not in self._known:
            answer = self._api.get(_path(account), {}, _gate(account))
            listed = answer.get("data") if isinstance(answer, dict) else answer
            self._known[account.identity] = {
                str(setting.get("feature_name")): setting
                for setting in listed or ()
                if isinstance(setting, dict)
            }
        return self._known[account.identity]

    def _enable(self, account: Account, feature: str) -> Mapping[str, Any]:
        asked = {"feature_name": feature}
        answer = self._api.post(_path(account), asked, _gate(account))
        logger.warning(
            "account %s: the feature %s was enabled; rows come within a day",
            account.identity,
            feature,
        )
        return answer if isinstance(answer, dict) else {}


def _is_on(setting: Mapping[str, Any] | None) -> bool:
    return str((setting or {}).get("status")).upper() == ENABLED


def _path(account: Account) -> str:
    return f"{account.node}/insights/feature-settings"


def _gate(account: Account) -> Gate:
    return Gate(account.identity, INSIGHTS_CASE)
