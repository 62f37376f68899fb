"""What the words around figures tell, in sentences of our own: each expected as statistic, direction, period, base."""

from __future__ import annotations

from datetime import date

import pytest
from mentioned import marked

from reconcile.language.context.around import with_context

PUBLISHED = date(2025, 8, 14)

TOLD = {
    "en": [
        (
            "Turnover in manufacturing climbed ⟨4.2 percent⟩ in May from the previous month, after a drop of ⟨1.1 percent⟩ in April.",
            ["growth + 2025-05 2025-04", "growth − 2025-04 2025-03"],
        ),
        (
            "In the first nine months of 2024, the port handled ⟨12.4 million tonnes⟩, ⟨3 %⟩ less than in the same period of 2023.",
            ["level · 2024-01/2024-09 ·", "growth − 2024-01/2024-09 2023-01/2023-09"],
        ),
        (
            "The current account surplus was ⟨$3.1 billion⟩ in the second quarter, down from ⟨$4.0 billion⟩ a year earlier.",
            ["level + 2025-Q2 ·", "level · 2024-Q2 ·"],
        ),
        (
            "Exports rose from ⟨40 million euros⟩ in 2022 to ⟨52 million euros⟩ in 2023.",
            ["level · 2022 ·", "level · 2023 ·"],
        ),
        (
            "Services account for ⟨61 percent⟩ of employment. Farming's share was ⟨4 percent⟩ in 2024.",
            ["share · · ·", "share · 2024 ·"],
        ),
        (
            "The economy is expected to grow by ⟨2.4 percent⟩ in 2026, following ⟨1.9 percent⟩ in 2025.",
            ["growth + 2026 2025 forecast", "growth · 2025 2024"],
        ),
        (
            "Since 2019 output has grown ⟨2.5 percent⟩ a year.",
            ["growth + · 2019 per year"],
        ),
        (
            "For the 12 months to March 2025 the fund paid out ⟨£4.1 million⟩.",
            ["level · 2024-04/2025-03 ·"],
        ),
        (
            "A decrease in the surplus of ⟨$0.6 billion⟩ was recorded in 2024; the deficit of ⟨$1.2 billion⟩ in services widened by ⟨$0.1 billion⟩.",
            ["change − 2024 ·", "level − 2024 ·", "change + 2024 ·"],
        ),
        (
            "First-quarter growth was revised from ⟨0.4 percent⟩ to ⟨0.6 percent⟩.",
            ["growth · 2025-Q1 ·", "growth + 2025-Q1 · revised"],
        ),
        (
            "Energy contributed ⟨0.7 percentage points⟩ to inflation of ⟨2.1 percent⟩ in July.",
            ["contribution · 2025-07 ·", "level · 2025-07 ·"],
        ),
        (
            "On average, visitors spent ⟨$120⟩ a day. Sales totalled ⟨$3 million⟩ in fiscal 2024.",
            ["mean · · day", "level · · ·"],
        ),
        (
            "The committee's target is ⟨2 percent⟩. Preliminary data put the July rate at ⟨2.3 percent⟩, up ⟨0.2 points⟩ on the month.",
            ["level · · · target", "level · 2025-07 · provisional", "change + 2025-07 2025-06 provisional"],
        ),
        (
            "Compared with July 2024, rents were up ⟨5 percent⟩ and prices ⟨3 percent⟩ in July 2025.",
            ["growth + 2025-07 2024-07", "growth + 2025-07 2024-07"],
        ),
    ],
    "vi": [
        (
            "Tháng 7/2025, chỉ số giá tiêu dùng tăng ⟨0,11%⟩ so với tháng trước và tăng ⟨3,19%⟩ so với cùng kỳ năm trước.",
            ["growth + 2025-07 2025-06", "growth + 2025-07 2024-07"],
        ),
        (
            "Tính chung 7 tháng đầu năm 2025, thu ngân sách ước đạt ⟨1.500 nghìn tỷ đồng⟩, bằng ⟨78%⟩ dự toán năm.",
            ["level · 2025-01/2025-07 · estimate", "share · 2025-01/2025-07 · estimate"],
        ),
        (
            "Quý II năm 2025, sản lượng giảm ⟨2,4%⟩ xuống còn ⟨310 nghìn tấn⟩.",
            ["growth − 2025-Q2 ·", "level · 2025-Q2 ·"],
        ),
        (
            "Xuất khẩu cà phê năm 2024 đạt ⟨5,6 tỷ USD⟩, cao hơn ⟨1,4 tỷ USD⟩ so với năm 2023.",
            ["level · 2024 ·", "change + 2024 2023"],
        ),
        (
            "Khu vực dịch vụ đóng góp ⟨3,4 điểm phần trăm⟩ vào tăng trưởng chung năm 2024.",
            ["contribution · 2024 ·"],
        ),
        (
            "Dự báo năm 2026 kinh tế tăng trưởng ⟨7%⟩.",
            ["growth + 2026 2025 forecast"],
        ),
        (
            "Số lượt khách trong tháng 6 gấp ⟨2,5 lần⟩ cùng kỳ năm ngoái.",
            ["ratio · 2025-06 2024-06"],
        ),
        (
            "Bình quân mỗi tháng nhà máy sản xuất ⟨12 nghìn chiếc⟩.",
            ["mean · · month"],
        ),
        (
            "Năm 2024 cán cân thương mại thâm hụt ⟨1,2 tỷ USD⟩, trong khi năm 2023 thặng dư ⟨0,4 tỷ USD⟩.",
            ["level − 2024 ·", "level + 2023 ·"],
        ),
        (
            "Theo số liệu sơ bộ, từ năm 2019 đến năm 2024 diện tích rừng tăng ⟨8%⟩.",
            ["growth + 2024 2019 provisional"],
        ),
    ],
    "de": [
        (
            "Die Verbraucherpreise lagen im Juli 2025 um ⟨2,1 %⟩ über dem Vorjahresmonat und sanken gegenüber dem Vormonat um ⟨0,2 %⟩.",
            ["growth + 2025-07 2024-07", "growth − 2025-07 2025-06"],
        ),
        (
            "In den ersten sechs Monaten 2025 nahm der Absatz um ⟨3 %⟩ auf ⟨4,2 Mio. Stück⟩ ab.",
            ["growth − 2025-S1 ·", "level · 2025-S1 ·"],
        ),
        (
            "Der Umsatz erreichte im 1. Quartal 2025 ⟨480 Mio. Euro⟩ (Vorjahr: ⟨455 Mio. Euro⟩), ein Plus von ⟨5,5 %⟩.",
            ["level · 2025-Q1 ·", "level · 2024-Q1 ·", "growth + 2025-Q1 ·"],
        ),
        (
            "Im Jahr 2024 entfielen ⟨38 %⟩ der Exporte auf Maschinen.",
            ["share · 2024 ·"],
        ),
        (
            "Für 2026 wird ein Wachstum von ⟨1,4 %⟩ erwartet.",
            ["growth + 2026 2025 forecast"],
        ),
        (
            "Nach vorläufigen Angaben ging die Zahl der Betriebe im Jahr 2024 um ⟨1.200⟩ zurück.",
            ["change − 2024 · provisional"],
        ),
        (
            "Der Fehlbetrag betrug im Mai ⟨3 Mio. Euro⟩, ⟨0,5 Mio. Euro⟩ mehr als im April.",
            ["level − 2025-05 ·", "change + 2025-05 2025-04"],
        ),
        (
            "Zwischen 2015 und 2024 stieg die Einwohnerzahl um ⟨12 %⟩.",
            ["growth + 2024 2015"],
        ),
        (
            "Die Arbeitslosenquote blieb im Juni bei ⟨5,3 %⟩, nach ⟨5,4 %⟩ im Mai.",
            ["level · 2025-06 ·", "level · 2025-05 ·"],
        ),
        (
            "Im Geschäftsjahr 2023/24 wurden ⟨90 Mio. Euro⟩ investiert.",
            ["level · · ·"],
        ),
        (
            "Seit 2020 wächst der Markt jährlich um ⟨6 %⟩.",
            ["growth + · 2020 per year"],
        ),
    ],
    "fr": [
        (
            "Au premier trimestre 2025, la production industrielle baisse de ⟨1,4 %⟩ par rapport au trimestre précédent.",
            ["growth − 2025-Q1 2024-Q4"],
        ),
        (
            "En juin 2025, les prix augmentent de ⟨0,3 %⟩ sur un mois et de ⟨1,8 %⟩ sur un an.",
            ["growth + 2025-06 2025-05", "growth + 2025-06 2024-06"],
        ),
        (
            "Le chiffre d'affaires du premier semestre 2025 s'établit à ⟨640 M€⟩, contre ⟨610 M€⟩ un an plus tôt, en progression de ⟨4,9 %⟩.",
            ["level · 2025-S1 ·", "level · 2024-S1 ·", "growth + 2025-S1 ·"],
        ),
        (
            "Les dépenses représentent ⟨12 %⟩ du budget en 2024.",
            ["share · 2024 ·"],
        ),
        (
            "Le nombre d'emplois recule de ⟨4 200⟩ au deuxième trimestre, soit une baisse de ⟨0,2 %⟩.",
            ["change − 2025-Q2 ·", "growth − 2025-Q2 ·"],
        ),
        (
            "L'énergie contribue pour ⟨0,4 point⟩ à la hausse des prix en mai 2025.",
            ["contribution · 2025-05 ·"],
        ),
        (
            "Le groupe vise un chiffre d'affaires de ⟨2 milliards d'euros⟩ en 2027.",
            ["level · 2027 · target"],
        ),
        (
            "Selon une estimation provisoire, le taux de chômage était de ⟨7,4 %⟩ en 2024, contre ⟨7,3 %⟩ en 2023.",
            ["level · 2024 · provisional", "level · 2023 ·"],
        ),
        (
            "Les exportations ont atteint ⟨52 milliards d'euros⟩ sur les neuf premiers mois de 2024, en hausse de ⟨3 %⟩ par rapport à la même période de 2023.",
            ["level · 2024-01/2024-09 ·", "growth + 2024-01/2024-09 2023-01/2023-09"],
        ),
        (
            "Depuis 2019, les loyers progressent de ⟨2 %⟩ par an.",
            ["growth + · 2019 per year"],
        ),
        (
            "En moyenne, l'usine fabrique ⟨300 voitures⟩ par jour.",
            ["mean · · day"],
        ),
    ],
    "es": [
        (
            "En mayo de 2025 las exportaciones cayeron un ⟨2,3 %⟩ respecto al mes anterior y un ⟨5,1 %⟩ interanual.",
            ["growth − 2025-05 2025-04", "growth − 2025-05 2024-05"],
        ),
        (
            "El beneficio del primer semestre de 2025 aumentó un ⟨7 %⟩ hasta ⟨210 millones de euros⟩, frente a los ⟨196 millones de euros⟩ del mismo periodo de 2024.",
            ["growth + 2025-S1 2024-S1", "level · 2025-S1 ·", "level · 2024-S1 ·"],
        ),
        (
            "En los nueve primeros meses de 2024 llegaron ⟨8,2 millones de turistas⟩, un ⟨4 %⟩ más que en el mismo periodo de 2023.",
            ["level · 2024-01/2024-09 ·", "growth + 2024-01/2024-09 2023-01/2023-09"],
        ),
        (
            "El turismo representa el ⟨12 %⟩ del empleo en 2024.",
            ["share · 2024 ·"],
        ),
        (
            "La tasa de paro bajó ⟨tres décimas⟩, hasta el ⟨10,9 %⟩, en el segundo trimestre de 2025.",
            ["change − 2025-Q2 ·", "level · 2025-Q2 ·"],
        ),
        (
            "El Gobierno prevé que la economía crezca un ⟨2,2 %⟩ en 2026.",
            ["growth + 2026 2025 forecast"],
        ),
        (
            "Los servicios aportaron ⟨1,2 puntos⟩ al crecimiento de 2024.",
            ["contribution · 2024 ·"],
        ),
        (
            "El déficit comercial se redujo en ⟨300 millones de euros⟩ en 2024 y se situó en ⟨1.200 millones de euros⟩.",
            ["change − 2024 ·", "level · 2024 ·"],
        ),
        (
            "Los datos provisionales sitúan la producción en ⟨45 toneladas⟩ en julio.",
            ["level · 2025-07 · provisional"],
        ),
        (
            "Desde 2018 los salarios han crecido un ⟨2,1 %⟩ al año.",
            ["growth + · 2018 per year"],
        ),
        (
            "De media se vendieron ⟨450 pisos⟩ al mes.",
            ["mean · · month"],
        ),
    ],
}
CASES = [(language, text, expected) for language, several in TOLD.items() for text, expected in several]


def told(text: str, language: str, published: date | None = PUBLISHED) -> list[str]:
    plain, mentions = marked(text)
    lines = []
    for one in with_context(plain, mentions, language, published):
        per = [f"per {one.per}"] if one.per else []
        status = [one.status] if one.status else []
        lines.append(
            " ".join([*(field or "·" for field in (one.stat, one.direction, one.period, one.base)), *per, *status])
        )
    return lines


@pytest.mark.parametrize(("language", "text", "expected"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_the_words_around_each_figure_are_understood(language, text, expected):
    assert told(text, language) == expected
