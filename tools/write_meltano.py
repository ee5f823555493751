"""Write into `meltano.yml` the settings that every Singer plugin declares."""

from __future__ import annotations

import importlib
import json
import re
from functools import partial
from typing import Any

from tools.house import ROOT, own_settings, tap_rooms

PROJECT = ROOT / "meltano.yml"
KINDS = {
    "integer": "integer",
    "number": "decimal",
    "boolean": "boolean",
    "array": "array",
    "object": "object",
}
BLOCK = (
    r"(?m)^(  - name: {name}\n(?:    .*\n)*?    settings:)(?: \[\])?\n(?:    - .*\n)*"
)


def plugins() -> dict[str, dict[str, dict[str, Any]]]:
    """Every Singer plugin with the settings its code declares."""
    found = {room.name: room.settings for room in tap_rooms()}
    target = importlib.import_module("target_parquet_lake.target").TargetParquetLake
    target.append_builtin_config(
        target.config_jsonschema
    )  # As it does when it is built.
    return {**found, "target-parquet-lake": own_settings(target.config_jsonschema)}


def kind(schema: dict[str, Any]) -> str:
    """Meltano's word for a setting's type."""
    if schema.get("format") == "date-time":
        return "date_iso8601"
    types = set(schema.get("type", ())) - {"null"}
    return next((KINDS[name] for name in sorted(types) if name in KINDS), "string")


def setting(name: str, schema: dict[str, Any]) -> str:
    """One setting on one line; JSON is YAML."""
    entry: dict[str, Any] = {"name": name, "kind": kind(schema)}
    if schema.get("secret"):
        entry["sensitive"] = True
    entry["description"] = schema["description"]
    return f"    - {json.dumps(entry, ensure_ascii=False)}\n"


def text(project: str) -> str:
    """The project with every plugin's settings as declared.

    Raises:
        LookupError: A plugin has no place in the project yet.
    """
    for name, settings in plugins().items():
        lines = "".join(setting(key, settings[key]) for key in sorted(settings))
        pattern = re.compile(BLOCK.format(name=re.escape(name)))
        if not pattern.search(project):
            msg = f"meltano.yml: no plugin {name} with a key `settings`; add one"
            raise LookupError(msg)
        project = pattern.sub(partial(_filled, lines=lines), project, count=1)
    return project


def _filled(block: re.Match[str], lines: str) -> str:
    return f"{block[1]}\n{lines}"


def main() -> None:
    """Write the project anew."""
    PROJECT.write_text(text(PROJECT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
