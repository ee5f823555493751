"""Accounts, campaigns, groups and ads, as they are at an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.googleads.accounts import below
from wv_sandbox.googleads.rows.library import labels_of
from wv_sandbox.googleads.rows.scene import Values, date_of, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.ads.plan import Ad, Campaign, Group
    from wv_sandbox.googleads.rows.scene import Scene

PMAX: Final = "PERFORMANCE_MAX"
"""Campaigns without ad groups and ads: what they show are asset groups."""
_BIDDING: Final = {
    "SEARCH": "MAXIMIZE_CONVERSIONS",
    "SHOPPING": "TARGET_ROAS",
    PMAX: "MAXIMIZE_CONVERSION_VALUE",
    "DISPLAY": "TARGET_CPA",
}
_PORTFOLIO: Final = {
    "SHOPPING": (7_000_001, "Shopping, return of four", "TARGET_ROAS"),
    "DISPLAY": (7_000_002, "Display, cost a sale", "TARGET_CPA"),
}
_GROUP_TYPES: Final = {
    "SEARCH": "SEARCH_STANDARD",
    "SHOPPING": "SHOPPING_PRODUCT_ADS",
    "DISPLAY": "DISPLAY_STANDARD",
}
_AD_TYPES: Final = {
    "SEARCH": "RESPONSIVE_SEARCH_AD",
    "SHOPPING": "SHOPPING_PRODUCT_AD",
    "DISPLAY": "RESPONSIVE_DISPLAY_AD",
}
_PRIMARY: Final = {"ENABLED": "ELIGIBLE", "PAUSED": "PAUSED", "REMOVED": "REMOVED"}
_REASONS: Final = {"PAUSED": ["CAMPAIGN_PAUSED"], "REMOVED": ["CAMPAIGN_REMOVED"]}


def customer(scene: Scene) -> Values:
    """Tell of the account itself."""
    account = scene.account
    return under(
        "customer",
        (
            ("resource_name", f"customers/{account.id}"),
            ("id", int(account.id)),
            ("descriptive_name", account.name),
            ("currency_code", account.currency),
            ("time_zone", account.zone),
            ("manager", account.is_manager),
            ("test_account", False),
            ("status", account.status),
            ("auto_tagging_enabled", True),
            ("conversion_tracking_setting.conversion_tracking_id", int(account.id) + 7),
            ("optimization_score", None if account.is_manager else 0.83),
        ),
    )


def customer_clients(scene: Scene) -> Iterator[Values]:
    """Tell of the account and all below it, by every way."""
    for account, level in below(scene.account):
        named = scene.name("customerClients", account.id)
        yield customer(scene) | under(
            "customer_client",
            (
                ("resource_name", named),
                ("id", int(account.id)),
                ("client_customer", f"customers/{account.id}"),
                ("descriptive_name", account.name),
                ("currency_code", account.currency),
                ("time_zone", account.zone),
                ("level", level),
                ("manager", account.is_manager),
                ("test_account", False),
                ("hidden", False),
                ("status", account.status),
            ),
        )


def campaign(scene: Scene, one: Campaign) -> Values:
    """Tell of a campaign."""
    status = scene.status(one.life)
    portfolio = _PORTFOLIO.get(one.kind)
    strategy = scene.name("biddingStrategies", portfolio[0]) if portfolio else None
    serves = {"ENABLED": "SERVING", "PAUSED": "SERVING"}.get(status, "NONE")
    is_search = one.kind in {"SEARCH", "SHOPPING"}
    return under(
        "campaign",
        (
            ("resource_name", scene.name("campaigns", one.id)),
            ("id", one.id),
            ("name", one.name),
            ("status", status),
            ("serving_status", serves),
            ("primary_status", _PRIMARY[status]),
            ("primary_status_reasons", _REASONS.get(status)),
            ("advertising_channel_type", one.kind),
            ("bidding_strategy_type", _BIDDING[one.kind]),
            ("bidding_strategy", strategy),
            ("campaign_budget", scene.name("campaignBudgets", one.id)),
            ("start_date_time", f"{date_of(one.life.first)} 00:00:00"),
            ("geo_target_type_setting.positive_geo_target_type", "PRESENCE"),
            ("geo_target_type_setting.negative_geo_target_type", "PRESENCE"),
            ("network_settings.target_google_search", is_search),
            ("network_settings.target_content_network", one.kind == "DISPLAY"),
            ("labels", labels_of(scene, one) or None),
            ("optimization_score", 0.9 if status == "ENABLED" else None),
        ),
    )


def campaign_budget(scene: Scene, one: Campaign) -> Values:
    """Tell of the budget that a campaign has for itself; it changes week by week."""
    removed = scene.status(one.life) == "REMOVED"
    return under(
        "campaign_budget",
        (
            ("resource_name", scene.name("campaignBudgets", one.id)),
            ("id", one.id),
            ("name", f"{one.name}, a day"),
            ("amount_micros", scene.budget_micros(one, scene.today)),
            ("delivery_method", "STANDARD"),
            ("explicitly_shared", False),
            ("period", "DAILY"),
            ("status", "REMOVED" if removed else "ENABLED"),
            ("type", "STANDARD"),
            ("reference_count", int(not removed)),
        ),
    )


def bidding_strategy(scene: Scene, kind: str) -> Values:
    """Tell of the portfolio that campaigns of a kind bid by; nothing if they do not."""
    if kind not in _PORTFOLIO:
        return {}
    number, name, strategy = _PORTFOLIO[kind]
    many = sum(one.kind == kind for one in scene.campaigns)
    goal: tuple[str, Any] = ("target_roas.target_roas", 4.0)
    if strategy == "TARGET_CPA":
        goal = ("target_cpa.target_cpa_micros", 25_000_000)
    return under(
        "bidding_strategy",
        (
            ("resource_name", scene.name("biddingStrategies", number)),
            ("id", number),
            ("name", name),
            ("type", strategy),
            ("status", "ENABLED"),
            ("currency_code", scene.account.currency),
            ("campaign_count", many),
            goal,
        ),
    )


def ad_group(scene: Scene, one: Group) -> Values:
    """Tell of an ad group."""
    bid = 1_200_000 if one.words else None
    return under(
        "ad_group",
        (
            ("resource_name", scene.name("adGroups", one.id)),
            ("id", one.id),
            ("name", one.name),
            ("campaign", scene.name("campaigns", one.campaign.id)),
            ("status", scene.status(one.life)),
            ("type", _GROUP_TYPES.get(one.campaign.kind)),
            ("cpc_bid_micros", bid),
            ("labels", labels_of(scene, one) or None),
        ),
    )


def asset_group(scene: Scene, one: Group) -> Values:
    """Tell of an asset group of Performance Max."""
    status = scene.status(one.life)
    return under(
        "asset_group",
        (
            ("resource_name", scene.name("assetGroups", one.id)),
            ("id", one.id),
            ("name", one.name),
            ("campaign", scene.name("campaigns", one.campaign.id)),
            ("status", status),
            ("ad_strength", "GOOD"),
            ("primary_status", _PRIMARY[status]),
            ("final_urls", [landing_page(one)]),
            ("path1", one.campaign.theme),
        ),
    )


def ad_group_ad(scene: Scene, one: Ad) -> Values:
    """Tell of an ad and its place in its group."""
    kind = one.campaign.kind
    texts = [{"text": one.name}, {"text": one.group.name}, {"text": "Free shipping"}]
    is_search = kind == "SEARCH"
    return under(
        "ad_group_ad",
        (
            ("resource_name", scene.name("adGroupAds", one.group.id, one.id)),
            ("ad_group", scene.name("adGroups", one.group.id)),
            ("status", scene.status(one.life)),
            ("ad_strength", "GOOD" if is_search else None),
            ("policy_summary.approval_status", "APPROVED"),
            ("labels", labels_of(scene, one) or None),
            ("ad.resource_name", scene.name("ads", one.id)),
            ("ad.id", one.id),
            ("ad.name", one.name if kind == "DISPLAY" else None),
            ("ad.type", _AD_TYPES[kind]),
            (
                "ad.final_urls",
                None if kind == "SHOPPING" else [landing_page(one.group)],
            ),
            ("ad.responsive_search_ad.headlines", texts if is_search else None),
            ("ad.responsive_search_ad.descriptions", texts[1:] if is_search else None),
        ),
    )


def landing_page(group: Group) -> str:
    """Give the address that a group's ads lead to."""
    return f"https://shop.example/collections/{group.campaign.theme}"
