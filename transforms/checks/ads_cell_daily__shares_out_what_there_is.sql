-- Places were charged more than their campaign was.
-- Severity: V1
-- Next: pull that day again; campaign and places may be of different pulls.
select
    platform,
    account_id,
    campaign_id,
    spent_on,
    spend
from ads_cell_daily
where cell_id = 'UNKNOWN' and spend < -0.01
