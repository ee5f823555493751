"""Creatives: what ads show. They know no time of change, so all are read.

https://developers.facebook.com/docs/marketing-api/reference/ad-creative
"""

from __future__ import annotations

from tap_kit.fields import fields, json_text, key, text
from tap_metaads.columns import account_key
from tap_metaads.edges import EdgeStream


class CreativesStream(EdgeStream):
    """One record a creative."""

    name = "creatives"
    primary_keys = ("id",)
    edge = "adcreatives"
    page_size = 50
    schema = fields(
        key("id", "id", "Id of the creative."),
        account_key(),
        text("name", "name", "Name that people gave it."),
        text("status", "status", "ACTIVE, IN_PROCESS, WITH_ISSUES or DELETED."),
        text("title", "title", "Headline."),
        text("body", "body", "Text."),
        text("call_to_action_type", "call_to_action_type", "Its button."),
        text("object_type", "object_type", "SHARE, VIDEO, PHOTO …"),
        json_text("object_story_spec", "object_story_spec", "The post it makes."),
        text("object_story_id", "object_story_id", "The post it shows."),
        text(
            "effective_object_story_id",
            "effective_object_story_id",
            "The post in fact.",
        ),
        json_text("asset_feed_spec", "asset_feed_spec", "Parts that Meta mixes."),
        text("image_hash", "image_hash", "Its image, see images."),
        text("image_url", "image_url", "Where that image lies."),
        text("video_id", "video_id", "Its video, see videos."),
        text("thumbnail_url", "thumbnail_url", "A small image of it."),
        text("link_url", "link_url", "Where it leads."),
        text(
            "link_destination_display_url", "link_destination_display_url", "As shown."
        ),
        text("object_url", "object_url", "Where it leads outside of Facebook."),
        text("template_url", "template_url", "Where products lead."),
        json_text("template_url_spec", "template_url_spec", "That, in parts."),
        text("url_tags", "url_tags", "What is appended to its links."),
        text("instagram_permalink_url", "instagram_permalink_url", "On Instagram."),
        text("instagram_user_id", "instagram_user_id", "Account there."),
        text("product_set_id", "product_set_id", "Products it shows."),
        json_text(
            "degrees_of_freedom_spec",
            "degrees_of_freedom_spec",
            "What Meta may change.",
        ),
        text("actor_id", "actor_id", "Page it speaks for."),
        json_text("adlabels", "adlabels", "Its labels."),
    )
