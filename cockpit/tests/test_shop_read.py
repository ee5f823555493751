"""The shop's part of the page is read from the promoted tables."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from target_parquet_lake.lake import Lake
from target_parquet_lake.names import TableName
from wv.promoted import promoted
from wv.report import read, shop_read
from wv.report.model import Freshness
from wv.report.shop_model import Promo
from wv_transforms.promotion import Promoted, write_promoted

LAST = dt.date(2026, 11, 14)
BUILT_AT = dt.datetime(2026, 11, 15, 6, tzinfo=dt.UTC)
MONEY = pa.decimal128(38, 6)


def day(number: int) -> dt.date:
    return LAST - dt.timedelta(days=number)


def table(**columns):
    return pa.table(columns)


def money(*values):
    return pa.array([Decimal(v) for v in values], MONEY)


@pytest.fixture
def write(tmp_path):
    """Promote tables; returns what the page reads of them."""

    def call(**tables):
        lake = Lake(tmp_path)
        pins = {}
        for place, content in tables.items():
            layer, _, model = place.partition("__")
            name = TableName(layer, "acme", model)
            pins[name] = lake.write(layer, "acme", model, content)
        write_promoted(lake, Promoted("acme", "a-run", BUILT_AT, pins))
        with promoted(tmp_path, "acme") as found:
            return shop_read.read(found)

    return call


def sales(*currencies):
    rows = range(len(currencies))
    return table(
        sold_on=pa.array([day(0) for _ in rows], pa.date32()),
        currency=pa.array(currencies, pa.string()),
        orders=pa.array([row + 1 for row in rows], pa.int64()),
        net_sales=money(*rows),
    )


def test_without_sales_there_is_no_shop(write):
    assert write(shop__sales_daily=sales()) is None


def test_the_currency_with_most_orders_is_shown(write):
    found = write(shop__sales_daily=sales("EUR", "USD"))

    assert (found.currency, [d.orders for d in found.days]) == ("USD", [2])


def test_anomalies_are_weighted_by_where_orders_go(write):
    cells = table(
        geohash=["a", "b"],
        latitude=[1.0, 2.0],
        longitude=[3.0, 4.0],
        orders=[3, 1],
        order_share=[0.75, 0.25],
        is_watched=[True, False],
    )
    weather = table(
        cell_id=["a", "b", "a"],
        local_date=[day(0), day(0), day(1)],
        observation_type=["observed", "observed", "forecast"],
        temp_anomaly=[4.0, 0.0, 9.0],
    )

    found = write(
        shop__sales_daily=sales("USD"),
        geo__shipping_cells=cells,
        weather__weather_daily=weather,
    )

    assert found.anomalies == {day(0): 3.0}
    assert [cell.watched for cell in found.cells] == [True, False]


def test_products_bring_the_title_of_what_is_bought_with_them(write):
    products = table(
        product_key=["1", "2"],
        title=["Umbrella", "Boots"],
        units_sold=[5, 3],
        net_sales=money(50, 30),
        share_of_net_sales=[0.6, 0.4],
        return_rate=[0.1, None],
        bought_with_product_key=["2", None],
        currency=["USD", "USD"],
        rank_by_net_sales=[1, 2],
    )

    found = write(shop__sales_daily=sales("USD"), shop__product_performance=products)

    assert [p.bought_with for p in found.products] == ["Boots", None]
    assert found.products_known == 2


def test_the_biggest_cities_give_the_map_its_bearings(write):
    places = table(
        city=["Berlin", "Paris"],
        region=["Berlin", "Paris"],
        latitude=[52.5, 48.9],
        longitude=[13.4, 2.4],
        inhabitants=[3_700_000, 2_100_000],
    )

    found = write(shop__sales_daily=sales("USD"), geo__places=places)

    assert found.cities == ((52.5, 13.4), (48.9, 2.4))


def test_customers_are_added_up_by_segment(write):
    customers = table(
        segment=["Loyal", "VIP", "Loyal"],
        orders=[5, 10, 6],
        spent=money(600, 2000, 700),
        currency=["USD"] * 3,
    )

    found = write(shop__sales_daily=sales("USD"), shop__customer_value=customers)

    assert [(s.name, s.customers, s.spent) for s in found.segments] == [
        ("VIP", 1, Decimal(2000)),
        ("Loyal", 2, Decimal(1300)),
    ]


def test_promotions_and_coverage_are_read(write):
    promos = table(promo_on=[day(2)], channel=["sms"], campaigns=[1], delivered=[9])
    coverage = table(
        scope=["country", "tenant", "day"],
        country_code=["US", "ALL", "US"],
        physical_orders=[5, 5, 1],
        geocoded_orders=[4, 4, 1],
        geocoded_ratio=[0.8, 0.8, 1.0],
        geocoded_ratio_lower=[0.4, 0.4, 0.2],
        severity=["ok", "warning", "ok"],
    )

    found = write(
        shop__sales_daily=sales("USD"),
        marketing__promo_calendar=promos,
        geo__geocoding_coverage=coverage,
    )

    assert found.promos == (Promo(day(2), "sms", 1, 9),)
    assert [each.country for each in found.coverage] == ["ALL", "US"]


def test_one_tenant_does_not_see_the_shop_of_another(write, tmp_path):
    assert write(shop__sales_daily=sales("USD")) is not None
    write_promoted(Lake(tmp_path), Promoted("other", "a-run", BUILT_AT, {}))

    with promoted(tmp_path, "other") as found:
        assert shop_read.read(found) is None


def test_days_of_the_shop_reach_to_the_end_of_the_newest(tmp_path):
    """They tell, too, that they come from the sandbox, where the weather does not."""
    lake = Lake(tmp_path)
    days = pa.array([day(0), day(1)], pa.date32())
    spend = table(spent_on=days, is_stub=[True, False])
    name = TableName("marketing", "acme", "ads_account_daily")
    pins = {name: lake.write("marketing", "acme", "ads_account_daily", spend)}
    write_promoted(lake, Promoted("acme", "a-run", BUILT_AT, pins))

    with promoted(tmp_path, "acme") as found:
        streams = read.by_day(found)

    assert streams == [
        Freshness("advertising, by day", 2, BUILT_AT.replace(hour=0), 1, None)
    ]
