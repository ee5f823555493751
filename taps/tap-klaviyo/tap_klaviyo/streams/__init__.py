"""Every stream of the tap, in the order of the run: dear reports come last."""

from __future__ import annotations

from tap_klaviyo.streams.campaign_audiences import CampaignAudiencesStream
from tap_klaviyo.streams.campaign_messages import CampaignMessagesStream
from tap_klaviyo.streams.campaign_values_reports import CampaignValuesReportsStream
from tap_klaviyo.streams.campaign_variations import CampaignVariationsStream
from tap_klaviyo.streams.campaigns import CampaignsStream
from tap_klaviyo.streams.catalog_categories import CatalogCategoriesStream
from tap_klaviyo.streams.catalog_items import CatalogItemsStream
from tap_klaviyo.streams.catalog_variants import CatalogVariantsStream
from tap_klaviyo.streams.coupon_codes import CouponCodesStream
from tap_klaviyo.streams.coupons import CouponsStream
from tap_klaviyo.streams.events import EventsStream
from tap_klaviyo.streams.flow_actions import FlowActionsStream
from tap_klaviyo.streams.flow_messages import FlowMessagesStream
from tap_klaviyo.streams.flow_values_reports import FlowValuesReportsStream
from tap_klaviyo.streams.flows import FlowsStream
from tap_klaviyo.streams.forms import FormsStream
from tap_klaviyo.streams.images import ImagesStream
from tap_klaviyo.streams.list_members import ListMembersStream
from tap_klaviyo.streams.lists import ListsStream
from tap_klaviyo.streams.metric_aggregates import MetricAggregatesStream
from tap_klaviyo.streams.metrics import MetricsStream
from tap_klaviyo.streams.profiles import ProfilesStream
from tap_klaviyo.streams.reviews import ReviewsStream
from tap_klaviyo.streams.segment_members import SegmentMembersStream
from tap_klaviyo.streams.segments import SegmentsStream
from tap_klaviyo.streams.tags import TagsStream
from tap_klaviyo.streams.templates import TemplatesStream

STREAM_TYPES = (
    MetricsStream,
    CampaignsStream,
    CampaignMessagesStream,
    CampaignAudiencesStream,
    CampaignVariationsStream,
    FlowsStream,
    FlowActionsStream,
    FlowMessagesStream,
    ListsStream,
    ListMembersStream,
    SegmentsStream,
    SegmentMembersStream,
    ProfilesStream,
    EventsStream,
    TemplatesStream,
    TagsStream,
    CouponsStream,
    CouponCodesStream,
    CatalogItemsStream,
    CatalogVariantsStream,
    CatalogCategoriesStream,
    FormsStream,
    ImagesStream,
    ReviewsStream,
    MetricAggregatesStream,
    CampaignValuesReportsStream,
    FlowValuesReportsStream,
)
