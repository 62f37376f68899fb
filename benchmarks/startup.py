"""Start-up: a whole audit of the real ledger against the import of the libraries that it stands on.

Both commands run in turn, A B A B …, each in a process of its own after one warm-up, so that a machine whose speed
drifts slows both. The median of the paired ratios counts.

    python benchmarks/startup.py [--runs 9]
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
AUDIT = [sys.executable, "-m", "reconcile", "audit", str(ROOT / "fixtures" / "vietnam-trade")]
IMPORTS = [sys.executable, "-c", "import pandas, pandera.pandas"]
MOST = 2.0
# A module is compiled once, by the first run, as where it is installed.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    for command in (AUDIT, IMPORTS):  # fills the caches of files and bytecode
        seconds(command)
    pairs = [(seconds(AUDIT), seconds(IMPORTS)) for _ in range(runs)]
    audit, imports = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"audit of the real ledger  {audit:6.2f} s")
    print(f"import pandas and pandera {imports:6.2f} s")
    print(f"ratio, median of {runs} pairs {ratio:6.2f}   (at most {MOST})")
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
