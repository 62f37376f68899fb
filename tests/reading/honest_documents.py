"""Documents of worlds that add up, each number rounded for itself; nothing here is from the code under test.

Every number of a table is computed from exact fractions and printed as a publisher would: in thousands or millions,
with a dash for nothing, brackets or a sign for a minus, in the marks of one of five languages.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = "Fraction | str | None"  # a str stands as it is, None is an empty cell
_MARKS = {
    "en": (",", "."),
    "de": (".", ","),
    "fr": ("\N{NARROW NO-BREAK SPACE}", ","),
    "es": (".", ","),
    "vi": (".", ","),
}

# What a table's lines are called: English, German, French, Spanish, Vietnamese.
_WORDS = {
    "tea": ("Tea", "Tee", "Thé", "Té", "Chè"),
    "coffee": ("Coffee", "Kaffee", "Café", "Café", "Cà phê"),
    "bread": ("Bread", "Brot", "Pain", "Pan", "Bánh mì"),
    "salt": ("Salt", "Salz", "Sel", "Sal", "Muối"),
    "timber": ("Timber", "Holz", "Bois", "Madera", "Gỗ"),
    "cloth": ("Cloth", "Tuch", "Tissus", "Telas", "Vải"),
    "others": ("Other", "Übrige", "Autres", "Otros", "Khác"),
    "total": ("Total", "Insgesamt", "Total", "Total", "Tổng cộng"),
    "subtotal": ("Subtotal", "Zwischensumme", "Sous-total", "Subtotal", "Cộng"),
    "revenue": ("Revenue", "Umsatzerlöse", "Chiffre d’affaires", "Ingresos", "Doanh thu"),
    "costs": ("Cost of sales", "Herstellungskosten", "Coût des ventes", "Coste de ventas", "Giá vốn"),
    "gross": ("Gross profit", "Bruttoergebnis", "Marge brute", "Beneficio bruto", "Lợi nhuận gộp"),
    "wages": ("Wages", "Löhne", "Salaires", "Salarios", "Tiền lương"),
    "rent": ("Rent", "Miete", "Loyers", "Alquiler", "Tiền thuê"),
    "profit": ("Profit before tax", "Ergebnis vor Steuern", "Résultat avant impôts", "Beneficio antes de impuestos",
               "Lợi nhuận trước thuế"),
    "tax": ("Less: tax", "Abzüglich Steuern", "Moins : impôts", "Menos: impuestos", "Trừ: thuế"),
    "net": ("Net profit", "Überschuss", "Résultat net", "Beneficio neto", "Lợi nhuận ròng"),
    "margin": ("Net profit as % of revenue", "Überschuss in % der Umsatzerlöse",
               "Résultat net en % du chiffre d’affaires", "Beneficio neto en % de los ingresos",
               "Tỷ lệ lợi nhuận ròng, %"),
    "opening": ("Opening balance", "Anfangsbestand", "Solde d’ouverture", "Saldo inicial", "Số dư đầu kỳ"),
    "additions": ("Additions", "Zugänge", "Acquisitions", "Altas", "Tăng"),
    "disposals": ("Disposals", "Abgänge", "Cessions", "Bajas", "Giảm"),
    "transfers": ("Transfers", "Umbuchungen", "Reclassements", "Traspasos", "Điều chuyển"),
    "closing": ("Closing balance", "Endbestand", "Solde de clôture", "Saldo final", "Số dư cuối kỳ"),
    "land": ("Land", "Grundstücke", "Terrains", "Terrenos", "Đất"),
    "ships": ("Ships", "Schiffe", "Navires", "Buques", "Tàu"),
    "mills": ("Mills", "Mühlen", "Moulins", "Molinos", "Nhà máy"),
    "change": ("Change", "Veränderung", "Variation", "Variación", "Tăng, giảm"),
    "growth": ("Change, %", "Veränderung in %", "Évolution en %", "Variación, %", "Tăng, %"),
    "share": ("% of total", "Anteil in %", "% du total", "% del total", "Tỷ trọng, %"),
    "average": ("Average", "Durchschnitt", "Moyenne", "Promedio", "Trung bình"),
    "plan": ("Budget", "Plan", "Budget", "Presupuesto", "Kế hoạch"),
    "actual": ("Actual", "Ist", "Réalisé", "Ejecutado", "Thực hiện"),
    "variance": ("Variance", "Abweichung", "Écart", "Diferencia", "Chênh lệch"),
    "whole": ("Inhabitants", "Einwohner", "Habitants", "Habitantes", "Dân số"),
    "women": ("of which women", "davon Frauen", "dont femmes", "de los cuales mujeres", "trong đó nữ"),
    "price": ("Average price per tonne", "Durchschnittspreis je Tonne", "Prix moyen par tonne",
              "Precio medio por tonelada", "Giá bình quân mỗi tấn"),
    "rate": ("Unemployment rate, %", "Arbeitslosenquote in %", "Taux de chômage en %", "Tasa de paro, %",
             "Tỷ lệ thất nghiệp, %"),
    "north": ("North", "Nord", "Nord", "Norte", "Miền Bắc"),
    "south": ("South", "Süd", "Sud", "Sur", "Miền Nam"),
    "middle": ("Centre", "Mitte", "Centre", "Centro", "Miền Trung"),
    "east": ("East", "Ost", "Est", "Este", "Miền Đông"),
    "west": ("West", "West", "Ouest", "Oeste", "Miền Tây"),
    "year": ("Year", "Jahr", "Année", "Año", "Năm"),
    "quarter": ("Quarter", "Quartal", "Trimestre", "Trimestre", "Quý"),
    "assets": ("Assets", "Aktiva", "Actif", "Activo", "Tài sản"),
    "liabilities": ("Liabilities", "Passiva", "Passif", "Pasivo", "Nguồn vốn"),
    "under": ("Within one year", "Bis 1 Jahr", "À moins d’un an", "Hasta un año", "Dưới một năm"),
    "between": ("One to five years", "1 bis 5 Jahre", "De un à cinq ans", "De uno a cinco años", "Từ một đến năm năm"),
    "after": ("After five years", "Über 5 Jahre", "À plus de cinq ans", "Más de cinco años", "Trên năm năm"),
    "largest": ("Five largest customers", "Fünf größte Kunden", "Cinq premiers clients", "Cinco mayores clientes",
                "Năm khách hàng lớn nhất"),
    "tonnes": ("thousand tonnes", "Tausend Tonnen", "milliers de tonnes", "miles de toneladas", "nghìn tấn"),
}  # fmt: skip
_GOODS = ("tea", "coffee", "bread", "salt", "timber", "cloth")
_PLACES = ("north", "south", "middle", "east", "west")
_TONGUES = ("en", "de", "fr", "es", "vi")
_SENTENCES = {
    "en": "The year was calm, and the figures of the company are in the table below.",
    "de": "Das Jahr war ruhig, und die Zahlen der Gesellschaft stehen in der Tabelle.",
    "fr": "L’année a été calme, et les chiffres de la société sont dans le tableau.",
    "es": "El año fue tranquilo, y las cifras de la sociedad están en la tabla.",
    "vi": "Năm nay yên ả, và các số liệu của công ty được nêu trong bảng dưới đây.",
}


@dataclass(slots=True)
class _Style:
    """How one table prints its numbers."""

    language: str
    decimals: int
    brackets: bool
    dash: str
    to_even: bool

    def number(self, value: Value, decimals: int | None = None, unit: str = "") -> str:
        if value is None or isinstance(value, str):
            return value or ""
        places = self.decimals if decimals is None else decimals
        scaled = abs(value) * 10**places
        whole, rest = divmod(scaled.numerator, scaled.denominator)
        twice = 2 * rest - scaled.denominator
        whole += twice > 0 or (twice == 0 and not (self.to_even and whole % 2 == 0))
        if not value:
            return self.dash
        group, point = _MARKS[self.language]
        shown = f"{whole // 10**places:,}".replace(",", group)
        if places:
            shown += f"{point}{whole % 10**places:0{places}d}"
        shown += unit
        if value > 0 or not whole:
            return shown
        return f"({shown})" if self.brackets else f"-{shown}"


class _Maker:
    """One table of one world after another, from one seed."""

    def __init__(self, rng: random.Random, language: str) -> None:
        self.rng = rng
        self.language = language
        self.year = rng.randint(2001, 2024)
        self.style = _Style(
            language, rng.choice([0, 0, 0, 1, 2]), rng.random() < 0.5, rng.choice(["—", "-", "–"]), rng.random() < 0.3
        )
        self.size = 10 ** rng.randint(2, 6)
        self.unit = rng.choice(["", "%"])

    def word(self, key: str) -> str:
        return _WORDS[key][_TONGUES.index(self.language)]

    def amount(self, signed: float = 0.0, empty: float = 0.0) -> Fraction:
        if self.rng.random() < empty:
            return Fraction(0)
        spread = self.size * 10 ** self.rng.uniform(-1.5, 0)
        value = Fraction(self.rng.randint(1, int(spread * 7000)), 7000)
        return -value if self.rng.random() < signed else value

    def amounts(self, count: int, **kinds: float) -> list[Fraction]:
        return [self.amount(**kinds) for _ in range(count)]

    def some(self, keys: tuple[str, ...], least: int = 2) -> list[str]:
        return [self.word(key) for key in self.rng.sample(keys, self.rng.randint(least, len(keys)))]

    def years(self, count: int) -> list[str]:
        back = [str(self.year - place) for place in range(count)]
        return back if self.rng.random() < 0.6 else back[::-1]

    def row(self, label: str, values: list[Fraction], decimals: int | None = None, unit: str = "") -> list[str]:
        return [label, *(self.style.number(value, decimals, unit) for value in values)]

    # Tables: a head, then rows.

    def statement(self) -> list[list[str]]:
        """An income statement, with what is taken off in brackets or bare, and rates below."""
        heads = self.years(self.rng.randint(1, 4))
        lines = self.some(_GOODS)
        sold = [self.amounts(len(heads)) for _ in lines]
        revenue = _summed(sold)
        costs = [value * self.rng.randint(30, 70) / 100 for value in revenue]
        gross = _less(revenue, costs)
        paid = [[value * self.rng.randint(5, 40) / 100 for value in gross] for _ in range(2)]
        profit = _less(gross, _summed(paid))
        tax = [value * self.rng.randint(10, 30) / 100 for value in profit]
        net = _less(profit, tax)
        sign = self.rng.choice([1, -1])
        rows = [self.row(label, one) for label, one in zip(lines, sold, strict=True)]
        rows += [self.row(self.word("revenue"), revenue), self.row(self.word("costs"), [sign * one for one in costs])]
        rows.append(self.row(self.word("gross"), gross))
        for key, of in zip(("wages", "rent"), paid, strict=True):
            rows.append(self.row(self.word(key), [sign * one for one in of]))
        rows.append(self.row(self.word("profit"), profit))
        rows.append(self.row(self.word("tax"), [sign * one for one in tax]))
        rows.append(self.row(self.word("net"), net))
        if self.rng.random() < 0.5:
            rates = [100 * one / of for one, of in zip(net, revenue, strict=True)]
            rows.append(self.row(self.word("margin"), rates, 1, self.rng.choice(["", "%", " %"])))
        return [["", *heads], *rows]

    def groups(self) -> list[list[str]]:
        """Sections with subtotals, some without a label, and a total; the total may stand first."""
        heads = self.years(self.rng.randint(1, 4))
        rows: list[list[str]] = []
        wholes = []
        above = self.rng.random() < 0.25
        for place in self.rng.sample(_PLACES, self.rng.randint(2, 4)):
            lines = self.some(_GOODS)
            parts = [self.amounts(len(heads), signed=0.1, empty=0.1) for _ in lines]
            wholes.append(_summed(parts))
            told = [self.row(label, one) for label, one in zip(lines, parts, strict=True)]
            if above:
                rows += [self.row(self.word(place), wholes[-1]), *told]
            else:
                rows += [[self.word(place) + ":"], *told]
                called = ["", self.word("subtotal"), f"{self.word('total')}, {self.word(place)}"]
                rows.append(self.row(self.rng.choice(called), wholes[-1]))
        total = self.row(self.word("total"), _summed(wholes))
        return [["", *heads], *([total, *rows] if above else [*rows, total])]

    def balance(self) -> list[list[str]]:
        """Two sides that are equal."""
        heads = self.years(2)
        left = [self.amounts(2) for _ in range(3)]
        whole = _summed(left)
        shares = sorted(Fraction(self.rng.randint(1, 99), 100) for _ in range(2))
        cuts = [shares[0], shares[1] - shares[0], 1 - shares[1]]
        right = [[cut * one for one in whole] for cut in cuts]
        side = [self.row(self.word(key), one) for key, one in zip(("land", "ships", "mills"), left, strict=True)]
        other = [self.row(self.word(key), one) for key, one in zip(("under", "between", "after"), right, strict=True)]
        made = [["", *heads]]
        for key, lines in (("assets", side), ("liabilities", other)):
            made += [[self.word(key)], *lines, self.row(f"{self.word('total')}, {self.word(key)}", whole)]
        return made

    def rolled(self) -> list[list[str]]:
        """From opening to closing balances, by kind of asset and in total."""
        keys = ("land", "ships", "mills")
        opening = self.amounts(3)
        added = self.amounts(3, empty=0.2)
        gone = [one * self.rng.randint(0, 60) / 100 for one in opening]
        moved = [*self.amounts(2, empty=0.3)]
        moved = [moved[0], moved[1] - moved[0], -moved[1]]
        closing = [a + b - c + d for a, b, c, d in zip(opening, added, gone, moved, strict=True)]
        bare = self.rng.random() < 0.3
        lines = [("opening", opening), ("additions", added), ("disposals", [one if bare else -one for one in gone]),
                 ("transfers", moved), ("closing", closing)]  # fmt: skip
        head = ["", *(self.word(key) for key in keys), self.word("total")]
        return [head, *(self.row(self.word(key), [*one, sum(one, Fraction(0))]) for key, one in lines)]

    def shares(self) -> list[list[str]]:
        """Amounts of two years, each with its shares of the total."""
        lines = self.some(_PLACES)
        parts = [self.amounts(2) for _ in lines]
        whole = _summed(parts)
        rows = []
        for label, one in [*zip(lines, parts, strict=True), (self.word("total"), whole)]:
            cells = [label]
            for value, of in zip(one, whole, strict=True):
                cells += [self.style.number(value), self.style.number(100 * value / of, 1, self.unit)]
            rows.append(cells)
        new, old = self.years(2)
        share = self.word("share")
        return [["", new, f"{share} {new}", old, f"{share} {old}"], *rows]

    def grown(self) -> list[list[str]]:
        """Two years, their change and their growth; and rows of rates with changes in points."""
        lines = self.some(_GOODS)
        parts = [self.amounts(2) for _ in lines]
        told = [*zip(lines, parts, strict=True), (self.word("total"), _summed(parts))]
        both = self.rng.random() < 0.5
        rows = []
        for label, (new, old) in told:
            cells = [label, self.style.number(new), self.style.number(old)]
            cells += [self.style.number(new - old)] if both else []
            rows.append([*cells, self.style.number(100 * (new / old - 1), 1, "%")])
        head = ["", str(self.year), str(self.year - 1), *([self.word("change")] if both else []), self.word("growth")]
        return [head, *rows]

    def down(self) -> list[list[str]]:
        """Years down, parts and their total across, and the growth of the total on the year before."""
        lines = self.some(_GOODS)
        rows = []
        before = None
        for year in range(self.year - self.rng.randint(3, 12), self.year + 1):
            parts = self.amounts(len(lines))
            total = sum(parts, Fraction(0))
            grown = self.style.number(100 * (total / before - 1), 1) if before else ""
            rows.append([str(year), *(self.style.number(one) for one in [*parts, total]), grown])
            before = total
        return [[self.word("year"), *lines, self.word("total"), self.word("growth")], *rows]

    def quarters(self) -> list[list[str]]:
        """Quarters and their year, with averages or totals below."""
        lines = self.some(_PLACES)
        parts = [self.amounts(4) for _ in lines]
        rows = [self.row(label, [*one, sum(one, Fraction(0))]) for label, one in zip(lines, parts, strict=True)]
        total = _summed(parts)
        total.append(sum(total, Fraction(0)))
        if self.rng.random() < 0.7:
            rows.append(self.row(self.word("total"), total))
        if self.rng.random() < 0.5:
            rows.append(self.row(self.word("average"), [one / len(lines) for one in total]))
        return [["", *(f"{self.word('quarter')} {one}" for one in range(1, 5)), self.word("year")], *rows]

    def budget(self) -> list[list[str]]:
        """Budget, actual, and what is between, some of it in percent of the budget."""
        lines = self.some((*_GOODS, "wages", "rent"))
        parts = [self.amounts(2) for _ in lines]
        rows = []
        for label, (plan, actual) in [*zip(lines, parts, strict=True), (self.word("total"), _summed(parts))]:
            cells = [self.style.number(one) for one in (plan, actual, actual - plan)]
            rows.append([label, *cells, self.style.number(100 * (actual - plan) / plan, 1)])
        variance = self.word("variance")
        return [["", self.word("plan"), self.word("actual"), variance, f"{variance}, %"], *rows]

    def people(self) -> list[list[str]]:
        """Counts with a part "of which" below each, a rate, and a total."""
        heads = self.years(self.rng.randint(2, 4))
        style = self.style.decimals
        self.style.decimals = 0
        rows = []
        wholes = []
        for label in self.some(_PLACES):
            whole = [Fraction(self.rng.randint(1000, 900_000)) for _ in heads]
            women = [Fraction(int(one) * self.rng.randint(40, 60) // 100) for one in whole]
            rows += [self.row(label, whole), self.row(self.word("women"), women)]
            wholes.append((whole, women))
        rows.append(self.row(self.word("total"), _summed([whole for whole, _ in wholes])))
        rows.append(self.row(self.word("women"), _summed([women for _, women in wholes])))
        rows.append(self.row(self.word("rate"), [Fraction(self.rng.randint(20, 150), 10) for _ in heads], 1))
        self.style.decimals = style
        return [["", *heads], *rows]

    def selected(self) -> list[list[str]]:
        """Some lines of a longer list and its total: they do not add up, and nothing says that they should."""
        heads = self.years(self.rng.randint(1, 4))
        lines = self.some(_GOODS)
        parts = [self.amounts(len(heads)) for _ in lines]
        rest = self.amounts(len(heads))
        total = [one + other for one, other in zip(_summed(parts), rest, strict=True)]
        rows = [self.row(label, one) for label, one in zip(lines, parts, strict=True)]
        rows.append(self.row(self.word("total"), total))
        rows.insert(self.rng.randint(0, len(rows)), self.row(self.word("largest"), [one / 3 for one in total]))
        if self.rng.random() < 0.5:
            rows.append(self.row(self.word("price"), [Fraction(self.rng.randint(100, 99_999), 100) for _ in heads], 2))
        return [["", *heads], *rows]

    def aged(self) -> list[list[str]]:
        """What is due when, across, and in total; kinds down."""
        rows = []
        lines = self.some(("land", "ships", "mills", "rent", "wages"))
        parts = [self.amounts(3, empty=0.2) for _ in lines]
        first = self.rng.random() < 0.3
        for label, one in [*zip(lines, parts, strict=True), (self.word("total"), _summed(parts))]:
            cells = [sum(one, Fraction(0)), *one] if first else [*one, sum(one, Fraction(0))]
            rows.append(self.row(label, cells))
        heads = [self.word(key) for key in ("under", "between", "after")]
        return [["", *([self.word("total"), *heads] if first else [*heads, self.word("total")])], *rows]

    def priced(self) -> list[list[str]]:
        """Tonnes, a price for each, and what they came to; nothing of it adds up but tonnes and worth."""
        rows = []
        lines = self.some(_GOODS)
        tonnes = self.amounts(len(lines))
        prices = [Fraction(self.rng.randint(100, 99_999), 100) for _ in lines]
        worth = [one * price for one, price in zip(tonnes, prices, strict=True)]
        for label, one, price, value in zip(lines, tonnes, prices, worth, strict=True):
            rows.append([label, self.style.number(one), self.style.number(price, 2), self.style.number(value, 0)])
        whole, all_worth = sum(tonnes, Fraction(0)), sum(worth, Fraction(0))
        shown = self.style.number(whole), self.style.number(all_worth / whole, 2), self.style.number(all_worth, 0)
        rows.append([self.word("total"), *shown])
        return [["", self.word("tonnes"), self.word("price"), self.word("revenue")], *rows]


_TABLES = (
    "statement", "groups", "balance", "rolled", "shares", "grown", "down", "quarters", "budget", "people", "selected",
    "aged", "priced",
)  # fmt: skip


def honest_tables(seed: int) -> tuple[str, list[tuple[str, list[list[str]]]]]:
    """The language of a document, and its tables with their kinds."""
    rng = random.Random(seed)
    language = rng.choice(_TONGUES)
    made = []
    for _ in range(rng.randint(1, 4)):
        kind = rng.choice(_TABLES)
        made.append((kind, getattr(_Maker(rng, language), kind)()))
    return language, made


def honest_document(seed: int) -> str:
    """A Markdown document of such tables, with a heading and a sentence before each."""
    language, tables = honest_tables(seed)
    parts = [f"# {_WORDS['whole'][_TONGUES.index(language)]}"]
    for number, (_, rows) in enumerate(tables, 1):
        wide = max(map(len, rows))
        lines = ["| " + " | ".join([*row, *[""] * (wide - len(row))]) + " |" for row in rows]
        parts += [f"## {number}", _SENTENCES[language], "\n".join([lines[0], "|" + "---|" * wide, *lines[1:]])]
    return "\n\n".join(parts) + "\n"


def _summed(lines: list[list[Fraction]]) -> list[Fraction]:
    return [sum(column, Fraction(0)) for column in zip(*lines, strict=True)]


def _less(one: list[Fraction], other: list[Fraction]) -> list[Fraction]:
    return [first - second for first, second in zip(one, other, strict=True)]
