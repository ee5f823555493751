"""The schema of each API version, read when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from graphql import build_ast_schema, parse

if TYPE_CHECKING:
    from graphql import GraphQLSchema


@cache
def schema_of(version: str) -> GraphQLSchema:
    """Give the schema of a version.

    Args:
        version: One of `versions.SUPPORTED`.
    """
    path = files("wv_sandbox.shopify") / "schema" / f"admin_{version}.graphql"
    document = parse(path.read_text("utf-8"), no_location=True)
    return build_ast_schema(document, assume_valid=True)
