-- What the ledger tells of an order differs from what the order or its payments tell.
-- Severity: V1
-- Next: look at the differences of that order; if all have just changed, run the tap again.
select
    order_id,
    difference_ordered,
    difference_current,
    difference_payment,
    difference_cash
from financial_reconciliation
where formula = 'ledger' and not is_reconciled
