"""What `meltano.yml` says is read without Meltano."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cockpit_tests_project import PROJECT

from target_parquet_lake.errors import SettingsError
from wv.plugins import find, found
from wv.project import open_project


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("WEATHER_KEY", raising=False)
    monkeypatch.delenv("MELTANO_ENVIRONMENT", raising=False)
    (tmp_path / "meltano.yml").write_text(PROJECT)
    return tmp_path


def settings(folder, environment=None):
    return open_project(folder, environment).settings("extractors", "tap-openmeteo")


def test_settings_are_the_plugins_own(folder):
    assert settings(folder)["as_of"] == "2026-11-15T09:00:00Z"


def test_an_environment_adds_to_them(folder):
    assert "allow_stub" not in settings(folder)
    assert settings(folder, "prod")["allow_stub"] is False


def test_the_environment_variable_names_the_environment(folder, monkeypatch):
    monkeypatch.setenv("MELTANO_ENVIRONMENT", "prod")

    assert open_project(folder).environment == "prod"


def test_a_variable_that_is_not_set_leaves_the_setting_out(folder):
    assert "api_key" not in settings(folder)


def test_variables_come_from_env_files_and_the_environment_wins(folder, monkeypatch):
    (folder / ".env").write_text("# keys\nexport WEATHER_KEY='from the file'\nX\n")
    assert settings(folder)["api_key"] == "from the file"

    monkeypatch.setenv("WEATHER_KEY", "from outside")
    assert settings(folder)["api_key"] == "from outside"


def test_the_projects_folder_is_known(folder):
    assert settings(folder)["state_dir"] == f"{folder}/.state"


def test_without_a_file_there_are_no_settings(tmp_path):
    assert open_project(tmp_path).settings("extractors", "tap-openmeteo") == {}


def test_an_unknown_environment_is_answered_with_the_known(folder):
    with pytest.raises(SettingsError) as caught:
        open_project(folder, "prodd")

    assert "dev, prod" in caught.value.next_step


@pytest.mark.parametrize("text", ["a: [", "- a", "\ufeff- \x00", "x" * (2 << 20)])
def test_a_broken_file_is_named_and_not_quoted(tmp_path, text):
    (tmp_path / "meltano.yml").write_text(text)

    with pytest.raises(SettingsError) as caught:
        open_project(tmp_path)

    assert caught.value.where == str(tmp_path / "meltano.yml")


def test_a_plugin_is_found_beside_wv(folder):
    plugin = find(open_project(folder), "tap-openmeteo")

    assert plugin.program.name == "tap-openmeteo"
    assert plugin.selection == ["cells.*", "model_runs.*", "connector_runs.*"]


def test_meltanos_copy_of_a_plugin_comes_first(folder):
    home = folder / ".meltano" / "extractors" / "tap-openmeteo" / "venv" / "bin"
    home.mkdir(parents=True)
    program = home / "tap-openmeteo"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    assert find(open_project(folder), "tap-openmeteo").program == program


def test_a_plugin_that_is_not_there_is_an_error_with_a_next_step(folder):
    text = PROJECT.replace("name: tap-openmeteo", "name: tap-nothing")
    (folder / "meltano.yml").write_text(text)

    with pytest.raises(SettingsError, match="tap-nothing is not installed") as caught:
        find(open_project(folder), "tap-nothing")

    assert "install" in caught.value.next_step


def test_a_name_that_nobody_knows_is_answered_with_the_known(folder):
    with pytest.raises(SettingsError) as caught:
        find(open_project(folder), "tap-openmeto")

    assert "known are tap-openmeteo, target-parquet-lake" in caught.value.next_step


def test_a_project_names_its_taps(folder):
    assert [p.name for p in found(open_project(folder))] == ["tap-openmeteo"]


def test_without_a_project_all_installed_taps_count(tmp_path):
    names = {plugin.name for plugin in found(open_project(tmp_path))}

    assert {"tap-openmeteo", "tap-klaviyo", "tap-shopify-wv"} <= names


def test_a_file_of_settings_counts_instead(folder):
    config = folder / "own.json"
    config.write_text(json.dumps({"plan": "free"}))

    plugin = find(open_project(folder), "tap-openmeteo", config)
    assert plugin.settings == {"plan": "free"}


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_file_without_settings_is_named(folder, text):
    config = folder / "own.json"
    config.write_text(text)

    with pytest.raises(SettingsError, match="no JSON object"):
        find(open_project(folder), "tap-openmeteo", config)


def test_the_selection_becomes_a_catalog(folder):
    catalog = find(open_project(folder), "tap-openmeteo").catalog()

    chosen = {
        stream["stream"]
        for stream in catalog["streams"]
        for entry in stream["metadata"]
        if not entry["breadcrumb"] and entry["metadata"]["selected"]
    }
    assert chosen == {"cells", "model_runs", "connector_runs"}


def test_settings_reach_the_program_in_a_file_that_goes(folder):
    plugin = find(open_project(folder), "tap-openmeteo")

    with plugin.command("--plan") as command:
        (path,) = [part for part in command if part.endswith(".json")]
        assert json.loads(Path(path).read_text()) == plugin.settings
    assert not Path(path).exists()
