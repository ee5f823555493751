"""Cut what our queries ask for out of Shopify's introspections, and ship only that.

    python -m tools.cut_shopify_schema <folder>

reads `shopify_admin_schema_<version>.json.gz` and their licence there. It writes the
schema that the sandbox serves, one file an API version, without a word of description;
`@access(anyOf:)` and `@protected(kind:)` carry who may read what. Beside the queries it
writes `access.json`, see `tools.shopify_access`.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphql import DocumentNode, build_client_schema, parse

from tools.house import ROOT
from tools.shopify_access import access
from tools.shopify_cut import asked_fields, cut

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSIONS = ("2026-01", "2026-04", "2026-07", "2026-10")
TAP = ROOT / "taps" / "tap-shopify-wv" / "tap_shopify_wv"
SCHEMAS = ROOT / "sandbox" / "wv_sandbox" / "shopify" / "schema"
LICENCE = "shopify_admin_schema.LICENSE"
CORE = """
query Start {
  shop { id name myshopifyDomain currencyCode ianaTimezone plan { publicDisplayName } }
  currentAppInstallation { accessScopes { handle } }
  publicApiVersions { handle displayName supported }
  ordersCount { count precision }
  customersCount { count precision }
  productsCount { count precision }
}
query Job($id: ID!) {
  bulkOperation(id: $id) { ...Operation }
  bulkOperations(first: 5) { edges { node { ...Operation } } }
  node(id: $id) { id }
  discountNode(id: $id) { id }
  nodes(ids: [$id]) { id }
}
mutation Run($query: String!, $id: ID!) {
  bulkOperationRunQuery(query: $query, groupObjects: false) {
    bulkOperation { ...Operation } userErrors { field message code }
  }
  bulkOperationCancel(id: $id) {
    bulkOperation { ...Operation } userErrors { field message }
  }
}
fragment Operation on BulkOperation {
  id status errorCode type query createdAt completedAt
  objectCount rootObjectCount fileSize url partialDataUrl
}
"""
"""What the tap asks besides the queries of its streams."""


def documents() -> dict[str, DocumentNode]:
    """Every query of the tap with the fragments behind it, by path from the package."""
    fragments = "\n".join(_text(path) for path in _files("fragments"))
    return {
        str(path.relative_to(TAP)): parse(f"{_text(path)}\n{fragments}")
        for path in _files("streams")
    }


def schemas(introspections: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Return the shortened schema of each version as SDL."""
    newest = build_client_schema(introspections[VERSIONS[-1]], assume_valid=True)  # type: ignore[arg-type] # It is what the server sent.
    asked = asked_fields(newest, [parse(CORE), *documents().values()])
    return {
        version: cut(introspection["__schema"], asked)
        for version, introspection in introspections.items()
    }


def load(folder: Path) -> dict[str, dict[str, Any]]:
    """Read the introspection of each version, oldest first."""
    return {version: _introspection(folder, version) for version in VERSIONS}


def main() -> None:
    """Write the schemas, their licence and access.json."""
    folder = Path(sys.argv[1])
    introspections = load(folder)
    SCHEMAS.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / LICENCE, SCHEMAS / "LICENSE")
    for version, text in schemas(introspections).items():
        path = SCHEMAS / f"admin_{version}.graphql"
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {len(text.splitlines())} lines")
    content = access(introspections, documents())
    (TAP / "access.json").write_text(content, encoding="utf-8")


def _files(folder: str) -> list[Path]:
    return sorted((TAP / folder).glob("*.graphql"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _introspection(folder: Path, version: str) -> dict[str, Any]:
    path = folder / f"shopify_admin_schema_{version}.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        whole = json.load(file)
    found: dict[str, Any] = whole.get("data", whole)
    return found


if __name__ == "__main__":
    main()
