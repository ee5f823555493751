-- How well has each product sold, and what is it bought with?
-- Grain: one row per product and currency.
-- Period: all orders that count.
-- Window: none.
-- Source: product_lines, product_pairs (its first companion), stg_shopify__products. Gift cards,
--   tips and money given back without goods belong to no product.
with

sold as (
    select
        product_key,
        currency,
        max(product_id) as product_id,
        max(title) as title_as_sold,
        max(vendor) as vendor_as_sold,
        min(first_sold_on) as first_sold_on,
        max(last_sold_on) as last_sold_on,
        count(distinct case when units_sold > 0 then order_id end) as orders,
        sum(units_sold) as units_sold,
        sum(units_returned) as units_returned,
        sum(gross_sales) as gross_sales,
        sum(discounts) as discounts,
        sum(returns) as returns,
        sum(net_sales) as net_sales,
        max(case when is_stub then 1 else 0 end) as has_stub
    from product_lines
    group by product_key, currency
),

companions as (
    select * from product_pairs
    where nth_companion = 1
),

described as (
    select
        ---------- ids
        sold.product_key,
        sold.currency,
        sold.product_id,
        coalesce(products.title, sold.title_as_sold) as title,
        products.product_type,
        coalesce(products.vendor, sold.vendor_as_sold) as vendor,
        coalesce(products.is_deleted, true) as is_deleted,

        ---------- days
        sold.first_sold_on,
        sold.last_sold_on,

        ---------- counts
        sold.orders,
        cast(sold.units_sold as bigint) as units_sold,
        cast(sold.units_returned as bigint) as units_returned,
        case
            when sold.units_sold > 0
                then cast(sold.units_returned as double) / cast(sold.units_sold as double)
        end as return_rate,

        ---------- money
        sold.gross_sales,
        sold.discounts,
        sold.returns,
        sold.net_sales,
        case
            when sum(sold.net_sales) over (partition by sold.currency) <> 0
                then
                    cast(sold.net_sales as double)
                    / cast(sum(sold.net_sales) over (partition by sold.currency) as double)
        end as share_of_net_sales,
        row_number() over (
            partition by sold.currency
            order by sold.net_sales desc, sold.product_key asc
        ) as rank_by_net_sales,

        ---------- cross-selling
        companions.other_product_key as bought_with_product_key,
        companions.orders_together as bought_with_orders,
        companions.confidence as bought_with_confidence,
        companions.lift as bought_with_lift,

        ---------- quality
        sold.has_stub = 1 as is_stub
    from sold
    left join stg_shopify__products as products on sold.product_id = products.product_id
    left join companions on sold.product_key = companions.product_key
)

select * from described
