"""The workload by the library: from the file to every conflict, validation included, exact.

python by_reconcile.py CLAIMS            # single bindings, as the others check them
python by_reconcile.py CLAIMS defaults   # joint consistency as well, where single bindings contradict
python by_reconcile.py CLAIMS frame      # from a pandas frame that is in memory already
"""

from __future__ import annotations

import sys

import pandas as pd
from race import race

import reconcile as rc

RULES = (
    "trade = exports + imports",
    "exports = exports_goods + exports_services",
    "imports = imports_goods + imports_services",
)
AGREEMENTS = ("trade", "exports")


def run(given: str | pd.DataFrame) -> pd.DataFrame:
    made = rc.Ledger.read if isinstance(given, str) else rc.Ledger.from_frames
    ledger = made(given, rules=RULES)
    return rc.audit(ledger, joint=how == "defaults").verdicts_of("conflict")


def named(found: pd.DataFrame) -> list[tuple[str, str, int]]:
    """The sums and agreements that do not hold, numbered as in the workload; growth has no number there."""
    texts = found[["check", "rule", "measure", "area", "product", "period"]].astype(str)
    rows = []
    for check, rule, measure, area, product, period in texts.itertuples(index=False, name=None):
        if check == "identity":
            rows.append((area + product, period, RULES.index(rule)))
        elif check == "agreement":
            rows.append((area + product, period, len(RULES) + AGREEMENTS.index(measure)))
    return rows


if __name__ == "__main__":
    how = sys.argv[2] if len(sys.argv) > 2 else "single"
    race(run, ready=pd.read_parquet if how == "frame" else str, named=named)
