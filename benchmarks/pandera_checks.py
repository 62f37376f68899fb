"""A Pandera check of a million rows, beside the check that people write by hand, in turns in one run.

The hand-written one adds the columns up in floats and allows for rounding and a little more; it knows no digits beyond
those that are stated, and words nothing. Processor time counts, and each must name the planted rows and no other.

    python benchmarks/pandera_checks.py [ROWS]
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np
import pandas as pd
import pandera.pandas as pa

from reconcile.pandera import sums_to

TURNS = 9
PLANTED = 20


def frame(rows: int) -> pd.DataFrame:
    numbers = np.random.default_rng(17)
    parts = {name: numbers.uniform(0, 1e6, rows) for name in ("exports", "imports", "services")}
    made = pd.DataFrame({name: part.round(1) for name, part in parts.items()})
    made["total"] = sum(parts.values()).round(1)
    made.loc[made.index[:: rows // PLANTED], "total"] += 1.0
    return made


def seconds(schema: pa.DataFrameSchema, data: pd.DataFrame) -> tuple[float, list[int]]:
    begin = time.process_time()
    try:
        schema.validate(data, lazy=True)
        found: list[int] = []
    except pa.errors.SchemaErrors as errors:
        found = errors.failure_cases["index"].tolist()
    return time.process_time() - begin, found


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10**6
    data = frame(rows)
    planted = data.index[:: rows // PLANTED].tolist()
    by_hand = pa.Check(
        lambda df: (df.exports + df.imports + df.services - df.total).abs() <= 0.2 + 1e-6, name="by hand"
    )
    ours = sums_to(["exports", "imports", "services"], "total", decimals=1)
    times: dict[str, list[float]] = {}
    for turn in range(TURNS + 1):
        for check in (by_hand, ours):
            took, found = seconds(pa.DataFrameSchema(checks=check), data)
            # Every column of a row that fails by hand is a case; of ours there is one.
            assert sorted(set(found)) == planted, found
            assert check is by_hand or sorted(found) == planted, found
            if turn:  # the first one loads and compiles
                times.setdefault(str(check.name), []).append(took)
    medians = {name: statistics.median(took) for name, took in times.items()}
    for name, median in medians.items():
        print(f"{name}: {median * 1000:.0f} ms")
    hand, own = medians.values()
    print(f"ratio: {own / hand:.2f}")
    sys.exit(own > 2 * hand and rows >= 10**6)


if __name__ == "__main__":
    main()
