"""What vtlengine's check_hierarchy says of made hierarchies: a line of JSON for each that comes on standard input.

A line has the ruleset, the rows of the data set (place, area, item, value) and the modes; the answer has of each mode
the rule, the place and the boolean of each data point that is produced.
"""

from __future__ import annotations

import json
import sys

import pandas as pd
import vtlengine

IDENTIFIERS = ("place", "area", "item")
STRUCTURE = {
    "datasets": [
        {
            "name": "cells",
            "DataStructure": [
                *({"name": one, "type": "String", "role": "Identifier", "nullable": False} for one in IDENTIFIERS),
                {"name": "value", "type": "Number", "role": "Measure", "nullable": True},
            ],
        }
    ]
}


def said(ruleset: str, rows: list[list[object]], modes: list[str]) -> dict[str, list[list[object]]]:
    asked = [f"{mode}_ <- check_hierarchy(cells, made condition area rule item {mode} dataset all);" for mode in modes]
    data = pd.DataFrame(rows, columns=[*IDENTIFIERS, "value"])
    found = vtlengine.run("\n".join([ruleset, *asked]), STRUCTURE, {"cells": data})
    answers = {}
    for mode in modes:
        produced = found[f"{mode}_"].data
        holds = [None if pd.isna(one) else bool(one) for one in produced["bool_var"]]
        answers[mode] = [list(one) for one in zip(produced["ruleid"], produced["place"], holds, strict=True)]
    return answers


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(said(asked["ruleset"], asked["rows"], asked["modes"])), flush=True)


if __name__ == "__main__":
    main()
