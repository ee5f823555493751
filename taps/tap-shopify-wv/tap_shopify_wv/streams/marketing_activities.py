"""Marketing activities of this app: state, budget, spend.

https://shopify.dev/docs/api/admin-graphql/latest/queries/marketingActivities
"""

from __future__ import annotations

from tap_shopify_wv.client import ShopifyStream
from tap_shopify_wv.columns import (
    boolean,
    enum,
    gid,
    instant,
    money_v2,
    shopify_columns,
    text,
)


class MarketingActivitiesStream(ShopifyStream):
    """Grain: one row an activity; only those of our own app are visible."""

    name = "marketing_activities"
    primary_keys = ("id",)
    replication_key = "updated_at"
    root = "marketingActivities"
    scopes = ("read_marketing_events",)
    bulk = True
    page_size = 250
    schema = shopify_columns(
        gid("id", "id", "The activity."),
        text("title", "title", "Its name."),
        enum("status", "status", "State."),
        text("status_label", "statusLabel", "State, as shown."),
        instant(
            "status_transitioned_at",
            "statusTransitionedAt",
            "When the state last changed.",
        ),
        enum("target_status", "targetStatus", "State it is going to."),
        enum("tactic", "tactic", "Kind of marketing."),
        enum("channel", "marketingChannelType", "Channel."),
        enum("hierarchy_level", "hierarchyLevel", "Campaign, ad group or ad."),
        gid("parent_activity_id", "parentActivityId", "Activity above it."),
        text("parent_remote_id", "parentRemoteId", "Id of that where it came from."),
        text("source_and_medium", "sourceAndMedium", "Source and medium, as shown."),
        boolean("is_external", "isExternal", "Whether it is managed outside Shopify."),
        boolean(
            "in_main_workflow_version",
            "inMainWorkflowVersion",
            "Whether it belongs to the current workflow.",
        ),
        instant("created_at", "createdAt", "When it was made."),
        instant("updated_at", "updatedAt", "When it last changed."),
        text("url_parameter_value", "urlParameterValue", "Parameter in its links."),
        text("utm_source", "utmParameters.source", "utm_source."),
        text("utm_medium", "utmParameters.medium", "utm_medium."),
        text("utm_campaign", "utmParameters.campaign", "utm_campaign."),
        text("utm_content", "utmParameters.content", "utm_content."),
        text("utm_term", "utmParameters.term", "utm_term."),
        *money_v2("ad_spend", "adSpend", "Spent on ads"),
        enum("budget_type", "budget.budgetType", "Daily or in all."),
        *money_v2("budget", "budget.total", "Budget"),
        gid("marketing_event_id", "marketingEvent.id", "Its marketing event."),
        gid("app_id", "app.id", "App that made it."),
    )
