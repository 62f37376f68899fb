"""What Arelle's checks of calculations say of each report in a folder: a line of JSON a report.

The reports are named on the command line, or come line by line on standard input.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from arelle import Cntlr, ValidateXbrlCalcs
from arelle.ValidateXbrlCalcs import ValidateCalcsMode

MODES = {
    "nearest": ValidateCalcsMode.ROUND_TO_NEAREST,
    "truncate": ValidateCalcsMode.TRUNCATION,
    "xbrl21": ValidateCalcsMode.XBRL_v2_1,
}
WRONG = {
    "calc11e:excessDigits": "excess digits",
    "oime:disallowedDuplicateFacts": "inconsistent duplicates",
    "calc11e:disallowedDuplicateFactsUsingTruncation": "inconsistent duplicates",
}


def said(model: Any, mode: ValidateCalcsMode) -> dict[str, list[list[str]]]:
    """The sums that do not add up by role, total, context and unit, and the facts of which something else is wrong."""
    sums, facts = [], []
    for one in ValidateXbrlCalcs.validate(model, mode):
        (code,) = one.codes if isinstance(one.codes, tuple) else (one.codes,)
        if code in WRONG:
            fact = one.args["modelObject"][0]
            facts.append([WRONG[code], fact.qname.localName, fact.contextID, fact.unitID])
        elif "inconsistent" in code.lower() or code.endswith("calcInconsistency"):
            arguments = one.args
            sums.append(
                [arguments["linkrole"], arguments["concept"].localName, arguments["contextID"], arguments["unitID"]]
            )
        else:
            raise SystemExit(f"Arelle says {code}: {one.msg % one.args}")
    return {"sums": sums, "facts": facts}


def main() -> None:
    controller = Cntlr.Cntlr(hasGui=False, logFileName="logToBuffer", disable_persistent_config=True)
    controller.webCache.workOffline = True
    for line in sys.argv[1:] or sys.stdin:
        model = controller.modelManager.load(line.strip())
        if model.errors or not model.facts:
            raise SystemExit(f"{line.strip()} could not be loaded: {model.errors}, {len(model.facts)} facts")
        print(json.dumps({name: said(model, mode) for name, mode in MODES.items()}), flush=True)
        controller.modelManager.close()


if __name__ == "__main__":
    main()
