"""Finish the bill of materials that `cyclonedx-py` made of the shipped environment.

Our own packages were installed from this checkout: their places on this machine are
taken out, and the root is told to consist of them.
https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT_COMPONENT = "root-component"
LOCAL = "file:"
_UNTOLD = re.compile(r"(?i)(license :: )?(unknown|other/proprietary license|)")
_COPYLEFT = re.compile(r"(?i)GPL|general public license|SSPL|server side public")


class LicenceError(Exception):
    """Some components may not be shipped, or nobody can tell if they may."""


def finished(bom: dict[str, Any]) -> dict[str, Any]:
    """Return a bill without places of this machine, and with what the root needs.

    Args:
        bom: A bill in CycloneDX's JSON, as made of an environment.

    Raises:
        LicenceError: If a component declares no licence, or only a copyleft one.
    """
    doubts = {one["name"]: _doubt(one) for one in bom["components"]}
    told = "; ".join(f"{name}: {doubt}" for name, doubt in doubts.items() if doubt)
    if told:
        msg = f"licences are to be looked at, and decided on: {told}"
        raise LicenceError(msg)
    ours = [one["bom-ref"] for one in bom["components"] if _places(one)]
    needs = [
        {**one, "dependsOn": sorted(ours)} if one["ref"] == ROOT_COMPONENT else one
        for one in bom["dependencies"]
    ]
    components = [_without_places(one) for one in bom["components"]]
    return {**bom, "components": components, "dependencies": needs}


def _doubt(component: dict[str, Any]) -> str:
    """Why a component may not be shipped as it is; empty if it may."""
    found = [_licence(one) for one in component.get("licenses", [])]
    named = [name for name in found if not _UNTOLD.fullmatch(name)]
    if not named:
        return "none is declared"
    strict = [
        name for name in named if all(map(_COPYLEFT.search, re.split(r"\bOR\b", name)))
    ]
    return ", ".join(strict)


def _licence(entry: dict[str, Any]) -> str:
    """What an entry says: an SPDX expression, an identifier, or a name of its own."""
    if "expression" in entry:
        return str(entry["expression"])
    licence = entry["license"]
    return str(licence.get("id") or licence.get("name", ""))


def _places(component: dict[str, Any]) -> list[dict[str, Any]]:
    references = component.get("externalReferences", [])
    return [reference for reference in references if reference["url"].startswith(LOCAL)]


def _without_places(component: dict[str, Any]) -> dict[str, Any]:
    local = _places(component)
    kept = [r for r in component.get("externalReferences", []) if r not in local]
    rest = {k: v for k, v in component.items() if k != "externalReferences"}
    return {**rest, "externalReferences": kept} if kept else rest


def main() -> int:
    """Finish the file named on the command line, in place; return the exit code."""
    path = Path(sys.argv[1])
    try:
        bom = finished(json.loads(path.read_text(encoding="utf-8")))
    except LicenceError as error:
        print(f"{path} is not finished: {error}.", file=sys.stderr)
        return 1
    text = json.dumps(bom, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    print(f"{len(bom['components'])} components in {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
