"""Sign-up forms."""

from __future__ import annotations

from wv_sandbox.klaviyo.library import FORMS


def test_every_form_is_read(read):
    assert len(read("forms", start_date="2024-01-01")) == FORMS


def test_only_forms_that_changed_since_are_read(read):
    assert all(row["updated_at"] >= "2026-11-01" for row in read("forms"))
