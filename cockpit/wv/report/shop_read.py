"""Read what the page says of the shop from the promoted tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wv.report.shop_model import (
    Coverage,
    Product,
    Promo,
    SalesDay,
    Segment,
    ShippingCell,
    Shop,
    Spend,
)

if TYPE_CHECKING:
    from wv.promoted import Tables

SALES = "shop.sales_daily"
PRODUCTS = "shop.product_performance"
CUSTOMERS = "shop.customer_value"
PROMOS = "marketing.promo_calendar"
CELLS = "geo.shipping_cells"
SPEND = "marketing.ads_account_daily"
COVERAGE = "geo.geocoding_coverage"
CITIES = "geo.places"
WEATHER = "weather.weather_daily"
TABLES = (SALES, PRODUCTS, CUSTOMERS, PROMOS, CELLS, COVERAGE, SPEND, CITIES)
PRODUCTS_SHOWN, CELLS_SHOWN, CITIES_SHOWN = 10, 500, 600

CURRENCY_SQL = f"""
select currency from {SALES} group by currency order by sum(orders) desc, 1 limit 1
"""  # noqa: S608 - constants of this module, here and below.
SALES_SQL = f"""
select sold_on, orders, net_sales from {SALES} where currency = '%s' order by sold_on
"""  # noqa: S608
PRODUCTS_SQL = f"""
select
    p.title, p.units_sold, p.net_sales, p.share_of_net_sales, p.return_rate, o.title
from {PRODUCTS} as p
left join {PRODUCTS} as o
    on p.bought_with_product_key = o.product_key and p.currency = o.currency
where p.currency = '%s'
order by p.rank_by_net_sales, p.product_key
limit {PRODUCTS_SHOWN}
"""  # noqa: S608
SEGMENTS_SQL = f"""
select segment, count(*), sum(orders), sum(spent) from {CUSTOMERS}
where currency = '%s' group by segment order by sum(spent) desc, 1
"""  # noqa: S608
PROMOS_SQL = f"""
select promo_on, channel, campaigns, delivered from {PROMOS} order by 1, 2
"""  # noqa: S608
SPEND_SQL = f"""
select spent_on, platform, sum(spend), sum(conversion_value) from {SPEND}
where currency = '%s' group by 1, 2 order by 1, 2
"""  # noqa: S608
CELLS_SQL = f"""
select geohash, latitude, longitude, orders, order_share, is_watched from {CELLS}
order by orders desc, 1 limit {CELLS_SHOWN}
"""  # noqa: S608
COVERAGE_SQL = f"""
select
    country_code, physical_orders, geocoded_orders, geocoded_ratio,
    geocoded_ratio_lower, severity
from {COVERAGE}
where scope in ('tenant', 'country')
order by scope desc, physical_orders desc, country_code
"""  # noqa: S608
KNOWN_SQL = f"select count(*) from {PRODUCTS} where currency = '%s'"  # noqa: S608
CITIES_SQL = f"""
select latitude, longitude from {CITIES}
order by inhabitants desc, city, region limit {CITIES_SHOWN}
"""  # noqa: S608
ANOMALIES_SQL = f"""
select
    cast(w.local_date as date),
    sum(w.temp_anomaly * c.order_share) / sum(c.order_share)
from {WEATHER} as w
inner join {CELLS} as c on w.cell_id = c.geohash
where w.observation_type = 'observed' and w.temp_anomaly is not null
group by 1
"""  # noqa: S608


def read(promoted: Tables) -> Shop | None:
    """Read everything the page says of the shop.

    Args:
        promoted: The pinned tables of one tenant.

    Returns:
        None where nothing has been sold yet, or no shop is read.

    Raises:
        DataError: If a promoted table lacks a column the page needs.
    """
    found = promoted.rows(CURRENCY_SQL, SALES)
    if not found:
        return None
    currency = found[0][0]
    both = WEATHER if CELLS in promoted.versions else CELLS
    return Shop(
        currency=currency,
        days=tuple(SalesDay(*r) for r in promoted.rows(SALES_SQL % currency, SALES)),
        anomalies=dict(promoted.rows(ANOMALIES_SQL, both)),
        cities=tuple(promoted.rows(CITIES_SQL, CITIES)),
        products_known=sum(n for (n,) in promoted.rows(KNOWN_SQL % currency, PRODUCTS)),
        products=tuple(
            Product(*r) for r in promoted.rows(PRODUCTS_SQL % currency, PRODUCTS)
        ),
        segments=tuple(
            Segment(*r) for r in promoted.rows(SEGMENTS_SQL % currency, CUSTOMERS)
        ),
        promos=tuple(Promo(*r) for r in promoted.rows(PROMOS_SQL, PROMOS)),
        cells=tuple(ShippingCell(*r) for r in promoted.rows(CELLS_SQL, CELLS)),
        spend=tuple(Spend(*r) for r in promoted.rows(SPEND_SQL % currency, SPEND)),
        coverage=tuple(Coverage(*r) for r in promoted.rows(COVERAGE_SQL, COVERAGE)),
    )
