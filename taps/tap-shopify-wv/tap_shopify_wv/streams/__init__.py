"""The streams of tap-shopify-wv, in the order in which a run reads them."""

from __future__ import annotations

from tap_shopify_wv.streams.abandoned_checkouts import AbandonedCheckoutsStream
from tap_shopify_wv.streams.articles import ArticlesStream
from tap_shopify_wv.streams.balance_transactions import BalanceTransactionsStream
from tap_shopify_wv.streams.blogs import BlogsStream
from tap_shopify_wv.streams.collection_products import CollectionProductsStream
from tap_shopify_wv.streams.collections import CollectionsStream
from tap_shopify_wv.streams.companies import CompaniesStream
from tap_shopify_wv.streams.company_locations import CompanyLocationsStream
from tap_shopify_wv.streams.customers import CustomersStream
from tap_shopify_wv.streams.deleted_records import DeletedRecordsStream
from tap_shopify_wv.streams.discount_codes import DiscountCodesStream
from tap_shopify_wv.streams.discounts import DiscountsStream
from tap_shopify_wv.streams.disputes import DisputesStream
from tap_shopify_wv.streams.draft_orders import DraftOrdersStream
from tap_shopify_wv.streams.fulfillment_line_items import FulfillmentLineItemsStream
from tap_shopify_wv.streams.fulfillment_orders import FulfillmentOrdersStream
from tap_shopify_wv.streams.fulfillments import FulfillmentsStream
from tap_shopify_wv.streams.gift_cards import GiftCardsStream
from tap_shopify_wv.streams.inventory_items import InventoryItemsStream
from tap_shopify_wv.streams.inventory_levels import InventoryLevelsStream
from tap_shopify_wv.streams.locations import LocationsStream
from tap_shopify_wv.streams.marketing_activities import MarketingActivitiesStream
from tap_shopify_wv.streams.marketing_events import MarketingEventsStream
from tap_shopify_wv.streams.markets import MarketsStream
from tap_shopify_wv.streams.metafields_collection import MetafieldsCollectionStream
from tap_shopify_wv.streams.metafields_customer import MetafieldsCustomerStream
from tap_shopify_wv.streams.metafields_location import MetafieldsLocationStream
from tap_shopify_wv.streams.metafields_order import MetafieldsOrderStream
from tap_shopify_wv.streams.metafields_product import MetafieldsProductStream
from tap_shopify_wv.streams.metafields_shop import MetafieldsShopStream
from tap_shopify_wv.streams.metafields_variant import MetafieldsVariantStream
from tap_shopify_wv.streams.metaobjects import MetaobjectsStream
from tap_shopify_wv.streams.order_adjustments import OrderAdjustmentsStream
from tap_shopify_wv.streams.order_discount_applications import (
    OrderDiscountApplicationsStream,
)
from tap_shopify_wv.streams.order_line_items import OrderLineItemsStream
from tap_shopify_wv.streams.order_refund_line_items import OrderRefundLineItemsStream
from tap_shopify_wv.streams.order_refund_shipping_lines import (
    OrderRefundShippingLinesStream,
)
from tap_shopify_wv.streams.order_refunds import OrderRefundsStream
from tap_shopify_wv.streams.order_sales import OrderSalesStream
from tap_shopify_wv.streams.order_shipping_lines import OrderShippingLinesStream
from tap_shopify_wv.streams.orders import OrdersStream
from tap_shopify_wv.streams.pages import PagesStream
from tap_shopify_wv.streams.payouts import PayoutsStream
from tap_shopify_wv.streams.product_variants import ProductVariantsStream
from tap_shopify_wv.streams.products import ProductsStream
from tap_shopify_wv.streams.returns import ReturnsStream
from tap_shopify_wv.streams.segments import SegmentsStream
from tap_shopify_wv.streams.shop import ShopStream
from tap_shopify_wv.streams.tender_transactions import TenderTransactionsStream
from tap_shopify_wv.streams.themes import ThemesStream
from tap_shopify_wv.streams.transactions import TransactionsStream
from tap_shopify_wv.streams.webhooks import WebhooksStream

# Orders and what hangs on them first: windows of theirs may vanish behind 60 days.
STREAM_TYPES = (
    ShopStream,
    OrdersStream,
    OrderLineItemsStream,
    OrderShippingLinesStream,
    OrderDiscountApplicationsStream,
    OrderRefundsStream,
    OrderRefundLineItemsStream,
    OrderRefundShippingLinesStream,
    OrderAdjustmentsStream,
    OrderSalesStream,
    TransactionsStream,
    FulfillmentsStream,
    FulfillmentLineItemsStream,
    FulfillmentOrdersStream,
    CustomersStream,
    ProductsStream,
    ProductVariantsStream,
    CollectionsStream,
    CollectionProductsStream,
    LocationsStream,
    InventoryItemsStream,
    InventoryLevelsStream,
    AbandonedCheckoutsStream,
    DiscountsStream,
    DiscountCodesStream,
    PayoutsStream,
    BalanceTransactionsStream,
    DisputesStream,
    TenderTransactionsStream,
    DraftOrdersStream,
    GiftCardsStream,
    ReturnsStream,
    MarketingEventsStream,
    MarketingActivitiesStream,
    BlogsStream,
    ArticlesStream,
    PagesStream,
    MetafieldsProductStream,
    MetafieldsVariantStream,
    MetafieldsCollectionStream,
    MetafieldsCustomerStream,
    MetafieldsOrderStream,
    MetafieldsLocationStream,
    MetafieldsShopStream,
    MetaobjectsStream,
    ThemesStream,
    WebhooksStream,
    SegmentsStream,
    MarketsStream,
    CompaniesStream,
    CompanyLocationsStream,
    DeletedRecordsStream,
)
