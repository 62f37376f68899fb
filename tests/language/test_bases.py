"""What a share is taken of: a measure, fixed or not, in one spelling."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.language.bases import Base, BaseError, read_base

NAMES = st.text(st.sampled_from("ab[]=,` :ü"), min_size=1, max_size=6)
PLAIN = NAMES.map(str.strip).filter(lambda name: name and not set(name) & set("[]=,`"))
VALUES = NAMES.map(str.strip) | st.just("")
BASES = st.builds(
    lambda measure, at: Base(measure, tuple(sorted(at.items()))), NAMES, st.dictionaries(PLAIN, VALUES, max_size=3)
)


@given(BASES)
def test_a_base_is_read_as_it_is_spelled(base: Base) -> None:
    assert read_base(base.text) == base


@given(NAMES.filter(lambda name: not set(name) & set("[]`")))
def test_a_measure_alone_stands_as_it_is(name: str) -> None:
    assert read_base(name) == Base(name)
    assert read_base(name).text == name


@given(st.text(st.sampled_from("ab[]=,` ")))
def test_a_text_is_read_wholly_or_refused(text: str) -> None:
    with suppress(BaseError):
        base = read_base(text)
        assert read_base(base.text) == base


def test_spellings_of_one_base_are_one() -> None:
    assert read_base("gdp[ period = 2024-M11 , area=DE]").text == "gdp[area=DE,period=2024-11]"
    assert read_base("exports[partner=]") == Base("exports", (("partner", ""),))
    assert (read_base("exports[partner=]").period, read_base("exports[period=2024]").period) == ("", "2024")


@pytest.mark.parametrize("text", ["e[", "e[]", "e[a]", "e[a=1", "e[a=1]]", "[a=1]", "e[a=1,]", "e[=x]", "``", "e[a=[]"])
def test_what_names_no_whole_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(BaseError, match=r"expected a measure, and in brackets what is fixed, such as exports\["):
        read_base(text)


def test_a_period_that_is_none_and_a_name_that_is_there_twice_are_refused() -> None:
    with pytest.raises(BaseError, match="write 2024-Q4"):
        read_base("exports[period=Q4 2024]")
    with pytest.raises(BaseError, match="fixes 'a' twice"):
        read_base("e[a=1,a=2]")


@pytest.mark.parametrize("text", ["e[a" + " " * 10**5 + "x]", "e[" + "a=1," * 10**4 + "[", "`" * 99_999])
def test_long_texts_are_refused_at_once(text: str) -> None:
    with pytest.raises(BaseError):
        read_base(text)
