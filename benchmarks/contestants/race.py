"""One contestant: waits for a line, runs once, answers with seconds, work of all processors, findings and memory."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sized


def race(run: Callable[[str], Sized]) -> None:
    """Run on the file that the command line names, once for each line on standard input."""
    path = sys.argv[1]
    for _ in sys.stdin:
        start, work = time.perf_counter(), time.process_time()
        found = run(path)
        seconds, work = time.perf_counter() - start, time.process_time() - work
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "work": work, "found": len(found), "peak": peak}), flush=True)
        del found
