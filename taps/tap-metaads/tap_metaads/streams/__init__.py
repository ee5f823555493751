"""Every stream of the tap, in the order of the run.

Figures come before what they are of: an ad that only figures speak of was deleted, and
is then read by its id.
"""

from __future__ import annotations

from tap_metaads.streams.accounts import AccountsStream
from tap_metaads.streams.activities import ActivitiesStream
from tap_metaads.streams.ad_labels import AdLabelsStream
from tap_metaads.streams.ad_set_geo import AdSetGeoStream
from tap_metaads.streams.ad_sets import AdSetsStream
from tap_metaads.streams.ads import AdsStream
from tap_metaads.streams.campaigns import CampaignsStream
from tap_metaads.streams.creatives import CreativesStream
from tap_metaads.streams.custom_audiences import CustomAudiencesStream
from tap_metaads.streams.custom_conversions import CustomConversionsStream
from tap_metaads.streams.images import ImagesStream
from tap_metaads.streams.insights_account_daily import InsightsAccountDailyStream
from tap_metaads.streams.insights_account_daily_actions import (
    InsightsAccountDailyActionsStream,
)
from tap_metaads.streams.insights_ad_daily import InsightsAdDailyStream
from tap_metaads.streams.insights_ad_daily_actions import InsightsAdDailyActionsStream
from tap_metaads.streams.insights_ad_set_daily import InsightsAdSetDailyStream
from tap_metaads.streams.insights_ad_set_daily_actions import (
    InsightsAdSetDailyActionsStream,
)
from tap_metaads.streams.insights_age_gender_daily import InsightsAgeGenderDailyStream
from tap_metaads.streams.insights_age_gender_daily_actions import (
    InsightsAgeGenderDailyActionsStream,
)
from tap_metaads.streams.insights_campaign_daily import InsightsCampaignDailyStream
from tap_metaads.streams.insights_campaign_daily_actions import (
    InsightsCampaignDailyActionsStream,
)
from tap_metaads.streams.insights_comscore_market_daily import (
    InsightsComscoreMarketDailyStream,
)
from tap_metaads.streams.insights_comscore_market_daily_actions import (
    InsightsComscoreMarketDailyActionsStream,
)
from tap_metaads.streams.insights_country_daily import InsightsCountryDailyStream
from tap_metaads.streams.insights_country_daily_actions import (
    InsightsCountryDailyActionsStream,
)
from tap_metaads.streams.insights_country_region_daily import (
    InsightsCountryRegionDailyStream,
)
from tap_metaads.streams.insights_country_region_daily_actions import (
    InsightsCountryRegionDailyActionsStream,
)
from tap_metaads.streams.insights_device_daily import InsightsDeviceDailyStream
from tap_metaads.streams.insights_device_daily_actions import (
    InsightsDeviceDailyActionsStream,
)
from tap_metaads.streams.insights_hourly import InsightsHourlyStream
from tap_metaads.streams.insights_hourly_actions import InsightsHourlyActionsStream
from tap_metaads.streams.insights_hourly_audience import InsightsHourlyAudienceStream
from tap_metaads.streams.insights_hourly_audience_actions import (
    InsightsHourlyAudienceActionsStream,
)
from tap_metaads.streams.insights_platform_placement_daily import (
    InsightsPlatformPlacementDailyStream,
)
from tap_metaads.streams.insights_platform_placement_daily_actions import (
    InsightsPlatformPlacementDailyActionsStream,
)
from tap_metaads.streams.pixels import PixelsStream
from tap_metaads.streams.saved_audiences import SavedAudiencesStream
from tap_metaads.streams.videos import VideosStream

STREAM_TYPES = (
    AccountsStream,
    ActivitiesStream,
    InsightsAccountDailyStream,
    InsightsAccountDailyActionsStream,
    InsightsCampaignDailyStream,
    InsightsCampaignDailyActionsStream,
    InsightsAdSetDailyStream,
    InsightsAdSetDailyActionsStream,
    InsightsAdDailyStream,
    InsightsAdDailyActionsStream,
    InsightsAgeGenderDailyStream,
    InsightsAgeGenderDailyActionsStream,
    InsightsCountryDailyStream,
    InsightsCountryDailyActionsStream,
    InsightsCountryRegionDailyStream,
    InsightsCountryRegionDailyActionsStream,
    InsightsComscoreMarketDailyStream,
    InsightsComscoreMarketDailyActionsStream,
    InsightsPlatformPlacementDailyStream,
    InsightsPlatformPlacementDailyActionsStream,
    InsightsDeviceDailyStream,
    InsightsDeviceDailyActionsStream,
    InsightsHourlyStream,
    InsightsHourlyActionsStream,
    InsightsHourlyAudienceStream,
    InsightsHourlyAudienceActionsStream,
    CampaignsStream,
    AdSetsStream,
    AdSetGeoStream,
    AdsStream,
    CreativesStream,
    ImagesStream,
    VideosStream,
    CustomAudiencesStream,
    SavedAudiencesStream,
    CustomConversionsStream,
    AdLabelsStream,
    PixelsStream,
)
