-- What did each refund give back, and when?
-- Grain: one row per refund.
-- Period: all that was read; the newest row of an id counts.
-- Window: none.
-- Source: raw.shopify_wv__order_refunds (tap-shopify-wv).
with

newest as (
    select * from raw.shopify_wv__order_refunds
    qualify row_number() over (partition by id order by _sdc_sequence desc) = 1
),

duties as (
    select
        newest.id,
        -- A field of an element, which sqlfluff takes for a table.
        sum(duty.amount) as amount  -- noqa: RF01
    from newest
    cross join unnest(newest.duties) as duties (duty)
    group by newest.id
),

renamed as (
    select
        ---------- ids
        newest.id as refund_id,
        newest.order_id,
        newest.return_id,

        ---------- times
        newest.created_at,
        newest.processed_at,

        ---------- measures
        newest.currency,
        newest.total_refunded,
        cast(coalesce(duties.amount, 0) as decimal(38, 6)) as duties,

        ---------- quality
        coalesce(newest._wv_source = 'stub', false) as is_stub
    from newest
    left join duties on newest.id = duties.id
)

select * from renamed
