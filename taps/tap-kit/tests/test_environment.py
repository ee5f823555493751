"""Settings from the environment."""

from __future__ import annotations

import pytest
from singer_sdk import typing as th

from tap_kit.environment import from_environment
from tap_kit.errors import SettingsError

SCHEMA = th.PropertiesList(
    th.Property("shop_domain", th.StringType),
    th.Property("lookback_days", th.IntegerType),
    th.Property("share", th.NumberType),
    th.Property("strict_scopes", th.BooleanType),
    th.Property("owners", th.ArrayType(th.StringType)),
    th.Property("places", th.ObjectType()),
).to_dict()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("shop_domain", "a-b.myshopify.com", "a-b.myshopify.com"),
        ("lookback_days", "3", 3),
        ("share", "0.25", 0.25),
        ("strict_scopes", "Yes", True),
        ("strict_scopes", "0", False),
        ("owners", "product, order,", ["product", "order"]),
        ("owners", '["product"]', ["product"]),
        ("places", '{"a": 1}', {"a": 1}),
    ],
)
def test_a_setting_comes_as_its_type(name, text, value):
    found = from_environment(SCHEMA, {f"SHOP_{name.upper()}": text}, "SHOP")

    assert found == {name: value}


def test_what_is_absent_or_empty_is_not_set():
    assert (
        from_environment(SCHEMA, {"SHOP_SHARE": "", "OTHER_SHARE": "1"}, "SHOP") == {}
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LOOKBACK_DAYS", "seven"),
        ("SHARE", "half"),
        ("STRICT_SCOPES", "perhaps"),
        ("OWNERS", '["product"'),
    ],
)
def test_a_text_of_another_type_is_refused_and_not_quoted(name, text):
    with pytest.raises(SettingsError, match=f"SHOP_{name}") as caught:
        from_environment(SCHEMA, {f"SHOP_{name}": text}, "SHOP")

    assert text not in str(caught.value)
