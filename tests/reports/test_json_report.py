"""The JSON that programs read: its shape, its keys in their order, its numbers, its text."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from audited import audited
from reconcile import __version__
from reconcile.auditing import run
from reconcile.checks.verdicts import CHECKS, VERDICTS
from reconcile.ledger.ledger import Ledger
from reconcile.reports.json_report import to_json
from small_ledger import LEDGER, YEARBOOK, write_ledger

CLAIM = [
    *("claim", "source", "measure", "area", "period", "stat", "base", "status", "reported", "value", "low", "high"),
    *("low_open", "high_open", "decimals", "unit", "qualifier", "quote", "at", "page", "per"),
]
FINDING = [
    *("id", "check", "verdict", "rule", "quantity", "status", "sources", "claims", "residual", "allowed", "excess"),
    *("unit", "message", "accepted", "repairs", "evidence", "excess_units", "file", "line"),
    *("strength", "certificate", "comparisons", "unclaimed", "subject"),
]


def read(ledger):
    return json.loads(to_json(audited(ledger)))


def test_the_keys_stand_in_their_order(ledger):
    audit = read(ledger)
    assert list(audit) == ["schema", "ledger", "version", "counts", "claims", "findings", "hints", "causes"]
    assert list(audit["counts"]) == ["sources", "claims", "findings"]
    assert list(audit["counts"]["findings"]) == list(VERDICTS)
    assert {tuple(claim) for claim in audit["claims"]} == {tuple(CLAIM)}
    assert {tuple(finding) for finding in audit["findings"]} == {tuple(FINDING)}


def test_the_head_says_what_was_audited(ledger):
    audit = json.loads(to_json(run(Ledger.read(ledger))))
    assert (audit["schema"], audit["version"]) == ("reconcile.audit/1", __version__)
    assert audit["ledger"] == ledger.as_posix()
    assert (audit["counts"]["sources"], audit["counts"]["claims"]) == (2, 17)


def test_the_counts_are_those_of_the_findings(ledger):
    audit = read(ledger)
    verdicts = [finding["verdict"] for finding in audit["findings"]]
    assert audit["counts"]["findings"] == {verdict: verdicts.count(verdict) for verdict in VERDICTS}
    assert {finding["check"] for finding in audit["findings"]} <= set(CHECKS)


def test_a_claim_has_its_interval_as_decimal_text_in_base_units(ledger):
    claims = {claim["claim"]: claim for claim in read(ledger)["claims"]}
    claim = claims["yearbook:trade:XK:2024"]
    assert (claim["value"], claim["low"], claim["high"]) == ("783400000000", "783350000000", "783450000000")
    assert (claim["decimals"], claim["unit"], claim["qualifier"]) == (-8, "USD", "exact")
    assert (claim["low_open"], claim["high_open"]) == (False, False)
    assert (claim["base"], claim["at"], claim["page"]) == (None, None, None)


def test_an_end_without_a_bound_is_null(tmp_path):
    source = YEARBOOK.replace("about 100", "over 100")
    claims = {claim["claim"]: claim for claim in read(write_ledger(tmp_path / "l", yearbook=source))["claims"]}
    claim = claims["yearbook:trade:XK:2020"]
    assert (claim["low"], claim["low_open"], claim["high"]) == ("100000000000", True, None)


def test_a_conflict_has_its_arithmetic_its_evidence_and_its_place(ledger):
    findings = {finding["id"]: finding for finding in read(ledger)["findings"]}
    conflict = findings["identity:trade=exports+imports:XK:2022:final:yearbook"]
    assert (conflict["verdict"], conflict["rule"], conflict["status"]) == (
        "conflict",
        "trade = exports + imports",
        "final",
    )
    assert conflict["quantity"] == {"area": "XK", "period": "2022"}
    assert (conflict["residual"], conflict["allowed"], conflict["excess"]) == ("-1000000000", "150000000", "850000000")
    assert conflict["unit"] == "USD"
    assert {part["quote"] for part in conflict["evidence"]} >= {"trade came to 31.3 billion USD"}
    assert conflict["file"] == "sources/yearbook.yaml"
    assert conflict["line"] in {9, 10, 11}
    assert conflict["accepted"] is None
    assert {repair["claim"] for repair in conflict["repairs"]} <= set(conflict["claims"])


def test_an_accepted_conflict_has_its_reason(ledger):
    accepted = [finding["accepted"] for finding in read(ledger)["findings"] if finding["accepted"] is not None]
    assert accepted == ["the yearbook's own correction"]


def test_no_number_is_a_float(ledger):
    def no_float(text):
        pytest.fail(f"{text} is a float")

    text = to_json(audited(ledger))
    json.loads(text, parse_float=no_float, parse_constant=no_float)
    for finding in json.loads(text)["findings"]:
        for name in ("residual", "allowed", "excess"):
            assert finding[name] is None or Decimal(finding[name]).is_finite()


def test_the_same_ledger_gives_the_same_text_ended_by_one_newline(ledger):
    text = to_json(audited(ledger))
    assert text == to_json(audited(ledger))
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")


def test_letters_stand_as_they_are_and_controls_as_escapes(tmp_path):
    said = YEARBOOK.replace("quote: trade came to 31.3 billion USD", r'quote: "xuất khẩu \e[2J \x9b \u202e"')
    text = to_json(audited(write_ledger(tmp_path / "l", LEDGER, yearbook=said)))
    assert "xuất khẩu" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert any(claim["quote"] == "xuất khẩu \x1b[2J \x9b \u202e" for claim in json.loads(text)["claims"])


def test_further_dimensions_stand_with_the_quantity(tmp_path):
    table = "source,measure,period,partner,value,decimals\na,trade,2023,US,3,0\na,trade,2023,US,4,0\n"
    (tmp_path / "claims.csv").write_text(table, encoding="utf-8")
    audit = read(tmp_path / "claims.csv")
    assert list(audit["claims"][0])[:6] == ["claim", "source", "measure", "area", "period", "partner"]
    assert audit["claims"][0]["partner"] == "US"
    assert any(finding["quantity"].get("partner") == "US" for finding in audit["findings"])


def test_a_ledger_of_frames_has_no_path():
    import pandas as pd

    claims = pd.DataFrame(
        {"source": "a", "measure": "trade", "period": "2024", "value": ["5", "6"], "decimals": "exact"}
    )
    audit = json.loads(to_json(run(Ledger.from_frames(claims))))
    assert audit["ledger"] is None
    assert audit["claims"][0]["decimals"] is None
