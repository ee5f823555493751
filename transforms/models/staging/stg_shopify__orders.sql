-- What is the state of each order?
-- Grain: one row per order.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__orders (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__orders
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

renamed as (
    select
        ---------- ids
        id as order_id,
        customer_id,

        ---------- times
        created_at,
        processed_at,
        updated_at,
        cancelled_at,

        ---------- states
        financial_status,
        fulfillment_status,
        coalesce(is_test, false) as is_test,
        _sdc_deleted_at is not null as is_deleted,
        taxes_included,
        requires_shipping as is_physical,

        ---------- channel
        source_name,
        last_visit_utm_source,
        last_visit_utm_medium,
        last_visit_utm_campaign,

        ---------- place
        ship_city,
        ship_province,
        ship_province_code,
        ship_country,
        ship_country_code,
        ship_geohash,
        ship_geo_source,
        ship_geo_precision,
        ship_geo_quarantine,

        ---------- money
        currency,
        presentment_currency,
        subtotal_price,
        total_discounts,
        total_shipping_price,
        total_tax,
        original_total_duties,
        original_total_additional_fees,
        original_total_price,
        total_price,
        current_total_price,
        total_tip_received,
        total_received,
        total_refunded,
        refund_discrepancy,
        net_payment,
        total_outstanding,

        ---------- quality
        coalesce(_wv_source = 'stub', false) as is_stub
    from newest
)

select * from renamed
