"""The ids that other streams are read by: asked once a run, and only if needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from tap_kit.errors import SettingsError
from tap_klaviyo.rates import XS, L, M, S

if TYPE_CHECKING:
    from tap_klaviyo.api import Api
    from tap_klaviyo.rates import Rate

CONVERSION = "Placed Order"
"""The metric that counts as a conversion where no setting names one."""
_FLOWS = "/api/flows"
_ACTIONS = "/api/flows/{id}/flow-actions"


class Listing:
    """What an account has.

    Args:
        api: Asks it.
        conversion_metric_id: From the settings, if it is set.
    """

    def __init__(self, api: Api, conversion_metric_id: str | None) -> None:
        self._api = api
        self._conversion = conversion_metric_id

    @cached_property
    def flow_ids(self) -> list[str]:
        """Every flow."""
        return self._ids(_FLOWS, S, 50)

    @cached_property
    def sending_action_ids(self) -> list[str]:
        """Every action of a flow that sends a message."""
        found = []
        for flow in self.flow_ids:
            path = _ACTIONS.replace("{id}", flow)
            for action in self._all(_ACTIONS, S, 50, path=path):
                definition = action["attributes"].get("definition") or {}
                if str(definition.get("type", "")).startswith("send-"):
                    found.append(str(action["id"]))
        return found

    @cached_property
    def list_ids(self) -> list[str]:
        """Every list."""
        return self._ids("/api/lists", L, 10)

    @cached_property
    def segment_ids(self) -> list[str]:
        """Every segment."""
        return self._ids("/api/segments", L, 10)

    @cached_property
    def coupon_ids(self) -> list[str]:
        """Every coupon."""
        return self._ids("/api/coupons", L, 100)

    @cached_property
    def metrics(self) -> dict[str, str]:
        """Every metric: id and name."""
        return {
            str(metric["id"]): str(metric["attributes"].get("name") or "")
            for metric in self._all("/api/metrics", M, None)
        }

    @cached_property
    def metric_ids(self) -> list[str]:
        """Every metric's id."""
        return list(self.metrics)

    @cached_property
    def conversion_metric_id(self) -> str:
        """The metric that counts as a conversion.

        Raises:
            SettingsError: None is set, and there is none of the usual name.
        """
        if self._conversion:
            return self._conversion
        for identity, name in self.metrics.items():
            if name == CONVERSION:
                return identity
        what = f"the account has no metric {CONVERSION!r}"
        step = "set `conversion_metric_id`; the stream `metrics` lists them"
        raise SettingsError(what, where="reports", next_step=step)

    @cached_property
    def account(self) -> dict[str, Any]:
        """The account: its time zone and currency."""
        (account,) = self._all("/api/accounts", XS, None)
        attributes: dict[str, Any] = account["attributes"]
        return attributes

    def _ids(self, endpoint: str, rate: Rate, size: int) -> list[str]:
        return [str(thing["id"]) for thing in self._all(endpoint, rate, size)]

    def _all(
        self, endpoint: str, rate: Rate, size: int | None, *, path: str | None = None
    ) -> list[dict[str, Any]]:
        parameters = {} if size is None else {"page[size]": str(size)}
        pages = self._api.get(
            path or endpoint, parameters, endpoint=endpoint, rate=rate
        )
        return [thing for page in pages for thing in page.get("data", ())]
