"""Strategies for Hypothesis: `from reconcile.strategies import rounded, corrupted`; needs the extra `strategies`."""

try:
    import hypothesis  # noqa: F401 - that it is there
except ImportError:
    raise ImportError("strategies need hypothesis: pip install 'reconcile-claims[strategies]'") from None

from reconcile.faces.strategies import (
    TIES,
    PrintedWorld,
    World,
    claims,
    corrupted,
    round_to,
    rounded,
    worlds,
)
from reconcile.faces.strategies import drawn_figures as figures

__all__ = ["TIES", "PrintedWorld", "World", "claims", "corrupted", "figures", "round_to", "rounded", "worlds"]
