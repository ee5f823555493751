# ruff: noqa: INP001  A script is no package.
"""Cut the names that Meta's own library knows into the sandbox's field table.

Usage: python sandbox/tools/cut_meta_fields.py (with facebook_business installed)
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

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
TARGET = Path(__file__).resolve().parents[1] / "wv_sandbox/metaads/fields.json"


def main() -> None:
    """Write the table: fields by object, and the breakdowns."""
    table: dict[str, list[str]] = {}
    for name, module in OBJECTS.items():
        found = getattr(import_module(f"facebook_business.adobjects.{module}"), name)
        table[name] = sorted(_names(found.Field))
        if name == "AdsInsights":
            table["Breakdowns"] = sorted(_names(found.Breakdowns))
            table["ActionBreakdowns"] = sorted(_names(found.ActionBreakdowns))
    lines = (f' "{name}": {json.dumps(fields)}' for name, fields in table.items())
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _names(enum: type) -> set[str]:
    return {
        str(value) for name, value in vars(enum).items() if not name.startswith("_")
    }


if __name__ == "__main__":
    main()
