"""The page on which guesses are looked at: what it shows, and that nothing of a ledger becomes markup."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path

import pytest

from reconcile.auditing import run
from reconcile.faces.command import main
from reconcile.ledger.ledger import Ledger
from reconcile.reports.own_page import page_file
from reconcile.reports.phrasebook import ENGLISH, VIETNAMESE
from reconcile.reports.review_page import _OF_SCRIPT, review_page

SOURCE = """\
source: {title: "<i>A</i> & B", text: a.txt}
claims:
  - {measure: trade, period: 2024, reported: "9", quote: came to 9, guess: [measure, period]}
  - {measure: exports, period: 2024, reported: "5", quote: sold 5, guess: [stat]}
  - {measure: imports, period: 2024, reported: "3", quote: bought 3}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "a ledger"
    (made / "sources").mkdir(parents=True)
    (made / "ledger.yaml").write_text("defaults: {unit: USD, language: en}\nmeasures: {trade: {title: All trade}}\n")
    (made / "sources/a.yaml").write_text(SOURCE)
    (made / "sources/a.txt").write_text("Said <b>. It came to 9 & more. They sold 5; 5 more.\n\nAnother paragraph.")
    return made


def page(folder: Path, **more) -> str:
    return review_page(run(Ledger.read(folder), checks=("schema",), joint=False), folder, **more)


def test_each_guess_stands_in_its_sentence_with_what_it_was_read_as(folder):
    shown = page(folder)
    assert len(re.findall(r"<li id=c\d", shown)) == 2
    assert "<h2 id=h0 dir=auto>&lt;i&gt;A&lt;/i&gt; &amp; B</h2>" in shown
    sentence = re.sub(r"</?span[^>]*>", "|", re.search(r"<blockquote><p[^>]*>(.*?)</p>", shown)[1])
    assert sentence == "|Said &lt;b&gt;. |It came to <mark>9</mark> &amp; more.| They sold 5; 5 more.|"
    assert "<dt>measure <b>guess</b></dt><dd dir=auto>All trade (trade)</dd>" in shown
    assert "<dt>stat <b>guess</b></dt><dd dir=auto>level</dd>" in shown
    assert "Another paragraph" not in shown
    data = json.loads(re.search(r"<script[^>]* id=review>(.*?)</script>", shown)[1])
    assert [claim["phrase"] for claim in data["claims"]] == ["9", "sold 5"]  # "5" stands twice in the text
    assert data["claims"][0]["fields"]["measure"] == "trade"
    assert "value" not in data["claims"][0]["fields"]


@pytest.mark.parametrize("served", [False, True])
def test_in_another_language_nothing_is_left_in_english(folder, served):
    shown = html.unescape(page(folder, words=VIETNAMESE, served=served))
    assert "<html lang=vi>" in shown
    said = re.sub(r"<(style|script|code).*?</\1>", "", shown, flags=re.DOTALL)
    told = " ".join([re.sub(r"<[^>]*>", " ", said), *re.findall('(?:aria-label|title)="([^"]*)"', said)])
    english = {name: phrase for name, phrase in ENGLISH.phrases.items() if name.startswith("review.")}
    for name, phrase in english.items():
        fixed = max(re.split(r"\{\w+\}", phrase), key=len).strip(" :;")
        if name != "review.nothing said":  # one word, of the sentence about an empty page too
            assert not re.search(rf"(?<![\w.]){re.escape(fixed)}(?![\w.])", told), name
    assert "<dt>chỉ tiêu <b>phỏng đoán</b></dt>" in said
    data = json.loads(re.search(r"<script[^>]* id=review>(.*?)</script>", shown)[1])
    assert data["words"]["confirmed"] == "đã xác nhận"
    assert data["choices"]["stat"]["growth"] == "tăng trưởng"


def test_the_script_says_only_what_it_is_given():
    script = page_file("review.js")
    assert set(re.findall(r'told\("([^"]+)"', script)) <= {*_OF_SCRIPT, "copied", "aside"}
    assert not re.findall(r'say\(["`]', script)


def test_only_what_is_served_may_ask_for_anything(folder):
    alone, served = html.unescape(page(folder)), html.unescape(page(folder, served=True))
    assert "connect-src" not in alone
    assert "default-src 'none'" in alone
    assert "connect-src 'self'" in served
    assert not re.findall(r"<(?:img|script|link|iframe)[^>]*(?:src|href)=[\"']?http", alone)
    assert "reconcile confirm '" in alone  # the path has a blank
    assert "decided.yaml" not in re.sub(r"<script>.*", "", served, flags=re.DOTALL)


def test_the_words_of_a_ledger_stay_words(folder):
    nasty = "</script><script>alert(1)</script><!-- \u202e"
    (folder / "sources/a.yaml").write_text(SOURCE.replace("trade", json.dumps(nasty)))
    shown = page(folder)
    assert "<script>alert" not in shown
    assert "\u202e" not in shown
    assert len(re.findall("<script", shown)) == 2


def test_decisions_are_done_from_a_file(folder, tmp_path, capsys):
    page(folder)
    decided = tmp_path / "decided.yaml"
    decided.write_text(
        'decisions:\n  - {claim: "a:trade:2024"}\n'
        '  - {claim: "a:exports:2024", change: {stat: growth, base: 2023, unit: percent}}\n'
        '  - {claim: "a:imports:2024", set_aside: bought 3}\n'
    )
    assert main(["confirm", str(folder), "--decisions", str(decided)]) == 0
    assert capsys.readouterr().out == "1 claim confirmed, 1 changed, 1 set aside\n"
    assert (folder / "sources/a.yaml").read_text() == (
        'source: {title: "<i>A</i> & B", text: a.txt, set_aside: bought 3}\nclaims:\n'
        '  - {measure: trade, period: 2024, reported: "9", quote: came to 9}\n'
        '  - {measure: exports, period: 2024, stat: growth, base: 2023, reported: "5", unit: percent, quote: sold 5}\n'
    )


def test_what_else_stands_in_the_folder_is_not_read_to_decide(folder, tmp_path):
    """A pipe would wait for ever, and a link leads to a file of somebody else."""
    os.mkfifo(folder / "pipe.csv")
    (tmp_path / "outside.csv").write_text("a secret")
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    decided = tmp_path / "decided.yaml"
    decided.write_text('decisions:\n  - {claim: "a:trade:2024", change: {area: X}}\n')
    assert main(["confirm", str(folder), "--decisions", str(decided)]) == 0
    assert "area: X" in (folder / "sources/a.yaml").read_text()


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        ("decisions:\n  - {claim: b}\n", "decided.yaml:2: the ledger has no claim 'b'"),
        ('decisions:\n  - {claim: "a:trade:2024", seen: "0"}\n', "has changed since it was looked at"),
        ('decisions:\n  - {claim: "a:trade:2024"}\n  - {claim: "a:trade:2024"}\n', "is decided twice"),
        ('decisions:\n  - {claim: "a:trade:2024", change: {quote: x}}\n', "'quote' cannot be changed"),
        ('decisions:\n  - {claim: "a:trade:2024", change: {area: X}, set_aside: x}\n', "not both"),
        ('decisions:\n  - {claim: "a:trade:2024", change: {period: soon}}\n', "sources/a.yaml:3: 'soon'"),
        ("decisions: {}", "must be a list"),
    ],
)
def test_decisions_that_cannot_be_done_change_nothing(folder, tmp_path, capsys, decisions, said):
    decided = tmp_path / "decided.yaml"
    decided.write_text(decisions)
    assert main(["confirm", str(folder), "--decisions", str(decided)]) == 2
    assert said in capsys.readouterr().err
    assert (folder / "sources/a.yaml").read_text() == SOURCE


def test_of_a_table_the_reason_is_told(tmp_path, capsys):
    (tmp_path / "claims.csv").write_text("source,measure,period,value,decimals,guess\na,m,2024,5,0,measure\n")
    assert main(["confirm", str(tmp_path / "claims.csv")]) == 2
    assert "is a table: empty the cells of its column 'guess'" in capsys.readouterr().err
