"""The figures of five Vietnamese trade documents, as their sentences print them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reconcile.language.figures import Figure, read_figure

BN = 10**9


def figure(value, step, unit, qualifier="exact", value_high=None, step_high=None, *, round_=False):
    exact = [None if number is None else Fraction(str(number)) for number in (value, step, value_high, step_high)]
    return Figure(exact[0], exact[1], unit, qualifier, exact[2], exact[3], round_)


def money(value, qualifier="exact", step="0.1"):
    return figure(Fraction(value) * BN, Fraction(step) * BN, "USD", qualifier)


def percent(value, qualifier="exact"):
    return figure(value, "0.1" if "." in value else "1", "percent", qualifier)


FIGURES = {
    "moit-2024-12-23": {
        "gần 800 tỷ USD": money(800, "nearly", 1),
        "tăng 15%": percent("15"),
        "2,5 lần": figure("2.5", "0.1", "times"),
        "vượt 2,5 lần": figure("2.5", "0.1", "times", "over"),
        "gần 25 tỷ USD": money(25, "nearly", 1),
        "8,4%": percent("8.4"),
        "tăng gần 10%": percent("10", "nearly"),
        "dưới 1%": percent("1", "under"),
        "16 tháng": figure(16, 1, "month"),
        "gần 9%": percent("9", "nearly"),
        "15 năm": figure(15, 1, "year"),
        "vượt mốc 25 tỷ USD": money(25, "over", 1),
        "20%": percent("20"),
        "2/3": figure(Fraction(2, 3), Fraction(1, 3), ""),
        "vượt mốc 500 tỷ USD": money(500, "over", 1),
        "gần 18%": percent("18", "nearly"),
        "từ 8% trở lên": percent("8", "at_least"),
        "100 triệu dân": figure(100 * 10**6, 10**6, "count", round_=True),
        "khoảng 9-10%": figure(9, 1, "percent", "about", 10, 1),
        "tăng khoảng 9-10%": figure(9, 1, "percent", "about", 10, 1),
        "khoảng 12%": percent("12", "about"),
        "khoảng 10%": percent("10", "about"),
        "347,5 tỷ kWh": figure("347.5e9", "1e8", "kWh"),
        "khoảng 12,2%": percent("12.2", "about"),
        "82.097 MW": figure(82097, 1, "MW"),
        "khoảng 6,2%": percent("6.2", "about"),
    },
    "moit-2024-summary": {
        "783,4 tỷ USD": money("783.4"),
        "403,7 tỷ USD": money("403.7"),
        "tăng 13,8%": percent("13.8"),
        "379,6 tỷ USD": money("379.6"),
        "tăng 16,3%": percent("16.3"),
        "36 mặt hàng": figure(36, 0, "count"),
        "trên 1 tỷ USD": money(1, "over", 1),
        "33 mặt hàng": figure(33, 0, "count"),
        "94,1%": percent("94.1"),
        "7 mặt hàng": figure(7, 0, "count"),
        "trên 10 tỷ USD": money(10, "over", 1),
        "66,5%": percent("66.5"),
        "44 mặt hàng": figure(44, 0, "count"),
        "92,6%": percent("92.6"),
        "5 mặt hàng": figure(5, 0, "count"),
        "51,4%": percent("51.4"),
        "24,1 tỷ USD": money("24.1"),
        "gần 85%": percent("85", "nearly"),
        "trên 10-12%": figure(10, 1, "percent", "over", 12, 1),
        "tăng trên 10-12%": figure(10, 1, "percent", "over", 12, 1),
        "trên 20 tỷ USD": money(20, "over", 1),
    },
    "moit-2025-08-01": {
        "786,9 tỷ USD": money("786.9"),
        "tăng 15,5%": percent("15.5"),
        "405,9 tỷ USD": money("405.9"),
        "tăng 14,4%": percent("14.4"),
        "381,0 tỷ USD": money("381.0"),
        "tăng 16,7%": percent("16.7"),
        "432,1 tỷ USD": money("432.1"),
        "tăng 16,1%": percent("16.1"),
        "219,9 tỷ USD": money("219.9"),
        "tăng 14,5%": percent("14.5"),
        "212,2 tỷ USD": money("212.2"),
        "tăng 17,9%": percent("17.9"),
        "từ 8,3 đến 8,5%": figure("8.3", "0.1", "percent", "range", "8.5", "0.1"),
    },
    "moit-2026-01-29": {
        "vượt mốc 800 tỷ USD": money(800, "over", 1),
        "hơn 800 tỷ USD": money(800, "over", 1),
        "khoảng 470 tỷ USD": money(470, "about", 1),
        "tiến sát mốc 500 tỷ USD": money(500, "nearly", 1),
        "khoảng 15-16%": figure(15, 1, "percent", "about", 16, 1),
        "546–550 tỷ USD": figure(546 * BN, BN, "USD", "range", 550 * BN, BN),
        "45-46 tỷ USD": figure(45 * BN, BN, "USD", "range", 46 * BN, BN),
    },
}


@pytest.mark.parametrize(
    ("words", "expected"), [(words, read) for document in FIGURES.values() for words, read in document.items()]
)
def test_a_figure_of_the_documents_reads_as_its_sentence_means_it(words, expected):
    assert read_figure(words, "vi") == expected


@pytest.mark.parametrize("document", sorted(FIGURES))
def test_the_documents_still_print_these_figures(document, request):
    path = request.config.rootpath.parent / "shared" / "seeds" / f"{document}.txt"
    if not path.exists():
        pytest.skip(f"the document's text is not here: {path}")
    text = " ".join(path.read_text(encoding="utf-8").split())
    assert [words for words in FIGURES[document] if words not in text] == []
