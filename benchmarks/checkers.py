"""What others that check figures say of four sums in a table, and of sentences, beside what the library says.

The rows are in ``contestants/four_sums.py``: the first holds, the second within rounding to a decimal, the third does
not, and of the fourth a part is missing.

    python benchmarks/checkers.py [--peers DIR]

Exits with 1 where the library's verdicts are others than these.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd

import environments
import reconcile as rc

CONTESTANTS = Path(__file__).parent / "contestants"
CHECKERS = ("pandera", "datatest", "great_expectations", "pointblank", "vtlengine")
ROWS = {"a": ["1.1", "1.4", "5.0", "2.0"], "b": ["2.2", "1.4", "3.0", ""], "total": ["3.3", "2.9", "9.0", "4.0"]}
VERDICTS = ["exact", "rounding", "conflict", "unchecked"]
SENTENCES = (
    "The groups differ, t(28) = 2.20, p = .036.",
    "The groups differ, t(28) = 2.20, p = .36.",
    "Exports of 405.9 and imports of 381.0 make trade of 768.9.",
)


def by_library() -> list[str]:
    """The verdict on each row, whose columns are text as it is printed."""
    ledger = rc.Ledger.from_wide(pd.DataFrame(ROWS), rules=["total = a + b"])
    found = rc.audit(ledger, checks=["identity"], joint=False).findings
    rows = found["quantity"].map(lambda quantity: int(quantity["row"]))
    return list(found["verdict"].iloc[rows.argsort()])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", type=Path, help="folder for the others' environments; kept between runs")
    options = parser.parse_args()
    own = by_library()
    print(f"reconcile: {', '.join(own)}")
    python = environments.made("checkers", options.peers)
    print("\nrows complained of          plainly      within 0.15")
    for name in CHECKERS:
        command = [python, str(CONTESTANTS / "four_sums.py"), name]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
        plainly, within = (", ".join(str(row + 1) for row in rows) if rows else "-" for rows in json.loads(said))
        print(f"  {name:24}  {plainly:11}  {within}")
    python = environments.made("tests", options.peers)
    command = [python, str(CONTESTANTS / "sentences_by_statcheck.py")]
    said = subprocess.run(
        command, check=True, input="\n".join(SENTENCES), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ).stdout
    for sentence, words in zip(SENTENCES, json.loads(said), strict=True):
        print(f"  statcheck: {words:10} {sentence}")
    return int(own != VERDICTS)


if __name__ == "__main__":
    sys.exit(main())
