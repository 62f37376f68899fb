"""The version, where every layer can ask for it."""

from typing import Final

__version__: Final = "0.1.0"
