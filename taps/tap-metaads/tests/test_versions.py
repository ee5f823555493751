"""The default version must live for a while."""

from __future__ import annotations

from datetime import date, timedelta

from tap_metaads.versions import DEFAULT, VERSIONS


def test_the_default_version_lives_for_sixty_days():
    """The only test that reads the day of the wall: a release must not be born dying.

    When it fails, make the newest version the default and forget the oldest.
    """
    sunset = VERSIONS[DEFAULT].sunset

    assert sunset is None or sunset - date.today() > timedelta(days=60)  # noqa: DTZ011 - see above.


def test_the_default_is_the_newest():
    newest = max(VERSIONS, key=lambda version: VERSIONS[version].released)

    assert newest == DEFAULT
