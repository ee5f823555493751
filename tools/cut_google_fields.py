"""Cut from Google's own descriptors what may be asked of the Google Ads API.

    python -m tools.cut_google_fields v23 v24 v25 v26

needs the package google-ads, and writes below `sandbox/wv_sandbox/googleads/fields/`:

    {"version": "v26",
     "fields": {"campaign.status": {"type": "ENUM", "repeated": false,
                                    "enum": "CampaignStatus"}, …},
     "enums": {"CampaignStatus": ["UNSPECIFIED", "UNKNOWN", "ENABLED", …], …},
     "errors": {"queryError": ["UNRECOGNIZED_FIELD", …], …}}

Names are those of queries (snake_case, `type` without its underscore); types are
protobuf's. That a field exists does not say with which others it may be selected.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
from typing import TYPE_CHECKING, Any

from tools.house import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ROOT / "sandbox/wv_sandbox/googleads/fields"
VERSIONS = ("v23", "v24", "v25", "v26")
OPAQUE = ("change_event.old_resource", "change_event.new_resource", "recommendation")
"""Messages that hold every other one; nobody asks for their parts."""
_GOOGLE = "google.ads.googleads"
_TYPES = {
    1: "DOUBLE",
    2: "FLOAT",
    3: "INT64",
    5: "INT32",
    8: "BOOLEAN",
    9: "STRING",
    11: "MESSAGE",
    12: "BYTES",
    14: "ENUM",
}


def cut(version: str) -> dict[str, Any]:
    """Return fields, enums and errors of one version.

    Raises:
        ImportError: google-ads is not installed, or does not know the version.
    """
    services = f"{_GOOGLE}.{version}.services.types.google_ads_service"
    row = importlib.import_module(services).GoogleAdsRow.pb().DESCRIPTOR
    errors = importlib.import_module(f"{_GOOGLE}.{version}.errors.types.errors")
    found = dict(sorted(_walk(row, "", frozenset())))
    return {
        "version": version,
        "fields": {path: _field(field) for path, field in found.items()},
        "enums": {
            _name(field.enum_type): [value.name for value in field.enum_type.values]
            for field in found.values()
            if field.enum_type
        },
        "errors": {
            field.json_name: [value.name for value in field.enum_type.values[2:]]
            for field in errors.ErrorCode.pb().DESCRIPTOR.fields
        },
    }


def _walk(
    message: Any,  # noqa: ANN401 - a descriptor of protobuf, which has no types.
    path: str,
    above: frozenset[str],
) -> Iterator[tuple[str, Any]]:
    for field in message.fields:
        name = field.name.rstrip("_")
        here = f"{path}.{name}" if path else name
        inside = field.message_type
        if path or inside is None:
            yield here, field
        if inside is None or field.is_repeated or here in OPAQUE:
            continue
        if inside.full_name not in above:
            yield from _walk(inside, here, above | {inside.full_name})


def _field(field: Any) -> dict[str, Any]:  # noqa: ANN401 - as above.
    cut: dict[str, Any] = {"type": _TYPES[field.type], "repeated": field.is_repeated}
    return cut | ({"enum": _name(field.enum_type)} if field.enum_type else {})


def _name(enum: Any) -> str:  # noqa: ANN401 - as above.
    """Return the name that queries' documents use: that of the wrapping message."""
    wrapper: str = enum.containing_type.name if enum.containing_type else enum.name
    return wrapper.removesuffix("Enum")


def main() -> None:
    """Write the tables of the versions that are named, or of all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for version in sys.argv[1:] or VERSIONS:
        table = cut(version)
        text = json.dumps(table, separators=(",", ":"), sort_keys=True)
        packed = gzip.compress(text.encode(), mtime=0)
        (FOLDER / f"{version}.json.gz").write_bytes(packed)
        print(f"{version}: {len(table['fields']):,} fields, {len(packed):,} bytes")


if __name__ == "__main__":
    main()
