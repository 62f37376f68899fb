"""What a finding says to a reader: titles, no ids; the same phrases in each language; the planted errors by name."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from audited import audited
from planted import PLANTED, planted_ledger
from reconcile.errors import ReconcileError
from reconcile.reports.headlines import Headlines
from reconcile.reports.mended_words import mended
from reconcile.reports.phrasebook import ENGLISH, PHRASEBOOKS, VIETNAMESE, phrasebook
from reconcile.reports.suspects import suspects

GALLERY = Path(__file__).parents[2] / "fixtures/gallery"
JARGON = ("no world", "intervals", "binding", "residual", "infeasible")
NAMES = {
    "kind",
    "check",
    "status",
    "slip",
    "per",
    "said",
    "field",
    "stat",
}  # what English says by the program's own names


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    return audited(planted_ledger(tmp_path_factory.mktemp("planted") / "ledger"))


def places(phrase: str) -> set[str]:
    return {name for _, name, *_ in string.Formatter().parse(phrase) if name}


@pytest.mark.parametrize("language", PHRASEBOOKS)
def test_every_language_has_every_phrase_with_the_same_places(language):
    phrases = PHRASEBOOKS[language].phrases
    assert phrases.keys() >= ENGLISH.phrases.keys()
    assert {name.partition(".")[0] for name in phrases.keys() - ENGLISH.phrases.keys()} <= NAMES
    for name, phrase in ENGLISH.phrases.items():
        assert places(phrases[name]) == places(phrase) or name.startswith("period."), name
        assert phrase.count("|") == phrases[name].count("|")


def test_a_language_that_there_is_not_is_refused():
    with pytest.raises(ReconcileError, match="reports are written in en and vi, not in 'xx'"):
        phrasebook("xx")


def test_the_five_planted_errors_and_no_others_are_named_with_what_is_right(planted):
    found = suspects(planted)
    assert planted.counts["conflict"] >= 8
    assert found is not None
    assert {one.claim: one.before_and_after for one in found.listed} == {
        f"y{year}:{measure}:{year}": (printed, f"{right} million USD")
        for (measure, year), (printed, right) in PLANTED.items()
    }


@pytest.mark.parametrize("words", PHRASEBOOKS.values(), ids=PHRASEBOOKS)
def test_a_sentence_has_titles_and_no_ids(planted, words):
    headlines = Headlines(planted, words)
    for entry in planted.entries(["conflict"]):
        said = headlines.of(entry)
        assert not re.search(r"\by20\d\d|\bimports\b(?! of goods)", said)
        assert not any(word in said for word in JARGON)


def test_a_sum_reads_as_a_journalist_would_write_it(planted):
    (entry,) = (one for one in planted.entries() if one.finding.startswith("identity:surplus=revenue-spending:2024"))
    said = (
        "Budget surplus 2024: “The year 2024” says 27.5 million USD; "
        "its own public revenue − public spending gives −17.5 million USD."
    )
    assert Headlines(planted).of(entry) == said
    assert "27,5 triệu USD" in Headlines(planted, VIETNAMESE).of(entry)


def test_amounts_keep_their_digits_in_another_languages_marks():
    assert VIETNAMESE.amount("at least 1,284,600.50 tonnes") == "ít nhất 1.284.600,50 tấn"
    assert VIETNAMESE.interval("[786.85, 786.95] billion USD") == "[786,85; 786,95] tỷ USD"
    assert ENGLISH.amount("−1.8 pp") == "−1.8 percentage points"


@pytest.mark.parametrize(
    ("words", "change", "instead"),
    [
        ("254,3 triệu USD", "254.3 → 245.3 million USD", "245,3"),
        ("1.254 tấn", "1,254 → 1,524 tonnes", "1.524"),
        ("about 12 to 13", "12 → 21", None),  # of two numbers it is not known which
        ("12.5", "12.5 → 125", None),  # not the same layout
        ("83", "38 → 83", None),
    ],
)
def test_a_repair_is_put_into_the_words_only_where_digits_go_to_their_places(words, change, instead):
    found = mended(words, change)
    assert (found.instead if found else None) == instead


@pytest.mark.parametrize(
    ("name", "said", "unsaid"),
    [
        ("dates-do-not-tell", "(estimate, “Welcome to Saltmere”) → 23,871 (final, “The register counted”)", "leaflet"),
        ("contributions-not-adding", "no level reported of gross domestic product 2024 (final) and gross", "gdp"),
        ("growth-of-an-index", "average monthly wage 2022 and index of wages 2022 are not reported", " wage 2022"),
        ("part-not-reported", "2021: households that rent their home is not reported", "tenants"),
        ("rules-contradict", "seats of the opposition ≥ seats of the government: together they cannot", ">="),
        (
            "units-differ",
            "in “Annual statement of the mine”, 52,900 m3 in “Freight on the Corran line”: their",
            "mine-2023",
        ),
        ("flow-or-stock", "Trees: 2023-Q1 lies within 2023", "Trees: trees:"),
    ],
)
def test_what_has_no_sentence_of_its_own_names_titles_not_ids(name, said, unsaid):
    result = audited(GALLERY / name)
    headlines = Headlines(result)
    (found,) = {told for entry in result.entries() if said in (told := headlines.of(entry))}
    assert unsaid not in found.replace("average monthly wage 2022", "")


def test_no_sentence_of_the_gallery_is_in_the_words_of_the_program(fewer):
    """Nobody but a mathematician speaks so."""
    for folder in sorted(path for path in GALLERY.iterdir() if path.is_dir())[::fewer]:
        result = audited(folder)
        headlines = Headlines(result)
        for entry in result.entries():
            told = headlines.of(entry)
            assert not re.search(r"\b(world|satisf|apart|\d m [A-Z]{3}|bn [A-Z]{3})", told), (folder.name, told)
