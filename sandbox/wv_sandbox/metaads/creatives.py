"""Creatives, images and videos: one creative an ad, a picture or a film in it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

    from wv_sandbox.ads.plan import Ad
    from wv_sandbox.metaads.accounts import Account

PAGE_ID: Final = "400000000000001"
_INSTAGRAM_ID: Final = "400000000000002"
_VIDEO_EVERY = 4
"""One ad of so many shows a film."""


def creative_id(ad: Ad) -> str:
    """Return the id of an ad's creative."""
    return f"7{str(ad.id)[1:]}"


def has_video(ad: Ad) -> bool:
    """Tell whether an ad shows a film."""
    return ad.number % _VIDEO_EVERY == _VIDEO_EVERY - 1


def creative(account: Account, ad: Ad) -> dict[str, Any]:
    """Write a creative; it has neither a time of making nor one of change."""
    story = f"{PAGE_ID}_{str(ad.id)[-9:]}"
    link = f"https://shop.example/{ad.campaign.theme}"
    common = {
        "id": creative_id(ad),
        "account_id": account.id,
        "actor_id": PAGE_ID,
        "name": f"{ad.name} creative",
        "status": "ACTIVE",
        "title": ad.name,
        "body": f"Made for {ad.campaign.theme}.",
        "call_to_action_type": "SHOP_NOW",
        "effective_object_story_id": story,
        "thumbnail_url": f"https://img.example/{image_hash(ad)}_64.jpg",
        "instagram_user_id": _INSTAGRAM_ID,
        "instagram_permalink_url": f"https://ig.example/p/{ad.id}",
        "url_tags": "utm_source=meta&utm_campaign={{campaign.id}}",
        "degrees_of_freedom_spec": {"creative_features_spec": {}},
    }
    if has_video(ad):
        data = {"video_data": {"video_id": video_id(ad), "title": ad.name}}
        shown = {"object_type": "VIDEO", "video_id": video_id(ad)}
    else:
        data = {"link_data": {"link": link, "image_hash": image_hash(ad)}}
        shown = {
            "object_type": "SHARE",
            "image_hash": image_hash(ad),
            "image_url": f"https://img.example/{image_hash(ad)}.jpg",
            "link_url": link,
        }
    spec = {"page_id": PAGE_ID, "instagram_user_id": _INSTAGRAM_ID, **data}
    return {**common, **shown, "object_story_spec": spec}


def image_hash(ad: Ad) -> str:
    """Return the hash of an ad's picture."""
    return hashlib.blake2b(f"image {ad.id}".encode(), digest_size=16).hexdigest()


def video_id(ad: Ad) -> str:
    """Return the id of an ad's film."""
    return f"8{str(ad.id)[1:]}"


def image(account: Account, ad: Ad, made: datetime) -> dict[str, Any]:
    """Write a picture."""
    name = image_hash(ad)
    return {
        "id": f"{account.id}:{name}",
        "account_id": account.id,
        "hash": name,
        "name": f"{ad.name}.jpg",
        "status": "ACTIVE",
        "width": 1080,
        "height": 1080,
        "original_width": 2160,
        "original_height": 2160,
        "url": f"https://img.example/{name}.jpg",
        "permalink_url": f"https://img.example/permalink/{name}",
        "created_time": account.stamp(made),
        "updated_time": account.stamp(made),
        "creatives": [creative_id(ad)],
        "is_associated_creatives_in_adgroups": True,
    }


def video(account: Account, ad: Ad, made: datetime) -> dict[str, Any]:
    """Write a film."""
    name = video_id(ad)
    return {
        "id": name,
        "title": ad.name,
        "description": f"A film about {ad.campaign.theme}.",
        "length": 15.0 + ad.number % 3 * 5.0,
        "created_time": account.stamp(made),
        "updated_time": account.stamp(made),
        "permalink_url": f"/watch/{name}",
        "picture": f"https://img.example/{name}.jpg",
        "source": f"https://video.example/{name}.mp4",
        "status": {"video_status": "ready"},
        "post_id": f"{PAGE_ID}_{name[-9:]}",
        "published": False,
        "views": 100 * (ad.number + 1),
    }
