"""Cut what Meta's own library knows: names for the sandbox, types for the tap.

Usage: python -m tools.cut_meta_fields
"""

from __future__ import annotations

import json
from importlib import import_module

from tools.house import ROOT

OBJECTS = {
    "AdAccount": "adaccount",
    "Campaign": "campaign",
    "AdSet": "adset",
    "Ad": "ad",
    "AdCreative": "adcreative",
    "AdImage": "adimage",
    "AdVideo": "advideo",
    "CustomAudience": "customaudience",
    "SavedAudience": "savedaudience",
    "CustomConversion": "customconversion",
    "AdLabel": "adlabel",
    "AdsPixel": "adspixel",
    "AdActivity": "adactivity",
    "AdReportRun": "adreportrun",
    "AdsInsights": "adsinsights",
}
TARGET = ROOT / "sandbox/wv_sandbox/metaads/fields.json"
TYPES = ROOT / "taps/tap-metaads/tap_metaads/insights_types.json"


def cut() -> dict[str, list[str]]:
    """Return the fields of every object, and the breakdowns.

    Raises:
        ImportError: facebook_business is not installed.
    """
    table: dict[str, list[str]] = {}
    for name, module in OBJECTS.items():
        found = getattr(import_module(f"facebook_business.adobjects.{module}"), name)
        table[name] = _names(found.Field)
        if name == "AdsInsights":
            table["Breakdowns"] = _names(found.Breakdowns)
            table["ActionBreakdowns"] = _names(found.ActionBreakdowns)
    return table


def types() -> dict[str, str]:
    """Return the type of every field of insights, by its name.

    Raises:
        ImportError: facebook_business is not installed.
    """
    module = import_module("facebook_business.adobjects.adsinsights")
    return dict(sorted(module.AdsInsights._field_types.items()))  # noqa: SLF001 - its only place.


def main() -> None:
    """Write the tables."""
    TYPES.write_text(f"{json.dumps(types(), indent=1)}\n", encoding="utf-8")
    lines = (f' "{name}": {json.dumps(fields)}' for name, fields in cut().items())
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _names(enum: type) -> list[str]:
    found = vars(enum).items()
    return sorted(str(value) for name, value in found if not name.startswith("_"))


if __name__ == "__main__":
    main()
