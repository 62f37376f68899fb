from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from reconcile.auditing import run
from reconcile.documents.reading.entry import read_document
from reconcile.errors import DocumentError
from reconcile.faces.command import main
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.store.declarations import Measure
from reconcile.ledger.store.text_spans import Text
from reconcile.reading.claim_drafts import draft_claims
from reconcile.reading.proposals import admitted, read_proposals

RELEASE = (
    "In 2024 exports came to 405.5 million USD and imports nearly 380.8 million USD. "
    "Exports rose 14.3 percent from 2023. On 3 May, No. 12 was signed."
)

_FIGURES = (
    "405.5 million USD",
    "nearly 800 bn",
    "15,5 %",
    "-3",
    "1/4",
    "12,480",
    "$5",
    "2024",
    "10–12 %",
    "½",
    "3.1.2",
    ".5",
)
_WORDS = (
    "Exports",
    "rose",
    "by",
    "in",
    "the",
    "and",
    "of",
    "trade\u00a0was",
    "Xuất khẩu",
    "{a: b}",
    "# x",
    "'",
    '"',
    "guess:",
)
_PIECES = st.sampled_from([*_FIGURES, *_WORDS, ". ", ", ", "\n\n", "\u2028", "\u202e", ": "]) | st.text(max_size=3)
TEXTS = st.lists(_PIECES, max_size=25).map(" ".join)


def test_every_figure_is_a_claim_with_its_words_and_place():
    document = read_document(RELEASE.encode())
    draft = draft_claims(document, "en")
    said = [(one.record["measure"], one.record["reported"].removeprefix("rose ")) for one in draft.claims]
    assert said == [
        ("exports", "405.5 million USD"),
        ("imports", "nearly 380.8 million USD"),
        ("exports", "14.3 percent"),
    ]
    assert {one.record["period"] for one in draft.claims} == {"2024"}


@given(TEXTS, st.sampled_from(["", "2025-02-06"]))
@costly(2)
def test_a_draft_is_a_ledger_that_audits_and_its_claims_stand_in_the_text(tmp_path_factory, text, published):
    folder = tmp_path_factory.mktemp("draft")
    path = folder / "release.txt"
    path.write_bytes(text.encode("utf-8", "replace"))
    options = ["--published", published] if published else []
    assert main(["draft", str(path), "--language", "en", "--ledger", str(folder / "ledger"), *options]) == 0
    ledger = Ledger.read(folder / "ledger")
    stored = ledger.text("release")
    assert stored is not None
    for _, claim in ledger.claims.iterrows():
        span = Text(stored).find(claim["reported"], claim["quote"], None)
        assert span is not None
        assert stored[claim["at"] :].startswith(claim["reported"])
    result = run(ledger)
    assert not result.crashed
    found = {entry.check: entry for entry in result.entries(["conflict"]) if entry.check == "quotation"}
    assert not found
    again = Ledger.read(ledger.write(folder / "again"))
    assert again == ledger


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 exports fell 5 percent from 2023.",
        "In 2024 exports saw a fall of 5 percent from 2023.",
        "In 2024 exports fell by a further 5 percent from 2023.",
    ],
)
def test_a_fall_is_drafted_with_its_sign(text, tmp_path):
    path = tmp_path / "release.txt"
    path.write_text(text, encoding="utf-8")
    assert main(["draft", str(path), "--language", "en", "--ledger", str(tmp_path / "l")]) == 0
    ledger = Ledger.read(tmp_path / "l")
    assert ledger.claims["stat"].tolist() == ["growth"]
    assert ledger.figures.value[0] == -5
    assert run(ledger).counts["conflict"] == 0


def test_figures_without_a_period_are_left_out_with_the_reason():
    draft = draft_claims(read_document(b"Exports rose by 8 percent."), "en")
    assert not draft.claims
    assert "--published" in draft.left_out[0].reason


def test_a_measure_of_the_ledger_is_found_by_its_title():
    measures = {"x": Measure("x", title="Merchandise exports"), "m": Measure("m", title="imports", unit="EUR")}
    text = b"In 2024 merchandise exports came to 5 million USD, imports to 4 million USD."
    draft = draft_claims(read_document(text), "en", measures=measures)
    assert [one.record["measure"] for one in draft.claims] == ["x", "imports"]  # m is measured in another unit


PROPOSED = {
    "measure": "exports",
    "period": "2024",
    "reported": "405.5 million USD",
    "quote": "came to 405.5 million USD",
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"quote": "came to 405.6 million USD"}, "is not in the text"),
        ({"reported": "5.5 million USD"}, "is not in its quote"),
        ({"reported": "380.8 million USD"}, "is not in its quote"),
        ({"reported": "came to 405.5"}, "came to"),
        ({"period": "next year"}, "next year"),
        ({"measure": ""}, "has no 'measure'"),
        ({"stat": "growth"}, "needs a base"),
        ({"sum": "1"}, "unknown key 'sum'"),
        ({"page": None}, "unknown key"),
        ({"period": 2024}, "no text"),
    ],
)
def test_a_proposal_is_admitted_only_where_the_text_bears_it_out(change, reason):
    draft = admitted(read_document(RELEASE.encode()), "en", [PROPOSED | change])
    if not reason:
        (claim,) = draft.claims
        assert claim.record["guess"] == "measure period stat"
        assert RELEASE[int(claim.record["at"]) :].startswith("405.5 million USD")
    else:
        assert not draft.claims
        assert reason in draft.left_out[0].reason


@given(st.recursive(st.none() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from([*PROPOSED, "stat", "base", "x"]), inner)))  # fmt: skip
def test_any_proposal_is_admitted_or_given_back(proposal):
    draft = admitted(read_document(RELEASE.encode()), "en", [proposal])
    assert len(draft.claims) + len(draft.left_out) == 1


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"claims": {}}', b"[" * 100_000])
def test_what_are_no_proposals_is_refused(data):
    with pytest.raises(DocumentError):
        read_proposals(data, "p.json")


def _draft(folder: Path, *options: str) -> int:
    return main(["draft", str(folder / "release.txt"), "--language", "en", "--ledger", str(folder / "l"), *options])


@pytest.fixture
def release(tmp_path: Path) -> Path:
    (tmp_path / "release.txt").write_text(RELEASE, encoding="utf-8")
    return tmp_path


def test_a_draft_is_confirmed_and_its_comments_stay(release, capsys):
    assert _draft(release) == 0
    path = release / "l/sources/release.yaml"
    before = path.read_text(encoding="utf-8")
    assert "guess: [measure" in before
    assert main(["confirm", str(release / "l"), "--claim", "release:exports:2024"]) == 0
    assert "1 claim confirmed; 2 more with guesses" in capsys.readouterr().out
    assert main(["confirm", str(release / "l"), "--source", "release"]) == 0
    after = path.read_text(encoding="utf-8")
    assert "guess" not in after
    assert [line for line in after.splitlines() if "#" in line] == [line for line in before.splitlines() if "#" in line]
    assert main(["confirm", str(release / "l"), "--source", "other"]) == 2


def test_nothing_that_is_there_is_replaced(release, capsys):
    assert _draft(release) == 0
    (release / "l/sources/release.yaml").write_text("mine", encoding="utf-8")
    assert _draft(release) == 2
    assert (release / "l/sources/release.yaml").read_text(encoding="utf-8") == "mine"
    assert "release.yaml" in capsys.readouterr().err


def test_what_a_ledger_knows_is_compared_at_once(release, capsys):
    assert _draft(release) == 0
    later = release / "later.txt"
    later.write_text("In 2024 exports came to 409.5 million USD.", encoding="utf-8")
    assert main(["draft", str(later), "--language", "en", "--ledger", str(release / "l")]) == 0
    assert "conflicts: exports, 2024" in capsys.readouterr().out


def test_proposals_take_the_place_of_what_is_read(release, capsys):
    file = release / "p.json"
    file.write_text(json.dumps({"claims": [PROPOSED, PROPOSED | {"quote": "no"}]}), encoding="utf-8")
    assert _draft(release, "--proposals", str(file)) == 0
    said = capsys.readouterr().out
    assert "1 claim drafted" in said
    assert "the quote “no” is not in the text" in said
    assert len(Ledger.read(release / "l").claims) == 1


def test_the_language_is_asked_for_where_neither_the_document_nor_its_words_tell_it(release, capsys):
    (release / "sums.txt").write_text("1.234 + 5.678 = 6.912", encoding="utf-8")
    assert main(["draft", str(release / "sums.txt"), "--ledger", str(release / "l")]) == 2
    assert "--language" in capsys.readouterr().err
    assert not (release / "l").exists()


def test_the_language_of_the_words_is_taken_and_said(release, capsys):
    assert main(["draft", str(release / "release.txt"), "--ledger", str(release / "l")]) == 0
    assert "read as en, the language of its words" in capsys.readouterr().out
    assert "\n  language: en\n" in (release / "l" / "sources" / "release.yaml").read_text(encoding="utf-8")


def test_a_document_that_is_audited_is_told_the_way(release, capsys):
    assert main(["audit", str(release / "release.txt")]) == 2
    said = capsys.readouterr().err
    assert f"reconcile draft {release / 'release.txt'}" in said
    assert f"reconcile check {release / 'release.txt'}" in said


def test_a_new_ledger_audits_and_a_second_one_is_refused(tmp_path, capsys):
    assert main(["init", str(tmp_path / "l")]) == 0
    assert run(Ledger.read(tmp_path / "l")).status == 0
    assert main(["init", str(tmp_path / "l")]) == 2
    assert "already" in capsys.readouterr().err


def test_coverage_counts_and_strictly_fails(release, capsys):
    assert _draft(release) == 0
    assert main(["coverage", str(release / "l"), "--strict"]) == 0
    (release / "l/sources/release.txt").write_text(RELEASE + " And 7 more.", encoding="utf-8")
    assert main(["coverage", str(release / "l")]) == 0
    assert main(["coverage", str(release / "l"), "--strict"]) == 1
    said = capsys.readouterr().out
    assert "1 unclaimed" in said
    assert "[7] more." in said


def test_a_term_is_what_documents_call_a_measure():
    measures = {"exports": Measure("exports", terms=("goods sold abroad",))}
    draft = draft_claims(read_document(b"In 2024 goods sold abroad came to 5 million USD."), "en", measures=measures)
    assert [(one.record["measure"], one.record["guess"]) for one in draft.claims] == [("exports", "")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In 2021 sales grew by 5.0% per year since 2019.", ("2021", "2019", "year", "measure")),
        ("GDP grew at an annual rate of 4.1% in the first quarter of 2021.", ("2021-Q1", "2020-Q4", "year", "base")),
        ("In 2024 exports rose by 3 % a year from 2019 to 2024.", ("2024", "2019", "year", "base")),
        ("GDP grew by 1.2% in the first quarter of 2021.", ("2021-Q1", "2020-Q1", "", "base")),
    ],
)
def test_a_compounded_rate_says_its_step_and_from_when_it_leads(text, told):
    (claim,) = draft_claims(read_document(text.encode()), "en").claims
    record = claim.record
    assert record["stat"] == "growth"
    assert (record["period"], record["base"], record["per"]) == told[:3]
    assert told[3] in record["guess"].split()


def test_a_contribution_is_left_out_since_nothing_says_of_which_whole():
    draft = draft_claims(read_document(b"Exports contributed 1.2 percentage points in 2024."), "en")
    assert not draft.claims
    assert draft.left_out[0].reason == "is a contribution to a growth, of which whole its words do not say"


TRADE = """Exports reached 26.9 billion euros in 2024, up 7.6 percent from 25.0 billion euros in 2023. Of exports, fish
made 9.8 billion euros, timber 6.4 billion euros and other goods 10.7 billion euros. Imports were 21.7 billion euros.
The trade surplus widened to 5.2 billion euros from 3.8 billion euros."""


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("The trade surplus widened to 5.2 billion euros from 3.8 billion euros.", "en", ["2024", "2023"]),
        ("The trade surplus rose from 3.8 billion euros to 5.2 billion euros.", "en", ["2023", "2024"]),
        (
            "Growth was 3 % in 2024 compared with 2019. The deficit fell to 4 tonnes from 5 tonnes.",
            "en",
            ["2024", "2019"],
        ),
        ("Der Überschuss stieg auf 5,2 Mrd. Euro nach 3,8 Mrd. Euro.", "de", ["2024", "2023"]),
        ("Der Überschuss stieg von 3,8 Mrd. Euro auf 5,2 Mrd. Euro.", "de", ["2023", "2024"]),
        ("L'excédent s'établit à 5,2 milliards d'euros, contre 3,8 milliards d'euros.", "fr", ["2024", "2023"]),
        ("El superávit subió a 5,2 millones de euros, frente a 3,8 millones de euros.", "es", ["2024", "2023"]),
        ("Xuất siêu đạt 25 tỷ USD so với 20 tỷ USD.", "vi", ["2024", "2023"]),
        ("The surplus was 5.2 billion euros in 2024. The deficit was 3.8 billion euros.", "en", ["2024", "2024"]),
        ("The surplus was 5.2 billion euros. The surplus was 3.8 billion euros.", "en", ["2024", "2024"]),
    ],
)
def test_of_two_levels_in_a_sentence_the_second_is_of_what_the_first_is_compared_with(text, language, told):
    draft = draft_claims(read_document(text.encode()), language, published="2024-12-31")
    assert [one.record["period"] for one in draft.claims if not one.record["stat"]] == told


@pytest.mark.parametrize("measures", [{}, {"exports": Measure("exports", "Exports")}], ids=["alone", "in a ledger"])
def test_what_is_listed_is_no_other_figure_of_the_whole(measures):
    draft = draft_claims(read_document(TRADE.encode()), "en", published="2025-02-12", measures=measures)
    named = [one.record["measure"] for one in draft.claims if not one.record["stat"]]
    assert named[:2] == ["exports", "exports"]
    assert named[3:] == ["timber", "other_goods", "imports", "trade_surplus", "trade_surplus"]


@given(
    st.lists(st.sampled_from(["In 2024 sales were 3 million", "12 %", "; ", ". ", "Mrd. ", "2. ", "\n\n", " a", "(5)"]))
)
def test_each_figure_stands_in_its_sentence_however_a_text_is_cut(pieces):
    text = "".join(pieces)
    for claim in draft_claims(read_document(text.encode(), format="text"), "en", assuming=True).claims:
        assert claim.record["reported"] in claim.sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Der Absatz betrug 2,31 Mrd. Euro im Jahr 2024. Er stieg.", "Der Absatz betrug 2,31 Mrd. Euro im Jahr 2024."),
        (
            "Im 2. Quartal 2024 waren es 31 Mio. Tonnen; mehr nicht.",
            "Im 2. Quartal 2024 waren es 31 Mio. Tonnen; mehr nicht.",
        ),
    ],
)
def test_a_sentence_goes_on_behind_an_abbreviation_and_an_ordinal(text, sentence):
    claims = draft_claims(read_document(text.encode(), format="text"), "de").claims
    assert [one.sentence for one in claims] == [sentence]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It was 5.2 percent in 2023. Those came to 7.1 percent in 2023.", "en"),
        ("Sie lag 2023 bei 5,2 Prozent. Diese betrug 2023 7,1 Prozent.", "de"),
        ("Il était de 5,2 % en 2023. Celui-ci atteint 7,1 % en 2023.", "fr"),
        ("Ella fue del 5,2 % en 2023. Esto fue el 7,1 % en 2023.", "es"),
        ("Nó đạt 5,2% năm 2023. Con số này đạt 7,1% năm 2023.", "vi"),
    ],
)
def test_a_pronoun_names_no_measure_and_two_of_them_are_not_one(text, language, tmp_path):
    draft = draft_claims(read_document(text.encode()), language)
    assert [one.record["measure"] for one in draft.claims] == ["figure", "figure_2"]
    assert all("measure" in one.record["guess"] for one in draft.claims)
    document = tmp_path / "a.txt"
    document.write_text(text, encoding="utf-8")
    assert main(["draft", str(document), "--ledger", str(tmp_path / "ledger"), "--language", language]) == 0
    assert main(["audit", str(tmp_path / "ledger")]) == 0  # nothing says that they contradict each other


def test_a_name_of_the_sentence_is_a_pronouns_too():
    draft = draft_claims(read_document(b"Exports rose 3 percent in 2024, and those of 2023 came to 5 million."), "en")
    assert {one.record["measure"] for one in draft.claims} == {"exports"}
