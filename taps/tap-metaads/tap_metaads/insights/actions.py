"""Actions: one row a metric, kind of action and attribution window.

https://developers.facebook.com/docs/marketing-api/reference/ads-action-stats
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_kit.fields import day, decimal, fields, key, text
from tap_metaads.columns import account_key
from tap_metaads.insights.catalog import breakdown_columns, keys, level_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_kit.fields import FieldSchema

COUNTED = ("actions", "conversions", "outbound_clicks")
PRICED = ("action_values", "conversion_values")
COSTS = ("cost_per_action_type", "cost_per_conversion", "cost_per_outbound_click")
SHARES = ("outbound_clicks_ctr",)
RETURNS = ("purchase_roas", "website_purchase_roas", "mobile_app_purchase_roas")
VIDEO = (
    "video_play_actions",
    "video_thruplay_watched_actions",
    "video_30_sec_watched_actions",
    "video_avg_time_watched_actions",
    "video_p25_watched_actions",
    "video_p50_watched_actions",
    "video_p75_watched_actions",
    "video_p95_watched_actions",
    "video_p100_watched_actions",
    "cost_per_thruplay",
)
"""Not told by region or hour, so asked without breakdowns only."""
BROKEN_DOWN = (*COUNTED, *PRICED, *RETURNS)
WHOLE = (*COUNTED, *PRICED, *COSTS, *SHARES, *RETURNS, *VIDEO)
DEFAULT_WINDOW = "default"
"""The window of the key `value`: that of the ad set's own attribution setting."""
_TYPE, _VALUE = "action_type", "value"
_OWN = ("metric_name", "action_type", "attribution_window")


def metrics(*breakdowns: str) -> tuple[str, ...]:
    """Return the lists of actions that a report asks for."""
    return BROKEN_DOWN if breakdowns else WHOLE


def action_columns(level: str, *breakdowns: str) -> FieldSchema:
    """Declare the columns of a report's actions."""
    kept = set(keys(level, *breakdowns))
    about = [column for column in level_columns(level) if column.name in kept]
    return fields(
        *(
            column
            for column in about
            if column.name not in {"account_id", "date_start"}
        ),
        account_key(),
        day(
            "date_start",
            "date_start",
            "Day, in the account's time zone.",
            required=True,
        ),
        *breakdown_columns(*breakdowns),
        key("metric_name", "", "The list it is of: actions, action_values …"),
        key("action_type", "", "What people did: link_click, omni_purchase …"),
        key("attribution_window", "", "1d_click, 7d_click …; default: the ad set's."),
        decimal(
            _VALUE,
            "",
            "How many, how much [currency], or a quotient, as the metric says",
            "1",
            scale=12,
        ),
        text("currency", "account_currency", "Currency of money, ISO 4217."),
    )


def action_keys(level: str, *breakdowns: str) -> tuple[str, ...]:
    """Return the primary key of a report's actions."""
    return (*keys(level, *breakdowns), *_OWN)


def exploded(
    row: Mapping[str, Any], names: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """Give each value of a row's lists by itself.

    Args:
        row: As Meta answers it.
        names: The lists.

    Raises:
        ValueError: An entry has no type, or is none.
    """
    for name in names:
        for entry in row.get(name) or ():
            if not isinstance(entry, dict) or not entry.get(_TYPE):
                msg = f"an entry of {name} has no {_TYPE}"
                raise ValueError(msg)
            kind = str(entry[_TYPE])
            for window, value in entry.items():
                if window != _TYPE:
                    yield {
                        "metric_name": name,
                        "action_type": kind,
                        "attribution_window": (
                            DEFAULT_WINDOW if window == _VALUE else window
                        ),
                        _VALUE: str(value),
                    }
