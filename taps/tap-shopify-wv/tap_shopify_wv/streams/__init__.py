"""The streams of tap-shopify-wv, in the order in which a run reads them."""

from __future__ import annotations

from tap_shopify_wv.streams.collection_products import CollectionProductsStream
from tap_shopify_wv.streams.collections import CollectionsStream
from tap_shopify_wv.streams.customers import CustomersStream
from tap_shopify_wv.streams.fulfillment_line_items import FulfillmentLineItemsStream
from tap_shopify_wv.streams.fulfillment_orders import FulfillmentOrdersStream
from tap_shopify_wv.streams.fulfillments import FulfillmentsStream
from tap_shopify_wv.streams.locations import LocationsStream
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
from tap_shopify_wv.streams.product_variants import ProductVariantsStream
from tap_shopify_wv.streams.products import ProductsStream
from tap_shopify_wv.streams.shop import ShopStream
from tap_shopify_wv.streams.transactions import TransactionsStream

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
)
