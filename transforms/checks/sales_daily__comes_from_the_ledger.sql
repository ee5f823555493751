-- Orders of a day have no ledger and are told by their fields, off where orders were edited.
-- Severity: V1
-- Next: select the stream order_sales, and run the tap from its start date.
select
    sold_on,
    currency,
    orders_by_fields
from sales_daily
where orders_by_fields > 0
