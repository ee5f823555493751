-- What was sold and taken back, entry by entry, on which day of the shop, known by which formula?
-- Grain: one row per entry: of the ledger, or of an order's fields where it has no ledger.
-- Period: all orders that count.
-- Window: a day of the shop's time zone.
-- Source: ledger_entries (formula ledger); field_entries_sold and field_entries_returned (formula
--   order_fields: a fallback, off where orders were edited).
with

labelled as (
    select
        'ledger' as formula,
        ledger_entries.*
    from ledger_entries
    union all
    select
        'order_fields' as formula,
        field_entries_sold.*
    from field_entries_sold
    union all
    select
        'order_fields' as formula,
        field_entries_returned.*
    from field_entries_returned
),

dated as (
    select
        ---------- ids
        labelled.formula,
        labelled.entry_id,
        labelled.effect,
        labelled.order_id,
        labelled.line_item_id,
        shop_orders.customer_id,

        ---------- days
        labelled.happened_at,
        cast(labelled.happened_at at time zone shop_orders.timezone as date) as sold_on,
        labelled.is_placed,

        ---------- pieces
        labelled.units_sold,
        labelled.units_returned,

        ---------- money
        labelled.currency,
        labelled.gross_sales,
        labelled.discounts,
        labelled.returns,
        labelled.shipping,
        labelled.taxes,
        labelled.duties,
        labelled.additional_fees,
        labelled.return_fees,
        labelled.gift_cards,
        labelled.tips,
        cast(labelled.gross_sales - labelled.discounts - labelled.returns as decimal(38, 6))
            as net_sales,
        cast(
            labelled.gross_sales - labelled.discounts - labelled.returns
            + labelled.shipping + labelled.taxes + labelled.duties
            + labelled.additional_fees + labelled.return_fees as decimal(38, 6)
        ) as total_sales,

        ---------- quality
        labelled.is_stub
    from labelled
    inner join shop_orders on labelled.order_id = shop_orders.order_id
)

select * from dated
