-- Cells do not add up to what a platform charged on a day.
-- Severity: V2
-- Next: look for places of that day that are twice in geo_ref, or whose shares exceed 1.
with

cells as (
    select
        platform,
        account_id,
        spent_on,
        sum(spend) as spend
    from ads_cell_daily
    group by platform, account_id, spent_on
)

select
    charged.platform,
    charged.account_id,
    charged.spent_on,
    charged.spend,
    cells.spend as spend_of_cells
from ads_account_daily as charged
left join cells
    on
        charged.platform = cells.platform
        and charged.account_id = cells.account_id
        and charged.spent_on = cells.spent_on
where abs(charged.spend - coalesce(cells.spend, 0)) > 0.01
