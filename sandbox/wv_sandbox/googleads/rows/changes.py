"""What was changed, and when: each step of each life, and each week's budgets."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zlib import crc32

from wv_sandbox.googleads.rows import criteria, entities
from wv_sandbox.googleads.rows.scene import Values, date_of, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wv_sandbox.ads.life import Life
    from wv_sandbox.ads.plan import Campaign, Group
    from wv_sandbox.googleads.rows.scene import Scene

EVENT_DAYS: Final = 31
STATUS_DAYS: Final = 91
"""How far back events and states are told [d]; one more than may be asked for."""
_MAIL: Final = "marketing@weathervane.example"
_SECONDS_A_DAY: Final = 86_400
_START: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - by the account's clock.


class Change(NamedTuple):
    """One change.

    Attributes:
        at: When, by the account's clock.
        kind: Type of the resource, e.g. `CAMPAIGN`.
        name: Of the resource.
        campaign: Its campaign, or the one it is.
        group: Its ad group, if it has one.
        field: What was changed, as paths of JSON; empty if it was made or removed.
        old: The field's value before.
        new: Its value after.
        operation: `CREATE`, `UPDATE` or `REMOVE`.
        client: How it was done.
    """

    at: datetime
    kind: str
    name: str
    campaign: Campaign
    group: Group | None = None
    field: str = ""
    old: Any = None
    new: Any = None
    operation: str = "UPDATE"
    client: str = "GOOGLE_ADS_WEB_CLIENT"


_HOLDERS: Final = {
    "CAMPAIGN": "campaign",
    "AD_GROUP": "adGroup",
    "AD_GROUP_AD": "adGroupAd",
    "AD_GROUP_CRITERION": "adGroupCriterion",
    "CAMPAIGN_BUDGET": "campaignBudget",
    "ASSET_GROUP": "assetGroup",
}
_LINKS: Final = {
    "CAMPAIGN": "campaign",
    "AD_GROUP": "ad_group",
    "AD_GROUP_AD": "ad_group_ad",
    "AD_GROUP_CRITERION": "ad_group_criterion",
    "CAMPAIGN_BUDGET": "campaign_budget",
    "ASSET_GROUP": "asset_group",
}


def change_events(scene: Scene) -> Iterator[Values]:
    """Tell of single changes, the last first; asset groups have none here."""
    found = [c for c in _changes(scene, EVENT_DAYS) if c.kind != "ASSET_GROUP"]
    for change in sorted(found, key=lambda c: (c.at, c.name), reverse=True):
        micros = (change.at - _START) // timedelta(microseconds=1)
        named = scene.name("changeEvents", micros, crc32(change.name.encode()), 0)
        holder = _HOLDERS[change.kind]
        values = under(
            "change_event",
            (
                ("resource_name", named),
                ("change_date_time", _written(change.at)),
                ("change_resource_type", change.kind),
                ("change_resource_name", change.name),
                ("client_type", change.client),
                ("user_email", _MAIL),
                ("resource_change_operation", change.operation),
                ("changed_fields", change.field or None),
                ("campaign", scene.name("campaigns", change.campaign.id)),
                ("ad_group", _group_name(scene, change)),
                ("old_resource", _part(holder, change.field, change.old)),
                ("new_resource", _part(holder, change.field, change.new)),
            ),
        )
        yield _above(scene, change) | values


def change_states(scene: Scene) -> Iterator[Values]:
    """Tell when each thing was last changed, the last first."""
    latest: dict[str, Change] = {}
    for change in sorted(_changes(scene, STATUS_DAYS), key=lambda c: c.at):
        latest[change.name] = change
    states = {"CREATE": "ADDED", "UPDATE": "CHANGED", "REMOVE": "REMOVED"}
    for change in sorted(latest.values(), key=lambda c: (c.at, c.name), reverse=True):
        number = crc32(change.name.encode())
        yield _above(scene, change) | under(
            "change_status",
            (
                ("resource_name", scene.name("changeStatus", change.kind, number)),
                ("last_change_date_time", _written(change.at)),
                ("resource_type", change.kind),
                ("resource_status", states[change.operation]),
                ("campaign", scene.name("campaigns", change.campaign.id)),
                ("ad_group", _group_name(scene, change)),
                (_LINKS[change.kind], change.name),
            ),
        )


def _above(scene: Scene, change: Change) -> Values:
    found = entities.customer(scene) | entities.campaign(scene, change.campaign)
    return found | (entities.ad_group(scene, change.group) if change.group else {})


def _group_name(scene: Scene, change: Change) -> str | None:
    return scene.name("adGroups", change.group.id) if change.group else None


def _written(at: datetime) -> str:
    return at.isoformat(sep=" ", timespec="microseconds")


def _part(holder: str, field: str, value: Any) -> dict[str, Any] | None:  # noqa: ANN401 - any JSON value.
    return {holder: {field: value}} if field and value is not None else None


def _changes(scene: Scene, days: int) -> Iterator[Change]:
    """Give all changes of the last days up to the instant."""
    first = scene.day - days
    for change in _all(scene, first):
        if change.at <= scene.local:
            yield change


def _all(scene: Scene, first: int) -> Iterator[Change]:
    for one in scene.campaigns:
        name = scene.name("campaigns", one.id)
        yield from _lived(one.life, first, Change(_START, "CAMPAIGN", name, one))
        yield from _budgets(scene, one, first)
    for group in scene.groups:
        is_pmax = group.campaign.kind == entities.PMAX
        kind = "ASSET_GROUP" if is_pmax else "AD_GROUP"
        named = scene.name("assetGroups" if is_pmax else "adGroups", group.id)
        own = None if is_pmax else group
        yield from _lived(
            group.life, first, Change(_START, kind, named, group.campaign, own)
        )
    for ad in scene.ads:
        if ad.campaign.kind == entities.PMAX:
            continue
        named = scene.name("adGroupAds", ad.group.id, ad.id)
        made = Change(_START, "AD_GROUP_AD", named, ad.campaign, ad.group)
        yield from _lived(ad.life, first, made)
    if scene.script_changes and scene.campaigns:
        yield from _scripted(scene)


def _lived(life: Life, first: int, change: Change) -> Iterator[Change]:
    steps = (
        (life.first, "CREATE", "", None, None),
        (life.paused, "UPDATE", "status", "ENABLED", "PAUSED"),
        (life.resumed, "UPDATE", "status", "PAUSED", "ENABLED"),
        (life.removed, "REMOVE", "", None, None),
    )
    for day, operation, field, old, new in steps:
        if day is not None and day >= first:
            at = _moment(day, change.name)
            yield change._replace(
                at=at, operation=operation, field=field, old=old, new=new
            )


def _budgets(scene: Scene, one: Campaign, first: int) -> Iterator[Change]:
    """Give the weeks whose budget differs from the week before, while it runs."""
    for day in range(max(first, one.life.first + 7), scene.day + 1):
        date = date_of(day)
        if date.weekday() or one.life.state(day) != "active":
            continue
        old, new = (
            scene.budget_micros(one, date - timedelta(days=days)) for days in (7, 0)
        )
        if old != new:
            name = scene.name("campaignBudgets", one.id)
            yield Change(
                _moment(day, name),
                "CAMPAIGN_BUDGET",
                name,
                one,
                field="amountMicros",
                old=str(old),
                new=str(new),
                client="GOOGLE_ADS_API",
            )


def _scripted(scene: Scene) -> Iterator[Change]:
    """Give what a bidding script did yesterday, evenly over the day."""
    group = next(group for group in scene.groups if group.words)
    number = criteria.keyword_number(group.words[0])
    name = scene.name("adGroupCriteria", group.id, number)
    apart = timedelta(seconds=_SECONDS_A_DAY) / scene.script_changes
    start = datetime.combine(date_of(scene.day - 1), time())
    for step in range(scene.script_changes):
        yield Change(
            start + step * apart,
            "AD_GROUP_CRITERION",
            name,
            group.campaign,
            group,
            "cpcBidMicros",
            str(1_000_000 + step),
            str(1_000_001 + step),
            client="GOOGLE_ADS_SCRIPTS",
        )


def _moment(day: int, name: str) -> datetime:
    """Give the moment of a day at which a thing is changed: in working hours."""
    second = 8 * 3600 + crc32(f"{day}{name}".encode()) % (10 * 3600)
    micros = crc32(name.encode()) % 1_000_000
    start = datetime.combine(date_of(day), time())
    return start + timedelta(seconds=second, microseconds=micros)
