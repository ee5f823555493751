"""Marketing events: campaigns, as apps report them.

https://shopify.dev/docs/api/admin-graphql/latest/queries/marketingEvents
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    enum,
    gid,
    instant,
    legacy_id,
    shopify_columns,
    text,
    url,
)


class MarketingEventsStream(ShopifyStream):
    """Grain: one row an event.

    The query can filter by start only, and an event changes after it began, so all are
    read each run.
    """

    name = "marketing_events"
    primary_keys = ("id",)
    root = "marketingEvents"
    filter_by = None
    scopes = ("read_marketing_events",)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The event."),
        legacy_id(),
        text("remote_id", "remoteId", "Its id where it came from."),
        enum("type", "type", "Kind of marketing."),
        enum("channel", "marketingChannelType", "Channel."),
        text("channel_handle", "channelHandle", "Handle of the channel."),
        text("source_and_medium", "sourceAndMedium", "Source and medium, as shown."),
        text("description", "description", "What it is about."),
        instant("started_at", "startedAt", "When it began."),
        instant("ended_at", "endedAt", "When it ended."),
        instant("scheduled_to_end_at", "scheduledToEndAt", "When it is to end."),
        text("utm_source", "utmSource", "utm_source."),
        text("utm_medium", "utmMedium", "utm_medium."),
        text("utm_campaign", "utmCampaign", "utm_campaign."),
        url("manage_url", "manageUrl", "Page to manage it."),
        url("preview_url", "previewUrl", "Page to see it."),
        gid("app_id", "app.id", "App that reports it."),
    )
