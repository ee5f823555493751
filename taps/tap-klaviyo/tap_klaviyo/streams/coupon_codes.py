"""Codes of coupons, and who got them.

https://developers.klaviyo.com/en/reference/get_coupon_codes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from tap_kit.fields import fields, instant, key, text
from tap_klaviyo.client import KlaviyoStream
from tap_klaviyo.filters import equals
from tap_klaviyo.rates import XL

if TYPE_CHECKING:
    from collections.abc import Iterator


class CouponCodesStream(KlaviyoStream):
    """One record a code; read whole each run, coupon by coupon."""

    name = "coupon_codes"
    primary_keys = ("id",)
    endpoint = "/api/coupon-codes"
    rate = XL
    page_size = 100
    scope = "coupon-codes:read"
    schema = fields(
        key("id", "id", "Id of the code."),
        text("coupon_id", "relationships.coupon.data.id", "Coupon it stands for."),
        text("profile_id", "relationships.profile.data.id", "Who got it."),
        text("unique_code", "attributes.unique_code", "The code itself.", pii="code"),
        text("status", "attributes.status", "UNASSIGNED to USED."),
        instant("expires_at", "attributes.expires_at", "Until when it is good."),
    )

    @override
    def parts(self) -> Iterator[tuple[str, str, str]]:
        for coupon in self.tap.listing.coupon_ids:
            yield coupon, "", equals("coupon.id", coupon)
