"""The five headers of use, as Meta writes them and as nobody should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_metaads.usage import HEADERS, Usage, reach_percent, regain_seconds, usages


def test_every_header_is_read():
    headers = {
        "X-App-Usage": '{"call_count": 10, "total_time": 20, "total_cputime": 5}',
        "X-Ad-Account-Usage": '{"acc_id_util_pct": 9.67, "reset_time_duration": 100}',
        "X-FB-Ads-Insights-Throttle": '{"app_id_util_pct": 30, "acc_id_util_pct": 40}',
        "X-Business-Use-Case-Usage": '{"8": [{"type": "ads_management", '
        '"call_count": 50, "total_cputime": 60, "total_time": 55, '
        '"estimated_time_to_regain_access": 2}]}',
        "X-Fb-Ads-Insights-Reach-Throttle": '{"acc_id_util_pct": 70}',
    }

    assert list(usages(headers)) == [
        Usage("app", "", 20, 0),
        Usage("account", "", 9.67, 100),
        Usage("app", "ads_insights", 30, 0),
        Usage("account", "ads_insights", 40, 0),
        Usage("account", "ads_management", 60, 120),
    ]
    assert reach_percent(headers) == 70


def test_without_headers_nothing_is_used():
    assert list(usages({})) == []
    assert reach_percent({}) == 0


@pytest.mark.parametrize("text", ["", "7", "[]", '"x"', '{"a": 1', "null"])
def test_a_header_that_is_no_object_says_nothing(text):
    assert list(usages(dict.fromkeys(HEADERS, text))) == []


json_texts = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["call_count", "acc_id_util_pct", "type", "8", "x"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.fixed_dictionaries(dict.fromkeys(HEADERS, json_texts)))
def test_whatever_a_header_holds_the_wait_is_a_positive_number(values):
    """A server may write anything; we neither fail nor wait for ever."""
    headers = {name: str(value).replace("'", '"') for name, value in values.items()}

    told = list(usages(headers))

    assert all(usage.percent >= 0 and usage.regain_seconds >= 0 for usage in told)
    assert regain_seconds(headers) > 0
