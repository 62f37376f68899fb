"""One contestant: waits for a line, runs once, answers with seconds, work of all processors, findings and memory."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sized
from typing import Any


def race(
    run: Callable[[Any], Sized],
    *,
    ready: Callable[[str], Any] = str,
    anew: bool = False,
    less: Callable[[], float] = lambda: 0.0,
    named: Callable[[Any], Iterable[tuple[str, str, int]]] | None = None,
) -> None:
    """Run on the file that the command line names, once for each line on standard input.

    What is to be left out of the time is made ``ready`` from the file beforehand, once or for each run ``anew``, or is
    told by ``less``: seconds of the last run. After the first run, what was found is ``named``: place, period, and the
    number of the rule.
    """
    given = ready(sys.argv[1])
    for number, _ in enumerate(sys.stdin):
        if anew and number:
            given = ready(sys.argv[1])
        start, work = time.perf_counter(), time.process_time()
        found = run(given)
        seconds, work = time.perf_counter() - start - less(), time.process_time() - work
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        said: dict[str, Any] = {"seconds": seconds, "work": work, "found": len(found), "peak": peak}
        if named is not None and number == 0:
            said["named"] = list(named(found))
        print(json.dumps(said), flush=True)
        del found
