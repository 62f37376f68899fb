"""Of each sentence on standard input whether statcheck reads a test in it, and finds its p value wrong."""

from __future__ import annotations

import contextlib
import io
import json
import sys

from statcheck.st import statcheck


def said(sentence: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()):
        found, _ = statcheck([sentence], messages=False)
    return "nothing" if not len(found) else "error" if bool(found["Error"].iloc[0]) else "no error"


if __name__ == "__main__":
    print(json.dumps([said(line.strip()) for line in sys.stdin]))
