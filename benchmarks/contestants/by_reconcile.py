"""The workload by the library: from the file to the verdict of every binding, validation included, exact."""

from __future__ import annotations

import pandas as pd
from race import race

import reconcile as rc

RULES = (
    "trade = exports + imports",
    "exports = exports_goods + exports_services",
    "imports = imports_goods + imports_services",
)


def run(path: str) -> pd.DataFrame:
    found = rc.audit(rc.Ledger.read(path, rules=RULES), joint=False).verdicts
    return found[found["verdict"] == "conflict"]


if __name__ == "__main__":
    race(run)
