"""Every stream, in the order of the run: what is lost for ever first, then the rest."""

from __future__ import annotations

from tap_googleads.streams.accessible_customers import AccessibleCustomersStream
from tap_googleads.streams.account_daily import AccountDailyStream
from tap_googleads.streams.ad_daily import AdDailyStream
from tap_googleads.streams.ad_group_daily import AdGroupDailyStream
from tap_googleads.streams.ad_group_labels import AdGroupLabelsStream
from tap_googleads.streams.ad_groups import AdGroupsStream
from tap_googleads.streams.ad_labels import AdLabelsStream
from tap_googleads.streams.ads import AdsStream
from tap_googleads.streams.age_range_daily import AgeRangeDailyStream
from tap_googleads.streams.asset_group_assets import AssetGroupAssetsStream
from tap_googleads.streams.asset_group_daily import AssetGroupDailyStream
from tap_googleads.streams.asset_groups import AssetGroupsStream
from tap_googleads.streams.assets import AssetsStream
from tap_googleads.streams.audiences import AudiencesStream
from tap_googleads.streams.bidding_strategies import BiddingStrategiesStream
from tap_googleads.streams.campaign_budgets import CampaignBudgetsStream
from tap_googleads.streams.campaign_conversion_daily import (
    CampaignConversionDailyStream,
)
from tap_googleads.streams.campaign_daily import CampaignDailyStream
from tap_googleads.streams.campaign_hourly import CampaignHourlyStream
from tap_googleads.streams.campaign_impression_share_daily import (
    CampaignImpressionShareDailyStream,
)
from tap_googleads.streams.campaign_labels import CampaignLabelsStream
from tap_googleads.streams.campaign_locations import CampaignLocationsStream
from tap_googleads.streams.campaign_search_term_daily import (
    CampaignSearchTermDailyStream,
)
from tap_googleads.streams.campaigns import CampaignsStream
from tap_googleads.streams.change_events import ChangeEventsStream
from tap_googleads.streams.change_status import ChangeStatusStream
from tap_googleads.streams.click_view import ClickViewStream
from tap_googleads.streams.conversion_actions import ConversionActionsStream
from tap_googleads.streams.customer_clients import CustomerClientsStream
from tap_googleads.streams.customers import CustomersStream
from tap_googleads.streams.distance_daily import DistanceDailyStream
from tap_googleads.streams.gender_daily import GenderDailyStream
from tap_googleads.streams.geo_target_constants import GeoTargetConstantsStream
from tap_googleads.streams.geographic_daily import GeographicDailyStream
from tap_googleads.streams.keyword_daily import KeywordDailyStream
from tap_googleads.streams.keyword_labels import KeywordLabelsStream
from tap_googleads.streams.keywords import KeywordsStream
from tap_googleads.streams.labels import LabelsStream
from tap_googleads.streams.landing_page_daily import LandingPageDailyStream
from tap_googleads.streams.location_target_daily import LocationTargetDailyStream
from tap_googleads.streams.per_store_daily import PerStoreDailyStream
from tap_googleads.streams.placement_daily import PlacementDailyStream
from tap_googleads.streams.pmax_placement_daily import PmaxPlacementDailyStream
from tap_googleads.streams.search_term_daily import SearchTermDailyStream
from tap_googleads.streams.shopping_daily import ShoppingDailyStream
from tap_googleads.streams.user_lists import UserListsStream
from tap_googleads.streams.user_location_daily import UserLocationDailyStream

STREAM_TYPES = (
    AccessibleCustomersStream,
    CustomersStream,
    CustomerClientsStream,
    ClickViewStream,
    ChangeEventsStream,
    ChangeStatusStream,
    CampaignsStream,
    CampaignBudgetsStream,
    CampaignLocationsStream,
    BiddingStrategiesStream,
    AdGroupsStream,
    AdsStream,
    KeywordsStream,
    AssetsStream,
    AssetGroupsStream,
    AssetGroupAssetsStream,
    LabelsStream,
    CampaignLabelsStream,
    AdGroupLabelsStream,
    AdLabelsStream,
    KeywordLabelsStream,
    ConversionActionsStream,
    UserListsStream,
    AudiencesStream,
    GeoTargetConstantsStream,
    AccountDailyStream,
    CampaignDailyStream,
    CampaignHourlyStream,
    CampaignConversionDailyStream,
    CampaignImpressionShareDailyStream,
    AdGroupDailyStream,
    AdDailyStream,
    KeywordDailyStream,
    UserLocationDailyStream,
    GeographicDailyStream,
    LocationTargetDailyStream,
    DistanceDailyStream,
    PerStoreDailyStream,
    SearchTermDailyStream,
    CampaignSearchTermDailyStream,
    AgeRangeDailyStream,
    GenderDailyStream,
    LandingPageDailyStream,
    PlacementDailyStream,
    ShoppingDailyStream,
    AssetGroupDailyStream,
    PmaxPlacementDailyStream,
)
