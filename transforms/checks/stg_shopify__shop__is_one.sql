-- Two shops share the tables of one tenant, so their sales and days are mixed.
-- Severity: V3
-- Next: give each shop a tenant of its own in the target's settings, and load both anew.
select
    shop_id,
    currency,
    timezone
from stg_shopify__shop
qualify count(*) over () > 1
