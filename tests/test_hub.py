"""The definitions for Meltano Hub are those of the plugins, and such as Hub takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from jsonschema import Draft7Validator

from tap_kit.errors import SettingsError
from tools.house import ROOT
from tools.write_hub import (
    FOLDER,
    SCHEMA,
    addresses,
    definition,
    definitions,
    hub_plugins,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tools.write_hub import Plugin

PLUGINS = hub_plugins()
TAPS = [plugin for plugin in PLUGINS if plugin.kind == "extractor"]
PROJECT = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))
each_plugin = pytest.mark.parametrize("plugin", PLUGINS, ids=lambda p: p.room.name)
each_group = pytest.mark.parametrize(
    ("plugin", "group"),
    [(plugin, group) for plugin in TAPS for group in plugin.words.groups],
    ids=lambda value: value.room.name if hasattr(value, "room") else ",".join(value),
)


def written(plugin: Plugin) -> dict[str, Any]:
    text = (FOLDER / f"{plugin.room.name}.yml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def validator(kind: str) -> Draft7Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    checker = Draft7Validator.FORMAT_CHECKER
    return Draft7Validator(
        {**schema, "$ref": f"#/definitions/{kind}"}, format_checker=checker
    )


def test_the_definitions_are_those_of_the_plugins():
    """After a change of settings: `make schemas`."""
    found = {path: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yml")}

    assert found == definitions(), "run `make schemas`"


@each_plugin
def test_a_definition_is_such_as_hub_takes(plugin: Plugin):
    errors = validator(plugin.kind).iter_errors(written(plugin))

    assert [error.message for error in errors] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"quality": "best"},
        {"capabilities": ["flying"]},
        {"settings": [{"name": "x", "kind": "number"}]},
        {"settings": [{"name": "x", "secret": True}]},
        {"supported_python_versions": ["3"]},
        {"colour": "blue"},
    ],
    ids=json.dumps,
)
@each_plugin
def test_what_hub_does_not_know_is_refused(plugin: Plugin, wrong: dict[str, Any]):
    assert not validator(plugin.kind).is_valid(written(plugin) | wrong)


@each_plugin
def test_secrets_are_hidden_and_defaults_are_no_values(plugin: Plugin):
    declared = plugin.code.config_jsonschema["properties"]
    settings = {entry["name"]: entry for entry in written(plugin)["settings"]}

    hidden = {name for name, entry in settings.items() if entry.get("sensitive")}
    assert hidden == {name for name in settings if declared[name].get("secret")}
    assert hidden
    assert not [name for name, entry in settings.items() if "value" in entry]


@each_plugin
def test_groups_name_settings_of_the_plugin(plugin: Plugin):
    content = written(plugin)
    names = {entry["name"] for entry in content["settings"]}

    assert content["settings_group_validation"]
    assert all({*group} <= names for group in content["settings_group_validation"])


@pytest.fixture(scope="module")
def given() -> dict[str, str]:
    """Settings that cannot be any text."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    ).decode()
    account = {"client_email": "wv@project.example", "private_key": pem}
    return {
        "plan": "free",
        "shop_domain": "my-shop.myshopify.com",
        "service_account_json": json.dumps(account),
    }


@pytest.fixture
def opens(given: dict[str, str], tmp_path: Path) -> Callable[..., bool]:
    """Whether these settings are enough for a tap to ask the real source."""

    def opens(plugin: Plugin, names: Sequence[str]) -> bool:
        config = {name: given.get(name, f"{name}-{'0123456789' * 4}") for name in names}
        try:
            tap = plugin.code(config={**config, "state_dir": str(tmp_path)})
            return not tap.is_stub and bool(getattr(tap, "credential", True))
        except SettingsError:
            return False

    return opens


@each_group
def test_a_group_of_settings_is_enough(
    plugin: Plugin, group: tuple[str, ...], opens: Callable[..., bool]
):
    assert opens(plugin, group)


@each_group
def test_no_setting_of_a_group_can_be_left_out(
    plugin: Plugin, group: tuple[str, ...], opens: Callable[..., bool]
):
    fewer = [tuple(n for n in group if n != name) for name in group]

    assert not [names for names in fewer if opens(plugin, names)]


def test_pip_finds_every_package_of_a_plugin_in_the_repository():
    found = addresses("tap-openmeteo", PROJECT, "https://example.com/wv.git")

    assert found["repo"] == "https://example.com/wv.git"
    assert found["pip_url"].split() == [
        "weathervane-tap-kit@git+https://example.com/wv.git#subdirectory=taps/tap-kit",
        "weathervane-sandbox@git+https://example.com/wv.git#subdirectory=sandbox",
        "tap-openmeteo[lake]@git+https://example.com/wv.git#subdirectory=taps/tap-openmeteo",
    ]


@each_plugin
def test_with_the_publisher_s_address_a_definition_is_whole(plugin: Plugin):
    """What `[project.urls]` of the root pyproject.toml adds; see docs/README.md."""
    address = "https://git.example.com/you/weathervane.git"
    content = definition(plugin, PROJECT, address)

    assert not [*validator(plugin.kind).iter_errors(content)]
    assert content["repo"] == address
    assert f"subdirectory={plugin.room.folder.relative_to(ROOT)}" in content["pip_url"]


def test_no_address_is_made_up():
    assert addresses("tap-openmeteo", PROJECT, "") == {}
