"""The faults that only Shopify has.

| kind | what happens |
|---|---|
| `graphql_error` | status 200 with an error of a `code`, alone or beside data |
| `search_warning` | a search field is said to be unknown |
| `answered_version` | another API version answers |
| `moved` | the shop has another domain: a redirect |
| `bulk` | a bulk operation ends otherwise than completed |
| `bulk_file` | its file is cut, or does not hold what is said of it |
| `bulk_stall` | it runs and never ends |
| `bulk_busy` | other jobs of the app take the places |
"""

from __future__ import annotations

from wv_sandbox.faults import Kinds
from wv_sandbox.shopify.errors import REASONS
from wv_sandbox.shopify.mishaps import CODES

BULK_ENDS = ("FAILED", "CANCELED", "EXPIRED")
BULK_ERRORS = ("TIMEOUT", "INTERNAL_SERVER_ERROR", "ACCESS_DENIED")
KINDS = Kinds(
    options={
        "graphql_error": frozenset({"code", "message", "path", "partial"}),
        "search_warning": frozenset({"field"}),
        "answered_version": frozenset({"version"}),
        "moved": frozenset({"to"}),
        "bulk": frozenset({"end", "error", "share"}),
        "bulk_file": frozenset({"children", "lines", "objects", "roots"}),
        "bulk_stall": frozenset(),
        "bulk_busy": frozenset({"jobs"}),
    },
    choices={
        "status": tuple(REASONS),
        "code": CODES,
        "end": BULK_ENDS,
        "error": BULK_ERRORS,
    },
)
"""Kinds, and the options that take only certain values."""
