"""The three sums by Arelle's check of XBRL Calculations 1.1, rounding to nearest, on a report that is loaded.

The report is loaded anew for each run: the check keeps what it made of each context with the report, and whoever loads
a report checks it once.
"""

from __future__ import annotations

import gc
from typing import Any

from arelle import Cntlr, ValidateXbrlCalcs
from race import race

TOTALS = ("trade", "exports", "imports")
MODE = ValidateXbrlCalcs.ValidateCalcsMode.ROUND_TO_NEAREST


controller = Cntlr.Cntlr(hasGui=False, logFileName="logToBuffer", disable_persistent_config=True)
controller.webCache.workOffline = True


def ready(path: str) -> Any:
    controller.modelManager.close()
    gc.collect()
    model = controller.modelManager.load(path)
    if model.errors or not model.facts:
        raise SystemExit(f"{path} could not be loaded: {model.errors}, {len(model.facts)} facts")
    return model


def run(model: Any) -> list[Any]:
    found = list(ValidateXbrlCalcs.validate(model, MODE))
    if other := {one.codes for one in found} - {"calc11e:inconsistentCalculationUsingRounding"}:
        raise SystemExit(f"Arelle says {other}")
    return found


def named(found: list[Any]) -> list[tuple[str, str, int]]:
    rows = []
    for one in found:
        place, period = one.args["contextID"].split(".")
        rows.append((place, period, TOTALS.index(one.args["concept"].localName)))
    return rows


if __name__ == "__main__":
    race(run, ready=ready, anew=True, named=named)
