"""Cut from Klaviyo's OpenAPI what sandbox and tests need: rules, and answers' schemas.

    python -m tools.cut_klaviyo_openapi 2026-07-15 openapi.json.gz

writes `sandbox/wv_sandbox/klaviyo/<revision>.json` (what may be asked, how often) and
`sandbox/tests/data/klaviyo_<revision>.json.gz` (what the answers look like). No text of
source is carried over; filters and rates stand only in its words and are read there.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from typing import Any

from tools.house import ROOT

RULES = ROOT / "sandbox/wv_sandbox/klaviyo"
ANSWERS = ROOT / "sandbox/tests/data"
_PATHS = (
    "/api/accounts",
    "/api/campaigns",
    "/api/flows",
    "/api/flows/{id}/flow-actions",
    "/api/flow-actions/{id}/flow-messages",
    "/api/events",
    "/api/metrics",
    "/api/profiles",
    "/api/lists",
    "/api/lists/{id}/profiles",
    "/api/segments",
    "/api/segments/{id}/profiles",
    "/api/templates",
    "/api/tags",
    "/api/coupons",
    "/api/coupon-codes",
    "/api/catalog-items",
    "/api/catalog-variants",
    "/api/catalog-categories",
    "/api/forms",
    "/api/images",
    "/api/reviews",
    "/api/campaign-values-reports",
    "/api/flow-values-reports",
    "/api/metric-aggregates",
)
PATHS = {
    "2026-07-15": _PATHS,
    "2026-10-15": ("/api/campaigns", "/api/campaign-messages"),
}
"""What is cut of a revision; the newer one is known by its beta, which has little."""
JSON_API = "application/vnd.api+json"
_WORDS = ("description", "title", "example", "examples", "summary")
_FILTER = re.compile(r"`([^`]+)`: ((?:`[a-z-]+`(?:, )?)+)")
_RATE = re.compile(r"(Burst|Steady|Daily): `(\d+)/([a-z]+)`")


def rules(revision: str, spec: dict[str, Any]) -> dict[str, Any]:
    """Return what may be asked of each path."""
    return {path: _endpoint(spec, path) for path in PATHS[revision]}


def answers(revision: str, spec: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of each path's good answer, and all that it refers to."""
    operations = {path: _operation(spec, path)[1] for path in PATHS[revision]}
    found = {path: _answer(spec, operation) for path, operation in operations.items()}
    kept: dict[str, Any] = {}
    waiting = _references(found)
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept[name] = _bare(spec["components"]["schemas"][name])
            waiting |= _references(kept[name])
    return {"paths": found, "components": {"schemas": kept}}


def _operation(spec: dict[str, Any], path: str) -> tuple[str, dict[str, Any]]:
    methods = spec["paths"][path]
    method = "get" if "get" in methods else "post"
    return method, methods[method]


def _endpoint(spec: dict[str, Any], path: str) -> dict[str, Any]:
    method, operation = _operation(spec, path)
    # The first figures are those of the plain request; dearer variants follow.
    said = reversed(_RATE.findall(_said(operation)))
    rate = {name.lower(): int(number) for name, number, _ in said}
    endpoint: dict[str, Any] = {"method": method.upper(), "rate": rate}
    for given in operation.get("parameters", ()):
        parameter = _resolve(spec, given)
        endpoint.setdefault("parameters", []).append(parameter["name"])
        endpoint |= _parameter(spec, parameter)
    if method == "post":
        endpoint["body"] = _body(spec, operation)
    return endpoint


def _parameter(spec: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    schema = _resolve(spec, parameter.get("schema", {}))
    match parameter["name"]:
        case "filter":
            fields = {
                field: re.findall("`([a-z-]+)`", operators)
                for field, operators in _FILTER.findall(_said(parameter))
            }
            return {
                "filters": fields,
                "filter_required": bool(parameter.get("required")),
            }
        case "sort":
            return {"sort": schema["enum"]}
        case "include":
            return {"include": _resolve(spec, schema["items"])["enum"]}
        case "page[size]":
            return {
                "page": {key: schema[key] for key in ("default", "minimum", "maximum")}
            }
        case _:
            return {}


def _body(spec: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes of a report that may be asked for, with their words."""
    content = _resolve(spec, operation["requestBody"])["content"]
    schema = _resolve(spec, next(iter(content.values()))["schema"])
    data = _resolve(spec, schema["properties"]["data"])
    attributes = _resolve(spec, data["properties"]["attributes"])
    return {
        "type": _resolve(spec, data["properties"]["type"])["enum"][0],
        "required": attributes["required"],
        "attributes": {
            name: _resolve(spec, _resolve(spec, kind).get("items", {})).get("enum")
            for name, kind in attributes["properties"].items()
        },
    }


def _answer(spec: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    answer = _resolve(spec, operation["responses"]["200"])
    schema: dict[str, Any] = _bare(answer["content"][JSON_API]["schema"])
    return schema


def _bare(schema: Any) -> Any:  # noqa: ANN401 - any JSON value.
    """Drop the words; keep properties that are called like one of them."""
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {k: v for k, v in schema.items() if k not in _WORDS or k == "properties"}
    if isinstance(properties := schema.get("properties"), dict):
        kept["properties"] = {k: _bare(v) for k, v in properties.items()}
    return {k: v if k == "properties" else _bare(v) for k, v in kept.items()}


def _references(schema: Any) -> set[str]:  # noqa: ANN401 - any JSON value.
    text = json.dumps(schema)
    return set(re.findall(r'"#/components/schemas/([^"]+)"', text))


def _resolve(spec: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = spec
        for key in node["$ref"].removeprefix("#/").split("/"):
            found = found[key]
        node = found
    return node


def _said(node: dict[str, Any]) -> str:
    return str(node.get("description", "")).replace("\n", " ")


def main(revision: str, source: str) -> None:
    """Write both files."""
    with gzip.open(source) as file:
        spec = json.load(file)
    text = json.dumps(rules(revision, spec), indent=1, sort_keys=True)
    (RULES / f"{revision}.json").write_text(f"{text}\n", encoding="utf-8")
    ANSWERS.mkdir(exist_ok=True)
    text = json.dumps(answers(revision, spec), sort_keys=True, separators=(",", ":"))
    packed = gzip.compress(text.encode(), mtime=0)
    (ANSWERS / f"klaviyo_{revision}.json.gz").write_bytes(packed)


if __name__ == "__main__":
    main(*sys.argv[1:])
