"""Write `docs/hub/`: what Meltano Hub has to know of each plugin, from the plugin.

`schemas/hub.schema.json` says what Hub takes. Addresses come from `[project.urls]` of
the root pyproject.toml: where it names no repository, none is made up, and a definition
has neither `repo` nor `pip_url` yet.
https://github.com/meltano/hub
"""

from __future__ import annotations

import importlib
import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from tools.house import ROOT, TapRoom, tap_rooms
from tools.hub_words import WORDS, Words
from tools.write_meltano import kind, plugins

if TYPE_CHECKING:
    from pathlib import Path

    from singer_sdk import Tap, Target

FOLDER = ROOT / "docs" / "hub"
SCHEMA = ROOT / "schemas" / "hub.schema.json"
VARIANT = "weathervane"
TARGET = TapRoom(ROOT / "targets" / "target-parquet-lake")
_PACKAGE = re.compile(r"\./([\w/-]+)(\[[\w,]+\])?")


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


@dataclass(frozen=True)
class Plugin:
    """A plugin with all that its definition is made of.

    Attributes:
        room: Where it lives.
        code: The class behind its command.
        kind: `extractor` or `loader`, as the schema calls it.
    """

    room: TapRoom
    code: type[Tap | Target]
    kind: str

    @property
    def words(self) -> Words:
        """What no code can tell."""
        return WORDS[self.room.name]

    @property
    def capabilities(self) -> list[str]:
        """What it can do, as far as Hub has a word for it."""
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        known = schema["definitions"][self.kind]["properties"]["capabilities"]
        named = {str(getattr(c, "value", c)) for c in self.code.capabilities}
        return sorted(named & {*known["items"]["enum"]})


def hub_plugins() -> list[Plugin]:
    """Every Singer plugin of this repository."""
    target = importlib.import_module("target_parquet_lake.target").TargetParquetLake
    taps = [Plugin(room, room.tap_class, "extractor") for room in tap_rooms()]
    return [*taps, Plugin(TARGET, target, "loader")]


def setting(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """One setting.

    A default is a placeholder, not a value: a value would be passed on by Meltano, and
    then count for more than the environment.
    """
    entry = {
        "name": name,
        "label": name.replace("_", " ").capitalize(),
        "kind": kind(schema),
        "description": schema["description"],
    }
    if "enum" in schema:
        entry["kind"] = "options"
        entry["options"] = [{"label": v, "value": v} for v in schema["enum"]]
    if schema.get("secret"):
        entry["sensitive"] = True
    if (default := schema.get("default")) not in (None, []):
        text = default if isinstance(default, str) else json.dumps(default)
        entry["placeholder"] = text
    return entry


def addresses(name: str, project: dict[str, Any], repository: str) -> dict[str, str]:
    """Where a plugin's code is, and how pip gets it.

    Args:
        name: The plugin.
        project: `meltano.yml`, whose `pip_url` names the folders of its packages.
        repository: The address that git clones; empty if there is none yet.
    """
    if not repository:
        return {}
    groups = project["plugins"].values()
    plugin = next(p for group in groups for p in group if p["name"] == name)
    parts = [
        f"{project_of(ROOT / folder)['name']}{extra}@git+{repository}"
        f"#subdirectory={folder}"
        for folder, extra in _PACKAGE.findall(plugin["pip_url"])
    ]
    return {"repo": repository, "pip_url": " ".join(parts)}


def project_of(folder: Path) -> dict[str, Any]:
    """The `[project]` table of a folder's pyproject.toml."""
    text = (folder / "pyproject.toml").read_text(encoding="utf-8")
    project: dict[str, Any] = tomllib.loads(text)["project"]
    return project


def definition(
    plugin: Plugin, project: dict[str, Any], repository: str
) -> dict[str, Any]:
    """What Hub is told of a plugin.

    Args:
        plugin: Which.
        project: `meltano.yml`.
        repository: The address that git clones; empty if there is none yet.
    """
    name, words = plugin.room.name, plugin.words
    settings = plugins()[name]
    return {
        "name": name,
        "variant": VARIANT,
        "namespace": name.replace("-", "_"),
        "label": words.label,
        "description": plugin.room.project["description"],
        "definition": words.definition,
        "domain_url": words.domain_url,
        "keywords": sorted({*words.keywords, "meltano_sdk"}),
        "executable": name,
        "capabilities": plugin.capabilities,
        "maintenance_status": "beta",
        "quality": "unknown",  # Hub's own judgement; it has not judged yet.
        "supported_python_versions": plugin.code.get_supported_python_versions(),
        "settings_group_validation": [[*group] for group in words.groups],
        "settings": [setting(key, settings[key]) for key in sorted(settings)],
        "settings_preamble": words.preamble,
        "next_steps": words.next_steps,
        **addresses(name, project, repository),
    }


def definitions() -> dict[Path, str]:
    """The path and text of every definition."""
    repository = project_of(ROOT).get("urls", {}).get("repository", "")
    project = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))
    return {
        FOLDER / f"{plugin.room.name}.yml": yaml.dump(
            definition(plugin, project, repository),
            Dumper=_Dumper,
            allow_unicode=True,
            width=100,
        )
        for plugin in hub_plugins()
    }


def main() -> None:
    """Write what the plugins say, remove what no plugin says."""
    wanted = definitions()
    for stale in set(FOLDER.glob("*.yml")) - set(wanted):
        stale.unlink()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    print(f"{len(wanted)} definitions in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
