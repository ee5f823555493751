"""Videos of creatives.

https://developers.facebook.com/docs/marketing-api/reference/video
"""

from __future__ import annotations

from tap_kit.fields import boolean, fields, integer, json_text, key, number, text
from tap_metaads.columns import account_key, when
from tap_metaads.edges import EdgeStream


class VideosStream(EdgeStream):
    """One record a video of an account."""

    name = "videos"
    primary_keys = ("account_id", "id")
    edge = "advideos"
    page_size = 50
    schema = fields(
        key("id", "id", "Id of the video."),
        account_key(),
        text("title", "title", "Its title."),
        text("description", "description", "Its text."),
        number("length", "length", "How long it is", "s"),
        when("created_time", "created_time", "When it was made."),
        when("updated_time", "updated_time", "When it was last changed."),
        text("permalink_url", "permalink_url", "Its path at Facebook."),
        text("picture", "picture", "A small image of it."),
        text("source", "source", "Where its file lies for a while."),
        json_text("status", "status", "How far its processing is."),
        text("post_id", "post_id", "Post that shows it."),
        boolean("published", "published", "Whether a page shows it."),
        integer("views", "views", "How often it was seen"),
    )
