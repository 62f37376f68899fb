"""`reconcile bounds`, as a user runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from reconcile.faces.command import main

GALLERY = Path(__file__).parents[2] / "fixtures/gallery"
HOLDS, FAILS = (str(GALLERY / name) for name in ("joint-holds-by-rounding", "joint-each-sum-holds-but-not-both"))


def shown(capsys, *arguments):
    status = main(["bounds", *arguments])
    output = capsys.readouterr()
    return status, output.out, output.err


def test_a_line_for_each_quantity_narrower_than_its_own_figure(capsys):
    status, out, _ = shown(capsys, HOLDS)
    assert status == 0
    assert out.split("\n")[:4] == [
        "exports",
        "  ardlan 2024 final: [124, 124.5] million USD",
        "farm_exports",
        "  ardlan 2024 final: [53.5, 54] million USD",
    ]


def test_what_contradicts_is_left_out_and_named(capsys):
    status, out, _ = shown(capsys, FAILS, "--measure", "trade")
    assert status == 0
    assert "  ardlan 2024 final: " in out
    assert out.split("\n")[-2].startswith("note 1: without review-2024:")


def test_what_is_left_out_of_several_quantities_is_said_once(capsys):
    _, out, _ = shown(capsys, FAILS)
    assert out.count("(note 1)") == 5
    assert out.count("note 1: without review-2024:") == 1


def test_claims_that_hold_the_ends_are_named(capsys):
    _, out, _ = shown(capsys, HOLDS, "--measure", "exports", "--verbose")
    assert "low from review-2024:farm_exports:ardlan:2024, review-2024:industrial_exports:ardlan:2024" in out
    assert "high from review-2024:exports:ardlan:2024" in out


def test_what_the_others_say_of_a_claim(capsys):
    _, out, _ = shown(capsys, HOLDS, "--measure", "trade", "--without", "review-2024:trade:ardlan:2024")
    assert out == "trade\n  ardlan 2024 final: [261.5, 263] million USD\n"


def test_json_has_exact_ends(capsys):
    _, out, _ = shown(capsys, HOLDS, "--format", "json")
    written = json.loads(out)
    assert written["schema"] == "reconcile.bounds/1"
    first = written["bounds"][0]
    assert (first["measure"], first["low"], first["high"]) == ("exports", "124000000", "124500000")
    assert first["low_claims"] == ["review-2024:farm_exports:ardlan:2024", "review-2024:industrial_exports:ardlan:2024"]


def test_csv_has_a_row_for_each_quantity(capsys, tmp_path):
    target = tmp_path / "bounds.csv"
    assert main(["bounds", HOLDS, "--format", "csv", "--output", str(target)]) == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert [row["measure"] for row in rows] == ["exports", "farm_exports", "imports", "industrial_exports", "trade"]
    assert capsys.readouterr().out == ""


def test_without_time_nothing_is_said_of_the_ends(capsys):
    _, out, _ = shown(capsys, HOLDS, "--budget", "0")
    assert "not found within the time" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((HOLDS, "--without", "nobody"), "no claim is called nobody"),
        (("nowhere",), "nowhere"),
    ],
)
def test_mistakes_are_said_with_status_2(capsys, arguments, said):
    status, _, err = shown(capsys, *arguments)
    assert status == 2
    assert said in err


@pytest.mark.parametrize("wrong", ["soon", "-1", "inf", "nan"])
def test_a_time_is_a_number_of_seconds(capsys, wrong):
    with pytest.raises(SystemExit) as stopped:
        main(["bounds", HOLDS, f"--budget={wrong}"])
    assert stopped.value.code == 2
    assert "is not a time" in capsys.readouterr().err


def ledger_of(tmp_path, *rows):
    path = tmp_path / "claims.csv"
    path.write_text("\n".join(["source,measure,period,value,decimals,qualifier", *rows]) + "\n")
    return str(path)


def test_quantities_of_which_nothing_follows_are_counted(capsys, tmp_path):
    path = ledger_of(tmp_path, "a,exports,2024,4,exact,", "a,imports,2024,0,0,at_least", "a,tourists,2024,0,0,at_least")
    _, out, _ = shown(capsys, path)
    assert out.split("\n") == [
        "exports",
        "  2024 final: 4",
        "and 2 quantities of which nothing follows; --verbose lists them",
        "",
    ]
    _, out, _ = shown(capsys, path, "--verbose")
    assert "  2024 final: [0, ∞)\n" in out


def test_without_any_figure_that_says_so(capsys, tmp_path):
    _, out, _ = shown(capsys, ledger_of(tmp_path, "a,exports,2024,4.25,0,"))
    assert out == "no claim takes part in arithmetic\n"
