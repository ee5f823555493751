"""Cut the names that Meta's own library knows into the sandbox's field table.

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


def main() -> None:
    """Write the table."""
    lines = (f' "{name}": {json.dumps(fields)}' for name, fields in cut().items())
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _names(enum: type) -> list[str]:
    found = vars(enum).items()
    return sorted(str(value) for name, value in found if not name.startswith("_"))


if __name__ == "__main__":
    main()
