"""What must show in the tables of the replay, each as a question to be answered yes."""

from __future__ import annotations

from typing import Final

CONDITIONS: Final[dict[str, str]] = {
    "the day of the clock change has 23 hours and is whole": """
        select count(*) = 1 from weather_daily
        where cell_id = 'dr5ru' and local_date = date '2026-03-08'
            and observation_type = 'observed' and n_hours = 23
            and temp_c is not null and precip_mm = 11.5
    """,
    "one decides at six by the clock, before and after the change": """
        select count(*) = 2 from decision_times
        where cell_id = 'dr5ru' and decision_at in (
            timestamptz '2026-03-07 11:00:00+00', timestamptz '2026-03-08 10:00:00+00'
        )
    """,
    "a spike of negative rain is unknown, and said": """
        select count(*) = 1 from weather_days
        where cell_id = 'u33dc' and local_date = date '2026-03-07'
            and observation_type = 'observed' and precip_mm is null
            and n_hours_quarantined = 1 and temp_c is not null
    """,
    "a tiny negative amount is no rain": """
        select count(*) = 1 from weather_days
        where cell_id = 'dr5ru' and local_date = date '2026-03-07'
            and observation_type = 'observed' and precip_mm = 11.5
            and n_hours_clamped = 1
    """,
    "a day without values has none, and no flag": """
        select count(*) = 1 from weather_daily
        where cell_id = 'u33dc' and local_date = date '2026-03-08'
            and observation_type = 'observed' and temp_c is null
            and freeze_flag is null and temp_anomaly is null
    """,
    "a forecast of later is not known": """
        select max(temp_max_c) < 40 from weather_daily
    """,
    "what is decided with was known in time": """
        select count(*) > 0
            and count(*) = count(*) filter (where weather_available_at <= decision_at)
            and max(weather_available_at) <= timestamptz '2026-03-09 12:00:00+00'
            and max(temp_max_c) < 40
        from wx_asof
    """,
    "an order before the decision has what was known the day before": """
        select count(*) = 2 from weather_join
        where order_id in ('before the change', 'after the change')
            and join_mode = 'asof' and join_status = 'joined'
            and decision_at = timestamptz '2026-03-07 11:00:00+00' and lead_days = 1
            and weather_available_at <= decision_at
    """,
    "a late order has the weather of its own time": """
        select count(*) = 2 from weather_join
        where order_id = 'late' and join_status = 'joined'
            and local_date = date '2026-03-07'
            and coalesce(decision_at = timestamptz '2026-03-07 11:00:00+00', true)
    """,
    "an order of later is not known": """
        select count(*) > 0 and count(*) filter (where order_id = 'future') = 0
        from weather_join
    """,
    "orders to a cell without weather stay, and are told": """
        select count(*) = 2 from weather_join_gaps
        where cell_id = 'gcpvj' and join_status = 'no_weather' and orders = 1
    """,
    "an order to nowhere counts as missing, one that is not shipped does not": """
        select max(physical_orders) = 6 and max(geocoded_orders) = 5
            and max(missing_orders) = 1 and max(digital_orders) = 1
        from geocoding_coverage where scope = 'tenant'
    """,
    "the guardrail holds": """
        select count(*) = 1 from weather_join_validation
        where join_mode = 'asof' and guardrail_status = 'passed' and orders_leaked = 0
    """,
}
"""Sentence to a SELECT of one truth value over the promoted tables."""
