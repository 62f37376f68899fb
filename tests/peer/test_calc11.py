"""The 400 cases on which two implementations of XBRL Calculations 1.1 agree, verdict for verdict."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import reconcile as rc

CASES = Path(__file__).parents[2].parent / "shared" / "peer-cases" / "calc11.json"
ROUNDINGS = {"round": "nearest", "truncate": "truncate"}


def cases() -> list[dict[str, Any]]:
    return json.loads(CASES.read_text(encoding="utf-8")) if CASES.exists() else []


def parameters() -> list[Any]:
    if not cases():
        return [pytest.param({}, "", marks=pytest.mark.skip(reason=f"{CASES.name} is not beside the project"))]
    return [pytest.param(case, mode, id=f"{case['id']}-{mode}") for case in cases() for mode in ROUNDINGS]


@pytest.mark.parametrize(("case", "mode"), parameters())
def test_the_verdict_is_the_peers(case: dict[str, Any], mode: str) -> None:
    findings = findings_of(mode)[case["id"]]
    assert verdict(findings) == case["expected"][mode], "\n".join(
        [case["tag"], *(f"{one['check']} {one['verdict']}: {one['message']}" for one in findings)]
    )


@cache
def findings_of(mode: str) -> dict[str, list[dict[str, Any]]]:
    """The findings of every case, all of them filed in one ledger; a case has measures and a rule of its own."""
    rows: list[dict[str, str]] = []
    rules: list[dict[str, str]] = []
    measures: list[str] = []
    for case in cases():
        facts = {f"{case['id']}_total": case["total"]}
        facts |= {f"{case['id']}_part{number}": facts for number, (_, facts) in enumerate(case["parts"])}
        total, *parts = measures_of_case = list(facts)
        measures += measures_of_case
        weights = [weight for weight, _ in case["parts"]]
        summed = " ".join(
            f"{'-' if weight.startswith('-') else '+'} {weight.lstrip('-')} * {part}"
            for weight, part in zip(weights, parts, strict=True)
        )
        rules.append({"rule": f"{total} = {summed.removeprefix('+ ')}", "missing": "zero"})
        rows += [
            {"source": "filing", "measure": measure, "period": "2024", "value": value, "decimals": decimals}
            for measure, stated in facts.items()
            for value, decimals in stated
            if value is not None
        ]
    ledger = rc.Ledger.from_frames(
        pd.DataFrame(rows), rules=rules, measures={measure: {"signed": True} for measure in measures}
    )
    found: dict[str, list[dict[str, Any]]] = {case["id"]: [] for case in cases()}
    for finding in rc.audit(ledger, rounding=ROUNDINGS[mode]).findings.to_dict("records"):
        for case in {claim.split(":")[1].split("_")[0] for claim in finding["claims"]}:
            found[case].append(finding)
    return found


def verdict(findings: list[dict[str, Any]]) -> str:
    """One case's findings in the peers' words."""
    conflicts = {finding["check"] for finding in findings if finding["verdict"] == "conflict"}
    sums = {finding["verdict"] for finding in findings if finding["check"] == "identity"}
    if "schema" in conflicts:
        return "excess_digits"
    if "agreement" in conflicts:
        # The peers set such facts aside; here the sum is tried with each of them, and may fit none.
        return "inconsistent_duplicates" if sums <= {"unchecked", "conflict"} else f"decided on what differs: {sums}"
    if "identity" in conflicts:
        return "inconsistent" if sums == {"conflict"} else f"several bindings: {sums}"
    decided = sums - {"unchecked"}
    if not decided:
        return "not_bound"
    return "consistent" if decided <= {"exact", "rounding"} else f"neither: {decided}"
