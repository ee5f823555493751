"""What campaigns share: labels, assets, conversion actions and audiences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from wv_sandbox.ads.plan import Ad, Campaign, Group
from wv_sandbox.googleads.rows.scene import Values, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.googleads.rows.scene import Scene

Thing = Campaign | Group | Ad


class Action(NamedTuple):
    """A conversion action.

    Attributes:
        id: Its number.
        name: Its name.
        category: What is done.
        counts: Whether it is in the column of conversions.
        click_days: How long a click can lead to it [d].
        status: `ENABLED` or `REMOVED`.
    """

    id: int
    name: str
    category: str
    counts: bool
    click_days: int
    status: str = "ENABLED"


PURCHASE: Final = Action(6_000_001, "Purchase", "PURCHASE", counts=True, click_days=30)
CHECKOUT: Final = Action(
    6_000_002, "Begin checkout", "BEGIN_CHECKOUT", counts=False, click_days=30
)
_OLD: Final = Action(
    6_000_003, "Sign-up, old", "SIGNUP", counts=False, click_days=90, status="REMOVED"
)
ACTIONS: Final = (PURCHASE, CHECKOUT, _OLD)
_LABELS: Final = {
    3_000_001: ("Weather", "#3b82f6"),
    3_000_002: ("Always on", "#10b981"),
    3_000_003: ("Test", "#f59e0b"),
}
_WEATHER, _ALWAYS, _TEST = _LABELS


def labels_of(scene: Scene, one: Thing) -> list[str]:
    """Name the labels of a campaign, a group or an ad."""
    return [scene.name("labels", number) for number in _labels_of(one)]


def _labels_of(one: Thing) -> list[int]:
    found = []
    if isinstance(one, Campaign):
        found.append(_ALWAYS if one.theme == "home" else _WEATHER)
    if "test" in one.name.lower() or (isinstance(one, Ad) and one.life.removed):
        found.append(_TEST)
    return found


def label(scene: Scene, number: int) -> Values:
    """Tell of a label."""
    name, color = _LABELS[number]
    return under(
        "label",
        (
            ("resource_name", scene.name("labels", number)),
            ("id", number),
            ("name", name),
            ("status", "ENABLED"),
            ("text_label.background_color", color),
            ("text_label.description", f"{name}, set by hand"),
        ),
    )


def labels(scene: Scene) -> Iterator[Values]:
    """Tell of all labels."""
    for number in _LABELS:
        yield label(scene, number)


def links(
    scene: Scene,
    resource: str,
    collection: str,
    things: list[tuple[Thing, str, Values]],
) -> Iterator[Values]:
    """Tell which things bear which labels.

    Args:
        scene: The account.
        resource: Of the link, e.g. `campaign_label`.
        collection: As names have it, e.g. `campaignLabels`.
        things: Each with its own part of the name, and all values told beside it.
    """
    owner = resource.removesuffix("_label")
    for one, named, values in things:
        for number in _labels_of(one):
            yield (
                values
                | label(scene, number)
                | under(
                    resource,
                    (
                        ("resource_name", scene.name(collection, named, number)),
                        (owner, values[f"{owner}.resource_name"]),
                        ("label", scene.name("labels", number)),
                    ),
                )
            )


def conversion_actions(scene: Scene) -> Iterator[Values]:
    """Tell what counts as a conversion."""
    for action in ACTIONS:
        yield under(
            "conversion_action",
            (
                ("resource_name", action_name(scene, action)),
                ("id", action.id),
                ("name", action.name),
                ("category", action.category),
                ("type", "WEBPAGE"),
                ("origin", "WEBSITE"),
                ("status", action.status),
                ("counting_type", "MANY_PER_CLICK"),
                ("primary_for_goal", action.counts),
                ("include_in_conversions_metric", action.counts),
                ("click_through_lookback_window_days", action.click_days),
                ("view_through_lookback_window_days", 1),
                (
                    "attribution_model_settings.attribution_model",
                    "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN",
                ),
                ("value_settings.default_value", 0.0),
                ("value_settings.default_currency_code", scene.account.currency),
            ),
        )


def action_name(scene: Scene, action: Action) -> str:
    """Name a conversion action."""
    return scene.name("conversionActions", action.id)


def user_lists(scene: Scene) -> Iterator[Values]:
    """Tell of lists of people."""
    for number, (name, kind, size) in enumerate(
        (
            ("All visitors", "RULE_BASED", 42_000),
            ("Customers", "CRM_BASED", 1_900),
            ("Left a basket", "REMARKETING", 3_100),
        )
    ):
        yield under(
            "user_list",
            (
                ("resource_name", scene.name("userLists", 8_000_001 + number)),
                ("id", 8_000_001 + number),
                ("name", name),
                ("type", kind),
                ("membership_status", "OPEN"),
                ("membership_life_span", 30 * (number + 1)),
                ("size_for_display", size),
                ("size_for_search", size // 2),
                ("access_reason", "OWNED"),
            ),
        )


def audiences(scene: Scene) -> Iterator[Values]:
    """Tell of audiences."""
    for number, name in enumerate(("People outdoors", "Buyers of a year")):
        yield under(
            "audience",
            (
                ("resource_name", scene.name("audiences", 8_100_001 + number)),
                ("id", 8_100_001 + number),
                ("name", name),
                ("status", "ENABLED"),
                ("description", f"{name}, for asset groups"),
            ),
        )
