"""The data contracts are valid ODCS 3.1 and say what the models' `.yml` say."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from wv_transforms.cli import main
from wv_transforms.columns import Column
from wv_transforms.odcs import contracts, data_contract, text
from wv_transforms.project import PACKAGE, Model, Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITTEN = PACKAGE.parents[1] / "schemas/contracts"


@pytest.fixture(scope="module")
def official() -> jsonschema.Draft201909Validator:
    """The schema of the standard, as its own package ships it."""
    shipped = files("open_data_contract_standard") / "schema.json"
    schema = json.loads(shipped.read_text(encoding="utf-8"))
    return jsonschema.Draft201909Validator(schema)


def written() -> dict[str, str]:
    paths = WRITTEN.glob("*.odcs.yaml")
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def told(contract: dict[str, Any], name: str) -> dict[str, Any]:
    """What a contract says of a column, as the column would say it."""
    properties = contract["schema"][0]["properties"]
    entry = next(entry for entry in properties if entry["name"] == name)
    options = entry.get("logicalTypeOptions", {})
    rules = {rule["metric"]: rule["arguments"] for rule in entry.get("quality", ())}
    pattern = options.get("pattern")
    extra = {e["property"]: e["value"] for e in entry.get("customProperties", ())}
    return {
        "name": entry["name"],
        "type": entry["physicalType"],
        "description": entry["description"],
        "unit": extra.get("unit"),
        "values": tuple(rules.get("invalidValues", {}).get("validValues", ())),
        "minimum": options.get("minimum"),
        "maximum": options.get("maximum"),
        "pattern": pattern and pattern.removeprefix("^(?:").removesuffix(")$"),
        "required": entry["required"],
    }


def declared(column: Column, model: Model) -> dict[str, Any]:
    entry = {slot: getattr(column, slot) for slot in Column.__slots__}
    required = column.required or column.name in model.keys
    return entry | {"type": column.type.value, "required": required}


def test_the_written_contracts_are_the_models(project: Project):
    """Write them anew with `make schemas`, and read the diff."""
    assert written() == contracts(project), "run `make schemas`"


def test_every_contract_is_valid_by_the_official_schema(
    project: Project, official: jsonschema.Draft201909Validator
):
    complaints = {
        name: [error.message for error in official.iter_errors(yaml.safe_load(content))]
        for name, content in contracts(project).items()
    }

    assert not any(complaints.values()), complaints
    assert len(complaints) > 10


def test_the_official_schema_would_refuse_another_word(
    project: Project, official: jsonschema.Draft201909Validator
):
    """Else the test above would prove nothing."""
    contract = data_contract(project.models["weather_daily"])
    contract["schema"][0]["properties"][0]["logicalType"] = "varchar"

    assert not official.is_valid(contract)


def test_a_contract_says_of_each_column_what_the_model_says(project: Project):
    for model in project.models.values():
        contract = data_contract(model)

        properties = contract["schema"][0]["properties"]
        assert [p["name"] for p in properties] == [c.name for c in model.columns]
        for column in model.columns:
            assert told(contract, column.name) == declared(column, model)


def test_a_contract_names_the_keys_in_their_order(project: Project):
    model = project.models["weather_daily"]
    (table,) = data_contract(model)["schema"]
    keyed = [p for p in table["properties"] if p.get("primaryKey")]

    assert sorted(keyed, key=lambda p: p["primaryKeyPosition"]) == [
        next(p for p in table["properties"] if p["name"] == key) for key in model.keys
    ]
    assert table["quality"][0]["arguments"] == {"properties": list(model.keys)}


def test_a_check_is_a_rule_that_must_find_no_row(project: Project):
    contract = data_contract(project.models["weather_daily"], project.checks)
    rules = {rule.get("name"): rule for rule in contract["schema"][0]["quality"]}

    rule = rules["weather_daily__is_plausible"]
    assert rule["mustBe"] == 0
    assert rule["severity"] == "V1"
    assert rule["query"].startswith("select count(*) from (\nselect\n")
    assert "\n" in yaml.safe_load(text(contract))["schema"][0]["quality"][-1]["query"]


def test_the_command_writes_them_and_removes_what_is_gone(
    tmp_path: Path, project: Project, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "gone.odcs.yaml").write_text("kind: DataContract\n")

    assert main(["contracts", "--folder", str(tmp_path)]) == 0

    assert {path.name for path in tmp_path.iterdir()} == set(contracts(project))
    assert f"contracts in {tmp_path}" in capsys.readouterr().err


def test_a_version_is_the_models_own(
    project_with: Callable[..., Project], text_of: Callable[[str], str]
):
    name = "models/quality/connector_health.yml"
    changed = project_with({name: "version: 2.1.0\n" + text_of(name)})

    model = changed.models["connector_health"]
    assert data_contract(model)["version"] == "2.1.0"
    assert data_contract(changed.models["wx_health"])["version"] == "1.0.0"
