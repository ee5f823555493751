"""What is told of films: how often they began, and how far they were seen.

Every impression of an ad with a film begins it; who engages with it sees it through.
With hours nothing of it is told, with regions not how far it was seen.
https://developers.facebook.com/docs/marketing-api/insights/breakdowns
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wv_sandbox.metaads.creatives import has_video
from wv_sandbox.metaads.insights.breakdowns import HOURLY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wv_sandbox.ads.plan import Ad

PLAYS, SEEN = "film_plays", "film_seen"
"""Names that the sums of a row have for what its films did."""
_PLAYED: Final = {
    "video_play_actions": PLAYS,
    "video_thruplay_watched_actions": SEEN,
    "video_30_sec_watched_actions": SEEN,
}
_FAR: Final = {
    "video_p25_watched_actions": PLAYS,
    "video_p50_watched_actions": SEEN,
    "video_p75_watched_actions": SEEN,
    "video_p95_watched_actions": SEEN,
    "video_p100_watched_actions": SEEN,
}
FIELDS: Final = frozenset(_PLAYED | _FAR)


def counted(ad: Ad, sums: Mapping[str, int]) -> dict[str, int]:
    """Count what the film of an ad did; nothing if it has none."""
    if not has_video(ad):
        return {}
    return {PLAYS: sums["impressions"], SEEN: sums["engagements"]}


def told(
    sums: Mapping[str, int], fields: Iterable[str], breakdowns: Sequence[str]
) -> dict[str, list[dict[str, str]]]:
    """Write what films did, as far as the breakdowns let it be told."""
    known = _PLAYED if "region" in breakdowns else _PLAYED | _FAR
    if HOURLY & set(breakdowns):
        return {}
    return {
        name: [{"action_type": "video_view", "value": str(sums[known[name]])}]
        for name in fields
        if name in known and sums.get(known[name])
    }
