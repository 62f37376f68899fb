"""How many examples a property takes of which each is several audits."""

from __future__ import annotations

from hypothesis import settings


def costly(of: int, least: int = 1) -> settings:
    """A part of the profile's examples, ten of forty with `of` 4; more are for the profile `long`."""
    return settings(max_examples=max(settings.default.max_examples // of, least))
