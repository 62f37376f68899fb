"""The words of figures in Vietnamese and English, as data.

Phrases are parted by `|` and read in any case; the longest that fits wins, so "trên dưới" (about) comes before
"trên" (over). A language's own table adds to the one under "", which serves every language. Languages other than
these two have CLDR's words for scales and money, and the symbols.
"""

from __future__ import annotations

from fractions import Fraction


def phrases(listed: str) -> tuple[str, ...]:
    """Give the phrases of a list.

    >>> phrases("over | more than")
    ('over', 'more than')
    """
    return tuple(phrase.strip() for phrase in listed.split("|"))


# Hedges before the number, by qualifier.
BEFORE: dict[str, dict[str, str]] = {
    "": {
        "about": "~ | ≈ | ≃ | ∼",
        "over": ">",
        "at_least": "≥ | >= | ⩾",
        "under": "<",
        "at_most": "≤ | <= | ⩽",
    },
    "vi": {
        "exact": "đúng | chính xác",
        "about": "khoảng | vào khoảng | khoảng chừng | khoảng độ | xấp xỉ | chừng | ước khoảng | ước chừng | độ "
        "| tầm | cỡ | trên dưới | quanh | quanh mốc | quanh ngưỡng",
        "nearly": "gần | gần tới | gần đến | gần đạt | sắp | sắp đạt | sát | suýt soát | ngót | tiệm cận "
        "| tiến sát | tiến gần",
        "over": "hơn | trên | vượt | vượt qua | vượt trên | quá | cao hơn | lớn hơn | nhiều hơn",
        "at_least": "ít nhất | tối thiểu | không dưới | không thấp hơn | không ít hơn | không nhỏ hơn",
        "under": "dưới | chưa đến | chưa tới | chưa đầy | không đến | không tới | không đầy | thấp hơn "
        "| ít hơn | nhỏ hơn",
        "at_most": "không quá | không vượt | không vượt quá | không trên | không hơn | không cao hơn "
        "| không lớn hơn | không nhiều hơn | tối đa | nhiều nhất",
    },
    "en": {
        "exact": "exactly | precisely",
        "about": "about | around | approximately | approx. | approx | roughly | some | circa | ca. | c. "
        "| close to | in the region of | in the order of",
        "nearly": "nearly | almost | just under | just below | just short of | just shy of | approaching",
        "over": "over | more than | above | exceeding | in excess of | just over | just above | well over "
        "| slightly over | slightly more than | greater than | higher than | upwards of | surpassing",
        "at_least": "at least | no less than | not less than | no fewer than | not fewer than | not under "
        "| not below | a minimum of",
        "under": "under | less than | below | fewer than | lower than | well under | slightly under "
        "| slightly less than | short of",
        "at_most": "at most | up to | no more than | not more than | not over | not above | not exceeding "
        "| no higher than | a maximum of",
    },
}

# Words of hedges that may also compare with another figure or say where one went: "cao hơn 5 %" is more than 5 %, or
# higher by 5 %.
COMPARING: dict[str, str] = {
    "vi": "cao hơn | thấp hơn | lớn hơn | nhỏ hơn | nhiều hơn | ít hơn | tốt hơn | mạnh hơn | nhanh hơn | chậm hơn "
    "| kém hơn",
    "en": "greater than | higher than | lower than | went up to | goes up to | going up to | rose up to "
    "| brought up to | moved up to | climbed up to | increase over | rise over | gain over",
}

# "vượt mốc 800" (past the mark of 800): these may follow a Vietnamese hedge of these qualifiers.
MARKS = "mốc | ngưỡng"
MARKED = ("nearly", "over", "at_least", "under", "at_most")

# Hedges behind the number, its scale or its unit.
AFTER: dict[str, dict[str, str]] = {
    "": {"at_least": "+"},
    "vi": {"at_least": "trở lên", "at_most": "trở xuống | trở lại"},
    "en": {
        "about": "or so | or thereabouts | approximately | approx. | roughly",
        "at_least": "or more | or above | or over | or higher | or greater | or better | and over | and above "
        "| and more | and up | and upwards | upwards",
        "at_most": "or less | or fewer | or below | or under | or lower | and under | and below | and less",
    },
}

# Words that say which way the figure points.
DIRECTIONS: dict[str, dict[int, str]] = {
    "vi": {
        -1: "giảm | giảm thêm | sụt giảm | suy giảm | tăng trưởng âm | âm | nhập siêu | thâm hụt",
        +1: "tăng | tăng thêm | tăng trưởng | xuất siêu | thặng dư",
    },
    "en": {
        -1: "down | down by | fell | fell by | fall of | a fall of | falling by | decreased | decreased by "
        "| decrease of | a decrease of | declined | declined by | decline of | a decline of | dropped "
        "| dropped by | drop of | a drop of | shrank by | contracted by | reduced by | minus | negative "
        "| deficit of | a deficit of",
        +1: "up | up by | rose | rose by | rise of | a rise of | rising by | increased | increased by "
        "| increase of | an increase of | grew | grew by | growth of | gained | gain of | a gain of | plus "
        "| surplus of | a surplus of",
    },
}

# Words that open a range. `from` and `size` may also open one number with a hedge behind it; after a direction word
# `from` tells two levels (rose from 10 to 12) and `size` still the change (tăng từ 10 đến 12%).
OPENINGS: dict[str, dict[str, str]] = {
    "vi": {"size": "từ", "range": "trong khoảng | trong khoảng từ", "between": "giữa"},
    "en": {"from": "from", "range": "in the range of | in a range of | ranging from", "between": "between"},
}

# Words that join the two numbers of a range; `and` only after `between`.
JOINS: dict[str, dict[str, str]] = {
    "": {"to": "- | – | — | − | ‐ | ‑ | ~"},
    "vi": {"to": "đến | tới", "and": "và"},
    "en": {"to": "to", "and": "and"},
}

# Scale words beyond CLDR's, by power of ten. Chains multiply: nghìn tỷ is 10¹².
SCALES: dict[str, dict[int, str]] = {
    "vi": {1: "chục", 2: "trăm", 3: "nghìn | ngàn | k", 4: "vạn", 6: "triệu | tr", 9: "tỷ | tỉ"},
    "en": {
        2: "hundred",
        3: "thousand | thousands | k",
        6: "million | millions | mn | mln | m",
        9: "billion | billions | bn | bln | b",
        12: "trillion | trillions | trn | tn",
        15: "quadrillion",
    },
}
# CLDR abbreviates tỷ as T and nghìn as N; nobody prints that, and "5 T" in Vietnamese is five tonnes.
DISTRUSTED_SCALES: dict[str, str] = {"vi": "N | T | NT"}

OF: dict[str, dict[str, str]] = {"en": {"of": "of"}}  # millions of dollars

# Units of measure: canonical name, how many of it one such unit is, language, words.
UNITS: tuple[tuple[str, Fraction, str, str], ...] = (
    ("percent", Fraction(1), "", "% | percent"),
    ("percent", Fraction(1, 10), "", "‰"),
    ("percent", Fraction(1), "vi", "phần trăm"),
    ("percent", Fraction(1), "en", "per cent | pct"),
    ("pp", Fraction(1), "", "pp"),
    ("pp", Fraction(1), "vi", "điểm phần trăm | điểm %"),
    ("pp", Fraction(1, 100), "vi", "điểm cơ bản"),
    (
        "pp",
        Fraction(1),
        "en",
        "percentage point | percentage points | percentage-point | p.p. | pps | ppt | ppts",
    ),
    ("pp", Fraction(1), "en", "%-point | %-points | % point | % points"),
    ("pp", Fraction(1, 100), "en", "basis point | basis points | bp | bps"),
    ("kWh", Fraction(1, 1000), "", "Wh"),
    ("kWh", Fraction(1), "", "kWh"),
    ("kWh", Fraction(10**3), "", "MWh"),
    ("kWh", Fraction(10**6), "", "GWh"),
    ("kWh", Fraction(10**9), "", "TWh"),
    ("MW", Fraction(1, 1000), "", "kW"),
    ("MW", Fraction(1), "", "MW"),
    ("MW", Fraction(10**3), "", "GW"),
    ("MW", Fraction(10**6), "", "TW"),
    ("times", Fraction(1), "", "times | ×"),
    ("times", Fraction(1), "vi", "lần"),
    ("times", Fraction(1), "en", "time | x | fold | -fold"),
    ("tonne", Fraction(1), "", "tonne"),
    ("tonne", Fraction(1, 1000), "", "kg"),
    ("tonne", Fraction(1), "vi", "tấn"),
    ("tonne", Fraction(1, 10), "vi", "tạ"),
    ("tonne", Fraction(1), "en", "tonnes | metric ton | metric tons | metric tonne | metric tonnes"),
    ("hectare", Fraction(1), "", "ha | hectare"),
    ("hectare", Fraction(1), "vi", "héc-ta | hecta"),
    ("hectare", Fraction(1), "en", "hectares"),
    ("m2", Fraction(1), "", "m2 | m²"),
    ("m2", Fraction(10**6), "", "km2 | km²"),
    ("m3", Fraction(1), "", "m3 | m³"),
    ("km", Fraction(1), "", "km"),
    ("barrel", Fraction(1), "", "barrel"),
    ("barrel", Fraction(1), "vi", "thùng"),
    ("barrel", Fraction(1), "en", "barrels"),
    ("hour", Fraction(1), "", "hour"),
    ("hour", Fraction(1), "vi", "giờ"),
    ("hour", Fraction(1), "en", "hours"),
    ("day", Fraction(1), "", "day"),
    ("day", Fraction(1), "vi", "ngày"),
    ("day", Fraction(1), "en", "days"),
    ("week", Fraction(1), "", "week"),
    ("week", Fraction(1), "vi", "tuần"),
    ("week", Fraction(1), "en", "weeks"),
    ("month", Fraction(1), "", "month"),
    ("month", Fraction(1), "vi", "tháng"),
    ("month", Fraction(1), "en", "months"),
    ("quarter", Fraction(1), "", "quarter"),
    ("quarter", Fraction(1), "vi", "quý"),
    ("quarter", Fraction(1), "en", "quarters"),
    ("year", Fraction(1), "", "year"),
    ("year", Fraction(1), "vi", "năm"),
    ("year", Fraction(1), "en", "years"),
    ("point", Fraction(1), "", "point"),
    ("point", Fraction(1), "vi", "điểm"),
    ("point", Fraction(1), "en", "points"),
    ("count", Fraction(1), "", "count"),
)

# Nouns that are counted: unit `count`.
COUNTED: dict[str, str] = {
    "vi": "mặt hàng | nhóm hàng | nhóm mặt hàng | nhóm | ngành | ngành hàng | sản phẩm | thị trường | nước "
    "| quốc gia | tỉnh | thành phố | tỉnh thành | tỉnh, thành phố | địa phương | huyện | xã | người | dân "
    "| người dân | lao động | hộ | hộ gia đình | doanh nghiệp | công ty | đơn vị | cơ sở | dự án | đề án "
    "| hợp đồng | hiệp định | văn bản | vụ | vụ việc | trường hợp | lượt | lượt người | lượt khách | khách "
    "| chiếc | cái | con | căn | xe | tàu | chuyến | bộ | chương trình | sự kiện",
    "en": "item | items | commodity | commodities | product | products | person | persons | people | inhabitants "
    "| resident | residents | worker | workers | employee | employees | job | jobs | student | students "
    "| household | households | company | companies | firm | firms | enterprise | enterprises | business "
    "| businesses | country | countries | market | markets | province | provinces | city | cities | project "
    "| projects | contract | contracts | agreement | agreements | case | cases | unit | units | vehicle "
    "| vehicles | car | cars | ship | ships | flight | flights | visitor | visitors | arrival | arrivals "
    "| passenger | passengers | document | documents | event | events | group | groups | industry | industries",
}

# Symbols of money beyond CLDR's, as printed.
SYMBOLS: dict[str, str] = {
    "USD": "US$ | U.S.$",
    "VND": "VNĐ",
    "AUD": "AU$",
    "CAD": "C$",
    "CNY": "RMB",
    "SGD": "S$",
    "THB": "฿",
    "RUB": "₽",
}

# Words of money beyond CLDR's names. ISO 4217 codes read in capitals; in small letters only these, which are no words.
MONEY: dict[str, dict[str, str]] = {
    "": {"USD": "USD | US$"}
    | {code: code for code in ("VND", "EUR", "GBP", "JPY", "CNY", "AUD", "CAD", "SGD", "KRW", "INR", "CHF")},
    "vi": {
        "VND": "đồng | đ | vnđ",
        "USD": "đô la | đô la Mỹ | đôla | đôla Mỹ | đô-la | đô-la Mỹ | đô | Mỹ kim",
        "EUR": "euro",
        "JPY": "yên",
        "CNY": "nhân dân tệ | tệ",
        "GBP": "bảng Anh",
        "KRW": "won",
        "THB": "baht | bạt",
    },
    "en": {
        "VND": "dong",
        "USD": "dollar | dollars | US dollar | US dollars | U.S. dollar | U.S. dollars",
        "EUR": "euro | euros",
        "JPY": "yen",
        "CNY": "yuan | renminbi",
        "GBP": "sterling | pounds sterling",
        "KRW": "won",
        "THB": "baht",
    },
}
