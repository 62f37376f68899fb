"""Units as a ledger states them."""

from fractions import Fraction

import pandas as pd
import pytest

import reconcile as rc
from reconcile.language.figures import read_figure
from reconcile.language.languages import LANGUAGES
from reconcile.language.lexicon import lexicon, plain
from reconcile.language.units import _canonical, parse_unit


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_its_own_name_is_that_in_every_language(language):
    known = lexicon(language).units
    assert {"USD", "percent", "count", "kWh"} <= _canonical()
    for name in _canonical():
        assert known.longest(name, plain(name), 0) == ((name, Fraction(1)), len(name))
        assert (parse_unit(name).name, parse_unit(name).size, parse_unit(name).scale) == (name, 1, None)


@pytest.mark.parametrize(
    ("words", "language", "value", "unit"),
    [
        ("4.753,5 PJ", "de", 4_753_500_000, "GJ"),
        ("14 terajoules", "en", 14_000, "GJ"),
        ("12,757 ktoe", "en", 12_757_000, "toe"),
        ("3,2 Mtep", "fr", 3_200_000, "toe"),
        ("1,2 Mio. t SKE", "de", 1_200_000, "tce"),
        ("5,6 tỷ tấn.km", "vi", 5_600_000_000, "tonne-km"),
        ("45,3 milliards de voyageurs-kilomètres", "fr", 45_300_000_000, "passenger-km"),
        ("2.5 billion vehicle-kilometres", "en", 2_500_000_000, "vehicle-km"),
        ("45.3 million hectolitres", "en", 4_530_000_000, "litre"),
        ("12 EUR/GJ", "de", 12, "EUR/GJ"),
    ],
)
def test_units_of_energy_and_transport_are_read_in_the_words_of_their_statistics(words, language, value, unit):
    figure = read_figure(words, language)
    assert (figure.value, figure.unit) == (value, unit)


def test_energy_in_several_units_adds_up_by_the_factors_that_a_rule_states():
    def verdict(power):
        each = [("total", "100.0", "-5", "PJ"), ("oil", "1000", "-3", "ktoe"), ("power", power, "-6", "TWh")]
        rows = [
            {"source": "a", "measure": measure, "period": "2024", "value": value, "decimals": decimals, "unit": unit}
            for measure, value, decimals, unit in each
        ]
        rule = "total = 41.868 GJ/toe * oil + 3.6 GJ/MWh * power"
        (found,) = rc.audit(rc.Ledger.from_frames(pd.DataFrame(rows), rules=[rule])).findings["verdict"]
        return found

    assert (verdict("16.148"), verdict("16.187")) == ("rounding", "conflict")
