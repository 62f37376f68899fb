"""Words beside a figure that tell less than it seems: two levels, bounds, weights, money of several countries."""

from __future__ import annotations

import pytest

import reconcile as rc

LEVELS = [
    ("vi", "Tỷ lệ nghèo giảm từ 8,2% xuống mức 7,9%.", "percent"),
    ("en", "The jobless rate fell from 8.2 to 7.9 percent.", "percent"),
    ("de", "Die Quote sank von 8,2 auf 7,9 Prozent.", "percent"),
    ("de", "Die Quote ist von 8,2 % auf 7,9 % gesunken.", "percent"),
    ("fr", "Le taux de chômage a reculé de 8,2 % à 7,9 %.", "percent"),
    ("fr", "La dette a diminué de 8,2 à 7,9 milliards d'euros.", "EUR"),
    ("es", "La tasa bajó de 8,2 % a 7,9 %.", "percent"),
    ("es", "La deuda cayó de 8,2 millones a 7,9 millones de euros.", "EUR"),
]


@pytest.mark.parametrize(("language", "text", "unit"), LEVELS)
def test_neither_of_two_levels_is_by_how_much(language, text, unit):
    first, last = rc.figures(text, language)
    for one in (first, last):
        assert (one.direction, one.stat, one.figure.unit) == (None, "level", unit)
        assert rc.read_figure(one.shared or one.words, language) == one.figure
    assert first.figure.value > last.figure.value > 0


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le chiffre d'affaires a reculé de 8,2 % à 7,9 milliards d'euros."),
        ("fr", "Le taux a reculé de 0,2 % à 7,9 %."),  # no level of 0.2 falls to 7.9
        ("de", "Die Zahl sank um 300 auf 2.900."),
    ],
)
def test_a_change_and_where_it_led_are_no_two_levels(language, text):
    first, _ = rc.figures(text, language)
    assert first.direction == "−"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "On attend une croissance de 2 à 3 %."),
        ("es", "Se espera un crecimiento de 2 a 3 %."),
        ("en", "We expect growth of 2 to 3 percent."),
        ("de", "Erwartet wird ein Wachstum von 2 bis 3 Prozent."),
    ],
)
def test_behind_a_noun_it_is_a_range_of_its_size(language, text):
    (one,) = rc.figures(text, language)
    assert (one.figure.qualifier, one.direction, int(one.figure.value), int(one.figure.value_high)) == (
        "range",
        "+",
        2,
        3,
    )


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("y hasta el 12% de las empresas declararon retrasos", ["at_most"]),
        ("las ventas cayeron un 3 %, hasta 12 millones de euros", ["exact", "exact"]),
        ("la cuenta rentará hasta 12 %", ["at_most or exact"]),  # an unknown verb may say where it went
    ],
)
def test_hasta_is_a_bound_or_where_it_went(text, qualifiers):
    found = [one for one in rc.figures(text, "es") if one.kind == "figure"]
    said = [one.figure.qualifier if one.figure else " or ".join(r.qualifier for r in one.readings) for one in found]
    assert said == qualifiers


@pytest.mark.parametrize(
    ("language", "text", "units"),
    [
        ("en", "$1.62/lb", ["USD/lb"]),
        ("en", "coffee at $3.85 per pound", ["USD/GBP", "USD/lb"]),
        ("fr", "3,85 dollars la livre", ["USD/GBP", "USD/lb"]),
        ("es", "3,85 dólares por libra", ["USD/GBP", "USD/lb"]),
        ("de", "3,85 Dollar je Pfund", ["USD/GBP", "USD/lb"]),
        ("en", "$14 per widget", []),  # that it is per something must not be lost
        ("es", "12.000 pesos", ["peso"]),
        ("es", "S/ 40", ["PEN"]),
        ("fr", "12 000 francs", ["franc"]),
        ("de", "5.000 Kronen", ["krone"]),
        ("vi", "99,5 nam trên 100 nữ", ["1/100"]),
        ("en", "106 boys per 100 girls", ["1/100"]),
        ("fr", "12 logements pour 100 000 euros", ["count", "EUR"]),
    ],
)
def test_no_unit_is_lost(language, text, units):
    found = [one for one in rc.figures(text, language) if one.kind == "figure"]
    assert [figure.unit for one in found for figure in one.readings or (one.figure,) if figure] == units


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Ihr Anteil beträgt weniger als 30 %."),
        ("vi", "Giá xăng không cao hơn 20.894 đồng/lít."),
        ("vi", "Đơn hàng giảm, dưới 10% dự kiến tuyển thêm."),
        ("de", "Die Miete kletterte von 9,80 Euro auf 10,35 Euro je Quadratmeter."),
        ("de", "Die Genehmigungen fielen mit 17 300 Wohnungen um 22,1 % niedriger aus."),
        ("en", "The start-up raised $5 million."),
    ],
)
def test_no_direction_of_a_hedge_or_of_what_stands_beside(language, text):
    assert rc.figures(text, language)[0].direction is None


@pytest.mark.parametrize(
    ("language", "text", "direction"),
    [
        ("de", "Der Rat senkte den Zins um 25 Basispunkte auf 3,25 %.", "−"),
        ("en", "The bank raised the rate by 25 basis points.", "+"),
        ("fr", "La banque a abaissé son taux de 25 points de base.", "−"),
        ("es", "El banco elevó el tipo en 25 puntos básicos.", "+"),
        ("vi", "Ngân hàng hạ lãi suất 0,5 điểm phần trăm.", "−"),
    ],
)
def test_a_verb_with_an_object_tells_a_direction(language, text, direction):
    assert rc.figures(text, language)[0].direction == direction
