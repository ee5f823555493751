"""The search for places to target: their keys, names and countries.

https://developers.facebook.com/docs/marketing-api/audiences/reference/targeting-search
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wv_sandbox.metaads.errors import invalid
from wv_sandbox.metaads.targeting import region_key

if TYPE_CHECKING:
    from wv_sandbox.metaads.request import Request
    from wv_sandbox.metaads.view import View


def search(request: Request, view: View) -> dict[str, Any]:
    """Answer `GET /search?type=adgeolocation&location_types=["region"]&q=…`.

    Raises:
        GraphError: It searches for anything else.
    """
    if request.text("type") != "adgeolocation":
        words = "type must be adgeolocation"
        raise invalid(words, "type")
    if request.words("location_types") != ["region"]:
        words = 'location_types must be ["region"]'
        raise invalid(words, "location_types")
    wanted = request.text("q").casefold()
    cities = view.book.cities
    return {
        "data": [
            {
                "key": region_key(cities, city),
                "name": city.province or city.name,
                "type": "region",
                "country_code": city.country_code,
                "country_name": city.country,
                "supports_region": True,
                "supports_city": True,
            }
            for city in cities
            if (city.province or city.name).casefold().startswith(wanted)
        ]
    }
