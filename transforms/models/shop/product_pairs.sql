-- Which products are bought together, and how much more often than by chance?
-- Grain: one row per ordered pair of products that were together in an order.
-- Period: all orders that count.
-- Window: none.
-- Source: product_lines. Confidence is the share of the product's orders that hold the other too,
--   lift that share over the other's share of all orders: 1 is chance.
with

baskets as (
    select distinct
        order_id,
        product_key
    from product_lines
    where units_sold > 0
),

products as (
    select
        product_key,
        count(*) as orders
    from baskets
    group by product_key
),

everything as (
    select count(distinct order_id) as orders from baskets
),

together as (
    select
        one.product_key,
        other.product_key as other_product_key,
        count(*) as orders_together
    from baskets as one
    inner join baskets as other
        on
            one.order_id = other.order_id
            and one.product_key <> other.product_key
    group by one.product_key, other.product_key
),

measured as (
    select
        ---------- ids
        together.product_key,
        together.other_product_key,

        ---------- counts
        together.orders_together,
        products.orders as orders_of_product,
        others.orders as orders_of_other,

        ---------- shares
        cast(together.orders_together as double) / everything.orders as support,
        cast(together.orders_together as double) / products.orders as confidence,
        cast(together.orders_together as double) * everything.orders
        / (products.orders * others.orders) as lift,

        ---------- order
        row_number() over (
            partition by together.product_key
            order by
                together.orders_together desc,
                others.orders asc,
                together.other_product_key asc
        ) as nth_companion
    from together
    inner join products on together.product_key = products.product_key
    inner join products as others on together.other_product_key = others.product_key
    cross join everything
)

select * from measured
