"""Units as a ledger states them."""

from fractions import Fraction

import pytest

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
