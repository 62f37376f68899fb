"""``python -m reconcile`` is the command line."""

from __future__ import annotations

import sys

from reconcile.faces.command import main

if __name__ == "__main__":
    sys.exit(main())
