"""The numbers of running text: every one is found, each figure with all that belongs to it, and nothing is guessed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.language.figures import FigureError, read_figure
from reconcile.language.languages import LANGUAGES
from reconcile.language.prose import figures

SHARED = Path(__file__).parents[3] / "shared"


def found(text: str, language: str = "en") -> list[str]:
    return [mention.words for mention in figures(text, language) if mention.kind == "figure"]


def kinds(text: str, language: str = "en") -> dict[str, str]:
    return {mention.words: mention.kind for mention in figures(text, language) if mention.kind != "figure"}


def short(mention) -> str:
    figure = mention.figure
    ends = f"{float(figure.value):g}" + ("" if figure.value_high is None else f"–{float(figure.value_high):g}")
    return f"{figure.qualifier} {ends} {figure.unit}".strip()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On 23 December 2024, at 14:30, and on December 24, 2024; by 2024-12-31 or 31/12/2024.", "en"),
        ("In the first 6 months of 2025, in Q3 2025, FY2024, and over 2021–2025.", "en"),
        ("The 3rd G20 report, COVID-19, CO2, and No. 18/CT-TTg; see table 4, section 3.2 and page 17.", "en"),
        ("1. The first point\n2) The second\n  1.2. A part of it", "en"),
        ("Write to 24x7@example.org or see https://example.org/2024/12?id=5.", "en"),
        ("The S&P 500 in the 12 months to March; persons aged 15 and over; note [1]; from 3 to 17 June", "en"),
        ("Call +49 611 75 2405, or tel. 0123 456 789.", "en"),
        ("Chiều 23/12/2024, ngày 18 tháng 6 năm 2025, tháng 12, quý 3, 6 tháng đầu năm 2025", "vi"),
        ("tháng 4 năm 2020, quý 3 năm 2020, 7 tháng/2017, 15 tuổi trở lên", "vi"),
        ("Chỉ thị 18/CT-TTg, Nghị quyết số 57/2024/QH15 và 10-NQ/TW, khóa 13, điều 5, năm thứ 9", "vi"),
        ("Kế hoạch 2021-2025; 8-1-2026; B2B, B2C", "vi"),
        ("Am 3. Oktober 2024 und im 3. Quartal; in den ersten 9 Monaten; Seite 4, Tabelle 2", "de"),
        ("Le 5 juin 2015, au 2e trimestre, les 9 premiers mois de 2024, article 5", "fr"),
        ("El 3 de junio de 2024, el 2.º trimestre, página 4, los 9 primeros meses", "es"),
    ],
)
def test_dates_ordinals_documents_and_names_are_no_figures(text: str, language: str) -> None:
    assert found(text, language) == []
    assert kinds(text, language)


@pytest.mark.parametrize(
    ("text", "language", "figure"),
    [
        ("exports of nearly 405.9 bn USD", "en", ["nearly 405.9 bn USD"]),
        ("In 2024 it sold 2024 MW, 2000 % and 1999 USD", "en", ["2024 MW", "2000 %", "1999 USD"]),
        ("USD500 and US$5 but A380", "en", ["USD500", "US$5"]),
        (
            "Labour won 57 seats and 31.4 percent of votes, he won 5 million won",
            "en",
            ["57", "31.4 percent", "5 million won"],
        ),
        ("ein Wachstum von 0,5 bis 1,0 Prozent", "de", ["von 0,5 bis 1,0 Prozent"]),
        ("Die Quote stieg von 7,8 auf 8,3 Prozent", "de", ["7,8", "8,3 Prozent"]),
        ("La part est passée de 20,7 % à 22,2 %", "fr", ["20,7 %", "22,2 %"]),
        ("Ký hợp đồng 12 với công ty, giá 5 nghìn đồng", "vi", ["12", "5 nghìn đồng"]),
        ("an $800-million plant; prices rose24.3 percent", "en", ["$800-million", "rose24.3 percent"]),
        ("almost two thirds of firms, in the first half of the year", "en", ["almost two thirds"]),
        ("doanh số 500 tỷ đồng, tăng 15,5%", "vi", ["500 tỷ đồng", "tăng 15,5%"]),
        ("tỷ lệ tháng 7 tỷ trọng 2,2% và 36 đồng thời", "vi", ["2,2%", "36"]),
        ("9-10% và chiếm 2/3", "vi", ["9-10%", "2/3"]),
        ("vượt mốc 800 tỷ USD, từ 8% trở lên", "vi", ["vượt mốc 800 tỷ USD", "từ 8% trở lên"]),
        ("knapp 69 000 Personen, gut ein Drittel", "de", ["knapp 69 000 Personen", "gut ein Drittel"]),
        ("près de 12,5 Mds€, soit - 0,3 point", "fr", ["près de 12,5 Mds€", "0,3 point"]),
        ("superó los 124.000 empleos, casi un 5 %", "es", ["superó los 124.000 empleos", "casi un 5 %"]),
    ],
)
def test_a_figure_has_its_hedge_scale_unit_and_direction(text: str, language: str, figure: list[str]) -> None:
    assert found(text, language) == figure


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2.1 and 3.4 billion dollars", "en", ["exact 2.1e+09 USD", "exact 3.4e+09 USD"]),
        ("$2.1 and 3.4 billion", "en", ["exact 2.1e+09 USD", "exact 3.4e+09 USD"]),
        ("rose from 10 to 12%", "en", ["exact 10 percent", "exact 12 percent"]),
        ("down 3% and 5% respectively", "en", ["exact -3 percent", "exact -5 percent"]),
        ("tăng lần lượt 14,4 và 16,7%", "vi", ["exact 14.4 percent", "exact 16.7 percent"]),
        ("445,2 (398,5) Mio. Euro", "de", ["exact 4.452e+08 EUR", "exact 3.985e+08 EUR"]),
        ("5,2 Mrd. Euro (Vj: 4,9)", "de", ["exact 5.2e+09 EUR", "exact 4.9e+09 EUR"]),
        ("pasó de 210 a 276,4 millones de euros", "es", ["exact 2.1e+08 EUR", "exact 2.764e+08 EUR"]),
        ("$2.41 per share, compared with $2.17", "en", ["exact 2.41 USD/share", "exact 2.17 USD/share"]),
    ],
)
def test_what_is_printed_once_belongs_to_each(text: str, language: str, expected: list[str]) -> None:
    mentions = [mention for mention in figures(text, language) if mention.kind == "figure"]
    assert [short(mention) for mention in mentions] == expected
    for mention in mentions:
        assert read_figure(mention.shared or mention.words, language) == mention.figure


@pytest.mark.parametrize(
    ("text", "language", "readings"),
    [
        ("it took 5 m of it", "en", {"5000000 ", "5 metre"}),
        ("giá cao hơn 5 % ở đây", "vi", {"over 5", "exact 5"}),
        ("lãi 1.234 %", "vi", {"1234 percent", "617/500 percent"}),
        ("um 5 Punkte", "de", {"point", "pp"}),
    ],
)
def test_what_may_mean_two_things_has_both_readings(text: str, language: str, readings: set[str]) -> None:
    [mention] = figures(text, language)
    assert mention.figure is None
    said = " ".join(f"{one.qualifier} {one.value} {one.unit} ." for one in mention.readings)
    assert all(reading in said for reading in readings)


@pytest.mark.parametrize(
    ("text", "language", "directions"),
    [
        ("up 3%", "en", ["+"]),
        ("exports fell sharply by 3%", "en", ["−"]),
        ("they were 3% lower", "en", ["−"]),
        ("stood at 3%", "en", [None]),
        ("tăng mạnh 15%, giảm nhẹ 0,3%", "vi", ["+", "−"]),
        ("nahm um 3 % ab", "de", ["−"]),
        ("un 3 % más", "es", ["+"]),
        ("recule de 3 %", "fr", ["−"]),
    ],
)
def test_the_direction_of_a_word_beside_it(text: str, language: str, directions: list[str | None]) -> None:
    assert [mention.direction for mention in figures(text, language)] == directions


def test_a_number_said_again_in_percent_may_be_a_percentage() -> None:
    first, second = figures("30 or 3.7 percent fewer", "en")
    assert (first.figure, [one.unit for one in first.readings]) == (None, ["", "percent"])
    assert second.figure is not None


def test_the_first_of_two_levels_keeps_its_money() -> None:
    first, _ = figures("debt rose from €1.2 billion to €1.5 billion", "en")
    assert first.words == "€1.2 billion"


def test_an_unknown_unit_is_never_dropped() -> None:
    for text in ("300 đồng/xu", "3.5p"):
        [mention] = figures(text, "vi" if "đ" in text else "en")
        assert (mention.kind, mention.figure, mention.readings) == ("figure", None, ())


PIECES = st.sampled_from(
    [
        "5",
        "8,3",
        "10.5",
        "1,234",
        "2024",
        "-",
        "–",
        "%",
        "tỷ",
        "USD",
        "$",
        "(",
        ")",
        "~",
        ">",
        "+",
        "gần",
        "hơn",
        "giảm",
        "tăng",
        "from",
        "to",
        "between",
        "and",
        "over",
        "down",
        "up",
        "million",
        "m",
        "half",
        "a",
        "third",
        "1/2",
        "½",
        ",",
        ".",
        "\n",
        "\t",
        "\xa0",
        "tháng",
        "năm",
        "rund",
        "Mrd.",
        "près",
        "de",
        "casi",
        "un",
        "é",
        "of",
        "respectively",
    ]
)


@pytest.mark.parametrize(
    ("text", "language", "figures_", "others"),
    [
        ("gạo 5% tấm giá 395 USD/tấn", "vi", ["395 USD/tấn"], {"5% tấm": "name"}),
        ("dầu điêzen 0,05S tăng 5%", "vi", ["tăng 5%"], {"0,05S": "name"}),
        ("exports of 5% broken rice rose 3%", "en", ["rose 3%"], {"5% broken": "name"}),
        ("Reis mit 5 % Bruch kostet 400 Euro", "de", ["400 Euro"], {"5 % Bruch": "name"}),
        ("le riz à 25 % de brisures recule de 2 %", "fr", ["recule de 2 %"], {"25 % de brisures": "name"}),
        ("arroz 10 % partido a 390 dólares", "es", ["390 dólares"], {"10 % partido": "name"}),
        ("about 5% of broken machines", "en", ["about 5%"], {}),
    ],
)
def test_the_grade_of_a_good_is_part_of_its_name(text, language, figures_, others):
    assert (found(text, language), kinds(text, language)) == (figures_, others)


@pytest.mark.parametrize(
    "text", [".5 percent", "it is .5 percent", "(.5 percent)", "$.5", "–.5 percent", "⅐", "2⅛", "of ⅒"]
)
def test_a_mark_or_a_fraction_of_one_character_begins_a_number(text):
    (mention,) = figures(text, "en")
    assert mention.figure is not None
    assert mention.figure.value.denominator > 1


@pytest.mark.parametrize("text", ["v.5 percent", "a.5", "behalf", "forthird"])
def test_a_number_begins_nowhere_in_a_word(text):
    assert not any(one.figure is not None and one.figure.value.denominator > 1 for one in figures(text, "en"))


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join)), st.sampled_from(LANGUAGES))
def test_mentions_of_any_text_are_in_order_and_read_alone(text: str, language: str) -> None:
    done = 0
    for mention in figures(text, language):
        assert done <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.words
        done = mention.end
        assert mention.figure is None or not mention.readings
        if mention.figure is not None:
            assert read_figure(mention.shared or mention.words, language) == mention.figure


@given(st.text(alphabet="0123456789 .,/-–%\n:abcdtỷđồngQ()năm", max_size=60))
def test_every_digit_of_a_text_is_in_one_mention(text: str) -> None:
    covered = [place for one in figures(text, "vi") for place in range(one.start, one.end)]
    assert len(covered) == len(set(covered))
    assert {place for place, letter in enumerate(text) if letter.isdigit()} <= set(covered)


@given(st.integers(0, 10**12), st.sampled_from(["billion USD", "%", "tonnes", "percent", "kWh", "million people"]))
def test_what_carries_a_unit_is_a_figure(number: int, unit: str) -> None:
    for lead in ("", "in ", "table ", "No. ", "May ", "the first of "):
        text = f"{lead}{number} {unit}"
        assert found(text) == [f"{number} {unit}"], text


@given(
    st.sampled_from(["", "rose ", "(", "$", "-", "nearly ", "exports ", "of US$"]),
    st.text("0123456789", min_size=1, max_size=4),
    st.sampled_from([("en", "."), ("vi", ","), ("de", ","), ("fr", ","), ("es", ",")]),
)
def test_decimals_without_a_whole_are_a_fraction_of_one(before: str, digits: str, tongue: tuple[str, str]) -> None:
    language, mark = tongue
    [one] = figures(f"{before}{mark}{digits} %", language)
    assert one.figure is not None
    assert abs(one.figure.value) == Fraction(int(digits), 10 ** len(digits))


@pytest.mark.parametrize(("text", "language"), [("a rate of ,5 percent", "en"), ("um .5 Prozent", "de")])
def test_decimals_behind_the_mark_of_another_language_are_not_read(text: str, language: str) -> None:
    assert [(one.words, one.figure) for one in figures(text, language)] == [(text.split()[-2], None)]


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(FigureError, match="language"):
        figures("in 2024: 5 apples", "")


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("Emissions were 106.4 g/km.", "en", [None]),  # a unit that no table knows
        ("es fielen 23 l/m²", "de", [None]),
        ("from 3,200 to 2,100 USD/container", "en", [None, None]),  # nor is what shares it read without
        ("Profit was SEK 2,145m (1,980).", "en", ["exact 2.145e+09 SEK", "exact 1.98e+09 SEK"]),
        ("Earnings were SEK 4.31 (3.97).", "en", ["exact 4.31 SEK", "exact 3.97 SEK"]),
        ("the index went from 104.2 to 111.9", "en", ["exact 104.2", "exact 111.9"]),
        ("Tốc độ tăng trưởng âm 1,2%", "vi", ["exact -1.2 percent"]),
        ("vượt 0,5% kế hoạch", "vi", ["exact 0.5 percent"]),
        ("vượt 2,5 lần kế hoạch", "vi", ["over 2.5 times"]),
        ("off 3 1/4 cents", "en", ["exact 3.25 cent"]),
        ("Plus de 300 blessés et plus de 5 000 ménages sinistrés", "fr", ["over 300", "over 5000 count"]),
        ("les enfants de moins de 15 ans et une fillette de 12 ans", "fr", []),
        ("Les ventes ont atteint 412,5 ME, contre 1,2 MdE.", "fr", ["exact 4.125e+08 EUR", "exact 1.2e+09 EUR"]),
        ("entre 310 et 330 ME", "fr", ["range 3.1e+08–3.3e+08 EUR"]),
        ("une récolte de 27,6 Mt", "fr", ["exact 2.76e+07 tonne"]),
        ("12,4 milliards de FCFA et 900 francs CFA", "fr", ["exact 1.24e+10 CFA", "exact 900 CFA"]),
        ("12 milliards de FCFA", "fr-SN", ["exact 1.2e+10 CFA"]),
        ("à 68,4 cents, puis 25 centimes d'euro", "fr", ["exact 68.4 cent", "exact 0.25 EUR"]),
        (
            "le solde passe de -4,2 milliards à -4,7 milliards d'euros",
            "fr",
            ["exact -4.2e+09 EUR", "exact -4.7e+09 EUR"],
        ),
        ("une marge de 8 % au minimum et un ratio stable", "fr", ["at_least 8 percent"]),
        ("lissé sur 12 mois, en hausse par rapport à 12 mois plus tôt", "fr", []),
        ("sumaron 33 mil 314 millones de dólares", "es", ["exact 3.3314e+10 USD"]),
        ("un saldo de mil 27 millones de dólares", "es", ["exact 1.027e+09 USD"]),
        ("3 millones 450 mil pesos", "es", ["exact 3.45e+06 peso"]),
        ("2 millones 300 mil 500 personas", "es", ["exact 2.3005e+06 count"]),
        ("25 mil 300 personas, 33 mil, 314 de ellas en Lorca", "es", ["exact 25300 count", "exact 33000", "exact 314"]),
        ("mil millones de euros", "es", ["exact 1e+09 EUR"]),
        ("quince mil 300 millones y treinta y dos mil 500", "es", [None, None]),  # words that no list has
        ("seis mil 215,53 millones de dólares", "es", ["exact 6.21553e+09 USD"]),
        ("siete millones 562,7 mil; 64 mil 570.5 millones", "es", [None, None, None]),
        ("sumó 33 millones 2,5 % más", "es", ["exact 3.3e+07", "exact 2.5 percent"]),
        ("hace mil años", "es", []),
        ("el sol peruano 0,25 % y el peso chileno 0,22 %", "es", ["exact 0.25 percent", "exact 0.22 percent"]),
        ("$ 5 millones de pesos y $7 millones de dólares", "es", ["exact 5e+06 peso", "exact 7e+06 USD"]),
        ("U$S 175 la tonelada, o U$S6,80", "es", ["exact 175 USD/tonne", "exact 6.8 USD"]),
        ("subió su precio desde los US$4,30 a US$4,70", "es", ["exact 4.3 USD", "exact 4.7 USD"]),
        ("un hijo de 6 años y un varón de 35 años", "es", []),
        ("la demanda roza el 50 %, o se reduce hasta en un 30 %", "es", ["nearly 50 percent", "at_most 30 percent"]),
        ("las ventas del 1T18 y del 2T 2019", "es", []),
        ("500 libras", "es", [None]),  # money or a weight
        ("500 livres", "fr", [None]),
        ("14 euros par repas", "fr", [None]),  # per what no table knows
        ("14 euros par rapport à mai, puis 3 euros par l'État", "fr", ["exact 14 EUR", "exact 3 EUR"]),
        ("in 2024 1/4 of them", "en", ["exact 0.25"]),
        ("11,65 euros de l'heure", "fr", ["exact 11.65 EUR/hour"]),
        ("$5.87 a bushel", "en", ["exact 5.87 USD/bushel"]),
        ("owed Zqf12 billion", "en", [None]),  # letters of a currency that no table knows
        ("averaged 85.5 points per game", "en", [None]),  # per something that no table knows
        ("hỗ trợ 5 triệu đồng mỗi suất", "vi", [None]),
        ("300 đồng mỗi tháng", "vi", ["exact 300 VND"]),
        ("Rs 500 crore and Shs5 million", "en", ["exact 5e+09 rupee", "exact 5e+06 shilling"]),
        ("648 oder 3,7 Prozent weniger", "de", ["exact 648", "exact 3.7 percent"]),
        ("2 oder 3 Prozent", "de", ["exact 2 percent", "exact 3 percent"]),
        ("a deficit of less than $0.1 billion to $22.4 billion", "en", ["over -1e+08 USD", "exact 2.24e+10 USD"]),
        ("1,75 Mrd. bzw. 962 Mio. Euro", "de", ["exact 1.75e+09 EUR", "exact 9.62e+08 EUR"]),
        ("zwischen 19 und 21 (2020/21: 22,7) %", "de", ["range 19–21 percent", "exact 22.7 percent"]),
        ("¥19.39 per share, from ¥500.0 million", "en", ["exact 19.39 JPY/share", "exact 5e+08 JPY"]),
        ("es kostet 12,– Euro, 5,-- € und 900.000,- Euro", "de", ["exact 12 EUR", "exact 5 EUR", "exact 900000 EUR"]),
        ("they are 0-4 and ranked #7", "en", []),
        ("claims rose 6,000 to 388,000", "en", ["exact 6000", "exact 388000"]),
        ("claims rose 6 to 8 percent", "en", ["range 6–8 percent"]),
        ("the margin is up 6% pts to 66%", "en", ["exact 6 pp", "exact 66 percent"]),
        ("der Gewinn ging auf 6,15 von 8,93 Mio Franken zurück", "de", ["exact 6.15e+06 CHF", "exact 8.93e+06 CHF"]),
        ("stieg um 67 Rappen auf 11,28 Franken", "de", ["exact 0.67 CHF", "exact 11.28 CHF"]),
        ("rose 2 % to 1,268 points", "en", ["exact 2 percent", "exact 1268 point"]),
        ("the rate rose 0.5 points (2.1 %)", "en", [None, "exact 2.1 percent"]),
        ("ngày 25.9 và tháng 3.2018", "vi", []),
        ("39,8 beziehungsweise 31,1 Stunden", "de", ["exact 39.8 hour", "exact 31.1 hour"]),
        ("nearly one in five households", "en", ["nearly 0.2"]),
        ("uno de cada cuatro hogares", "es", ["exact 0.25"]),
        ("imports from G7 members", "en", []),
        ("prices rose24.3 percent", "en", ["exact 24.3 percent"]),
        ("EUR5 million", "en", ["exact 5e+06 EUR"]),
        ("Información: 915 55 12 34", "es", []),
        ("los años: 915 550 123", "es", ["exact 9.1555e+08"]),
        ("tel. 0123 456 789, ext. 27", "en", []),
        ("l'article L. 123-4 du code", "fr", []),
    ],
)
def test_what_real_texts_print_is_read_or_left_open(text: str, language: str, read: list[str | None]) -> None:
    """Each is a kind that was read otherwise without a word, or taken for a figure."""
    told = [one for one in figures(text, language) if one.kind == "figure"]
    assert [short(one) if one.figure else None for one in told] == read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Profit fell by a third to £96m.", "en"),
        ("Der Absatz sank um ein Zehntel auf 83.400 Stück.", "de"),
        ("Les prix ont chuté d'un cinquième par rapport à mars 2023.", "fr"),
    ],
)
def test_a_fraction_by_which_something_moved_is_a_growth(text: str, language: str) -> None:
    first = figures(text, language)[0]
    assert (first.stat, first.direction) == ("growth", "−")
