"""Resources that are lists of things: what `FROM` gives without metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wv_sandbox.googleads.rows import (
    assets,
    changes,
    criteria,
    entities,
    library,
    places,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from wv_sandbox.ads.plan import Ad, Group
    from wv_sandbox.googleads.rows.scene import Scene, Values

    Listing = Callable[[Scene], Iterable[Values]]


def _customer(scene: Scene) -> Iterator[Values]:
    yield entities.customer(scene)


def _campaigns(scene: Scene) -> Iterator[Values]:
    for one in scene.campaigns:
        if scene.exists(one.life):
            yield (
                entities.customer(scene)
                | entities.campaign_budget(scene, one)
                | entities.bidding_strategy(scene, one.kind)
                | entities.campaign(scene, one)
            )


def _strategies(scene: Scene) -> Iterator[Values]:
    kinds = {one.kind: None for one in scene.campaigns}
    for kind in kinds:
        if found := entities.bidding_strategy(scene, kind):
            yield entities.customer(scene) | found


def _groups(scene: Scene) -> Iterator[tuple[Group, Values]]:
    """Give the ad groups that there are, with all above them."""
    for one in scene.groups:
        if one.campaign.kind != entities.PMAX and scene.exists(one.life):
            above = entities.customer(scene) | entities.campaign(scene, one.campaign)
            yield one, above | entities.ad_group(scene, one)


def _asset_groups(scene: Scene) -> Iterator[Values]:
    for one in assets.asset_groups(scene):
        above = entities.customer(scene) | entities.campaign(scene, one.campaign)
        yield above | entities.asset_group(scene, one)


def _ads(scene: Scene) -> Iterator[tuple[Ad, Values]]:
    """Give the ads that there are, with all above them."""
    groups = {one.number: values for one, values in _groups(scene)}
    for ad in scene.ads:
        if ad.group.number in groups and scene.exists(ad.life):
            yield ad, groups[ad.group.number] | entities.ad_group_ad(scene, ad)


def _keywords(scene: Scene) -> Iterator[tuple[Group, Values]]:
    for group, values in _groups(scene):
        for word in group.words:
            yield group, values | criteria.keyword(scene, group, word)


def _criteria(scene: Scene) -> Iterator[Values]:
    for _, values in _keywords(scene):
        yield values
    for group, values in _groups(scene):
        if group.words:
            yield values | criteria.negative(scene, group)
        for age in criteria.AGES:
            yield values | criteria.age_range(scene, group, age)
        for which in criteria.GENDERS:
            yield values | criteria.gender(scene, group, which)


def _campaign_criteria(scene: Scene) -> Iterator[Values]:
    for one in scene.campaigns:
        if scene.exists(one.life):
            above = entities.customer(scene) | entities.campaign(scene, one)
            for location in criteria.campaign_locations(scene, one):
                yield above | location


def _campaign_labels(scene: Scene) -> Iterable[Values]:
    campaigns = scene.campaigns
    above = entities.customer(scene)
    things: list[tuple[library.Thing, str, Values]] = [
        (one, str(one.id), above | entities.campaign(scene, one))
        for one in campaigns
        if scene.exists(one.life)
    ]
    return library.links(scene, "campaign_label", "campaignLabels", things)


def _group_labels(scene: Scene) -> Iterable[Values]:
    things: list[tuple[library.Thing, str, Values]] = [
        (one, str(one.id), values) for one, values in _groups(scene)
    ]
    return library.links(scene, "ad_group_label", "adGroupLabels", things)


def _ad_labels(scene: Scene) -> Iterable[Values]:
    things: list[tuple[library.Thing, str, Values]] = [
        (ad, f"{ad.group.id}~{ad.id}", values) for ad, values in _ads(scene)
    ]
    return library.links(scene, "ad_group_ad_label", "adGroupAdLabels", things)


def _keyword_labels(scene: Scene) -> Iterable[Values]:
    """Give the labels of keywords: those of the campaign, set on its first word."""
    things: list[tuple[library.Thing, str, Values]] = []
    for group, values in _keywords(scene):
        if values["ad_group_criterion.keyword.text"] == group.words[0]:
            number = values["ad_group_criterion.criterion_id"]
            things.append((group.campaign, f"{group.id}~{number}", values))
    resource = "ad_group_criterion_label"
    return library.links(scene, resource, "adGroupCriterionLabels", things)


def _with_customer(listing: Listing) -> Listing:
    def listed(scene: Scene) -> Iterator[Values]:
        above = entities.customer(scene)
        for values in listing(scene):
            yield above | values

    return listed


LISTS: Final[Mapping[str, Listing]] = {
    "customer": _customer,
    "customer_client": entities.customer_clients,
    "campaign": _campaigns,
    "campaign_budget": _campaigns,
    "bidding_strategy": _strategies,
    "ad_group": lambda scene: (values for _, values in _groups(scene)),
    "ad_group_ad": lambda scene: (values for _, values in _ads(scene)),
    "ad_group_criterion": _criteria,
    "campaign_criterion": _campaign_criteria,
    "asset": assets.assets,
    "asset_group": _asset_groups,
    "asset_group_asset": assets.asset_group_assets,
    "label": _with_customer(library.labels),
    "campaign_label": _campaign_labels,
    "ad_group_label": _group_labels,
    "ad_group_ad_label": _ad_labels,
    "ad_group_criterion_label": _keyword_labels,
    "conversion_action": _with_customer(library.conversion_actions),
    "user_list": _with_customer(library.user_lists),
    "audience": _with_customer(library.audiences),
    "geo_target_constant": places.geo_target_constants,
    "change_event": changes.change_events,
    "change_status": changes.change_states,
}
"""What can be listed, by resource."""
