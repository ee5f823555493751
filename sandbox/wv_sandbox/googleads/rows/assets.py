"""What asset groups are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wv_sandbox.googleads.rows import entities
from wv_sandbox.googleads.rows.scene import Values, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.ads.plan import Group
    from wv_sandbox.googleads.rows.scene import Scene

_FIELDS: Final = (
    ("HEADLINE", "TEXT"),
    ("DESCRIPTION", "TEXT"),
    ("MARKETING_IMAGE", "IMAGE"),
    ("YOUTUBE_VIDEO", "YOUTUBE_VIDEO"),
)
"""Places in an asset group, and what stands there."""
_FIRST: Final = 5_000_001


def assets(scene: Scene) -> Iterator[Values]:
    """Tell of all assets."""
    for group in asset_groups(scene):
        for place in range(len(_FIELDS)):
            yield _asset(scene, group, place)


def asset_group_assets(scene: Scene) -> Iterator[Values]:
    """Tell which asset stands where in which group."""
    for group in asset_groups(scene):
        above = (
            entities.asset_group(scene, group)
            | entities.campaign(scene, group.campaign)
            | entities.customer(scene)
        )
        for place, (field, _) in enumerate(_FIELDS):
            one = _asset(scene, group, place)
            number = one["asset.id"]
            named = scene.name("assetGroupAssets", group.id, number, field)
            link = under(
                "asset_group_asset",
                (
                    ("resource_name", named),
                    ("asset", one["asset.resource_name"]),
                    ("asset_group", above["asset_group.resource_name"]),
                    ("field_type", field),
                    ("status", "ENABLED"),
                    ("primary_status", "ELIGIBLE"),
                ),
            )
            yield above | one | link


def asset_groups(scene: Scene) -> Iterator[Group]:
    """Give the groups of Performance Max that there are."""
    for group in scene.groups:
        if group.campaign.kind == entities.PMAX and scene.exists(group.life):
            yield group


def _asset(scene: Scene, group: Group, place: int) -> Values:
    field, kind = _FIELDS[place]
    number = _FIRST + 10 * group.number + place
    content: dict[str, Any] = {
        "TEXT": ("text_asset.text", f"{group.name}: {field.lower()}"),
        "IMAGE": ("image_asset.full_size.url", f"https://cdn.example/{number}.jpg"),
        "YOUTUBE_VIDEO": ("youtube_video_asset.youtube_video_id", f"wv{number}"),
    }
    return entities.customer(scene) | under(
        "asset",
        (
            ("resource_name", scene.name("assets", number)),
            ("id", number),
            ("name", f"{group.name} {field.lower().replace('_', ' ')}"),
            ("type", kind),
            ("source", "ADVERTISER"),
            ("policy_summary.approval_status", "APPROVED"),
            content[kind],
        ),
    )
